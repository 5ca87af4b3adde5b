/** Verb -> handler. Each is required when it is called: state must not pay for what create imports. */

import type { Call, CallOf } from './call.ts';
import type { Context, Handler } from './context.ts';
import type { VerbName } from './verbs.ts';

type Handlers = { readonly [V in VerbName]: () => Handler<V> };

const handlers: Handlers = {
  create: () => (require('./create.ts') as typeof import('./create.ts')).create,
  start: () => (require('./start.ts') as typeof import('./start.ts')).start,
  run: () => (require('./run.ts') as typeof import('./run.ts')).run,
  exec: () => (require('./exec.ts') as typeof import('./exec.ts')).exec,
  state: () => (require('./state.ts') as typeof import('./state.ts')).state,
  kill: () => (require('./kill.ts') as typeof import('./kill.ts')).kill,
  delete: () => (require('./delete.ts') as typeof import('./delete.ts')).deleteVerb,
  pause: () => (require('./pause.ts') as typeof import('./pause.ts')).pause,
  resume: () => (require('./resume.ts') as typeof import('./resume.ts')).resume,
  update: () => (require('./update.ts') as typeof import('./update.ts')).update,
  events: () => (require('./events.ts') as typeof import('./events.ts')).events,
  ps: () => (require('./ps.ts') as typeof import('./ps.ts')).ps,
  list: () => (require('./list.ts') as typeof import('./list.ts')).list,
  spec: () => (require('./spec.ts') as typeof import('./spec.ts')).spec,
  features: () => (require('./features.ts') as typeof import('./features.ts')).features,
  explain: () => (require('./explain.ts') as typeof import('./explain.ts')).explain,
  validate: () => (require('./validate.ts') as typeof import('./validate.ts')).validate,
  seccomp: () => (require('./seccomp.ts') as typeof import('./seccomp.ts')).seccomp,
  trace: () => (require('./trace.ts') as typeof import('./trace.ts')).trace,
  version: () => (require('./version.ts') as typeof import('./version.ts')).version,
};

/** Performs a call; the exit status. Whatever goes wrong is thrown. */
export function dispatch(call: Exclude<Call, { verb: 'print' }>, context: Context): number {
  const perform = () => {
    const handler = handlers[call.verb]() as Handler<VerbName>;
    return handler(call as CallOf<VerbName>, context) ?? 0;
  };
  const file = call.globals.trace;
  if (file === null) return perform();
  const engineNanos = Number(process.hrtime.bigint());
  const { traced } = require('./traced.ts') as typeof import('./traced.ts');
  return traced({ file, engineNanos }, call, context, perform);
}
