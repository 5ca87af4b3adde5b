import { expect, test } from 'bun:test';
import { containerDir } from '../../../src/state/dir.ts';
import { parseState, timestamp } from '../../../src/state/file.ts';

const dir = containerDir('/run/teu', 'web1');
const whole = {
  teuState: 1,
  teuVersion: '0.1.0',
  id: 'web1',
  ociVersion: '1.2.0',
  bundle: '/b',
  rootfs: '/b/rootfs',
  status: 'created',
  pid: 4711,
  startTime: 123,
  created: '2026-01-01T00:00:00.000000Z',
  annotations: { a: 'b' },
  cgroups: ['/sys/fs/cgroup/web1'],
  ownPids: true,
  poststop: [{ path: '/bin/true', args: ['true'], env: null, timeout: 1 }],
};

test('when the state is whole then it is read', () => {
  expect(parseState(dir, JSON.stringify(whole))).toEqual(whole as never);
});

test('when a newer teu added a field then it is read all the same', () => {
  expect(parseState(dir, JSON.stringify({ ...whole, later: 1 })).pid).toBe(4711);
});

test('when it was there before or belongs to systemd then the state may say so', () => {
  const more = { foundCgroups: ['/sys/fs/cgroup/web1'], scope: { unit: 'a.scope', manager: 'user' } };
  expect(parseState(dir, JSON.stringify({ ...whole, ...more }))).toMatchObject(more);
});

const wrong: ReadonlyArray<readonly [string, string, RegExp]> = [
  ['it is empty', '', /not complete JSON/],
  ['it was written by half', JSON.stringify(whole).slice(0, 60), /not complete JSON/],
  ['it is null', 'null', /not an object/],
  ['it is a list', '[]', /not an object/],
  ['its scope is a text', JSON.stringify({ ...whole, scope: 'a.scope' }), /bad scope/],
  ['its found cgroups are no paths', JSON.stringify({ ...whole, foundCgroups: [1] }), /bad foundCgroups/],
  [
    'it has a foreign version',
    JSON.stringify({ ...whole, teuState: 2 }),
    /version 2, this teu knows version 1/,
  ],
  ['it belongs to runc', '{"id":"web1","init_process_pid":1}', /no teuState/],
  ['the pid is a text', JSON.stringify({ ...whole, pid: '1' }), /bad pid/],
  ['the pid is negative', JSON.stringify({ ...whole, pid: -1 }), /bad pid/],
  ['the status is unknown', JSON.stringify({ ...whole, status: 'sleeping' }), /bad status/],
  ['a cgroup is relative', JSON.stringify({ ...whole, cgroups: ['x'] }), /bad cgroups/],
  ['a hook has no path', JSON.stringify({ ...whole, poststop: [{}] }), /bad poststop/],
  ['it is of another container', JSON.stringify({ ...whole, id: 'web2' }), /state of "web2"/],
];

for (const [when, text, message] of wrong)
  test(`when ${when} then the error names the file`, () => {
    let data: { code: string; message: string } | undefined;
    try {
      parseState(dir, text);
    } catch (error) {
      data = (error as { data: typeof data }).data;
    }
    expect(data?.code).toBe('teu.state');
    expect(data?.message).toMatch(message);
    expect(data?.message).toContain('/run/teu/web1/state.json');
  });

test('a timestamp is RFC 3339 with microseconds', () => {
  expect(timestamp(1_700_000_000_123.456)).toBe('2023-11-14T22:13:20.123456Z');
  expect(timestamp(1_700_000_000_000)).toBe('2023-11-14T22:13:20.000000Z');
});
