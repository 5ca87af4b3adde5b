/** The strict reader and commander are two readers of one table: where both answer they agree. */
import { expect, test } from 'bun:test';
import { readCommander } from '../../../src/cli/commander.ts';
import { readGlobalsLeniently, readStrict } from '../../../src/cli/strict.ts';
import { TeuError } from '../../../src/errors/types.ts';

const wellFormed: readonly string[] = [
  '--root /r --log /b/log.json --log-format json create --bundle /b --pid-file /b/init.pid web1',
  '--root /r --log /b/log.json --log-format json --systemd-cgroup create --bundle /b --console-socket s --no-pivot --no-new-keyring --preserve-fds 3 web1',
  '--root=/r --log=/l --log-format=json --debug --rootless=true delete --force web1',
  '--log-format=json --log /l create --bundle /b --pid-file p --preserve-fds=0 web1',
  'run --bundle /b --keep web1',
  'run -d -b /b web1 --pid-file p',
  'run --detach=false --detach web1',
  'run -no-subreaper -bundle /b web1',
  'run -no-pivot -bundle=/b web1',
  'run --no-pivot=false web1',
  'run --no-pivot=true --keep=0 web1',
  'run --keep --keep --keep=false web1',
  'run --bundle /a --bundle /b web1',
  'run --bundle --pid-file web1',
  '-debug -log-format text -root /r state web1',
  'start web1',
  'state -- -web1',
  'exec web1 ls',
  'exec --process /tmp/p --console-socket s --detach --pid-file f web1',
  'exec --pid-file f --process p --detach --tty --preserve-fds 2 web1',
  'exec -t -e A=1 -e B=2 --env=C=3 -u 1:2 -g 3 -g 4 -c CAP_KILL web1 ls -l --color -- -x',
  'exec web1 -- ls -l',
  'exec web1 sh -c -d --cwd / --',
  'exec -d=false -no-new-privs web1 -e A=1',
  'exec --cgroup cpu:a --cgroup memory:b --ignore-paused web1 -',
  'kill web1',
  'kill web1 9',
  'kill --all web1 9',
  'kill web1 SIGKILL --all',
  'kill -a web1 RTMIN+3',
  'kill --regex .* TERM',
  'delete web1',
  'delete -f web1',
  'delete web1 --force --force',
  'list',
  'list --format=json',
  'list -f table -q',
  'list -quiet',
  'spec --rootless --bundle /b',
  'spec -b /b',
  'features',
  'explain',
  'explain /b --format json',
  'version',
  '--version',
  '-v',
  '--debug --version state x',
  '--criu /usr/sbin/criu --systemd-log --cgroup-manager cgroupfs state x',
];

for (const line of wellFormed)
  test(`both readers read "${line}" alike`, () => {
    const strict = readStrict(line.split(' '));
    expect(strict).not.toBeNull();
    expect(readCommander(line.split(' '))).toEqual(strict as NonNullable<typeof strict>);
  });

test('when an operand is empty then both readers hand it on', () => {
  expect(readStrict(['state', ''])?.verb).toBe('state');
  expect(readCommander(['state', ''])).toEqual(readStrict(['state', '']) as never);
});

test('when short options are joined then commander reads them', () => {
  expect(readStrict(['list', '-qf', 'json'])).toBeNull();
  expect(readCommander(['list', '-qf', 'json'])).toEqual(readStrict(['list', '-q', '-f', 'json']) as never);
});

test('what follows the id of exec is the command, and one -- before it is not', () => {
  expect(readStrict(['exec', '-t', 'web1', 'ls', '-t', '--', '--cwd'])).toMatchObject({
    operands: ['web1', 'ls', '-t', '--', '--cwd'],
    options: { tty: true, cwd: null },
  });
  expect(readStrict(['exec', 'web1', '--', '-t'])).toMatchObject({ operands: ['web1', '-t'] });
});

const faulty: ReadonlyArray<readonly [string, RegExp]> = [
  ['create', /missing required argument 'ID'/],
  ['create a b', /too many arguments/],
  ['create --nope a', /unknown option '--nope'/],
  ['--nope create a', /unknown option '--nope'/],
  ['create --preserve-fds x a', /option --preserve-fds takes a number, not "x"/],
  ['create --preserve-fds -1 a', /option --preserve-fds takes a number, not "-1"/],
  ['create --preserve-fds 3x a', /takes a number/],
  ['create --preserve-fds 99999999999 a', /takes a number/],
  ['create --bundle', /argument missing/],
  ['exec', /missing required argument 'ID'/],
  ['exec --nope web1 ls', /unknown option '--nope'/],
  ['exec --env', /argument missing/],
  ['list --format yaml', /option --format takes table, json, not "yaml"/],
  ['--log-format xml list', /option --log-format takes text, json, not "xml"/],
  ['run --keep=maybe a', /option --keep takes true or false, not "maybe"/],
  ['frobnicate', /unknown command 'frobnicate'/],
  ['checkpoint --help', /unknown command 'checkpoint'/],
  ['--debug checkpoint -h', /unknown command 'checkpoint'/],
  ['state a --root /r', /unknown option '--root'/],
];

for (const [line, message] of faulty)
  test(`"${line}" is a usage error in words`, () => {
    expect(readStrict(line.split(' '))).toBeNull();
    let thrown: unknown;
    try {
      readCommander(line.split(' '));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TeuError);
    const { data } = thrown as TeuError;
    expect(data.code).toBe('teu.usage');
    expect(data.message).toMatch(message);
    expect(data.hint ?? '').not.toBe('');
  });

test('when a global option stands after the verb then the hint says where it belongs', () => {
  expect(() => readCommander(['state', 'a', '--root', '/r'])).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ hint: '--root belongs before the verb' }) }),
  );
});

for (const line of [
  '',
  '--help',
  '-h',
  'help',
  'create --help',
  'kill -h',
  'help run',
  '--debug list --help',
])
  test(`"${line}" prints help`, () => {
    const argv = line === '' ? [] : line.split(' ');
    expect(readStrict(argv)).toBeNull();
    const call = readCommander(argv);
    expect(call.verb).toBe('print');
    expect(call.verb === 'print' ? call.text : '').toContain('Usage: teu');
  });

test('when the command line is wrong then the log options before the fault still count', () => {
  const globals = readGlobalsLeniently(['--log', '/l', '--log-format', 'json', '--nope', 'create', 'a']);
  expect(globals.log).toBe('/l');
  expect(globals['log-format']).toBe('json');
});
