/** The program as the small engine calls it, once, when the heap it is part of has become a process. */

import { program } from '../cli/program.ts';
import { verbLines } from '../cli/lines.ts';
import { readStrict } from '../cli/strict.ts';
import { readLayouts } from '../wire/layout.ts';

// What is read once is read now, when the heap is made, instead of in every call.
readLayouts();
for (const line of verbLines.trim().split('\n')) readStrict([line.slice(0, line.indexOf(' ')), 'ID']);

(globalThis as unknown as Record<string, unknown>).program = (
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  argv0: string,
): void => {
  Object.assign(process, { argv, env, argv0, execPath: argv[0] });
  program(argv.slice(2));
};
