/** Capability sets and no_new_privs. Consumes /process/{capabilities,noNewPrivileges}; config.md#linux-process. */

import type { Config } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import { capabilities as names, capabilityBit } from '../tables/capabilities.ts';
import type { OpArgs, Pointer, Step } from '../wire/types.ts';
import { cgroupTarget } from './cgroup-target.ts';
import { profileOf } from './seccomp.ts';
import { hasUserNamespace } from './shape.ts';
import { step } from './step.ts';
import type { ExecLeaf, Leaf } from './types.ts';

export interface PlanWarning {
  readonly message: string;
  readonly pointer: Pointer;
}

type Sets = Omit<OpArgs<'capabilities'>, 'last'>;

function bits(names: readonly string[]): bigint {
  let set = 0n;
  for (const name of names) set |= capabilityBit(name);
  return set;
}

const known = (facts: Facts): bigint => (1n << BigInt(facts.lastCap + 1)) - 1n;

/** A user namespace starts with full sets; elsewhere nothing beyond the caller's can be had. */
function available(config: Config, facts: Facts): { readonly bounding: bigint; readonly permitted: bigint } {
  const all = known(facts);
  if (hasUserNamespace(config)) return { bounding: all, permitted: all };
  return { bounding: all & BigInt(facts.user.bounding), permitted: all & BigInt(facts.user.effective) };
}

/**
 * What cannot be had is left out (a warning, by the spec), by the rules of capabilities(7): effective within
 * permitted, ambient within permitted and inheritable. No capabilities in the config: none at all.
 */
export function capabilitySets(config: Config, facts: Facts): Sets {
  const asked = config.process?.capabilities ?? null;
  if (asked === null) return { bounding: 0n, effective: 0n, permitted: 0n, inheritable: 0n, ambient: 0n };
  const can = available(config, facts);
  const permitted = bits(asked.permitted) & can.permitted;
  const inheritable = bits(asked.inheritable) & can.permitted;
  return {
    bounding: bits(asked.bounding) & can.bounding,
    effective: bits(asked.effective) & permitted,
    permitted,
    inheritable,
    ambient: bits(asked.ambient) & permitted & inheritable,
  };
}

/**
 * Loading a filter takes CAP_SYS_ADMIN where no_new_privs is off (seccomp(2)), and is the last thing before execve:
 * until then it stays in effect. It is in neither the bounding, the inheritable nor the ambient set unless asked for, so
 * execve drops it, for the process as for startContainer hooks (capabilities(7), DESIGN 7).
 */
function initSets(config: Config, facts: Facts): Sets {
  const sets = capabilitySets(config, facts);
  if (profileOf(config) === null || config.process?.noNewPrivileges === true) return sets;
  const loader = capabilityBit('CAP_SYS_ADMIN') & available(config, facts).permitted;
  return { ...sets, effective: sets.effective | loader, permitted: sets.permitted | loader };
}

const sets = ['bounding', 'permitted', 'effective', 'inheritable', 'ambient'] as const;

/**
 * What is left out because it cannot be had (config.md#linux-process, a warning): each capability once. Of a caller without
 * any, nothing: where there is no user namespace either, that is the error of the first namespace, and who only asks what
 * a bundle means (explain, validate) does not ask what it would be worth to him.
 */
export function capabilityWarnings(config: Config, facts: Facts): readonly PlanWarning[] {
  const asked = config.process?.capabilities ?? null;
  if (asked === null) return [];
  const can = available(config, facts);
  if (can.permitted === 0n) return [];
  const every = (1n << BigInt(names.length)) - 1n;
  if ((can.bounding & can.permitted & every) === every) return [];
  const told = new Map<string, PlanWarning>();
  for (const set of sets)
    for (const [index, name] of asked[set].entries()) {
      const has = set === 'bounding' ? can.bounding : can.permitted;
      if ((capabilityBit(name) & ~has) === 0n || told.has(name)) continue;
      const message = `${name} is not granted: the caller has not got it, or this kernel does not know it`;
      told.set(name, { message, pointer: `/process/capabilities/${set}/${index}` });
    }
  return [...told.values()];
}

export const noNewPrivileges: Leaf = ({ process }) =>
  process?.noNewPrivileges === true
    ? [step('no_new_privileges', 'init', '/process/noNewPrivileges', {})]
    : [];

export const capabilities: Leaf = (config, facts) =>
  config.process === null
    ? []
    : [
        step('capabilities', 'init', '/process/capabilities', {
          ...initSets(config, facts),
          last: facts.lastCap,
        }),
      ];

const readBack = (config: Config, facts: Facts, cgroups: readonly string[]): readonly Step[] =>
  config.process === null
    ? []
    : [
        step('verify', 'host', '/process/capabilities', {
          noNewPrivs: config.process.noNewPrivileges ? 1 : 0,
          ...initSets(config, facts),
          cgroups,
        }),
      ];

/** Read back by the parent, after the last change (R9). A cgroup: one of its controllers, and its path below the mount. */
export const verify: Leaf = (config, facts, request) => {
  const cgroups = cgroupTarget(config, facts, request).trees.map(
    ({ unified, controllers, dir, mountpoint }) =>
      `${unified ? '' : controllers[0]}:${dir.slice(mountpoint.length)}`,
  );
  return readBack(config, facts, cgroups);
};

/** How the container's cgroups are mounted is not known any more, and one with inner cgroups has several places. */
export const verifyFurther: ExecLeaf = (config, facts) => {
  const { unified } = facts.container;
  const isPlain = unified !== null && !unified.isInner;
  return readBack(config, facts, isPlain ? [`:${unified.dir.slice(unified.dir.lastIndexOf('/'))}`] : []);
};
