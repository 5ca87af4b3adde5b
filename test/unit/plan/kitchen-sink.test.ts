/** No property is ignored in silence: each leaf of a config that sets everything causes a step, or has a reason. */
import { expect, test } from 'bun:test';
import { isWithin } from '../../../src/config/pointer.ts';
import { foreignFields } from '../../../src/config/foreign.ts';
import { unsupportedFields } from '../../../src/config/unsupported.ts';
import { goldenCases } from '../../golden/cases.ts';
import { sinkConfig, sinkNames } from '../../sink/effects.ts';
import { matches, schemaLeaves, valuePointers } from '../../sink/leaves.ts';

const sinks = goldenCases.filter(({ name }) => sinkNames.some((sink) => sink === name));
const configs = sinkNames.map(sinkConfig);
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

test('each leaf of a config that sets everything is named by a step or has a reason', () => {
  const silent = configs
    .flatMap((config) => valuePointers(config))
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

/** The specification defines no value. */
const valueless = ['/linux/personality/flags'];
/** Of Windows and other systems (config.md). */
const otherSystems = foreignFields;

test('the config sets every leaf of the schema that this version supports', () => {
  const set = configs.flatMap((config) => valuePointers(config));
  const unset = schemaLeaves
    .map(({ pattern }) => pattern)
    .filter(
      (leaf) => ![...unsupportedFields, ...valueless, ...otherSystems].some((field) => isWithin(leaf, field)),
    )
    .filter((leaf) => !set.some((pointer) => matches(leaf, pointer)));
  expect(unset).toEqual([]);
});
