/** spec, features, --version, help: what runs without a container. */
import { expect } from 'bun:test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { OciConfig } from '../helpers/config.ts';
import { makeRootfs } from '../helpers/rootfs.ts';
import { scenario } from '../helpers/scenario.ts';

scenario('spec writes a config.json that runs', (box) => {
  expect(box.call(['spec'], { cwd: box.dir })).toEqual({ code: 0, stdout: '', stderr: '' });
  const config = JSON.parse(readFileSync(`${box.dir}/config.json`, 'utf8')) as OciConfig;
  config.process.terminal = false;
  config.process.args = ['/bin/echo', 'it runs'];
  writeFileSync(`${box.dir}/config.json`, JSON.stringify(config));
  makeRootfs(`${box.dir}/rootfs`);
  expect(box.must('run', '--bundle', box.dir, box.id()).stdout).toBe('it runs\n');
});

scenario('spec gives no inheritable capabilities', (box) => {
  box.call(['spec', '--bundle', box.dir]);
  const config = JSON.parse(readFileSync(`${box.dir}/config.json`, 'utf8')) as OciConfig;
  expect(config.process.capabilities?.inheritable ?? []).toEqual([]);
});

scenario('spec does not overwrite a config.json', (box) => {
  writeFileSync(`${box.dir}/config.json`, 'mine');
  expect(box.call(['spec'], { cwd: box.dir }).code).toBe(1);
  expect(readFileSync(`${box.dir}/config.json`, 'utf8')).toBe('mine');
});

scenario('spec --rootless maps the caller and needs no network namespace', (box) => {
  box.call(['spec', '--rootless', '--bundle', box.dir]);
  const config = JSON.parse(readFileSync(`${box.dir}/config.json`, 'utf8')) as OciConfig;
  const types = config.linux.namespaces.map(({ type }) => type);
  expect(types).toContain('user');
  expect(types).not.toContain('network');
  expect(config.linux.uidMappings).toEqual([{ containerID: 0, hostID: 0, size: 1 }]);
});

scenario(
  'features says what the runtime can, without a state directory',
  (box) => {
    const { stdout } = box.must('features');
    const features = JSON.parse(stdout);
    expect(features).toMatchObject({
      ociVersionMin: expect.any(String),
      ociVersionMax: expect.stringMatching(/^1\.3/),
      hooks: expect.arrayContaining([
        'prestart',
        'createRuntime',
        'createContainer',
        'startContainer',
        'poststart',
        'poststop',
      ]),
      mountOptions: expect.arrayContaining(['ro', 'rbind', 'rro', 'noexec']),
      linux: {
        namespaces: expect.arrayContaining([
          'pid',
          'network',
          'mount',
          'ipc',
          'uts',
          'user',
          'cgroup',
          'time',
        ]),
        capabilities: expect.arrayContaining(['CAP_SYS_ADMIN', 'CAP_CHECKPOINT_RESTORE']),
      },
    });
    expect(existsSync(box.root)).toBe(false);
  },
  { teuOnly: 'runc 1.1 speaks an older version' },
);

scenario('--version is what engines parse', (box) => {
  const { stdout, code } = box.teu('--version');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\S+ version \S+\n/);
  expect(stdout).toMatch(/^spec: \d+\.\d+\.\d+/m);
  expect(stdout.split('\n').slice(1).join('\n')).not.toContain('version');
});

scenario('help exits 0 and names every verb', (box) => {
  const { stdout, code } = box.teu('--help');
  expect(code).toBe(0);
  for (const verb of ['create', 'start', 'run', 'state', 'kill', 'delete', 'list', 'spec', 'features']) {
    expect(stdout).toContain(verb);
  }
});

scenario('the verbs that only read work without the right to write', (box) => {
  box.must('list');
  const wrap = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all'];
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };
  expect(box.call(['features'], { wrap, env }).code).toBe(0);
  expect(box.call(['--version'], { wrap, env }).code).toBe(0);
});
