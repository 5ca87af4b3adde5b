/** Command lines, odd callers and damaged state: the engine in teu and teu-core answer alike. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { verbNames, verbs } from '../../src/cli/verbs.ts';
import { bothWays } from '../helpers/both-ways.ts';

const small = verbNames.filter((name) => 'small' in verbs[name]);
const ids = [
  '',
  '.',
  '..',
  '../x',
  'a/b',
  '/',
  'a b',
  'a\n',
  'é',
  '\ud83d\ude00',
  'x'.repeat(1024),
  'x'.repeat(1025),
  '-',
  '--',
];

bothWays('every verb of the small engine with names that are none, and none at all', (way) => {
  for (const verb of small) {
    way.thrice([verb]);
    for (const id of ids) way.call([verb, id]);
    way.call([verb, 'a', 'b', 'c', 'd']);
  }
});

bothWays('every verb of the small engine with options that are none, and with help', (way) => {
  for (const verb of small) {
    for (const option of ['--help', '--no-such', '-Z', '--=x', '---', '-']) way.call([verb, option, 'x']);
    for (const [name, row] of Object.entries(verbs[verb].options))
      for (const form of row.kind === 'flag' ? [[`--${name}=x`]] : [[`--${name}`], [`-${name}=x`, 'y']])
        way.call([verb, ...form, 'none']);
  }
});

const globals = [
  ...[
    ['--log-format', 'xml', 'state', 'x'],
    ['--log-level', 'loud', 'state', 'x'],
    ['--debug=maybe', 'state', 'x'],
  ],
  ...[
    ['--root'],
    ['--root', ''],
    ['--root=', 'state', 'x'],
    ['--root=rel', 'state', 'x'],
    ['-root', 'rel', 'list'],
  ],
  ...[
    ['--version'],
    ['-v'],
    ['version'],
    ['--help'],
    ['help', 'kill'],
    ['help', 'none'],
    [],
    ['nope'],
    ['Create'],
    ['state', '--', 'x'],
  ],
  ...[
    ['--debug', 'state', 'none'],
    ['--log-level', 'error', 'state', 'none'],
    ['--log', '/dev/full', 'state', 'none'],
  ],
  ...[
    ['--log', '/no/such/log', '--log-format', 'json', 'state', 'none'],
    ['--log=', 'state', 'none'],
  ],
  ...[
    ['--debug', '--log-format', 'json', 'kill', 'none', 'XX'],
    ['--cgroup-manager', 'x', 'list'],
    ['--rootless', 'x', 'list'],
  ],
  ...[
    ['--trace', '/no/such', 'list'],
    ['--criu', 'x', 'list', '-q'],
    ['--debug', '--no-such', 'list'],
  ],
];

bothWays('options before the verb', (way) => {
  for (const args of globals) way.thrice(args);
});

/** An argument that is not UTF-8 comes by way of a shell. */
const withBytes = (octal: string): string[] => ['sh', '-c', `exec "$@" "$(printf '${octal}')"`, 'sh'];

bothWays('arguments that are not UTF-8', (way) => {
  for (const octal of ['\\377', 'a\\355\\240\\200b', '\\360\\237\\230', '\\300\\200', '\\357\\273\\277x'])
    for (const verb of small) way.call([verb], { wrap: withBytes(octal) });
});

bothWays('what a caller puts into the environment is not believed', (way) => {
  const claims = [
    'TEU_LAUNCH=v=1 sock=1 init=1 ring=1 env=1 image=1',
    'TEU_CWD=/etc',
    'TEU_REPORT=0',
    'TEU_REPORT=9',
    'TEU_FAULT=1:1',
    'BUN_INSPECT=1',
    'BUN_OPTIONS=--eval',
  ];
  for (const claim of claims) {
    const [name = '', ...value] = claim.split('=');
    const env = { [name]: value.join('=') };
    way.call(['list'], { env });
    way.call(['state', 'none'], {
      env,
      stdin: '{"globals":{},"verb":"x","id":null,"data":{"code":"x","message":"believed"},"code":0}',
    });
    way.call(['create', '--bundle', 'nowhere', 'x'], { env });
    way.call(['--log-format', 'json', 'state', 'none'], { env });
  }
  const many = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`TEU_${i}`, 'x'.repeat(300)]));
  way.call(['state', 'none'], { env: many });
  way.call(['state', 'none'], {
    env: { XDG_RUNTIME_DIR: '\n', HOME: '', TEU_É: 'x', TEU___proto__: 'x', TEU_LONG: 'x'.repeat(100_000) },
  });
});

bothWays('a caller without a directory, and relative paths', (way) => {
  const gone = `${way.box.dir}/gone`;
  mkdirSync(gone);
  const wrap = ['sh', '-c', `cd ${gone} && rmdir ${gone}; exec "$@"`, 'sh'];
  for (const args of [
    ['create', 'x'],
    ['create', '-b', 'rel', 'x'],
    ['--root', 'rel', 'list'],
    ['state', 'none'],
    ['exec', '-p', 'rel', 'x'],
  ]) {
    mkdirSync(gone, { recursive: true });
    way.call(args, { wrap });
  }
  mkdirSync(gone, { recursive: true });
  way.call(['create', '-b', '.', 'x'], { cwd: gone });
  way.call(['--log', 'here', 'create', '-b', '..', 'x'], { cwd: gone });
  Bun.spawnSync(['rm', '-r', gone]);
});

bothWays('descriptors that are closed, few or full', (way) => {
  const closing = (which: string) => ['sh', '-c', `exec "$@" ${which}`, 'sh'];
  for (const which of ['<&-', '>&-', '2>&-', '<&- >&- 2>&-', '>/dev/full', '2>/dev/full', '>&- 2>/dev/full'])
    for (const args of [
      ['list'],
      ['state', 'none'],
      ['create', '-b', '/no', 'x'],
      ['--log', 'l', 'kill', 'none'],
    ])
      way.call(args, { wrap: closing(which) });
  // Bun itself starts with none of the smaller stacks (test/e2e/small-limits.test.ts).
  const limited = (limit: string) => ['sh', '-c', `ulimit ${limit}; exec "$@"`, 'sh'];
  for (const limit of ['-n 8', '-n 20', '-u 1', '-s 1024'])
    for (const args of [['list'], ['state', 'none'], ['create', '-b', '/no', 'x']])
      way.call(args, { wrap: limited(limit) });
  // Other verbs get farther without a core, which takes a descriptor to hand over to.
  way.call(['create', '-b', '/no', 'x'], { wrap: limited('-n 3') });
});

const damages: readonly string[] = [
  '',
  '{',
  '[1]',
  'null',
  '0',
  '"x"',
  '{"teuState":99}',
  '{"teuState":1}',
  '{"teuState":1,"id":"other"}',
  '{"teuState":1,"id":"da","pid":1.}',
  '{"teuState":1,"id":"da","pid":-1,"startTime":0,"status":"running"}',
  `{"teuState":1,"id":"da","a":${'['.repeat(100_000)}`,
  '\ufeff{}',
  '{"id":"x","init_process_pid":1}',
  '{"__proto__":{"teuState":1}}',
  '\0\u00ff',
];
const good = (pid: string): string =>
  `{"teuState":1,"teuVersion":"0.1.0","id":"da","ociVersion":"1.3.0","bundle":"/b","rootfs":"/b/r","status":"running","pid":${pid},"startTime":1,"created":"2026-01-01T00:00:00Z","annotations":{},"cgroups":[],"ownPids":true,"poststop":[],"callersKeyring":false}`;
const pids = ['1', '0', '-5', '1e3', '"1"', '2147483648', '99999999999999999999', 'null'];

bothWays('state that is damaged, of another, or of the wrong type', (way) => {
  for (const text of [...damages, ...pids.map(good)]) {
    const dir = `${way.box.root}/da`;
    for (const file of ['state.json', 'plan.json', 'journal']) {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      if (file !== 'state.json')
        writeFileSync(`${dir}/state.json`, good('1').replace('"running"', '"created"'));
      writeFileSync(`${dir}/${file}`, text);
      for (const verb of ['state', 'start', 'exec', 'delete'])
        way.call([verb, 'da', ...(verb === 'exec' ? ['true'] : [])]);
      way.call(['list', '-q']);
      way.call(['delete', '--force', 'da']);
      way.look();
      Bun.spawnSync(['rm', '-rf', dir]);
    }
  }
});

bothWays('regular expressions for names', (way) => {
  for (const pattern of ['(', '[z-a]', '\\p{', '^none$', '(?<n>x)\\k<n>', '*', '']) {
    way.thrice(['kill', '--regex', pattern, 'TERM']);
    way.thrice(['delete', '--regex', pattern]);
  }
});
