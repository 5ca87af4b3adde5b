/** Errors reach engines: --log, --log-format, stderr; and a log that cannot be written changes nothing. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { runtime } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

scenario(
  'when there is a JSON log then the error is its last object and stderr has the bare sentence',
  (box) => {
    const log = `${box.dir}/log.json`;
    writeFileSync(log, '{"level":"info","msg":"earlier","time":"2026-01-01T00:00:00Z"}\n');
    const { code, stdout, stderr } = box.call(['--log', log, '--log-format', 'json', 'kill', 'none', '9']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('container does not exist');
    const lines = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatchObject({
      level: 'error',
      msg: expect.stringContaining('container does not exist'),
    });
    expect(Number.isNaN(Date.parse(lines[1].time))).toBe(false);
  },
);

scenario(
  'when the command line is wrong then the log says so too',
  (box) => {
    const log = `${box.dir}/log.json`;
    const { code, stderr } = box.call(['--log', log, '--log-format=json', 'create', '--no-such-option', 'x']);
    expect(code).toBe(1);
    expect(stderr).toContain('no-such-option');
    expect(JSON.parse(readFileSync(log, 'utf8'))).toMatchObject({ level: 'error', code: 'teu.usage' });
  },
  { teuOnly: 'runc prints usage and logs nothing' },
);

scenario(
  'when the log cannot be written then the verb ends as it would have',
  (box) => {
    mkdirSync(`${box.root}/half`, { recursive: true });
    for (const log of ['/dev/full', '/proc/nope/log', `${box.dir}`]) {
      const failed = box.call(['--log', log, '--log-format', 'json', 'state', 'none']);
      expect(failed).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('container does not exist'),
      });
      expect(box.call(['--log', log, '--log-format', 'json', 'list', '-q'])).toEqual({
        code: 0,
        stdout: 'half\n',
        stderr: '',
      });
    }
    box.must('delete', 'half');
  },
  { teuOnly: 'runc opens the log first' },
);

scenario(
  'when a verb succeeds then no log is made',
  (box) => {
    const log = `${box.dir}/log.json`;
    box.call(['--log', log, '--log-format', 'json', 'delete', '--force', 'none']);
    expect(existsSync(log)).toBe(false);
  },
  { teuOnly: 'runc opens the log first' },
);

scenario(
  'when it is called runc then the version begins as go-runc wants',
  (box) => {
    symlinkSync(runtime, `${box.dir}/runc`);
    const text = (program: string) => Bun.spawnSync([program, '--version']).stdout.toString();
    expect(text(`${box.dir}/runc`)).toMatch(/^runc version \S+\ncommit: \S+\nspec: \S+\n$/);
    expect(text(runtime)).toMatch(/^teu version /);
  },
  { teuOnly: 'its own name' },
);

scenario('when the bundle holds a config.json then spec does not touch it', (box) => {
  box.must('spec', '--bundle', box.dir);
  const { process } = JSON.parse(readFileSync(`${box.dir}/config.json`, 'utf8'));
  expect(process.capabilities.inheritable ?? []).toEqual([]);
  writeFileSync(`${box.dir}/config.json`, '{}');
  expect(box.teu('spec', '--bundle', box.dir).code).toBe(1);
  expect(readFileSync(`${box.dir}/config.json`, 'utf8')).toBe('{}');
});

scenario('when help is asked for then it goes to stdout and the status is 0', (box) => {
  for (const args of [['--help'], ['create', '--help'], ['help', 'kill']]) {
    const { code, stdout, stderr } = box.call(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.toLowerCase()).toContain('usage');
  }
});
