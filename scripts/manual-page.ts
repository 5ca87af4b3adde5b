/** teu.8, from the table of verbs. man(7). */

import {
  globalOptions,
  type OperandRow,
  type OptionRow,
  type VerbRow,
  verbNames,
  verbs,
} from '../src/cli/verbs.ts';

/** A backslash, a leading dot or apostrophe and a dash mean something to roff. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(['.])/gm, '\\&$1');

function option(name: string, row: OptionRow): string[] {
  const spelled = [...(row.short === undefined ? [] : [`-${row.short}`]), `--${name}`];
  const value = row.kind === 'flag' ? '' : ` \\fI${roff(row.value ?? 'VALUE')}\\fR`;
  const remark = row.unused ?? row.refused;
  const effect = row.unused === undefined ? 'Not supported' : 'No effect';
  return [
    '.TP',
    `${spelled.map((one) => `\\fB${roff(one)}\\fR`).join(', ')}${value}`,
    roff(`${row.help}.${remark === undefined ? '' : ` ${effect}: ${remark}.`}`),
  ];
}

const options = (rows: Readonly<Record<string, OptionRow>>): string[] =>
  Object.entries(rows).flatMap(([name, row]) => option(name, row));

/** An operand in a synopsis. */
export const operandWords = ({ name, optional, many }: OperandRow): string =>
  optional ? `[${name}]` : `${name}${many ? '...' : ''}`;

function verbLines(name: (typeof verbNames)[number]): string[] {
  const row: VerbRow = verbs[name];
  const operands = row.operands.map(operandWords);
  if (row.command !== undefined) operands.push(`[${row.command.name}...]`);
  const described = [...row.operands, ...(row.command === undefined ? [] : [row.command])];
  return [
    `.SS ${name} ${operands.join(' ')}`.trimEnd(),
    roff(`${row.summary}.`),
    ...described.flatMap((one) => ['.TP', `\\fI${one.name}\\fR`, roff(`${one.help}.`)]),
    ...options(row.options),
  ];
}

export function manualPage(): string {
  const lines = [
    '.\\" Printed from src/cli/verbs.ts by scripts/gen-packaging.ts. Do not edit.',
    '.TH TEU 8 "" "teu" "System administration"',
    '.SH NAME',
    'teu \\- an OCI container runtime that plans before it acts',
    '.SH SYNOPSIS',
    '.B teu',
    '[\\fIglobal options\\fR] \\fIVERB\\fR [\\fIoptions\\fR] [\\fIoperands\\fR]',
    '.SH DESCRIPTION',
    roff(
      'teu makes, runs and removes containers from bundles of the Open Container Initiative: a directory with a config.json and a root file system. Its command line is that of runc(8), so engines take it as they take runc.',
    ),
    '.PP',
    roff(
      'An error names the field of config.json that caused it, its line, the system call and what to do about it.',
    ),
    '.SH GLOBAL OPTIONS',
    ...options(globalOptions),
    '.SH VERBS',
    ...verbNames.flatMap(verbLines),
    '.SH EXIT STATUS',
    '.TP\n0\nIt worked.',
    '.TP\n1\nIt did not; one error was reported.',
    '.TP\n255\nexec could not start the process.',
    '.TP\nother\nThe status of the process of a foreground run or exec; 128 + n when signal n ended it.',
    '.SH FILES',
    '.TP',
    '\\fI/run/teu/ID\\fR',
    roff('state of a container made by root; $XDG_RUNTIME_DIR/teu/ID for other users.'),
    '.SH SEE ALSO',
    'runc(8), crun(1), capabilities(7), cgroups(7), namespaces(7), seccomp(2)',
    '',
  ];
  return lines.join('\n');
}
