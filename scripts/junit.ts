/** Reads the JUnit XML that `bun test` writes; only what its reporter produces, not XML at large. */
import type { TestResult } from './suite-report.ts';

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return entities[name] ?? whole;
  });
}

function attribute(tag: string, name: string): string {
  return plain(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

/** One result per test case; titles of skipped tests -> why, of others -> where they ran. */
export function parseJunit(
  xml: string,
  reasons: ReadonlyMap<string, string>,
  places: ReadonlyMap<string, string> = new Map(),
): TestResult[] {
  const results: TestResult[] = [];
  for (const match of xml.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    const [, tag = '', body = ''] = match;
    const title = attribute(tag, 'name');
    const at = places.get(title);
    const place = at === undefined ? {} : { place: at };
    if (body.includes('<skipped')) {
      const reason = reasons.get(title);
      results.push({ title, outcome: 'skip', ...(reason === undefined ? {} : { detail: reason }) });
    } else if (body.includes('<failure') || body.includes('<error')) {
      const where = attribute(tag, 'file');
      results.push({ title, outcome: 'fail', detail: `${where}:${attribute(tag, 'line')}`, ...place });
    } else results.push({ title, outcome: 'pass', ...place });
  }
  return results;
}
