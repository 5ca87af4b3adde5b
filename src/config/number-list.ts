/** Lists of CPUs and memory nodes: "0-3,7" (cpuset(7), List Format). Pure. */

export type NumberRange = readonly [first: number, last: number];

/** What is wrong with a list, as the end of a sentence. */
export interface ListFault {
  readonly fault: string;
}

const number = /^[0-9]{1,9}$/;

function rangeOf(item: string, limit: number): NumberRange | ListFault {
  const dash = item.indexOf('-');
  const [from, to] = dash === -1 ? [item, item] : [item.slice(0, dash).trim(), item.slice(dash + 1).trim()];
  if (!number.test(from) || !number.test(to))
    return { fault: `${JSON.stringify(item)} is no number or range` };
  const [first, last] = [Number(from), Number(to)];
  if (first > last) return { fault: `the range ${item} is upside down` };
  return last < limit
    ? [first, last]
    : { fault: `${last} is above the highest possible number ${limit - 1}` };
}

/** The ranges of a list. Spaces and empty items are passed over, as runc does; numbers end below `limit`. */
export function parseNumberList(text: string, limit: number): readonly NumberRange[] | ListFault {
  const ranges: NumberRange[] = [];
  for (const item of text.split(',')) {
    if (item.trim() === '') continue;
    const range = rangeOf(item.trim(), limit);
    if ('fault' in range) return range;
    ranges.push(range);
  }
  return ranges;
}

const wordBytes = 8;

/** The mask that the kernel takes: little-endian words of 64 bits, as many as the highest number needs. */
export function rangesMask(ranges: readonly NumberRange[]): Uint8Array {
  const highest = ranges.reduce((most, [, last]) => Math.max(most, last), -1);
  const mask = new Uint8Array(Math.ceil((highest + 1) / (8 * wordBytes)) * wordBytes);
  for (const [first, last] of ranges)
    for (let bit = first; bit <= last; bit++) mask[bit >> 3] = (mask[bit >> 3] ?? 0) | (1 << (bit & 7));
  return mask;
}

/** The mask of a list that the rules have accepted. */
export function numberMask(text: string, limit: number): Uint8Array {
  const ranges = parseNumberList(text, limit);
  return rangesMask('fault' in ranges ? [] : ranges);
}

/** NR_CPUS of the largest kernels that are built (MAXSMP). */
export const cpuLimit = 8192;
