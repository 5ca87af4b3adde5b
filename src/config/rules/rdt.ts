/** config-linux.md#intelrdt. */

import type { Config, IntelRdt } from '../types.ts';
import type { Rule, Violation } from './rule.ts';

const spec = 'config-linux.md#intelrdt';
const pointer = '/linux/intelRdt';
const reads = [pointer];

type Check = (rdt: IntelRdt) => readonly Violation[];
const whenSet =
  (check: Check) =>
  ({ linux }: Config): readonly Violation[] =>
    linux.intelRdt === null ? [] : check(linux.intelRdt);

/** What the root of a resctrl file system has beside groups. */
const taken = ['.', '..', 'info', 'mon_groups', 'mon_data'];

/** A name, not a path: it must not lead out of the resctrl file system, or to a group below another. */
export const rdtClosId: Rule = {
  code: 'teu.config.rdt-clos-id',
  severity: 'error',
  spec,
  reads,
  check: whenSet(({ closID }) =>
    closID === null || closID === '/' || !(closID.includes('/') || taken.includes(closID))
      ? []
      : [
          {
            path: `${pointer}/closID`,
            message: 'expected the name of a class of service, or / for the default one',
          },
        ],
  ),
};

export const rdtMemBwSchema: Rule = {
  code: 'teu.config.rdt-mem-bw-schema',
  severity: 'error',
  spec,
  reads,
  check: whenSet(({ memBwSchema }) =>
    memBwSchema === null || (memBwSchema.startsWith('MB:') && !memBwSchema.includes('\n'))
      ? []
      : [{ path: `${pointer}/memBwSchema`, message: 'expected one line that begins with MB:' }],
  ),
};

export const rdtL3CacheSchema: Rule = {
  code: 'teu.config.rdt-l3-cache-schema',
  severity: 'warning',
  spec,
  reads,
  check: whenSet(({ l3CacheSchema }) =>
    l3CacheSchema === null || (l3CacheSchema.startsWith('L3:') && !l3CacheSchema.includes('\n'))
      ? []
      : [{ path: `${pointer}/l3CacheSchema`, message: 'should be one line that begins with L3:' }],
  ),
};

export const rdtSchemata: Rule = {
  code: 'teu.config.rdt-schemata',
  severity: 'error',
  spec,
  reads,
  check: whenSet(({ schemata }) =>
    schemata.flatMap((line, index) =>
      line.includes('\n') ? [{ path: `${pointer}/schemata/${index}`, message: 'expected one line' }] : [],
    ),
  ),
};

/** Their meaning was never defined, and no runtime had them (the note in the section). */
export const rdtReplaced: Rule = {
  code: 'teu.config.rdt-replaced',
  severity: 'warning',
  spec,
  reads,
  check: whenSet(({ replaced }) =>
    replaced.map((name) => ({
      path: `${pointer}/${name}`,
      message: `${name} was replaced by enableMonitoring in version 1.3, and is ignored`,
    })),
  ),
};
