/** The full reader, built from the same table: help, usage errors, suggestions, and every legal spelling. */

import { Argument, Command, CommanderError, Option } from 'commander';
import { TeuError } from '../errors/types.ts';
import {
  type Call,
  convert,
  defaultValues,
  findOption,
  splitToken,
  truthOf,
  usageError,
  type Value,
  type Values,
} from './call.ts';
import { commandOf, readGlobalsLeniently, verbWord } from './strict.ts';
import {
  globalOptions,
  isVerb,
  type OptionRow,
  type VerbName,
  type VerbRow,
  verbNames,
  verbs,
} from './verbs.ts';

type Rows = Readonly<Record<string, OptionRow>>;

/** commander's own spelling of the opposite, so that --flag=false can be said to it. */
const opposite = (name: string): string => (name.startsWith('no-') ? name.slice(3) : `no-${name}`);

/** One dash before a long name becomes two, --flag=false becomes the opposite; values are left alone. */
function normaliseToken(rows: Rows, text: string): { readonly text: string; readonly takesNext: boolean } {
  const token = splitToken(text);
  const name = token && findOption(rows, token);
  const row = name ? rows[name] : undefined;
  if (!token || !name || !row) return { text, takesNext: false };
  if (row.kind === 'flag' && token.inline !== null) {
    const truth = truthOf(token.inline);
    if (truth === undefined) convert(name, row, token.inline);
    return { text: `--${truth ? name : opposite(name)}`, takesNext: false };
  }
  const spelled = token.inline === null ? `--${name}` : `--${name}=${token.inline}`;
  return { text: spelled, takesNext: row.kind !== 'flag' && token.inline === null };
}

function normalise(argv: readonly string[]): string[] {
  const out: string[] = [];
  let rows: Rows = globalOptions;
  let inVerb = false;
  let takesCommand = false;
  for (let at = 0; at < argv.length; at++) {
    const text = argv[at] as string;
    if (text === '--') return [...out, ...argv.slice(at)];
    const plain = text === '-' || !text.startsWith('-');
    if (plain && takesCommand) return [...out, text, '--', ...commandOf(argv.slice(at + 1))];
    if (plain && !inVerb) {
      inVerb = true;
      if (isVerb(text)) rows = verbs[text].options;
      takesCommand = isVerb(text) && (verbs[text] as VerbRow).command !== undefined;
    }
    const result = normaliseToken(rows, text);
    out.push(result.text);
    if (result.takesNext && at + 1 < argv.length) out.push(argv[++at] as string);
  }
  return out;
}

function describe(row: OptionRow): string {
  const note = row.unused ?? row.refused;
  return note === undefined ? row.help : `${row.help} (${row.unused ? 'no effect: ' : ''}${note})`;
}

function addOptions(command: Command, rows: Rows): void {
  for (const [name, row] of Object.entries(rows)) {
    const short = row.short ? `-${row.short}, ` : '';
    const value = row.kind === 'flag' ? '' : ` <${row.value ?? 'VALUE'}>`;
    const option = new Option(`${short}--${name}${value}`, describe(row));
    if (row.kind !== 'flag') option.argParser((text, before?: Value) => convert(name, row, text, before));
    command.addOption(option);
    if (row.kind === 'flag') command.addOption(new Option(`--${opposite(name)}`).hideHelp());
  }
}

/** What commander has read for the rows, in our shape. */
function valuesOf(command: Command, rows: Rows): Values {
  const read = command.opts() as Readonly<Record<string, Values[string] | undefined>>;
  const values = defaultValues(rows);
  for (const name in rows) {
    const negated = name.startsWith('no-');
    const value = read[(negated ? name.slice(3) : name).replace(/-[a-z]/g, (m) => m.slice(1).toUpperCase())];
    if (value !== undefined) values[name] = negated ? value === false : value;
  }
  return values;
}

interface Reading {
  readonly program: Command;
  call: Call | null;
  printed: string;
}

function addVerb(reading: Reading, verb: VerbName): void {
  const row: VerbRow = verbs[verb];
  const command = reading.program.command(verb).summary(row.summary).description(row.summary);
  for (const operand of row.operands)
    command.addArgument(
      new Argument(
        operand.optional ? `[${operand.name}]` : `<${operand.name}${operand.many ? '...' : ''}>`,
        operand.help,
      ),
    );
  if (row.command) command.addArgument(new Argument(`[${row.command.name}...]`, row.command.help));
  addOptions(command, row.options);
  command.allowExcessArguments(false).action(() => {
    const globals = valuesOf(reading.program, globalOptions);
    const options = valuesOf(command, row.options);
    reading.call = { verb, globals, options, operands: [...command.args] } as unknown as Call;
  });
}

function build(): Reading {
  const program = new Command('teu').description('OCI container runtime that plans before it acts');
  const reading: Reading = { program, call: null, printed: '' };
  program
    .enablePositionalOptions()
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        reading.printed += text;
      },
      writeErr: () => {},
      getOutHelpWidth: () => 100,
    });
  addOptions(program, globalOptions);
  for (const verb of verbNames) addVerb(reading, verb);
  return reading;
}

/** Where help is to be had, for the hint of a usage error. */
function hintFor(argv: readonly string[]): string {
  const verb = argv.find((text) => isVerb(text));
  return `see teu ${verb ? `${verb} ` : ''}--help`;
}

function failure(error: CommanderError, argv: readonly string[]): TeuError {
  const [first = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const unknown = /^unknown option '--?([^']*)'/.exec(first)?.[1];
  const isGlobal = unknown !== undefined && Object.hasOwn(globalOptions, unknown);
  const hint = isGlobal ? `--${unknown} belongs before the verb` : more.join(' ').replace(/^\(|\?\)$/g, '');
  return usageError(first, hint === '' ? hintFor(argv) : hint);
}

/** Reads any command line. Throws teu.usage. argv is without the program. */
export function readCommander(argv: readonly string[]): Call {
  const reading = build();
  try {
    if (argv.length === 0) return { verb: 'print', text: reading.program.helpInformation() };
    const normal = normalise(argv);
    const globals = readGlobalsLeniently(normal);
    if (globals.version) return { verb: 'version', globals, options: {}, operands: [] } as unknown as Call;
    reading.program.parse(normal, { from: 'user' });
  } catch (error) {
    if (error instanceof TeuError) throw usageError(error.data.message, hintFor(argv));
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw failure(error, argv);
    // commander has general help for a verb that it does not know. Podman asks `checkpoint --help` to learn whether
    // there is such a verb, and takes the status as the answer.
    const word = verbWord(argv);
    if (word !== undefined && word !== 'help' && !isVerb(word)) return readCommander([word]);
    return { verb: 'print', text: reading.printed };
  }
  if (!reading.call) throw usageError('no verb was given', 'see teu --help');
  return reading.call;
}
