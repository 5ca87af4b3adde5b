import { placed } from '../errors/placed.ts';
import type { Request } from '../plan/types.ts';
import { explainJson, explainText } from '../query/explain.ts';
import { readBundle } from '../run/bundle.ts';
import { prepare } from '../run/prepare.ts';
import { containerDir } from '../state/dir.ts';
import { isId } from '../state/id.ts';
import { type Context, type Handler, print, rootOf } from './context.ts';
import { bundleDir, cgroupManager, configPath, rootlessOf } from './creation.ts';

/** The name of the bundle's directory, where it can be an ID. */
function idFor(bundle: string): string {
  const name = bundle.slice(bundle.lastIndexOf('/') + 1);
  return isId(name) ? name : 'container';
}

/** A create that is only thought of. */
export function explainRequest(
  bundle: string,
  asked: string | null,
  hasTerminal: boolean,
  context: Context,
): Request {
  const id = asked ?? idFor(bundle);
  return {
    verb: 'create',
    id,
    bundle,
    stateDir: containerDir(rootOf(context), id).path,
    // A terminal needs a socket to be sent to; nothing connects to this one.
    consoleSocket: hasTerminal ? 'CONSOLE-SOCKET' : null,
    pidFile: null,
    noPivot: false,
    ...cgroupManager(context),
    rootless: rootlessOf(context),
    noNewKeyring: false,
    pidfdSocket: null,
    preserveFds: 0,
    environment: [],
    foregroundTerminal: false,
  };
}

/** Prints the plan of create and start for a bundle on this host, and performs none of it. */
export const explain: Handler<'explain'> = ({ options, operands }, context) => {
  const bundle = bundleDir(operands[0] ?? options.bundle);
  const file = configPath(bundle, options.config);
  const read = readBundle(bundle, file);
  const request = explainRequest(bundle, options.id, read.config.process?.terminal ?? false, context);
  const { plan } = prepare(read, file, request, context.log);
  // What is compiled late is compiled here.
  const text = placed(read.text, file, () =>
    options.format === 'json' ? explainJson(plan) : explainText(plan),
  );
  print(text);
};
