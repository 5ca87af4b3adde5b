import { expect, test } from 'bun:test';
import { hookState } from '../../../src/hooks/state.ts';

test('when the pid stands between the halves then they are the state of the spec', () => {
  const { head, tail } = hookState('1.2.0', 'web1', 'creating', '/srv/web1', new Map([['a.b', 'c"d']]));
  expect(JSON.parse(`${head}4711${tail}`)).toEqual({
    ociVersion: '1.2.0',
    id: 'web1',
    status: 'creating',
    pid: 4711,
    bundle: '/srv/web1',
    annotations: { 'a.b': 'c"d' },
  });
});

test('when there are no annotations then the key is absent', () => {
  const { head, tail } = hookState('1.0.2', 'x', 'stopped', '/b', new Map());
  expect(`${head}0${tail}`).toBe('{"ociVersion":"1.0.2","id":"x","status":"stopped","pid":0,"bundle":"/b"}');
});

test('when an annotation is named __proto__ then it is kept', () => {
  const { head, tail } = hookState('1.0.2', 'x', 'created', '/b', new Map([['__proto__', 'p']]));
  expect(`${head}1${tail}`).toContain('"annotations":{"__proto__":"p"}');
});
