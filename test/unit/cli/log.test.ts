import { expect, test } from 'bun:test';
import { type LogOptions, makeLog } from '../../../src/log.ts';

const failure = { code: 'teu.state', message: 'container not running' } as const;

function record(options: Partial<LogOptions>, append?: () => void) {
  const written = { file: '', stderr: '' };
  const log = makeLog(
    { file: null, format: 'text', level: 'warning', ...options },
    {
      append: (_, text) => {
        append?.();
        written.file += text;
      },
      stderr: (text) => {
        written.stderr += text;
      },
    },
  );
  return { log, written };
}

test('when there is a JSON log then the error is one object there and bare on stderr', () => {
  const { log, written } = record({ file: '/l', format: 'json' });
  log.error('kill', 'web1', failure);
  expect(written.stderr).toBe('container not running\n');
  expect(written.file.match(/\n/g)).toHaveLength(1);
  const object = JSON.parse(written.file);
  expect(object).toMatchObject({ level: 'error', msg: 'container not running', code: 'teu.state' });
  expect(object.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test('when there is a JSON log then warnings wait for --debug, because Podman reads one object', () => {
  const quiet = record({ file: '/l', format: 'json' });
  quiet.log.warn('odd');
  quiet.log.debug('detail');
  expect(quiet.written).toEqual({ file: '', stderr: '' });
  const loud = record({ file: '/l', format: 'json', level: 'debug' });
  loud.log.warn('odd', { pointer: '/mounts/1' });
  loud.log.error('create', 'a', failure);
  const lines = loud.written.file
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map((line) => line.level)).toEqual(['warning', 'error']);
  expect(lines[0].msg).toBe('odd (/mounts/1)');
});

test('when there is no log then people read the whole story on stderr, once', () => {
  const { log, written } = record({});
  log.warn('odd', { pointer: '/x' });
  log.error('kill', 'web1', failure);
  expect(written.stderr).toBe('teu: warning: odd (/x)\nteu: kill web1: container not running\n');
  expect(written.file).toBe('');
});

test('when JSON goes to stderr then nothing else does', () => {
  const { log, written } = record({ format: 'json' });
  log.error('kill', 'web1', failure);
  expect(JSON.parse(written.stderr)).toMatchObject({ level: 'error', msg: 'container not running' });
});

test('when the disk is full then the error still reaches stderr', () => {
  const { log, written } = record({ file: '/l', format: 'json' }, () => {
    throw new Error('ENOSPC');
  });
  log.warn('odd');
  log.error('kill', 'web1', failure);
  expect(written).toEqual({ file: '', stderr: 'container not running\n' });
});

test('when the log is text then a line has the shape of logrus', () => {
  const { log, written } = record({ file: '/l' });
  log.error('kill', 'web1', { ...failure, message: 'a "b"' });
  expect(written.file).toMatch(/^time="[^"]+" level=error msg="a \\"b\\""\n$/);
});

test('when only errors are asked for then warnings are silent', () => {
  const { log, written } = record({ level: 'error' });
  log.warn('odd');
  expect(written.stderr).toBe('');
});
