/** config-linux.md#intelrdt: the rules on parameters, on hosts that have resctrl. */
import { describe, expect, test } from 'bun:test';
import { loadBundle } from '../../../src/config/load.ts';
import { TeuError } from '../../../src/errors/types.ts';
import { rdtGroups, rdtJoin } from '../../../src/plan/rdt.ts';
import { journalOf } from '../../../src/run/journal.ts';
import type { Step } from '../../../src/wire/types.ts';
import { factsOf, request } from './fixture.ts';

function configOf(intelRdt: object) {
  const text = JSON.stringify({ ociVersion: '1.3.0', root: { path: 'r' }, linux: { intelRdt } });
  return loadBundle(text, '/bundle').config;
}

const mountpoint = '/mnt/resctrl';
const hostWith = (schemata: string | null) => factsOf({ resctrl: { mountpoint, isKnown: true, schemata } });

const steps = (intelRdt: object, schemata: string | null = null): readonly Step[] => {
  const config = configOf(intelRdt);
  const facts = hostWith(schemata);
  return [...rdtGroups(config, facts, request), ...rdtJoin(config, facts, request)];
};

const words = (intelRdt: object, schemata: string | null = null): string[] =>
  steps(intelRdt, schemata).map((step) => {
    if (step.op === 'rdt_group') return `make ${step.path}${step.keep === 1 ? ' for good' : ''}`;
    if (step.op === 'rdt_write') return `write ${step.value.trim()} to ${step.file}`;
    return step.op === 'rdt_join' ? `join ${step.file}` : step.op;
  });

function refusal(intelRdt: object, schemata: string | null): TeuError['data'] | null {
  try {
    steps(intelRdt, schemata);
    return null;
  } catch (error) {
    if (error instanceof TeuError) return error.data;
    throw error;
  }
}

const own = `${mountpoint}/${request.id}`;
const gold = `${mountpoint}/gold`;
const there = '    L3:0=07f0;1=1f\n    MB:0= 20;1= 70\n';

test('without intelRdt nothing is done', () => {
  const config = loadBundle('{"ociVersion":"1.3.0","root":{"path":"r"}}', '/bundle').config;
  expect(rdtGroups(config, factsOf(), request)).toEqual([]);
  expect(rdtJoin(config, factsOf(), request)).toEqual([]);
});

describe('a container without closID', () => {
  test('gets a class of its own, which goes with it', () => {
    expect(words({})).toEqual([`make ${own}`, `join ${own}/tasks`]);
  });
  test('l3CacheSchema is written first, then memBwSchema, schemata last', () => {
    expect(words({ schemata: ['L2:0=f', 'L2:1=f'], memBwSchema: 'MB:0=1', l3CacheSchema: 'L3:0=f' })).toEqual(
      [
        `make ${own}`,
        `write L3:0=f to ${own}/schemata`,
        `write MB:0=1 to ${own}/schemata`,
        `write L2:0=f to ${own}/schemata`,
        `write L2:1=f to ${own}/schemata`,
        `join ${own}/tasks`,
      ],
    );
  });
  test('a directory that was there before is written to, and is not ours to remove', () => {
    expect(words({ memBwSchema: 'MB:0=1' }, there)).toEqual([
      `write MB:0=1 to ${own}/schemata`,
      `join ${own}/tasks`,
    ]);
  });
});

describe('a container with closID', () => {
  test('and a schema makes the class, which outlives it', () => {
    expect(words({ closID: 'gold', schemata: ['L3:0=f'] })).toEqual([
      `make ${gold} for good`,
      `write L3:0=f to ${gold}/schemata`,
      `join ${gold}/tasks`,
    ]);
  });
  test('and no schema joins the class that is there', () => {
    expect(words({ closID: 'gold' }, there)).toEqual([`join ${gold}/tasks`]);
  });
  test('and no schema is refused when there is no such class', () => {
    expect(refusal({ closID: 'gold' }, null)).toMatchObject({
      code: 'teu.config.rdt',
      field: { pointer: '/linux/intelRdt/closID' },
    });
  });
  test('of an existing class the schemas are compared and not written; schemata lines are written', () => {
    const asked = {
      closID: 'gold',
      l3CacheSchema: 'L3:1=1f;0=7f0',
      memBwSchema: 'MB:1=70',
      schemata: ['L2:0=f'],
    };
    expect(words(asked, there)).toEqual([`write L2:0=f to ${gold}/schemata`, `join ${gold}/tasks`]);
  });
  test('an existing class with another schema is refused with what differs', () => {
    expect(refusal({ closID: 'gold', memBwSchema: 'MB:0=20;1=30' }, there)).toMatchObject({
      code: 'teu.config.rdt',
      field: { pointer: '/linux/intelRdt/memBwSchema' },
      hint: 'MB:1 is 70, not 30',
    });
    expect(refusal({ closID: 'gold', l3CacheSchema: 'L3:2=f' }, there)?.field?.pointer).toBe(
      '/linux/intelRdt/l3CacheSchema',
    );
  });
  test('/ is the root of the file system', () => {
    expect(words({ closID: '/' }, there)).toEqual([`join ${mountpoint}/tasks`]);
  });
});

test('monitoring makes a group below the class, after the class is joined it is joined too', () => {
  expect(words({ closID: 'gold', enableMonitoring: true }, there)).toEqual([
    `make ${gold}/mon_groups/${request.id}`,
    `join ${gold}/tasks`,
    `join ${gold}/mon_groups/${request.id}/tasks`,
  ]);
});

test('the journal lists both groups, and which one stays', () => {
  const made = steps({ closID: 'gold', schemata: ['L3:0=f'], enableMonitoring: true });
  expect(journalOf({ abi: '', slots: [], steps: made, start: made.length })).toEqual([
    { undo: 'resctrl', path: gold, keep: true },
    { undo: 'resctrl', path: `${gold}/mon_groups/${request.id}`, keep: false },
  ]);
});

test('without a mounted resctrl the hint says whether this kernel has one', () => {
  const config = configOf({});
  const hint = (isKnown: boolean) => {
    try {
      rdtGroups(config, factsOf({ resctrl: { mountpoint: null, isKnown, schemata: null } }), request);
      return '';
    } catch (error) {
      return error instanceof TeuError ? error.data.hint : '';
    }
  };
  expect(hint(true)).toBe('mount -t resctrl resctrl /sys/fs/resctrl');
  expect(hint(false)).toContain('/proc/filesystems');
});
