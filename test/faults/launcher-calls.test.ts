/**
 * Every system call that teu itself makes for a verb fails once, by strace: the call ends with its own status or with an
 * error that says so, never by a signal and never not at all, and nothing is left once the container is deleted.
 */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { Box, Result } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';
import { kill } from '../helpers/sys.ts';

/** Begin and end of the process, of which libc makes a crash; clocks, which the engine asks too often to fail each one. */
const exempt = ['execve', 'exit_group', 'clock_gettime', 'arch_prctl'];

/** No call of a verb lasts as long. */
const limit = ['timeout', '-s', 'KILL', '20'];

interface Call {
  readonly name: string;
  readonly nth: number;
}

/** The system calls of one invocation, each with its number among those of its name. */
function callsOf(box: Box, args: readonly string[]): Call[] {
  const file = `${box.dir}/calls`;
  box.call(args, { wrap: ['strace', '-qq', '-o', file] });
  const seen = new Map<string, number>();
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => /^(\w+)\(/.exec(line)?.[1] ?? '')
    .filter((name) => name !== '' && !exempt.includes(name))
    .map((name) => {
      const nth = (seen.get(name) ?? 0) + 1;
      seen.set(name, nth);
      return { name, nth };
    });
}

const errors = ['EPERM', 'ENOMEM', 'EIO'];

function injected(box: Box, { name, nth }: Call, args: readonly string[]): Result {
  const error = errors[nth % errors.length];
  const fault = `inject=${name}:error=${error}:when=${nth}`;
  return box.call(args, { wrap: [...limit, 'strace', '-qq', '-o', '/dev/null', '-e', fault] });
}

/** What is wrong with how a call ended; '' is nothing. */
function complaint({ code, stderr }: Result): string {
  if (code !== 0 && code !== 1) return `status ${code}: ${stderr}`;
  if (/internal error|cannot go on/.test(stderr)) return stderr;
  return code === 1 && stderr === '' ? 'no word' : '';
}

/** Tells each failed call of `verb` and how it was taken. `prepare` makes what the verb is for. */
function failEach(
  box: Box,
  verb: string,
  prepare: (id: string) => void,
  options: readonly string[] = [],
): string[] {
  const invocation = (id: string) => [verb, ...options, id];
  const first = box.id();
  prepare(first);
  const calls = callsOf(box, invocation(first));
  box.call(['delete', '--force', first]);
  expect(calls.length).toBeGreaterThan(20);
  return calls.flatMap((call) => {
    const id = box.id();
    const before = new Set(box.left());
    prepare(id);
    const what = complaint(injected(box, call, invocation(id)));
    const { code, stderr } = box.call(['delete', '--force', id]);
    box.settle();
    const left = box.left().filter((entry) => !before.has(entry));
    const wrong = [what, code === 0 ? '' : `delete: ${stderr}`, ...left].filter((text) => text !== '');
    for (const text of left) kill(Number(/^process (\d+)/.exec(text)?.[1] ?? 1 << 29), 9);
    return wrong.length === 0 ? [] : [`${call.name} ${call.nth}: ${wrong.join('; ')}`];
  });
}

const needs = { needs: ['strace'], teuOnly: 'its own calls', timeoutMs: 280_000 } as const;

scenario(
  'each system call of state, start, kill and delete fails once',
  (box) => {
    const bundle = box.bundle('exec sleep 1000');
    const create = (id: string) => void box.must('create', '--bundle', bundle, id);
    expect(failEach(box, 'state', create)).toEqual([]);
    expect(failEach(box, 'start', create)).toEqual([]);
    expect(failEach(box, 'kill', create)).toEqual([]);
    expect(failEach(box, 'delete', create, ['--force'])).toEqual([]);
  },
  needs,
);

scenario(
  'each system call of create fails once',
  (box) => {
    const bundle = box.bundle('exec sleep 1000');
    expect(failEach(box, 'create', () => {}, ['--bundle', bundle])).toEqual([]);
  },
  needs,
);
