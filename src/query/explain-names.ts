/** The kernel's numbers in words, for people who read a plan. */

import { capabilities } from '../tables/capabilities.ts';
import { mountAttr, mountFlag } from '../tables/mount-flags.ts';
import { namespaces } from '../tables/namespaces.ts';
import { rlimInfinity, rlimits } from '../tables/rlimits.ts';
import { signals } from '../tables/signals.ts';

type Names = readonly (readonly [name: string, bit: bigint])[];

const attributeNames: Names = [
  ['ro', mountAttr.RDONLY],
  ['nosuid', mountAttr.NOSUID],
  ['nodev', mountAttr.NODEV],
  ['noexec', mountAttr.NOEXEC],
  ['noatime', mountAttr.NOATIME],
  ['strictatime', mountAttr.STRICTATIME],
  ['nodiratime', mountAttr.NODIRATIME],
  ['nosymfollow', mountAttr.NOSYMFOLLOW],
];
const clearedNames: Names = [
  ['rw', mountAttr.RDONLY],
  ['suid', mountAttr.NOSUID],
  ['dev', mountAttr.NODEV],
  ['exec', mountAttr.NOEXEC],
  ['diratime', mountAttr.NODIRATIME],
  ['symfollow', mountAttr.NOSYMFOLLOW],
];
const flagNames: Names = [
  ['ro', mountFlag.RDONLY],
  ['nosuid', mountFlag.NOSUID],
  ['nodev', mountFlag.NODEV],
  ['noexec', mountFlag.NOEXEC],
  ['sync', mountFlag.SYNCHRONOUS],
  ['mand', mountFlag.MANDLOCK],
  ['dirsync', mountFlag.DIRSYNC],
  ['nosymfollow', mountFlag.NOSYMFOLLOW],
  ['noatime', mountFlag.NOATIME],
  ['nodiratime', mountFlag.NODIRATIME],
  ['silent', mountFlag.SILENT],
  ['iversion', mountFlag.I_VERSION],
  ['strictatime', mountFlag.STRICTATIME],
  ['lazytime', mountFlag.LAZYTIME],
];
const propagationNames: Names = [
  ['shared', mountFlag.SHARED],
  ['slave', mountFlag.SLAVE],
  ['private', mountFlag.PRIVATE],
  ['unbindable', mountFlag.UNBINDABLE],
];

function names(bits: bigint, table: Names): readonly string[] {
  const known = table.filter(([, bit]) => (bits & bit) !== 0n);
  const rest = bits & ~known.reduce((all, [, bit]) => all | bit, 0n);
  return [...known.map(([name]) => name), ...(rest === 0n ? [] : [`0x${rest.toString(16)}`])];
}

/** e.g. `ro,nosuid`; clearing is said by the option that clears: `rw`. */
export function attributeText(set: bigint, clear = 0n): string {
  const hasAtime = (clear & mountAttr.ATIME_FIELD) !== 0n && (set & mountAttr.ATIME_FIELD) === 0n;
  const cleared = names(clear & ~mountAttr.ATIME_FIELD & ~set, clearedNames);
  return [...names(set, attributeNames), ...cleared, ...(hasAtime ? ['relatime'] : [])].join(',');
}
export const flagText = (flags: bigint): string => names(flags, flagNames).join(',');
export const propagationText = (type: bigint, recursive: number): string =>
  names(type, propagationNames)
    .map((name) => (recursive === 1 ? `r${name}` : name))
    .join(',');

/** linux/seccomp.h, in the order of the bits. */
const filterFlags = [
  'TSYNC',
  'LOG',
  'SPEC_ALLOW',
  'NEW_LISTENER',
  'TSYNC_ESRCH',
  'WAIT_KILLABLE_RECV',
] as const;
export const filterFlagText = (flags: number): string =>
  filterFlags.filter((_, bit) => (flags & (1 << bit)) !== 0).join(' ');

export const namespaceText = (flags: bigint): string =>
  names(
    flags,
    Object.values(namespaces).map(({ short, flag }) => [short, flag]),
  ).join(' ');

export function capabilityText(set: bigint): string {
  if (set === 0n) return 'none';
  const all: Names = capabilities.map((name, number) => [
    name.slice('CAP_'.length).toLowerCase(),
    1n << BigInt(number),
  ]);
  return names(set, all).join(' ');
}

export const rlimitText = (resource: number): string =>
  (Object.entries(rlimits).find(([, number]) => number === resource)?.[0] ?? String(resource))
    .replace('RLIMIT_', '')
    .toLowerCase();
export const limitText = (value: bigint): string => (value === rlimInfinity ? 'unlimited' : value.toString());

export const signalText = (number: number): string =>
  `SIG${Object.entries(signals).find(([, n]) => n === number)?.[0] ?? number}`;

export const octal = (mode: number): string => mode.toString(8).padStart(4, '0');

const deviceLetters: Readonly<Record<number, string>> = { 2: 'char', 6: 'block', 1: 'fifo' };
export const deviceText = (mode: number, major: number, minor: number): string => {
  const kind = deviceLetters[(mode >> 12) & 0o17] ?? '?';
  return kind === 'fifo' ? kind : `${kind} ${major}:${minor}`;
};

const plainWord = /^[\w@%+=:,./~-]+$/;
/** A word as a shell user would type it. */
export const word = (text: string): string => (plainWord.test(text) ? text : JSON.stringify(text));
export const words = (list: readonly string[]): string => list.map(word).join(' ');
/** Trailing newlines and several lines on one. */
export const line = (text: string): string =>
  text.trimEnd().includes('\n') ? text.trimEnd().split('\n').join(', ') : text.trimEnd();

/** struct net_address of native/exec/netlink.h: family and prefix, two flags, three words, then the address. */
const addressBytes = 68;
const afInet = 2;

function addressText(record: Uint8Array): string {
  const [family, prefix, hasLocal] = record;
  const begin = hasLocal === 1 ? 32 : 16;
  const bytes = [...record.subarray(begin, begin + (family === afInet ? 4 : 16))];
  if (family === afInet) return `${bytes.join('.')}/${prefix}`;
  const words = bytes.flatMap((byte, at) =>
    at % 2 === 0 ? [((byte << 8) | (bytes[at + 1] ?? 0)).toString(16)] : [],
  );
  return `${words.join(':').replace(/(^|:)0(:0)+(:|$)/, '::')}/${prefix}`;
}

/** Addresses of a network device. */
export function addressesText(records: Uint8Array): string {
  const list: string[] = [];
  for (let at = 0; at + addressBytes <= records.length; at += addressBytes)
    list.push(addressText(records.subarray(at, at + addressBytes)));
  return list.join(' ');
}
