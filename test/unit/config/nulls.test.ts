import { expect, test } from 'bun:test';
import { hasNull, withoutNulls } from '../../../src/config/nulls.ts';

test.each([
  '{"a":null}',
  '{"a": null}',
  '{"a":\n\t\r null}',
  '{"b":"/dev/null","a" :null}',
  '{"a":[{"b":null}]}',
])('a null property is found in %j', (text) => {
  expect(hasNull(text)).toBe(true);
});

test.each(['{"a":"/dev/null"}', '{"null":1}', 'null', ' null', '[null]', '{"a":[1,null]}', '{"a":"nul"}'])(
  'no property is null in %j',
  (text) => {
    expect(hasNull(text)).toBe(false);
    expect(withoutNulls(JSON.parse(text))).toEqual(JSON.parse(text));
  },
);
