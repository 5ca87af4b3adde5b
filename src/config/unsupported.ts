/**
 * What config.json may say and this version cannot do yet. Each is refused by name, so that no
 * property is ignored in silence; values that set nothing (absent, empty, zero) pass, because
 * engines send them. The table shrinks to nothing as properties arrive.
 */

import { childPointer } from './pointer.ts';
import type { Problem } from './problem.ts';
import type { RawConfig } from './schema.ts';
import { sectionOf } from './sections.ts';

/** Pointers; `*` stands for every item of an array. */
export const unsupportedFields = [
  '/vm',
  '/process/apparmorProfile',
  '/process/selinuxLabel',
  '/process/scheduler',
  '/process/ioPriority',
  '/process/execCPUAffinity',
  '/mounts/*/uidMappings',
  '/mounts/*/gidMappings',
  '/linux/timeOffsets',
  '/linux/netDevices',
  '/linux/intelRdt',
  '/linux/memoryPolicy',
  '/linux/seccomp',
  '/linux/mountLabel',
  '/linux/personality',
  '/linux/resources/blockIO',
  '/linux/resources/hugepageLimits',
  '/linux/resources/network',
  '/linux/resources/rdma',
  '/linux/resources/unified',
] as const;

const idmapOption = /^r?idmap(=|$)/;

export function unsupportedProblems(raw: RawConfig): Problem[] {
  const fields = unsupportedFields.flatMap((field) => settings(raw, '', field.slice(1).split('/')));
  return [
    ...fields.map((path) => unsupported(path, path.slice(1).replaceAll('/', '.'))),
    ...idmapOptions(raw).map((path) => unsupported(path, 'an idmapped mount')),
  ];
}

function unsupported(path: string, what: string): Problem {
  const message = `${what} is not supported yet`;
  return { severity: 'error', code: 'teu.config.unsupported', path, message, spec: sectionOf(path) };
}

/** The pointers below `value` that the pattern names and that set something. */
function settings(value: unknown, pointer: string, pattern: readonly string[]): string[] {
  const [token, ...rest] = pattern;
  if (token === undefined) return isSet(value, pointer) ? [pointer] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (token === '*') {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return items.flatMap((item, index) => settings(item, childPointer(pointer, index), rest));
  }
  if (!Object.hasOwn(value, token)) return [];
  return settings((value as Readonly<Record<string, unknown>>)[token], childPointer(pointer, token), rest);
}

/** A network device is moved even when its object says nothing more: the name alone counts. */
function isSet(value: unknown, pointer: string): boolean {
  const isMap = typeof value === 'object' && value !== null;
  if (pointer === '/linux/netDevices' && isMap) return Object.keys(value).length > 0;
  return setsSomething(value);
}

/** Zero, false, the empty string and what holds nothing else mean "unset" in the Go bindings. */
function setsSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.values(value).some(setsSomething);
  return Boolean(value);
}

function idmapOptions(raw: RawConfig): string[] {
  return (raw.mounts ?? []).flatMap((mount, index) =>
    (mount.options ?? []).flatMap((option, item) =>
      idmapOption.test(option) ? [`/mounts/${index}/options/${item}`] : [],
    ),
  );
}
