/** What two runtimes made of one bundle, line by line. */
import type { Accepted } from './accepted.ts';
import type { Facts, Observation } from './observe.ts';

export interface Difference {
  readonly fact: string;
  readonly line: string;
}

/** Lines that only one of the two has, `+` teu and `-` the peer. */
function ofFacts(ours: Facts, theirs: Facts): Difference[] {
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((fact) => {
    const [left, right] = [ours.get(fact) ?? [], theirs.get(fact) ?? []];
    const only = (of: readonly string[], not: readonly string[], sign: string) =>
      of.filter((line) => !not.includes(line)).map((line) => ({ fact, line: `${sign} ${line}` }));
    const lines = [...only(left, right, '+'), ...only(right, left, '-')];
    // The same lines in another order, or another number of times.
    const isReordered = lines.length === 0 && left.join('\n') !== right.join('\n');
    return isReordered ? [{ fact, line: `~ ${left.join(', ')} | ${right.join(', ')}` }] : lines;
  });
}

/** Words alone never differ: what counts is that both refuse. */
export function differences(ours: Observation, theirs: Observation): Difference[] {
  if (ours.refusal !== null && theirs.refusal !== null) return [];
  const text = (words: string) => words.replaceAll(/\s+/g, ' ').trim();
  if (ours.refusal !== null) return [{ fact: 'refusal', line: `+ ${text(ours.refusal)}` }];
  if (theirs.refusal !== null) return [{ fact: 'refusal', line: `- ${text(theirs.refusal)}` }];
  return ofFacts(ours.facts, theirs.facts);
}

/** Differences that no entry accepts; `used` collects the entries that did. */
export function unaccepted(
  found: readonly Difference[],
  accepted: readonly Accepted[],
  used: Set<Accepted>,
): string[] {
  const isOpen = ({ fact, line }: Difference) => {
    const entry = accepted.find((each) => each.fact === fact && each.line.test(line));
    if (entry !== undefined) used.add(entry);
    return entry === undefined;
  };
  return found.filter(isOpen).map(({ fact, line }) => `${fact}: ${line}`);
}

/** Reasons of entries that accepted nothing where they could. */
export const unused = (accepted: readonly Accepted[], used: ReadonlySet<Accepted>): string[] =>
  accepted.filter((entry) => !used.has(entry) && entry.shows?.() !== false).map(({ reason }) => reason);
