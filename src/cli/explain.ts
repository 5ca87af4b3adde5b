import { probeFacts } from '../facts/probe.ts';
import { planCreate } from '../plan/create.ts';
import { explainJson, explainText } from '../query/explain.ts';
import { readBundle } from '../run/bundle.ts';
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
  const { config, warnings } = readBundle(bundle, configPath(bundle, options.config));
  for (const warning of warnings) context.log.warn(warning.message, { pointer: warning.path });
  const plan = planCreate(config, probeFacts(config, bundle, id), {
    verb: 'create',
    id,
    bundle,
    stateDir: dir.path,
    // A terminal needs a socket to be sent to; nothing connects to this one.
    consoleSocket: config.process?.terminal ? 'CONSOLE-SOCKET' : null,
    pidFile: null,
    noPivot: false,
    preserveFds: 0,
    foregroundTerminal: false,
  });
  print(options.format === 'json' ? explainJson(plan) : explainText(plan));
};
