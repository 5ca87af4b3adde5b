/** A value of config.json as one short line, for messages. */

const longest = 120;

/** The source text of a value without the white space outside its strings, cut to one line. */
export function excerpt(source: string): string {
  const line = source.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string: string | undefined) => string ?? '');
  return line.length <= longest ? line : `${line.slice(0, longest - 3)}...`;
}
