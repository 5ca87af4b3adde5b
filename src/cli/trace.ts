import { readRegular } from '../native/lib.ts';
import { traceTable } from '../query/trace-table.ts';
import { absolute, type Handler, print } from './context.ts';

const maxBytes = 64 << 20;

/** Prints a trace as a table; nothing is performed. */
export const trace: Handler<'trace'> = ({ operands }) => {
  const file = operands[0] ?? '';
  print(traceTable(readRegular(absolute(file), maxBytes), file));
};
