/** delete and delete --force: what they remove, what they refuse, and that they may be repeated. */
import { expect } from 'bun:test';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';
import { waitEnd } from '../helpers/sys.ts';

scenario('delete of a running container is refused and leaves it running', (box) => {
  const id = box.started('exec sleep 1000');
  const result = box.teu('delete', id);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('is not stopped');
  expect(box.state(id).status).toBe('running');
});

scenario('delete --force ends a running container and removes everything', (box) => {
  const id = box.started('exec sleep 1000');
  const { pid } = box.state(id);
  box.must('delete', '--force', id);
  waitEnd(pid, 0);
  expect(box.teu('state', id).code).toBe(1);
});

scenario('delete of a created container ends it, as engines expect', (box) => {
  const id = box.created('exec sleep 1000');
  const { pid } = box.state(id);
  box.must('delete', id);
  waitEnd(pid);
  expect(box.teu('state', id).code).toBe(1);
});

scenario('delete --force of a container that does not exist exits 0 and says nothing', (box) => {
  expect(box.teu('delete', '--force', 'no-such-container')).toEqual({ code: 0, stdout: '', stderr: '' });
});

scenario('the id of a deleted container can be created again at once', (box) => {
  const id = box.id();
  const bundle = box.bundle('exec sleep 1000');
  for (let round = 0; round < 3; round++) {
    box.must('create', '--bundle', bundle, id);
    box.must('delete', '--force', id);
  }
});

scenario(
  'delete --force ends processes that stayed in the cgroup without a pid namespace',
  (box) => {
    const id = box.started((config) => {
      config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid');
      config.process.args = ['/bin/sh', '-c', 'sleep 1000 & exec sleep 1000'];
    });
    box.must('delete', '--force', id);
    const living = box.left().filter((entry) => entry.startsWith('process') && !entry.includes('(Z'));
    expect(living).toEqual([]);
  },
  { teuOnly: 'runc 1.1 leaves them' },
);

scenario(
  'delete works without state.json',
  (box) => {
    const id = box.started('exec sleep 1000');
    rmSync(`${box.root}/${id}/state.json`);
    box.must('delete', '--force', id);
    expect(readdirSync(box.root)).toEqual([]);
    const living = box.left().filter((entry) => entry.startsWith('process') && !entry.includes('(Z'));
    expect(living).toEqual([]);
  },
  { teuOnly: 'runc keeps no journal' },
);

scenario(
  'delete --force does not wait for a caller that has not reaped what it has executed in the container',
  (box) => {
    const id = box.started('exec sleep 1000');
    const { pid } = box.state(id);
    // Ours from now on, and nobody reaps it before we do: the kernel keeps init until then.
    box.must('exec', '--detach', id, 'sleep', '1000');
    expect(box.teu('delete', '--force', id)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(box.teu('state', id).code).toBe(1);
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    box.settle();
    waitEnd(pid);
  },
  { teuOnly: 'runc waits ten seconds and gives up' },
);
