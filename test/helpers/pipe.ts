/** Anonymous pipes for tests: a payload's output is an event to wait for. */
import { checkedPipe, writeAll } from './sys.ts';

export interface Pipe {
  readonly read: number;
  readonly write: number;
  send(text: string): void;
}

/** A new pipe, both ends close-on-exec; the caller owns them. */
export function pipe(): Pipe {
  const { read, write } = checkedPipe();
  return { read, write, send: (text) => writeAll(write, text) };
}
