import { describe, expect, test } from 'bun:test';
import { bareMessage, renderError } from '../../../src/errors/text.ts';
import type { ErrorData } from '../../../src/errors/types.ts';

const failed: ErrorData = {
  code: 'teu.step',
  message: 'cannot attach mount at /data',
  field: { file: 'config.json', line: 41, column: 7, pointer: '/mounts/3', value: '{"destination":"/data"}' },
  call: { name: 'mount_setattr', errno: 22 },
  hint: 'recursive read-only (rro) needs Linux 5.12; this kernel is 5.10',
};

describe('renderError', () => {
  test('prints the sentence, then field, call, hint and detail, each on a line of its own', () => {
    expect(renderError('create', 'web1', { ...failed, detail: ['one', 'two'] })).toBe(
      [
        'teu: create web1: cannot attach mount at /data',
        '  field   config.json:41:7 /mounts/3  {"destination":"/data"}',
        '  call    mount_setattr(2): EINVAL (Invalid argument)',
        '  hint    recursive read-only (rro) needs Linux 5.12; this kernel is 5.10',
        '  detail  one',
        '          two',
      ].join('\n'),
    );
  });

  test('without an id the verb stands alone', () => {
    expect(renderError('list', null, { code: 'teu.host', message: 'cannot read /run/teu' })).toBe(
      'teu: list: cannot read /run/teu',
    );
  });

  test('control characters of a path cannot reach the terminal', () => {
    const text = renderError('create', 'a', { ...failed, message: 'cannot open /x\u001b[2J\ny' });
    expect(text.split('\n')[0]).toBe('teu: create a: cannot open /x\\u001b[2J y');
  });
});

describe('bareMessage', () => {
  test('is one line with the pointer, the place, the call and the hint', () => {
    expect(bareMessage(failed)).toBe(
      'cannot attach mount at /data: /mounts/3 (config.json:41:7): mount_setattr: EINVAL (invalid argument)' +
        ' (recursive read-only (rro) needs Linux 5.12; this kernel is 5.10)',
    );
  });

  test('the sentences engines parse are not changed', () => {
    for (const message of [
      'container does not exist',
      'container not running',
      'container with given ID already exists',
    ]) {
      expect(bareMessage({ code: 'teu.state', message })).toBe(message);
    }
  });

  test('an errno whose text engines take for the program is named by its symbol alone', () => {
    for (const errno of [1, 2, 3, 13, 21]) {
      const message = bareMessage({
        code: 'teu.step',
        message: 'cannot x',
        call: { name: 'openat2', errno },
      });
      expect(message).toMatch(/^cannot x: openat2: E[A-Z]+$/);
    }
  });

  test('of a program that cannot be executed it says just what runc says', () => {
    const message = 'exec: "/nope": stat /nope: no such file or directory';
    expect(bareMessage({ ...failed, code: 'teu.exec', message, hint: 'x' })).toBe(`${message} (x)`);
  });
});
