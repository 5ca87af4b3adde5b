/** The small engine and Bun do the same with the same TypeScript: the small one out of a heap, as in bin/teu. */
import { expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { goldenCases } from '../../golden/cases.ts';
import { cases, type World } from '../../parity/cases.ts';
import { repository } from '../law/sources.ts';

const engine = process.env['TEU_ENGINE'] ?? `${repository}build/native/test/engine`;
const read = (path: string): string | null =>
  existsSync(repository + path) ? readFileSync(repository + path, 'utf8') : null;
/** TEU_SEED: another one (test-long). */
const seed = Number(process.env['TEU_SEED'] ?? 1);
const golden = goldenCases.map(({ name }) => name);
const world: World = { seed, read, golden, fixtures: readdirSync(`${repository}spec-fixtures`).sort() };

function small(...args: readonly string[]): string {
  const child = Bun.spawnSync([engine, 'state', ...args, repository.replace(/\/$/, '')], {
    maxBuffer: 1 << 28,
  });
  expect(child.stderr.toString()).toBe('');
  expect(child.exitCode).toBe(0);
  return child.stdout.toString();
}

/** All of them in one process, as a long call would: one line each. */
function linesOfSmall(): ReadonlyMap<string, string[]> {
  const dir = mkdtempSync('/tmp/teu-parity-');
  try {
    writeFileSync(`${dir}/world`, JSON.stringify(world));
    const found = new Map(Object.keys(cases).map((name): [string, string[]] => [name, []]));
    for (const line of small('cases', `${dir}/world`).trimEnd().split('\n')) {
      const tab = line.indexOf('\t');
      found.get(line.slice(0, tab))?.push(line.slice(tab + 1));
    }
    return found;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const said = linesOfSmall();

for (const [name, lines] of Object.entries(cases))
  test(`both engines agree on ${name} (seed ${seed})`, () => {
    const own = [...lines(world)].map((line) => line.replaceAll('\n', '\\n'));
    const other = said.get(name) ?? [];
    const different = own.flatMap((line, i) => (line === other[i] ? [] : [{ bun: line, small: other[i] }]));
    expect(different.slice(0, 5)).toEqual([]);
    expect(other.length).toBe(own.length);
    expect(own.length).toBeGreaterThan(0);
  });

for (const { name, planFile } of goldenCases)
  test(`the small engine plans ${name} as it was reviewed`, () => {
    expect(small('golden', name)).toBe(readFileSync(planFile, 'utf8'));
  });
