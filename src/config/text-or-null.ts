/** The empty string is what Go writers leave for "not said". */
export function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
