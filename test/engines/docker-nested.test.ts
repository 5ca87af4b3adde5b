/** A container in a container: teu in one that Docker has made by teu. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { defaultConfig, type OciConfig } from '../helpers/config.ts';
import { repository, runtime } from '../helpers/paths.ts';
import { makeRootfs } from '../helpers/rootfs.ts';
import { DockerRig } from './docker-rig.ts';
import { testOf } from './titled.ts';

const test = testOf('Docker');
let rig: DockerRig;
beforeAll(() => {
  rig = new DockerRig();
}, 60_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 60_000);

const libraries = ['/lib', '/lib64', '/usr/lib'].filter((path) => existsSync(path));
const shared = [...libraries, repository.replace(/\/$/, '')].flatMap((path) => ['-v', `${path}:${path}:ro`]);

/** What teu does with a bundle in a container with these flags. */
function nested(
  name: string,
  flags: readonly string[],
  words: readonly string[],
  change: (c: OciConfig) => void,
) {
  const bundle = `${rig.dir}/${name}`;
  mkdirSync(bundle);
  makeRootfs(`${bundle}/rootfs`);
  const config = defaultConfig('echo inside');
  change(config);
  writeFileSync(`${bundle}/config.json`, JSON.stringify(config));
  const volumes = [...shared, '-v', `${bundle}:/inner`, '--tmpfs', '/run'];
  const call = [runtime, '--root', '/run/in', ...words, 'run', '--bundle', '/inner', 'inner'];
  return rig.docker('run', '--rm', ...flags, ...volumes, 'bb:1', ...call);
}

test('a privileged container runs one in itself, with limits', () => {
  const result = nested('limits', ['--privileged'], [], (config) => {
    config.linux.resources.pids = { limit: 17 };
    const files = '/sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max';
    config.process.args = ['/bin/sh', '-c', `cat ${files} 2>/dev/null; true`];
    // CAP_SYS_RESOURCE and its like may be missing outside already.
    config.process.capabilities = {};
  });
  expect(result).toEqual({ code: 0, stdout: '17\n', stderr: '' });
});

test('without privileges the error says what forbids it', () => {
  const { code, stdout, stderr } = nested('plain', [], ['--rootless=true'], () => undefined);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/field +\/inner\/config.json/);
  expect(stderr).toMatch(/hint +root has no CAP_SYS_ADMIN here, as in a container that is not privileged/);
});
