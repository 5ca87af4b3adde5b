/** What `events` prints: numbers of any size, and the kernel's files as both engines read them. */

import { statsOf, unlimited } from '../../src/cgroup/stats.ts';
import { exactJson } from '../../src/query/exact-json.ts';
import { networkInterfaces } from '../../src/query/stats.ts';
import type { Random } from './random.ts';
import { quote } from './show.ts';

const numbers = [
  ...['0', '1', '4096', '9007199254740991', '9007199254740992', '9007199254740993', '9223372036854771712'],
  ...['18446744073709551615', '18446744073709551616', '-1', 'max', '', 'x', '1.5', '0x10', '1e3', ' 7 '],
];
const names = [
  'usage_usec',
  'anon',
  'file',
  'kernel',
  'sock',
  'oom_kill',
  'max',
  '__proto__',
  'constructor',
  '10',
];
const devices = ['8:0', '253:16', '4294967295:0', 'x:1', '8'];
const averages = ['0.00', '0.07', '12.30', '100.00', '99.99', '1.1'];

const lines = (r: Random, line: () => string): string =>
  Array.from({ length: r.below(5) }, () => `${line()}\n`).join('');

/** Texts in the shapes of the kernel's control files, and of none. */
const shapes: readonly ((r: Random) => string | null)[] = [
  () => null,
  (r) => `${r.pick(numbers)}\n`,
  (r) => lines(r, () => `${r.pick(names)} ${r.pick(numbers)}`),
  (r) => lines(r, () => `${r.pick(devices)} ${r.pick(['Read ', 'Write ', ''])}${r.pick(numbers)}`),
  (r) => lines(r, () => `${r.pick(devices)} rbytes=${r.pick(numbers)} wios=${r.pick(numbers)} x=1`),
  (r) =>
    ['some', 'full']
      .map(
        (kind) =>
          `${kind} avg10=${r.pick(averages)} avg60=${r.pick(averages)} avg300=0.00 total=${r.pick(numbers)}\n`,
      )
      .join(''),
  (r) => `${r.pick(['0-2,7', '0', '', '3-1', '0-1,3-4'])}\n`,
  (r) => `${r.pick(numbers)} ${r.pick(numbers)}\n`,
];

const interfaces = (r: Random): string =>
  `Inter-|   Receive\n face |bytes\n${lines(r, () => `  ${r.pick(['lo', 'eth0', '"\\u0000123"', 'é'])}: ${Array.from({ length: 16 }, () => r.pick(numbers)).join(' ')}`)}`;

export function* statistics(r: Random): Generator<string> {
  for (const value of [
    unlimited,
    2n ** 53n,
    0n,
    2 ** 53,
    2 ** 53 - 1,
    2 ** 64,
    1.7e308,
    -1,
    0.1,
    Number.NaN,
    '"\\u00001"',
    null,
  ])
    yield quote(exactJson({ value, list: [value], [`${value}`]: { value } }));
  for (let i = 0; i < 400; i++) {
    const read = () => r.pick(shapes)(r);
    const data = statsOf(r.pick(['v1', 'v2']), read, ['2MB', '1GB']);
    yield quote(exactJson({ type: 'stats', data, network: networkInterfaces(interfaces(r)) }));
  }
}
