/** Cache and memory bandwidth by resctrl. Consumes /linux/intelRdt; config-linux.md#intelrdt. */

import type { Config, IntelRdt } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import type { Facts } from '../facts/types.ts';
import type { Step } from '../wire/types.ts';
import { rdtGroup } from '../cgroup/resctrl.ts';
import { step } from './step.ts';
import type { Request } from './types.ts';

const pointer = '/linux/intelRdt';

interface Place {
  readonly rdt: IntelRdt;
  readonly mountpoint: string;
  readonly group: string;
  /** Monitoring group of this container, or null. */
  readonly monitor: string | null;
  /** What the group says already; null: it does not exist. */
  readonly schemata: string | null;
}

function failure(path: string, message: string, hint: string): TeuError {
  const field = { file: '', line: 0, column: 0, pointer: path, value: null };
  return new TeuError({ code: 'teu.config.rdt', message, field, hint });
}

/** Null without linux.intelRdt. TeuError `teu.config.rdt` when no resctrl is mounted (MUST). */
export function rdtPlace({ linux }: Config, facts: Facts, { id }: Request): Place | null {
  const rdt = linux.intelRdt;
  if (rdt === null) return null;
  const { mountpoint, isKnown, schemata } = facts.resctrl;
  if (mountpoint === null)
    throw failure(
      pointer,
      'cannot use a class of service: no resctrl file system is mounted',
      isKnown
        ? 'mount -t resctrl resctrl /sys/fs/resctrl'
        : 'this kernel or this processor has no resctrl: it is not in /proc/filesystems',
    );
  const group = rdtGroup(mountpoint, rdt, id);
  return {
    rdt,
    mountpoint,
    group,
    monitor: rdt.enableMonitoring ? `${group}/mon_groups/${id}` : null,
    schemata,
  };
}

interface Schema {
  readonly from: string;
  readonly text: string;
  /** An existing class must have it already (MUST compare). */
  readonly isCompared: boolean;
}

/** In the order of writing that the spec asks for. */
function schemas({ l3CacheSchema, memBwSchema, schemata }: IntelRdt): readonly Schema[] {
  const named = [
    ['l3CacheSchema', l3CacheSchema],
    ['memBwSchema', memBwSchema],
  ] as const;
  return [
    ...named.flatMap(([name, text]) =>
      text === null ? [] : [{ from: `${pointer}/${name}`, text, isCompared: true }],
    ),
    ...schemata.map((text, index) => ({ from: `${pointer}/schemata/${index}`, text, isCompared: false })),
  ];
}

/** `L3:0=7f0;1=1f` -> [['L3 0', '7f0'], ['L3 1', '1f']]: domains of a line, whatever its blanks and leading zeros. */
function domains(text: string): readonly (readonly [string, string])[] {
  return text.split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    const parts = colon === -1 ? [] : line.slice(colon + 1).split(';');
    return parts.map((part) => {
      const [domain = '', value = ''] = part.trim().split('=');
      return [
        `${name} ${domain}`,
        value
          .trim()
          .toLowerCase()
          .replace(/^0+(?=.)/, ''),
      ] as const;
    });
  });
}

/** What a pre-configured class says otherwise is an error: its other members were promised it. */
function refuseDifference(existing: string, { from, text }: Schema, group: string): void {
  const there = new Map(domains(existing));
  const different = domains(text).find(([domain, value]) => there.get(domain) !== value);
  if (different === undefined) return;
  const [domain, value] = different;
  throw failure(
    from,
    `the class of service ${group} exists with another schema`,
    `${domain.replace(' ', ':')} is ${there.get(domain) ?? 'not in its schemata file'}, not ${value}`,
  );
}

/** A class named by config.json outlives the container, but not a create that fails. */
function groupStep({ rdt, group, schemata }: Place, isSchemaSet: boolean): readonly Step[] {
  if (schemata !== null) return [];
  if (rdt.closID !== null && !isSchemaSet)
    throw failure(
      `${pointer}/closID`,
      `there is no class of service ${group}`,
      'without a schema the class must exist already',
    );
  const from = rdt.closID === null ? pointer : `${pointer}/closID`;
  return [step('rdt_group', 'host', from, { path: group, keep: rdt.closID === null ? 0 : 1 })];
}

/** Makes the groups and writes their schemata, before anything is in them. */
export function rdtGroupSteps(place: Place): readonly Step[] {
  const { rdt, mountpoint, group, monitor, schemata } = place;
  const all = schemas(rdt);
  const isShared = rdt.closID !== null && schemata !== null;
  const compared = isShared ? all.filter((one) => one.isCompared) : [];
  for (const one of compared) refuseDifference(schemata ?? '', one, group);
  const status = `${mountpoint}/info/last_cmd_status`;
  return [
    ...groupStep(place, all.length > 0),
    ...all
      .filter((one) => !compared.includes(one))
      .map(({ from, text }) =>
        step('rdt_write', 'host', from, { file: `${group}/schemata`, value: `${text}\n`, status }),
      ),
    ...(monitor === null
      ? []
      : [step('rdt_group', 'host', `${pointer}/enableMonitoring`, { path: monitor, keep: 0 })]),
  ];
}

/** Init into the class, then into its monitoring group, which takes members of the class only. */
export function rdtJoinSteps({ mountpoint, group, monitor }: Place): readonly Step[] {
  const status = `${mountpoint}/info/last_cmd_status`;
  const join = (dir: string, from: string): Step =>
    step('rdt_join', 'host', from, { file: `${dir}/tasks`, status });
  return [join(group, pointer), ...(monitor === null ? [] : [join(monitor, `${pointer}/enableMonitoring`)])];
}
