/**
 * A Dockerfile whose RUN installs memcached with apt, from a repository that the test serves in its own network
 * namespace; then memcached is asked over the bridge, through a published port from outside, and by another container.
 */
import { afterAll, beforeAll, expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { repository } from '../helpers/paths.ts';
import { DockerRig } from './docker-rig.ts';
import { testWhere } from './test-where.ts';

const debian = `${repository}build/test/debian`;
const made = spawnSync(`${repository}test/engines/debian`, ['memcached'], { encoding: 'utf8' });
if (made.status !== 0 && made.status !== 77) throw new Error(`debian: ${made.stderr}`);
const reason =
  made.status === 77 ? 'its packages come from the Debian mirror, which may be out of reach' : null;
const test = testWhere(reason, 'Docker');

let rig: DockerRig;
beforeAll(() => {
  if (reason !== null) return;
  rig = new DockerRig();
  const server = ['busybox', 'httpd', '-f', '-p', '10.77.0.1:8000', '-h', `${debian}/repo`];
  const index = ['busybox', 'wget', '-qO-', 'http://10.77.0.1:8000/Packages'];
  rig.start('httpd', server, () => rig.call(index).code === 0);
  rig.must('import', '-c', 'CMD ["bash"]', `${debian}/base.tar`, 'debian:base');
  rig.neighbour('outside', '10.77.0.2/24');
}, 120_000);
afterAll(() => {
  if (reason === null) expect(rig.close()).toEqual([]);
}, 60_000);

const dockerfile = [
  'FROM debian:base',
  'ENV DEBIAN_FRONTEND=noninteractive',
  // As in Debian's own image: the package must not start its service while it is installed.
  'RUN printf "#!/bin/sh\\nexit 101\\n" > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d',
  'RUN echo "deb [trusted=yes] http://10.77.0.1:8000 ./" > /etc/apt/sources.list',
  'RUN apt-get update && apt-get install -y --no-install-recommends memcached',
  'USER memcache',
  'EXPOSE 11211',
  'ENTRYPOINT ["memcached"]',
  'CMD ["-l", "0.0.0.0", "-m", "16"]',
];
const talk = 'set key 0 0 5\\r\\nvalue\\r\\nget key\\r\\nquit\\r\\n';
const answer = 'STORED\r\nVALUE key 0 5\r\nvalue\r\nEND\r\n';
const ask = (address: string, port: number) => [
  'sh',
  '-c',
  `printf '${talk}' | busybox nc ${address} ${port}`,
];

for (const [builder, port] of [
  ['classic', 11211],
  ['BuildKit', 11212],
] as const)
  test(`memcached, installed by the builder ${builder} with apt, answers in its network`, () => {
    const [tag, name] = [`memcached:${port}`, `memcached${port}`];
    rig.build(builder, tag, dockerfile);
    const settings = '{{.Config.User}} {{json .Config.ExposedPorts}} {{json .Config.Entrypoint}}';
    expect(rig.inspect(tag, settings)).toBe('memcache {"11211/tcp":{}} ["memcached"]');
    rig.must('run', '-d', '--name', name, '-p', `${port}:11211`, tag);
    const address = rig.inspect(name, '{{.NetworkSettings.IPAddress}}');
    rig.eventually('memcached', () => rig.call(ask(address, 11211)).stdout === answer);
    expect(rig.call(ask('10.77.0.1', port)).stdout).toBe(answer);
    expect(rig.call(['ip', 'netns', 'exec', 'outside', ...ask('10.77.0.1', port)]).stdout).toBe(answer);
    expect(rig.must('run', '--rm', 'bb:1', ...ask(address, 11211))).toBe(answer);
    expect(rig.must('top', name, '-o', 'pid,comm').split('\n')[1]).toContain('memcached');
    expect(rig.must('exec', name, 'id', '-un').trim()).toBe('memcache');
    rig.must('stop', '-t', '10', name);
    expect(rig.inspect(name, '{{.State.ExitCode}}')).toBe('0');
    rig.must('rm', name);
  });
