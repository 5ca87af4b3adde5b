/** A value as ASCII text in which everything that two engines could do differently is visible. */

const hex = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;

export function quote(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    out += code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c ? hex(code) : text[i];
  }
  return `"${out}"`;
}

function showNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  // The bits as well: two engines may print the same digits for neighbours.
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return `${value}#${view.getUint32(0).toString(16)}.${view.getUint32(4).toString(16)}`;
}

function showObject(value: object): string {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return `${value.constructor.name}[${[...(value as unknown as Iterable<unknown>)].join()}]`;
  if (Array.isArray(value)) return `[${value.map(show).join()}]`;
  if (value instanceof Map) return `Map${show([...value])}`;
  if (value instanceof Set) return `Set${show([...value])}`;
  if (value instanceof Error) return `${value.name}!`;
  const entries = Object.entries(value).map(([name, part]) => `${quote(name)}:${show(part)}`);
  return `${Object.getPrototypeOf(value) === Object.prototype ? '' : '?'}{${entries.join()}}`;
}

/** Numbers with their bits, bigints, -0, the order of names, and the names (not the words) of errors. */
export function show(value: unknown): string {
  if (typeof value === 'number') return showNumber(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'object' && value !== null) return showObject(value);
  return String(value);
}

/** What a function returns, or throws. */
export function outcome(act: () => unknown): string {
  try {
    return show(act());
  } catch (error) {
    return `throws ${error instanceof Error ? error.name : String(error)}`;
  }
}
