import { readProfile } from '../config/profile.ts';
import { fieldAt } from '../errors/fieldOf.ts';
import { TeuError } from '../errors/types.ts';
import { uname } from '../native/lib.ts';
import { decisionText, explanationText } from '../query/seccomp.ts';
import { readConfig } from '../run/bundle.ts';
import { architectures } from '../seccomp-bpf-json/arches.ts';
import { decide } from '../seccomp-bpf-json/decide.ts';
import { CompileError } from '../seccomp-bpf-json/error.ts';
import { explain } from '../seccomp-bpf-json/explain.ts';
import type { Architecture } from '../seccomp-bpf-json/types.ts';
import { usageError } from './call.ts';
import { absolute, type Handler, print } from './context.ts';

function architectureOf(name: string): Architecture {
  const found = architectures().find((one) => one === name.replace(/^SCMP_ARCH_/, '').toLowerCase());
  if (found === undefined)
    throw usageError(`there is no architecture ${name}`, `one of ${architectures().join(' ')}`);
  return found;
}

/** A number of at most 64 bits, decimal or 0x, the whole text (R11); -1 and its like are what C makes of them. */
function argumentOf(text: string): bigint {
  if (!/^(-?[0-9]{1,20}|0x[0-9a-fA-F]{1,16})$/.test(text))
    throw usageError(`${JSON.stringify(text)} is no number`);
  return BigInt.asUintN(64, BigInt(text));
}

const syscallOf = (text: string): string | number => (/^[0-9]{1,10}$/.test(text) ? Number(text) : text);

/** Integers of 64 bits have no place in JSON. */
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

interface Scene {
  readonly text: string;
  readonly file: string;
  readonly base: string;
}

/** Errors of the room with their place; the name of a call that is none is the caller's mistake. */
function placed<T>({ text, file, base }: Scene, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw usageError(error.message);
    if (!(error instanceof CompileError)) throw error;
    const field = fieldAt(text, base + error.path, file);
    throw new TeuError({ code: 'teu.config.seccomp', message: error.message, ...(field ? { field } : {}) });
  }
}

/** `explain` prints the decision tree of a profile, `test` what it makes of one call. Loads nothing. */
export const seccomp: Handler<'seccomp'> = ({ operands, options }) => {
  const [view = '', path = '', call, ...args] = operands;
  const file = absolute(path);
  const text = readConfig(file);
  const { profile, base } = readProfile(text, file);
  const scene = { text, file, base };
  const native = architectureOf(uname().machine);
  const architecture = options.arch === null ? native : architectureOf(options.arch);
  const isJson = options.format === 'json';
  if (view === 'explain' && call === undefined) {
    const explanation = placed(scene, () => explain(profile, { native }));
    print(isJson ? json(explanation) : explanationText(explanation, base));
    return;
  }
  if (view !== 'test' || call === undefined)
    throw usageError('expected explain PROFILE, or test PROFILE SYSCALL [ARG...]', 'see teu seccomp --help');
  const made = { architecture, syscall: syscallOf(call), args: args.map(argumentOf) };
  const decision = placed(scene, () => decide(profile, { native }, made));
  const rule = decision.path === null ? undefined : fieldAt(text, base + decision.path, file);
  print(
    isJson
      ? json({ ...decision, path: decision.path === null ? null : base + decision.path })
      : decisionText(decision, base, rule?.value ?? null),
  );
};
