/** Verbs that take several containers, by their names or by a regular expression. */
import { expect } from 'bun:test';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';
import { tryReap, waitEnd } from '../helpers/sys.ts';

const teuOnly = 'runc takes one container';
const running = (box: Box, count: number) =>
  Array.from({ length: count }, () => box.started('exec sleep 1000'));
const statuses = (box: Box, ids: readonly string[]) => ids.map((id) => box.state(id).status);

scenario(
  'pause, resume and delete act on every container that is named',
  (box) => {
    const ids = running(box, 3);
    box.must('pause', ...ids);
    expect(statuses(box, ids)).toEqual(['paused', 'paused', 'paused']);
    box.must('resume', ...ids);
    expect(statuses(box, ids)).toEqual(['running', 'running', 'running']);
    box.must('delete', '--force', ...ids);
    expect(box.must('list', '--quiet').stdout).toBe('');
  },
  { teuOnly },
);

scenario(
  'one that refuses keeps nothing from the others; the first of them is the error, more are warnings',
  (box) => {
    const [first = '', second = '', created = ''] = [...running(box, 2), box.created('true')];
    const result = box.call(['delete', first, created, second, 'nobody']);
    expect([result.code, box.must('list', '--quiet').stdout.trim().split('\n').sort()]).toEqual([
      1,
      [first, second].sort(),
    ]);
    expect(result.stderr).toContain(
      `teu: delete ${first}: cannot delete container ${first} that is not stopped: running`,
    );
    expect(result.stderr.split('\n').filter((line) => line.startsWith('teu: warning: '))).toEqual([
      expect.stringContaining(second),
      expect.stringContaining('nobody'),
    ]);
    box.must('delete', '--force', first, second);
  },
  { teuOnly },
);

scenario(
  'a name that is none is told before anything is done',
  (box) => {
    const [id = ''] = running(box, 1);
    expect(box.call(['delete', '--force', id, '../x']).code).toBe(1);
    expect(box.state(id).status).toBe('running');
  },
  { teuOnly },
);

scenario(
  'kill --regex and delete --regex act on every container whose name matches, and on no other',
  (box) => {
    const [one = '', two = '', other = ''] = running(box, 3);
    const pids = [one, two].map((id) => box.state(id).pid);
    box.must('kill', '--regex', `^(${one}|${two})$`, 'KILL');
    for (const pid of pids) {
      waitEnd(pid);
      tryReap(pid);
    }
    expect(statuses(box, [one, two, other])).toEqual(['stopped', 'stopped', 'running']);
    box.must('delete', '--regex', `^(${one}|${two})$`);
    expect(box.must('list', '--quiet').stdout.trim()).toBe(other);
    box.must('delete', '--regex', 'no container is called so');
    expect(box.call(['delete', '--regex', '(']).stderr).toContain('is not a regular expression');
  },
  { teuOnly },
);
