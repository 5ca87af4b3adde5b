import { runContainer } from '../run/run.ts';
import type { Handler } from './context.ts';
import { createRequest } from './creation.ts';

/** Creates and starts; in the foreground the native supervisor takes this process over, and its status is the payload's. */
export const run: Handler<'run'> = (call, context) => {
  const { detach, keep } = call.options;
  runContainer({ ...createRequest(call, context), detach, keep });
};
