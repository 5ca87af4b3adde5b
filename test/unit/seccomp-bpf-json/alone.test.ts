import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';

const room = new URL('../../../src/seccomp-bpf-json/', import.meta.url).pathname;

test('the room imports nothing but itself, so that it can be used on its own', () => {
  const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const foreign = files.flatMap((path) => {
    const up = path.startsWith('gen/') ? /^\.\.?\// : /^\.\//;
    const imports = readFileSync(room + path, 'utf8').matchAll(/(?:from|require\(|import\() ?'([^']+)'/g);
    return [...imports].filter(([, from = '']) => !up.test(from)).map(([, from]) => `${path}: ${from}`);
  });
  expect(foreign).toEqual([]);
});
