/** JSON whose numbers have all their digits. Pure. */

/** No text that the kernel gives us has it. (JSON.rawJSON would need no mark, but not every engine has it.) */
const mark = '\0';
const marked = /"\\u0000([0-9]+)"/g;

/** The kernel's largest numbers have more digits than a number of ours can show. */
const exact = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' || (typeof value === 'number' && value > Number.MAX_SAFE_INTEGER)
    ? `${mark}${BigInt(value)}`
    : value;

/** One line. `value` holds no negative bigint, and no text with a NUL. */
export const exactJson = (value: unknown): string => JSON.stringify(value, exact).replace(marked, '$1');
