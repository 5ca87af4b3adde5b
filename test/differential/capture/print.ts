/** JSON for people: an object or list that fits on a line is one line. */

const width = 110;

export function print(value: unknown, indent = ''): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || line.length + indent.length <= width) return line;
  const deeper = `${indent} `;
  const items = Array.isArray(value)
    ? value.map((item) => print(item, deeper))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${print(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${items.map((item) => deeper + item).join(',\n')}\n${indent}${close}`;
}
