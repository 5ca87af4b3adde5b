/** No property is ignored in silence: each leaf of a config that sets everything causes a step, or has a reason. */
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childPointer, isWithin } from '../../../src/config/pointer.ts';
import { foreignFields } from '../../../src/config/foreign.ts';
import { configShape } from '../../../src/config/gen/shape.ts';
import type { Shape } from '../../../src/config/shape.ts';
import { unsupportedFields } from '../../../src/config/unsupported.ts';
import { goldenCases } from '../../golden/cases.ts';

/** Together they set everything: `unified` goes with cgroup v2, other resources with v1. */
const sinks = goldenCases.filter(({ name }) => name === 'kitchen-sink' || name === 'resources-v2');
const configs: readonly unknown[] = sinks.map(({ planFile }) =>
  JSON.parse(readFileSync(join(planFile, '..', 'config.json'), 'utf8')),
);
const pointers = new Set(
  sinks.flatMap(({ plan }) => plan.steps.map(({ from }) => from).filter((from) => from !== '')),
);

/** Leaves that no step names, each with the place where it acts. */
const reasons: Readonly<Record<string, string>> = {
  '/ociVersion': 'checked by a rule',
  '/annotations': 'in the state that hooks read and `state` prints',
  '/process/consoleSize': 'in the console step, which /process/terminal causes',
  '/process/execCPUAffinity': 'for processes that exec adds',
  '/process/env': 'in the execve step, which /process/args causes',
  '/linux/mountLabel': 'in the options of each new file system',
  '/linux/resources/memory/checkBeforeUpdate': 'for update alone: a new cgroup uses nothing yet',
  '/linux/resources/blockIO/weightDevice/0/major': 'in the write that the weight causes',
  '/linux/resources/blockIO/weightDevice/0/minor': 'in the write that the weight causes',
  '/hooks/poststop': 'run by delete',
};

function leaves(value: unknown, pointer: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, childPointer(pointer, key)));
}

test('each leaf of a config that sets everything is named by a step or has a reason', () => {
  const silent = configs
    .flatMap((config) => leaves(config, ''))
    .filter((leaf) => ![...pointers].some((from) => isWithin(leaf, from)))
    .filter((leaf) => !Object.keys(reasons).some((field) => isWithin(leaf, field)));
  expect(silent).toEqual([]);
});

test('a reason is given only where no step names the field', () => {
  const needless = Object.keys(reasons).filter((field) =>
    [...pointers].some((from) => isWithin(from, field)),
  );
  expect(needless).toEqual([]);
});

/** Pointers of the schema's leaves; `*` stands for any item or key. */
function shapeLeaves(shape: Shape, pointer: string): readonly string[] {
  const inside = [
    ...Object.entries(shape.p ?? {}).flatMap(([key, child]) =>
      shapeLeaves(child, childPointer(pointer, key)),
    ),
    ...(shape.e === undefined ? [] : shapeLeaves(shape.e, `${pointer}/*`)),
    ...(shape.v === undefined ? [] : shapeLeaves(shape.v, `${pointer}/*`)),
  ];
  return inside.length > 0 ? inside : [pointer];
}

const matches = (pattern: string, leaf: string): boolean => {
  const [want, have] = [pattern.split('/'), leaf.split('/')];
  return want.length <= have.length && want.every((token, index) => token === '*' || token === have[index]);
};
/** The specification defines no value. */
const valueless = ['/linux/personality/flags'];
/** Of Windows and other systems (config.md). */
const otherSystems = foreignFields;

test('the config sets every leaf of the schema that this version supports', () => {
  const set = configs.flatMap((config) => leaves(config, ''));
  const unset = shapeLeaves(configShape, '')
    .filter(
      (leaf) => ![...unsupportedFields, ...valueless, ...otherSystems].some((field) => isWithin(leaf, field)),
    )
    .filter((leaf) => !set.some((one) => matches(leaf, one)));
  expect(unset).toEqual([]);
});
