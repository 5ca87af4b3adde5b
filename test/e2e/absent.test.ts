/** What is left out or unusual: no process, no mount namespace, a relative destination, a poststart hook that fails. */
import { expect } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { type OciConfig, withoutNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { waitEnd } from '../helpers/sys.ts';

/** A bundle whose config.json has no process. */
function withoutProcess(box: Box): string {
  const bundle = box.bundle();
  const file = `${bundle}/config.json`;
  const { process: _, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as OciConfig;
  writeFileSync(file, JSON.stringify(rest));
  return bundle;
}

const teuOnly = 'the peers want a process at create';

scenario(
  'a container without a process is created',
  (box) => {
    const id = box.id();
    box.must('create', '--bundle', withoutProcess(box), id);
    const { status, pid } = box.state(id);
    expect(status).toBe('created');
    expect(readFileSync(`/proc/${pid}/mounts`, 'utf8')).toContain(' /dev/shm ');
  },
  { teuOnly },
);

scenario(
  'start of a container without a process is an error',
  (box) => {
    const id = box.id();
    box.must('create', '--bundle', withoutProcess(box), id);
    const result = box.teu('start', id);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('process');
    expect(box.state(id).status).toBe('created');
  },
  { teuOnly },
);

scenario(
  'without a mount namespace the container has its root, and the host keeps its mounts',
  (box) => {
    const mounts = () => readFileSync('/proc/self/mountinfo', 'utf8');
    const before = mounts();
    const out = box.output((config) => {
      withoutNamespace(config, 'mount');
      Object.assign(config, { mounts: [] });
      Object.assign(config.linux, { maskedPaths: [], readonlyPaths: [], devices: [] });
      config.process.args = ['/bin/ls', '/'];
    });
    expect(out.split('\n')).toContain('bin');
    expect(mounts()).toBe(before);
  },
  { teuOnly: 'runc 1.1 changes the propagation of the host' },
);

scenario('a relative destination counts from the root, with a warning', (box) => {
  const { code, stdout } = box.run((config) => {
    config.mounts.push({ destination: 'relative', type: 'tmpfs', source: 'sink' });
    config.process.args = ['/bin/grep', ' /relative ', '/proc/self/mounts'];
  });
  expect([code, stdout.split(' ')[0]]).toEqual([0, 'sink']);
});

scenario(
  'a failing poststart hook stops the container',
  (box) => {
    const id = box.created((config) => {
      config.hooks = { poststart: [{ path: '/bin/false' }] };
      config.process.args = ['/bin/sleep', '1000'];
    });
    const { pid } = box.state(id);
    const result = box.teu('start', id);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/hooks/poststart/0');
    waitEnd(pid);
  },
  { teuOnly: 'runc 1.1 starts it all the same' },
);
