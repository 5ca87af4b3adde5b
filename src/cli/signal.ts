/** The signal operand of kill. */

import { realTimeFirst, realTimeLast, signals } from '../tables/signals.ts';
import { usageError } from './call.ts';

function numbered(text: string): number | null {
  if (!/^[0-9]{1,3}$/.test(text)) return null;
  const number = Number(text);
  return number <= realTimeLast ? number : null;
}

/** RTMIN, RTMIN+n, RTMAX, RTMAX-n. */
function realTime(name: string): number | null {
  const match = /^RT(MIN(?:\+([0-9]{1,2}))?|MAX(?:-([0-9]{1,2}))?)$/.exec(name);
  if (!match) return null;
  const up = match[1]?.startsWith('MIN') ?? false;
  const number = up ? realTimeFirst + Number(match[2] ?? 0) : realTimeLast - Number(match[3] ?? 0);
  return number >= realTimeFirst && number <= realTimeLast ? number : null;
}

/**
 * Number, NAME, SIGNAME, RTMIN+n or RTMAX-n in any case; the whole text counts, and a number never falls back to
 * a name (R11). 0 only asks whether the process is there. Throws teu.usage.
 */
export function parseSignal(text: string): number {
  const name = text.toUpperCase().replace(/^SIG/, '');
  const known = Object.hasOwn(signals, name) ? signals[name] : undefined;
  const number = numbered(text) ?? known ?? realTime(name);
  if (number === null) throw usageError(`unknown signal ${JSON.stringify(text)}`, 'see signal(7)');
  return number;
}
