/** Many execs at once, while the container is paused, resumed and updated: nothing hangs, nothing is left. */
import { expect } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { leftBeside, running } from '../helpers/exec.ts';
import { scenario } from '../helpers/scenario.ts';
import { kill } from '../helpers/sys.ts';

/** More of them in a longer campaign: EXECS=2000 */
const total = Number(process.env['EXECS'] ?? 200);
const timeoutMs = 120_000 * Math.max(1, total / 200);
const atOnce = 8;

/** Runs `call` for each number, so many at a time. */
async function workers(count: number, call: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Disturbs the container until `isOver`. */
async function disturb(box: Box, id: string, isOver: () => boolean): Promise<void> {
  for (let n = 0; !isOver(); n++) {
    const paused = await box.begin(['pause', id]).result();
    await box.begin(['update', '--pids-limit', String(1000 + n), id]).result();
    if (paused.code === 0) expect((await box.begin(['resume', id]).result()).code).toBe(0);
  }
}

const descriptors = () => readdirSync('/proc/self/fd').length;

scenario(
  'hundreds of execs, eight at a time, into a container that others pause, resume and update',
  async (box) => {
    const id = running(box);
    const before = leftBeside(box);
    const open = descriptors();
    let isOver = false;
    const other = disturb(box, id, () => isOver);
    await workers(total, async (n) => {
      const { code, stdout } = await box
        .begin(['exec', '--ignore-paused', id, '/bin/echo', String(n)])
        .result();
      expect([code, stdout]).toEqual([0, `${n}\n`]);
    });
    isOver = true;
    await other;
    box.settle();
    expect(leftBeside(box)).toEqual(before);
    expect(descriptors()).toBe(open);
    expect(readFileSync(`/proc/${box.state(id).pid}/stat`, 'utf8')).toContain('(sleep) ');
  },
  { timeoutMs, needs: ['memory-pids-cpu'] },
);

/** Begins a call and kills it after a while; false when it had ended before. */
async function killedAfter(box: Box, args: readonly string[], ms: number): Promise<boolean> {
  const call = box.begin(args);
  // No event to wait for: another moment each time is the point.
  await Bun.sleep(ms);
  kill(call.pid, 9);
  await call.result();
  return call.child.signalCode === 'SIGKILL';
}

/** An exec into a container that nobody disturbs, in milliseconds. */
async function usualMs(box: Box, args: readonly string[]): Promise<number> {
  const begin = performance.now();
  await box.begin(args).result();
  return performance.now() - begin;
}

scenario(
  'a kill during each of hundreds of execs, while others pause, resume and update, leaves nothing beside the container',
  async (box) => {
    const id = running(box);
    const before = leftBeside(box);
    const args = ['exec', '--ignore-paused', id, '/bin/true'];
    const wholeMs = atOnce * (await usualMs(box, args));
    let isOver = false;
    const other = disturb(box, id, () => isOver);
    await workers(total, async (n) => {
      // From the first moment to the usual end; one that was quicker is killed earlier the next time.
      for (let ms = (wholeMs * n) / total; !(await killedAfter(box, args, ms)); ms /= 2);
    });
    isOver = true;
    await other;
    box.eventually(() => {
      box.settle();
      return JSON.stringify(leftBeside(box)) === JSON.stringify(before);
    });
    expect(box.must('exec', id, 'echo', 'well').stdout).toBe('well\n');
  },
  { timeoutMs, needs: ['memory-pids-cpu'] },
);
