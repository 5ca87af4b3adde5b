import { expect, test } from 'bun:test';
import { checkId, isId } from '../../../src/state/id.ts';

for (const id of ['a', 'A-1', '_x', '+y', '-z', 'a.b..c', '0', 'x'.repeat(1024)])
  test(`${id.slice(0, 20)} is an ID`, () => {
    expect(() => checkId(id)).not.toThrow();
    expect(isId(id)).toBe(true);
  });

for (const id of ['', '.', '..', '.a', 'a/b', '../a', 'a b', 'a\n', 'é', 'a:b', 'x'.repeat(1025), 'a\0'])
  test(`${JSON.stringify(id.slice(0, 20))} is no ID`, () => {
    expect(() => checkId(id)).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ code: 'teu.usage' }) }),
    );
    expect(isId(id)).toBe(false);
  });
