/** A process by itself is held to what config.json's process is held to; places are those of its own text. */
import { expect, test } from 'bun:test';
import { loadProcess } from '../../../src/config/load-process.ts';
import { inheritProcess, processOrBare } from '../../../src/config/inherit.ts';
import { TeuError, type ErrorData } from '../../../src/errors/types.ts';
import { allIds, configOf, userNamespace } from '../plan/fixture.ts';

const container = configOf({
  process: {
    args: ['init'],
    user: { uid: 0, gid: 0, umask: 0o27 },
    capabilities: { bounding: ['CAP_KILL'] },
    rlimits: [{ type: 'RLIMIT_CORE', soft: 1, hard: 2 }],
    noNewPrivileges: true,
    oomScoreAdj: 5,
  },
});

function errorOf(text: string, config = container): ErrorData {
  try {
    loadProcess(text, '/tmp/process.json', config);
  } catch (error) {
    if (error instanceof TeuError) return error.data;
    throw error;
  }
  throw new Error('it was accepted');
}

const line = (...rows: readonly string[]) => rows.join('\n');

test('what engines send is read, with defaults', () => {
  const text = '{"user":{"uid":5,"gid":6},"args":["ls"],"env":["A=1"],"cwd":"/","capabilities":null}';
  const { process, warnings } = loadProcess(text, 'p', container);
  expect(warnings).toEqual([]);
  expect(process).toMatchObject({
    args: ['ls'],
    env: ['A=1'],
    terminal: false,
    capabilities: null,
    rlimits: [],
  });
});

const wrong: ReadonlyArray<readonly [string, string, ErrorData['code'], string, number, number]> = [
  ['no object', '[]', 'teu.config.type', '', 1, 1],
  ['no JSON', '{"args":["ls"],\n "cwd": }', 'teu.config.syntax', '', 2, 9],
  ['two values', '{"args":["ls"],"cwd":"/"},"linux":{}', 'teu.config.syntax', '', 1, 26],
  ['a value that is not closed', '{"args":["ls"],"cwd":"/"', 'teu.config.syntax', '', 1, 25],
  ['no cwd', line('{', '  "args": ["ls"]', '}'), 'teu.config.required', '', 1, 1],
  [
    'args of another type',
    line('{', '  "cwd": "/",', '  "args": "ls"', '}'),
    'teu.config.type',
    '/args',
    3,
    11,
  ],
  ['a relative cwd', line('{ "args": ["ls"],', '  "cwd": "tmp" }'), 'teu.config.cwd-absolute', '/cwd', 2, 10],
  ['no program', '{"args":[],"cwd":"/"}', 'teu.config.args-empty', '/args', 1, 9],
  [
    'a variable without a name',
    '{"args":["a"],"cwd":"/","env":["=1"]}',
    'teu.config.env-syntax',
    '/env/0',
    1,
    32,
  ],
];

for (const [what, text, code, pointer, row, column] of wrong)
  test(`${what}: the error names the place in the file of the process`, () => {
    const error = errorOf(text);
    expect([error.code, error.field]).toEqual([
      code,
      { file: '/tmp/process.json', line: row, column, pointer, value: error.field?.value ?? null },
    ]);
  });

test('an id that is not mapped in the container is refused', () => {
  const mapped = configOf({ linux: { ...userNamespace, ...allIds } });
  const error = errorOf('{"args":["a"],"cwd":"/","user":{"uid":70000}}', mapped);
  expect([error.code, error.field?.pointer]).toEqual(['teu.config.user-unmapped', '/user/uid']);
});

test('warnings are those of the process alone, with their places in it', () => {
  const text = line('{"args":["a"],"cwd":"/",', '"capabilities":{"bounding":["CAP_NOPE"]}}');
  const { warnings } = loadProcess(text, 'p', container);
  expect(warnings.map(({ code, path, line }) => [code, path, line])).toEqual([
    ['teu.config.capability-unknown', '/capabilities/bounding/0', 2],
  ]);
});

test("what protects and confines is the container's where the process is silent", () => {
  const { process } = loadProcess('{"args":["a"],"cwd":"/"}', 'p', container);
  expect(inheritProcess(process, container.process)).toMatchObject({
    args: ['a'],
    capabilities: { bounding: ['CAP_KILL'] },
    rlimits: [{ type: 'RLIMIT_CORE' }],
    oomScoreAdj: 5,
    user: { umask: 0o27 },
    noNewPrivileges: false,
  });
});

test('what the process says itself holds', () => {
  const text = '{"args":["a"],"cwd":"/","capabilities":{},"oomScoreAdj":0,"user":{"umask":0}}';
  const { process } = loadProcess(text, 'p', container);
  expect(inheritProcess(process, container.process)).toMatchObject({
    capabilities: { bounding: [] },
    oomScoreAdj: 0,
    user: { umask: 0 },
  });
});

test('a container without a process grants nothing', () => {
  const { process } = loadProcess('{"args":["a"],"cwd":"/"}', 'p', container);
  expect(inheritProcess(process, null)).toEqual(process);
  expect(processOrBare(null)).toMatchObject({ capabilities: null, cwd: '/', env: [] });
});
