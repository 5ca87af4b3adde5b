/** What TypeScript declares of libteu.so is what its header says: an int read as int64_t hides every error. */
import { expect, test } from 'bun:test';
import { text } from '../law/sources.ts';

type Signature = readonly [result: string, parameters: readonly string[]];

const typeOf = (parameter: string): string => {
  const words = parameter
    .replace(/_Out_|\bconst\b/g, '')
    .replace('*', '* ')
    .trim()
    .split(/\s+/);
  return `${words[0]}${parameter.includes('*') ? '*' : ''}`;
};

function signatures(source: string, pattern: RegExp): Map<string, Signature> {
  const found = [...source.matchAll(pattern)].map(([, result = '', name = '', list = '']) => {
    const parameters = list.split(',').filter((parameter) => !/^\s*(void)?\s*$/.test(parameter));
    return [name, [result.replace(/\s/g, ''), parameters.map(typeOf)]] as const;
  });
  return new Map(found);
}

const header = signatures(
  text('native/lib/libteu.h'),
  /TEU_EXPORT ([a-z0-9_]+(?: \*| ))(teu_\w+)\(([^)]*)\)/g,
);
const sources = ['src/native/lib.ts', 'src/native/executor.ts', 'src/native/calls.ts', 'src/native/inside.ts']
  .map(text)
  .join('\n');
const declared = signatures(sources, /'([a-z0-9_]+(?: \*| ))(teu_\w+)\(([^)]*)\)'/g);

test('there are declarations to compare', () => {
  expect(declared.size).toBeGreaterThan(20);
});

for (const [name, signature] of declared)
  test(`${name} is declared as in libteu.h`, () => {
    expect(signature).toEqual(header.get(name) as Signature);
  });

test('the names of probed calls stand in the order of their bits', () => {
  const list = /probedCalls = \[([^\]]*)\]/.exec(sources)?.[1] ?? '';
  const names = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => `TEU_CALL_${name?.toUpperCase()}`);
  const bits = [...text('native/lib/libteu.h').matchAll(/^\t(TEU_CALL_\w+)/gm)].map(
    ([, bit]) => bit as string,
  );
  expect(names).toEqual(bits.filter((bit) => bit !== 'TEU_CALL_COUNT'));
});
