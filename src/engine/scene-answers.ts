/** What the spawner and init of scene.ts answer. */

import { messages, protocolVersion } from '../wire/protocol.ts';
import { pid } from './scene-host.ts';

/** Of whatever is opened or sent. */
export const someFd = 900;

export interface Answer {
  readonly type: number;
  readonly value?: number;
  readonly fd?: number;
  readonly pid?: number;
}
export const done: Answer = { type: messages.done };
export const born: Answer = { type: messages.born, value: pid, pid, fd: someFd };
export const hello: Answer = { type: messages.hello, value: protocolVersion, fd: someFd };
/** End of file: init has executed the program. */
export const executed = null;
