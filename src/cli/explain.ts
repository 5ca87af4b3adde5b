import type { Request } from '../plan/types.ts';
import { explainJson, explainText } from '../query/explain.ts';
import { readBundle } from '../run/bundle.ts';
import { prepare } from '../run/prepare.ts';
import { containerDir } from '../state/dir.ts';
import { isId } from '../state/id.ts';
import { type Handler, print, rootOf } from './context.ts';
import { bundleDir, configPath } from './creation.ts';

/** The name of the bundle's directory, where it can be an ID. */
function idFor(bundle: string): string {
  const name = bundle.slice(bundle.lastIndexOf('/') + 1);
  return isId(name) ? name : 'container';
}

/** Prints the plan of create and start for a bundle on this host, and performs none of it. */
export const explain: Handler<'explain'> = ({ options, operands }, context) => {
  const bundle = bundleDir(operands[0] ?? options.bundle);
  const id = options.id ?? idFor(bundle);
  const dir = containerDir(rootOf(context), id);
  const file = configPath(bundle, options.config);
  const read = readBundle(bundle, file);
  const request: Request = {
    verb: 'create',
    id,
    bundle,
    stateDir: dir.path,
    // A terminal needs a socket to be sent to; nothing connects to this one.
    consoleSocket: read.config.process?.terminal ? 'CONSOLE-SOCKET' : null,
    pidFile: null,
    noPivot: false,
    preserveFds: 0,
    foregroundTerminal: false,
  };
  const { plan } = prepare(read, file, request, context.log);
  print(options.format === 'json' ? explainJson(plan) : explainText(plan));
};
