/** What create refuses, it refuses in the same words by the engine in teu and by teu-core. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { bothWays } from '../helpers/both-ways.ts';
import type { OciConfig } from '../helpers/config.ts';
import { repository } from '../helpers/paths.ts';

const refusals: readonly (readonly [string, (config: OciConfig) => void])[] = [
  [
    'a source',
    (c) => c.mounts.push({ destination: '/d', type: 'bind', source: '/no/such', options: ['bind'] }),
  ],
  [
    'mount data',
    (c) => c.mounts.push({ destination: '/d', type: 'tmpfs', source: 't', options: ['size=much'] }),
  ],
  ['a file system', (c) => c.mounts.push({ destination: '/d', type: 'nofs', source: 't', options: [] })],
  ['the root', (c) => Object.assign(c.root, { path: 'nowhere' })],
  ['a namespace', (c) => Object.assign(c.linux.namespaces, { 2: { type: 'ipc', path: '/no/such/ns' } })],
  ['a sysctl', (c) => Object.assign(c.linux, { sysctl: { 'net.ipv4.none': '1' } })],
  ['a program', (c) => Object.assign(c.process, { args: ['/no/such/program'] })],
  ['a program that is none', (c) => Object.assign(c.process, { args: ['/etc/passwd'] })],
  [
    'a limit',
    (c) => Object.assign(c.process, { rlimits: [{ type: 'RLIMIT_NOFILE', soft: 1 << 30, hard: 1 << 30 }] }),
  ],
  ['a directory', (c) => Object.assign(c.process, { cwd: '/no/such' })],
  [
    'a capability',
    (c) => Object.assign(c.process, { capabilities: { bounding: ['CAP_OF_TOMORROW', 'CAP_KILL'] } }),
  ],
  [
    'a value beyond 2^53',
    (c) => Object.assign(c.process, { rlimits: [{ type: 'RLIMIT_CORE', soft: '@1', hard: '@2' }] }),
  ],
  ['a name with a NUL', (c) => Object.assign(c, { hostname: 'a\0b' })],
  [
    'half a pair',
    (c) => c.mounts.push({ destination: '/\ud800', type: 'bind', source: '/\ud800', options: ['bind'] }),
  ],
  ['two at once', (c) => Object.assign(c.process, { cwd: 'x', args: [] })],
];

bothWays('create is refused by the kernel or by the rules, in the same words', (way) => {
  for (const [what, change] of refusals) {
    way.note(what);
    const bundle = way.box.bundle((config) => change(config));
    const file = `${bundle}/config.json`;
    const text = readFileSync(file, 'utf8')
      .replace('"@1"', '9007199254740993')
      .replace('"@2"', '18446744073709551617');
    writeFileSync(file, text);
    const id = way.box.id();
    way.thrice(['create', '--bundle', bundle, id]);
    way.look();
    way.call(['start', id]);
    way.call(['--debug', 'run', '--bundle', bundle, way.box.id()]);
    way.call(['--debug', '--log-format', 'json', 'run', '--bundle', bundle, way.box.id()]);
  }
});

const texts = [
  '',
  ' ',
  '{',
  '[]',
  'null',
  '1',
  '{}',
  '\ufeff{}',
  '{"a":1.}',
  '{"a":-00}',
  '{"a":"\\x41"}',
  '"\\u{41}"',
  '{"ociVersion":"1.0.2",}',
];

bothWays('texts that are no configuration', (way) => {
  const bundle = way.box.bundle();
  const good = readFileSync(`${bundle}/config.json`, 'utf8');
  const twisted = [
    good.replace('"uid": 0', '"uid": 0.'),
    good.replace('"uid": 0', '"uid": -00'),
    good.replace('"box"', '"\\x41"'),
    good.replace('"box"', '"\\\n"'),
    good.replace('"uid": 0', '"uid": 0, "uid": 1'),
    good.replace('"uid": 0', `"uid": ${'['.repeat(300)}${']'.repeat(300)}`),
    `${'['.repeat(200_000)}`,
    `{"ociVersion":${'{"a":'.repeat(100_000)}`,
    good.replace('"hostname"', '"__proto__": {"hostname": 1}, "hostname"'),
    good.replaceAll('\n', '\u2028'),
    `${good}\0`,
    good.slice(0, -3),
  ];
  for (const text of [...texts, ...twisted]) {
    writeFileSync(`${bundle}/config.json`, text);
    way.thrice(['create', '--bundle', bundle, way.box.id()]);
  }
  writeFileSync(`${bundle}/config.json`, Buffer.from([0x7b, 0xff, 0xfe, 0xed, 0xa0, 0x80, 0x7d]));
  way.thrice(['create', '--bundle', bundle, way.box.id()]);
  way.look();
});

const fixtures = `${repository}spec-fixtures/`;

bothWays('create on every fixture', (way) => {
  const bundle = way.box.bundle();
  for (const name of readdirSync(fixtures).sort()) {
    writeFileSync(`${bundle}/config.json`, readFileSync(`${fixtures}${name}/config.json`));
    const expected = readFileSync(`${fixtures}${name}/expected.json`, 'utf8');
    // Those that create accepts have their tests elsewhere.
    if (!expected.includes('"error"')) continue;
    way.note(name);
    way.call(['create', '--bundle', bundle, way.box.id()]);
    way.call(['--log', `${way.box.dir}/log`, 'create', '--bundle', bundle, way.box.id()]);
  }
  way.look();
  way.note(readFileSync(`${way.box.dir}/log`, 'utf8'));
  way.note(`${existsSync(way.box.root)}`);
});
