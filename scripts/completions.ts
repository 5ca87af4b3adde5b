/** Completions for bash, zsh and fish: verbs, options, fixed values, container IDs, files. */

import {
  globalOptions,
  type OperandRow,
  type OptionRow,
  type VerbRow,
  verbNames,
  verbs,
} from '../src/cli/verbs.ts';

type Rows = Readonly<Record<string, OptionRow>>;

const note = (comment: string): string =>
  `${comment} Printed from src/cli/verbs.ts by scripts/gen-packaging.ts. Do not edit.`;

/** What stands for a path in the table. */
const pathValues = new Set(['FILE', 'DIR', 'PATH']);
const takesPath = (row: OptionRow): boolean => row.kind === 'text' && pathValues.has(row.value ?? '');

const rowsOf = (verb: keyof typeof verbs): Rows => verbs[verb].options;
const takesId = (verb: keyof typeof verbs): boolean => verbs[verb].operands.some(({ name }) => name === 'ID');

const takesIds = (verb: keyof typeof verbs): boolean =>
  verbs[verb].operands.some((operand: OperandRow) => operand.many);

/** --name and -n of every option of a table. */
const spellings = (rows: Rows): string[] =>
  Object.entries(rows).flatMap(([name, { short }]) => (short ? [`--${name}`, `-${short}`] : [`--${name}`]));

const allRows: readonly Rows[] = [globalOptions, ...verbNames.map(rowsOf)];

/** Spellings of the options that a condition holds for, each once. */
function spellingsWhere(holds: (row: OptionRow) => boolean): string[] {
  const all = allRows.flatMap((rows) =>
    spellings(Object.fromEntries(Object.entries(rows).filter(([, row]) => holds(row)))),
  );
  return [...new Set(all)];
}

/** Options with fixed values; one of two verbs' options of a name stands for both when they agree. */
function choices(): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const rows of allRows)
    for (const [name, { choices: values }] of Object.entries(rows))
      if (values !== undefined) all.set(`--${name}`, values);
  return all;
}

export function bashCompletion(): string {
  const valued = spellingsWhere(({ kind }) => kind !== 'flag').join('|');
  const cases = verbNames.map((verb) => `    ${verb}) options='${spellings(rowsOf(verb)).join(' ')}' ;;`);
  const fixed = [...choices()].map(
    ([name, values]) =>
      `    ${name}) mapfile -t COMPREPLY < <(compgen -W '${values.join(' ')}' -- "$word"); return ;;`,
  );
  return `${note('#')}
_teu() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} verb= at root= options=
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      --root) root=\${COMP_WORDS[at+1]}; ((at++)) ;;
      ${valued}) ((at++)) ;;
      -*) ;;
      *) verb=\${COMP_WORDS[at]}; break ;;
    esac
  done
  case $before in
${fixed.join('\n')}
    ${spellingsWhere(takesPath).join('|')}) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
  esac
  if [ -z "$verb" ]; then
    options='${[...spellings(globalOptions), '--help', ...verbNames].join(' ')}'
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    return
  fi
  case $verb in
${cases.join('\n')}
  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$word")
    return
  fi
  case $verb in
    ${verbNames.filter(takesId).join('|')})
      mapfile -t COMPREPLY < <(compgen -W "$(teu \${root:+--root "$root"} list --quiet 2>/dev/null)" -- "$word") ;;
    *) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
  esac
}
complete -o filenames -F _teu teu
`;
}

/** In single quotes; brackets and colons mean something to _arguments. */
const zshText = (text: string): string => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&');

function zshOption(name: string, row: OptionRow): string {
  const [long, short] = [`--${name}`, row.short === undefined ? null : `-${row.short}`];
  const equals = row.kind === 'flag' ? '' : '=';
  const names = short === null ? `${long}${equals}` : `{${short},${long}${equals}}`;
  const value = row.kind === 'flag' ? '' : `:${row.value ?? 'VALUE'}:${zshValues(row)}`;
  const text = `[${zshText(row.help)}]${value}`;
  return short === null ? `'${names}${text}'` : `${names}'${text}'`;
}

const zshValues = (row: OptionRow): string =>
  row.choices !== undefined ? `(${row.choices.join(' ')})` : takesPath(row) ? '_files' : ' ';

const zshOptions = (rows: Rows): string[] => Object.entries(rows).map(([name, row]) => zshOption(name, row));

export function zshCompletion(): string {
  const described = verbNames.map((verb) => `    '${verb}:${zshText(verbs[verb].summary)}'`);
  const cases = verbNames.map((verb) => {
    const operands = takesIds(verb)
      ? ["'*:container:_teu_ids'"]
      : takesId(verb)
        ? ["'1:container:_teu_ids'", "'*::operand:_files'"]
        : ["'*:operand:_files'"];
    const words = [...zshOptions(rowsOf(verb)), ...operands];
    return `    ${verb}) _arguments -s \\\n      ${words.join(' \\\n      ')} ;;`;
  });
  return `#compdef teu
${note('#')}
_teu_ids() {
  local -a ids
  ids=(\${(f)"$(teu \${opt_args[--root]:+--root \${opt_args[--root]}} list --quiet 2>/dev/null)"})
  compadd -a ids
}

_teu() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a words_of_teu
  words_of_teu=(
${described.join('\n')}
  )
  _arguments -C \\
    ${zshOptions(globalOptions).join(' \\\n    ')} \\
    '1:verb:->verb' '*::operand:->operand' && return
  case $state in
    verb) _describe verb words_of_teu; return ;;
  esac
  case $line[1] in
${cases.join('\n')}
  esac
}

_teu "$@"
`;
}

const fishText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function fishOption(condition: string, name: string, row: OptionRow): string {
  const words = ['complete', '-c', 'teu', '-n', condition, '-l', name];
  if (row.short !== undefined) words.push('-s', row.short);
  if (row.kind !== 'flag') words.push('-r');
  if (row.choices !== undefined) words.push('-f', '-a', fishText(row.choices.join(' ')));
  else if (takesPath(row)) words.push('-F');
  return [...words, '-d', fishText(row.help)].join(' ');
}

export function fishCompletion(): string {
  const lines = [
    note('#'),
    'complete -c teu -f',
    ...Object.entries(globalOptions).map(([name, row]) => fishOption('__fish_use_subcommand', name, row)),
  ];
  for (const verb of verbNames) {
    const row: VerbRow = verbs[verb];
    const seen = `'__fish_seen_subcommand_from ${verb}'`;
    lines.push(`complete -c teu -n __fish_use_subcommand -a ${verb} -d ${fishText(row.summary)}`);
    lines.push(...Object.entries(row.options).map(([name, option]) => fishOption(seen, name, option)));
    lines.push(
      takesId(verb)
        ? `complete -c teu -n ${seen} -a '(teu list --quiet 2>/dev/null)'`
        : `complete -c teu -n ${seen} -F`,
    );
  }
  return `${lines.join('\n')}\n`;
}
