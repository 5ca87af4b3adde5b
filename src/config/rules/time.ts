/** config-linux.md#offset-for-time-namespace and #personality: what one process can be given, and nobody else. */

import { namespaceOf } from './rule.ts';
import type { Rule } from './rule.ts';

const clocks = ['monotonic', 'boottime'] as const;

/** Offsets can be written only before anybody is inside a time namespace: never into a joined one (EACCES). */
export const timeNamespace: Rule = {
  code: 'teu.config.time-namespace',
  severity: 'error',
  spec: 'config-linux.md#offset-for-time-namespace',
  reads: ['/linux/timeOffsets', '/linux/namespaces'],
  check: (config) => {
    const time = namespaceOf(config, 'time');
    if (time !== undefined && time.path === null) return [];
    const why =
      time === undefined
        ? 'an offset needs a time namespace of its own'
        : 'the offsets of a time namespace that is joined cannot be set';
    return clocks
      .filter((clock) => config.linux.timeOffsets[clock] !== null)
      .map((clock) => ({ path: `/linux/timeOffsets/${clock}`, message: why }));
  },
};

export const personalityFlags: Rule = {
  code: 'teu.config.personality-flags',
  severity: 'error',
  spec: 'config-linux.md#personality',
  reads: ['/linux/personality'],
  check: ({ linux }) =>
    (linux.personality?.flags ?? []).map((flag, index) => ({
      path: `/linux/personality/flags/${index}`,
      message: `${JSON.stringify(flag)} is not a flag: the specification defines none`,
    })),
};
