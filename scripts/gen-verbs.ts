/**
 * Prints what src/cli/verbs.ts says for others: native/gen/verbs.h, what the launcher must know of the command line to
 * find the verb and --preserve-fds, and the reference in docs/cli.md. With --check it writes nothing and exits 1 when a
 * file differs.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { globalOptions, isVerb, type OptionRow, type VerbRow, verbNames, verbs } from '../src/cli/verbs.ts';
import { operandWords } from './manual-page.ts';

const preserveFds = 'preserve-fds';

/** Names, long and short without dashes, of options whose value may be the next argument. */
function valued(rows: Readonly<Record<string, OptionRow>>): string[] {
  const taking = Object.entries(rows).filter(([, row]) => row.kind !== 'flag');
  return taking.flatMap(([name, row]) => (row.short ? [name, row.short] : [name]));
}

const table = (comment: string, name: string, entries: readonly string[]): string =>
  `/* ${comment} */\nstatic const char *const ${name}[] = {${[...entries.map((e) => JSON.stringify(e)), '0'].join(', ')}};`;

const isSmall = (verb: (typeof verbNames)[number]): boolean => (verbs[verb] as VerbRow).small === true;

/** Global options that are a verb of the small engine by another name. */
const asked = Object.entries(globalOptions as Readonly<Record<string, OptionRow>>).flatMap(([name, row]) =>
  isVerb(name) && isSmall(name) ? [name, ...(row.short ? [row.short] : [])] : [],
);

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
    table('verbs that the engine in teu performs', 'verbs_small', [...verbNames.filter(isSmall)]),
    table('options before the verb that ask for one of these instead', 'verbs_asked', asked),
    table('options of verbs with a spawner that take a value', 'verbs_spawner_values', [
      ...new Set(spawning.flatMap((verb) => valued(verbs[verb].options))),
    ]),
    table('those whose options end with the first operand: a command line follows', 'verbs_command', [
      ...spawning.filter((verb) => (verbs[verb] as VerbRow).command),
    ]),
    `/* the option of those verbs that counts descriptors to keep */\n#define VERBS_PRESERVE_FDS "${preserveFds}"`,
    '\n#endif',
    '',
  ].join('\n');
}

function optionRow(name: string, row: OptionRow): string {
  const spelled = [...(row.short ? [`-${row.short}`] : []), `--${name}${row.value ? ` ${row.value}` : ''}`];
  const note = row.unused
    ? ` No effect: ${row.unused}.`
    : row.refused
      ? ` Not supported: ${row.refused}.`
      : '';
  return `| \`${spelled.join(', ')}\` | ${row.help}.${note} |`;
}

function optionTable(rows: Readonly<Record<string, OptionRow>>): string[] {
  const entries = Object.entries(rows);
  return entries.length === 0 ? [] : ['', '| | |', '|---|---|', ...entries.map(([n, r]) => optionRow(n, r))];
}

function verbSection(name: (typeof verbNames)[number]): string[] {
  const row: VerbRow = verbs[name];
  const operands = row.operands.map(operandWords);
  if (row.command) operands.push(`[${row.command.name}...]`);
  const described = [...row.operands, ...(row.command ? [row.command] : [])].map(
    (operand) => `\`${operand.name}\`: ${operand.help}.`,
  );
  return [
    '',
    `### ${[name, ...operands].join(' ')}`,
    '',
    [`${row.summary}.`, ...described].join(' '),
    ...optionTable(row.options),
  ];
}

const marks = ['<!-- printed by scripts/gen-verbs.ts -->', '<!-- end -->'] as const;

/** docs/cli.md with the reference between its marks made anew. */
function manual(old: string): string {
  const [before, rest] = old.split(marks[0]);
  const after = rest?.split(marks[1])[1];
  if (before === undefined || after === undefined) throw new Error('docs/cli.md has lost its marks');
  const reference = [
    '',
    '### Global options',
    ...optionTable(globalOptions),
    ...verbNames.flatMap(verbSection),
    '',
  ];
  return `${before}${marks[0]}${['', ...reference].join('\n')}${marks[1]}${after}`;
}

const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
const printed: ReadonlyArray<readonly [string, string]> = [
  ['native/gen/verbs.h', header()],
  ['docs/cli.md', manual(read('docs/cli.md'))],
];
for (const [path, text] of printed) {
  if (read(path) === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path} is out of date: run scripts/gen-verbs.ts`);
    process.exit(1);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
