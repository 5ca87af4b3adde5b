/**
 * Prints native/gen/verbs.h from src/cli/verbs.ts: what the launcher must know of the command line to find
 * the verb and --preserve-fds. With --check it writes nothing and exits 1 when the file differs.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { globalOptions, type OptionRow, type VerbRow, verbNames, verbs } from '../src/cli/verbs.ts';

const path = 'native/gen/verbs.h';
const preserveFds = 'preserve-fds';

/** Names, long and short without dashes, of options whose value may be the next argument. */
function valued(rows: Readonly<Record<string, OptionRow>>): string[] {
  const taking = Object.entries(rows).filter(([, row]) => row.kind !== 'flag');
  return taking.flatMap(([name, row]) => (row.short ? [name, row.short] : [name]));
}

const table = (comment: string, name: string, entries: readonly string[]): string =>
  `/* ${comment} */\nstatic const char *const ${name}[] = {${[...entries.map((e) => JSON.stringify(e)), '0'].join(', ')}};`;

function header(): string {
  const spawning = verbNames.filter((verb) => (verbs[verb] as VerbRow).spawner);
  const counting = spawning.every((verb) => Object.hasOwn(verbs[verb].options, preserveFds));
  if (!counting) throw new Error(`a verb with a spawner has no --${preserveFds}`);
  return [
    '/* Printed from src/cli/verbs.ts by scripts/gen-verbs.ts. Do not edit. */',
    '#ifndef TEU_GEN_VERBS_H\n#define TEU_GEN_VERBS_H\n',
    '/* Names stand without dashes; one dash and two mean the same. A value follows "=" or is the next argument. */',
    '/* Tables end with a null pointer. */\n',
    table('options before the verb that take a value', 'verbs_global_values', valued(globalOptions)),
    table('verbs that need the spawner', 'verbs_spawner', spawning),
    table('options of those verbs that take a value', 'verbs_spawner_values', [
      ...new Set(spawning.flatMap((verb) => valued(verbs[verb].options))),
    ]),
    `/* the option of those verbs that counts descriptors to keep */\n#define VERBS_PRESERVE_FDS "${preserveFds}"`,
    '\n#endif',
    '',
  ].join('\n');
}

const text = header();
if ((existsSync(path) ? readFileSync(path, 'utf8') : '') !== text) {
  if (process.argv.includes('--check')) {
    console.error(`${path} is out of date: run scripts/gen-verbs.ts`);
    process.exit(1);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
