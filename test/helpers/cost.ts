/** What one call costs, in things that can be counted and are the same on a loud machine: system calls, files, modules, instructions. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { repository } from './paths.ts';

export interface Call {
  /** Path and arguments. */
  readonly line: string;
  readonly name: string;
  readonly failed: boolean;
}

/** Words in front of a call that write its system calls to a file. Of the first process alone, or of all. */
export const strace = (file: string, whom: 'first' | 'all'): string[] => [
  'strace',
  ...(whom === 'all' ? ['-f'] : []),
  '-qq',
  '-s',
  '200',
  '-o',
  file,
];

/** Calls of the first process of a trace; with `others`, of every other one. */
export function callsIn(file: string, whose: 'first' | 'others' = 'first'): Call[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const pidOf = (line: string) => /^([0-9]+) /.exec(line)?.[1] ?? '';
  const first = pidOf(lines[0] ?? '');
  return lines
    .filter((line) => (pidOf(line) === first) === (whose === 'first'))
    .flatMap((line) => {
      const match = /^(?:[0-9]+ +)?(\w+)\((.*)/.exec(line);
      return match ? [{ name: match[1] ?? '', line: match[2] ?? '', failed: / = -1 /.test(line) }] : [];
    });
}

const opening = ['open', 'openat', 'openat2'];

/** Paths that were opened; the engine's own, before the core can do anything, are cut out and only counted. */
export function opensOf(calls: readonly Call[]): { readonly engine: number; readonly paths: string[] } {
  const opens = calls.filter(({ name, failed }) => opening.includes(name) && !failed);
  const pathOf = ({ line }: Call) => /"([^"]*)"/.exec(line)?.[1] ?? '';
  const core = calls.findIndex(({ name, line }) => name === 'execve' && line.includes('teu-core'));
  const library = calls.findIndex(
    (call) => opening.includes(call.name) && pathOf(call).endsWith('/libteu.so'),
  );
  if (core < 0 || library < 0) return { engine: 0, paths: opens.map(pathOf) };
  const isEngines = (call: Call) => calls.indexOf(call) > core && calls.indexOf(call) <= library;
  return {
    engine: opens.filter(isEngines).length,
    paths: opens.filter((call) => !isEngines(call)).map(pathOf),
  };
}

/** The teu that names its modules as it evaluates them (build-counted). */
export const counted = `${repository}build/counted/bin/teu`;
const modulesFile = `${repository}build/counted/lib/teu/teu-core.modules`;

/** Modules that `call` makes the counted teu-core evaluate, in the order of their names. */
export function modulesOf(call: () => void): string[] {
  rmSync(modulesFile, { force: true });
  call();
  if (!existsSync(modulesFile)) return [];
  return [...new Set(readFileSync(modulesFile, 'utf8').trimEnd().split('\n'))].sort();
}

/** Words in front of a call that count its instructions below `dir`; only those of the processes that execute nothing else. */
export const callgrind = (dir: string): string[] => [
  'valgrind',
  '-q',
  '--tool=callgrind',
  `--callgrind-out-file=${dir}/callgrind.%p`,
];

/** Of the busiest process; what was written down is removed. */
export function instructionsIn(dir: string): number {
  const files = readdirSync(dir).filter((name) => name.startsWith('callgrind.'));
  const totals = files.map((name) => {
    const total = /^(?:totals|summary): ([0-9]+)/m.exec(readFileSync(`${dir}/${name}`, 'utf8'))?.[1];
    rmSync(`${dir}/${name}`);
    return Number(total ?? 0);
  });
  return Math.max(0, ...totals);
}
