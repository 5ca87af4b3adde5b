/**
 * What config.json may say and this version cannot do yet. Each is refused by name, so that no
 * property is ignored in silence; values that set nothing (absent, empty, zero) pass, because
 * engines send them. The table shrinks to nothing as properties arrive.
 */

import { unsupportedMountOptions } from '../tables/mount-options.ts';
import { valueAt } from './pointer.ts';
import type { Problem } from './problem.ts';
import type { RawConfig } from './schema.ts';
import { sectionOf } from './sections.ts';

export const unsupportedFields = [
  '/vm',
  '/process/apparmorProfile',
  '/process/selinuxLabel',
  '/process/scheduler',
  '/process/ioPriority',
  '/process/execCPUAffinity',
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

/** Below each mount; tables/mount-options.ts has the options that ask for the same. */
const mountFields = ['uidMappings', 'gidMappings'] as const;

export function unsupportedProblems(raw: RawConfig): Problem[] {
  return [
    ...unsupportedFields
      .filter((pointer) => isSet(valueAt(raw, pointer), pointer))
      .map((pointer) => unsupported(pointer, pointer.slice(1).replaceAll('/', '.'))),
    ...(raw.mounts ?? []).flatMap(mountProblems),
  ];
}

function unsupported(path: string, what: string): Problem {
  const message = `${what} is not supported yet`;
  return { severity: 'error', code: 'teu.config.unsupported', path, message, spec: sectionOf(path) };
}

function mountProblems(mount: NonNullable<RawConfig['mounts']>[number], index: number): Problem[] {
  const fields = mountFields.filter((field) => (mount[field] ?? []).length > 0);
  const options = (mount.options ?? []).flatMap((option, item) =>
    isIdmap(option) ? [`options/${item}`] : [],
  );
  return [...fields, ...options].map((name) => unsupported(`/mounts/${index}/${name}`, 'an idmapped mount'));
}

/** crun's inline form idmap=uids=... is one too. */
function isIdmap(option: string): boolean {
  return unsupportedMountOptions.some((name) => option === name || option.startsWith(`${name}=`));
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
