/** The program as the small engine calls it, once, when the heap it is part of has become a process. */

import { program } from '../cli/program.ts';
import { rehearse } from './rehearse.ts';

function begin(argv: readonly string[], env: Readonly<Record<string, string>>, argv0: string): void {
  Object.assign(process, { argv, env, argv0, execPath: argv[0] });
  program(argv.slice(2));
}

Object.assign(globalThis, { program: begin, rehearse });
