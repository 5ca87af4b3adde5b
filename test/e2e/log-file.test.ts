/** --log beside a payload: the outcome stays what it was, lines are whole, earlier lines stay. */
import { expect } from 'bun:test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';

const parse = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

scenario('the log is appended to, never truncated', (box) => {
  const log = `${box.dir}/log.json`;
  writeFileSync(log, '{"level":"info","msg":"mine","time":"2026-01-01T00:00:00Z"}\n');
  box.teu('--log', log, '--log-format=json', 'state', 'no-such-container');
  box.teu('--log', log, '--log-format=json', 'state', 'no-such-container');
  expect(
    parse(log)
      .map(({ msg }) => msg)
      .filter((msg) => msg === 'mine'),
  ).toHaveLength(1);
  expect(parse(log).filter(({ level }) => level === 'error')).toHaveLength(2);
});

scenario('a successful create writes no error into the log', (box) => {
  const log = `${box.dir}/log.json`;
  const result = box.teu(
    '--log',
    log,
    '--log-format',
    'json',
    'run',
    '--bundle',
    box.bundle('echo out'),
    box.id(),
  );
  expect(result).toEqual({ code: 0, stdout: 'out\n', stderr: '' });
  if (existsSync(log) && readFileSync(log, 'utf8') !== '') {
    expect(parse(log).filter(({ level }) => level === 'error')).toEqual([]);
  }
});

for (const log of ['/dev/full', '/no/such/directory/log']) {
  scenario(
    `--log ${log} does not change the outcome of run`,
    (box) => {
      const good = box.teu(
        '--log',
        log,
        '--debug',
        'run',
        '--bundle',
        box.bundle('echo out; exit 4'),
        box.id(),
      );
      expect([good.code, good.stdout]).toEqual([4, 'out\n']);
      const bad = box.teu('--log', log, 'state', 'no-such-container');
      expect(bad.code).toBe(1);
    },
    { teuOnly: 'runc gives up' },
  );
}

scenario('the text log has one line per message', (box) => {
  const log = `${box.dir}/log`;
  box.teu('--log', log, 'state', 'no-such-container');
  expect(readFileSync(log, 'utf8')).toMatch(/^time="[^"]+" level=error msg="[^\n]*does not exist[^\n]*"\n$/);
});
