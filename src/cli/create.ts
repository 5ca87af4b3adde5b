import { createContainer } from '../run/create.ts';
import type { Handler } from './context.ts';
import { createRequest } from './creation.ts';

/** Creates a container; its process waits for start. */
export const create: Handler<'create'> = (call, context) => {
  createContainer(createRequest(call, context));
};
