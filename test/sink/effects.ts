/** Everything that a config makes the runtime do on a host that has everything: of all verbs, as data. */
import { resolve } from 'node:path';
import { filesToRead } from '../../src/cgroup/resources-update.ts';
import { loadBundle } from '../../src/config/load.ts';
import { planCreate } from '../../src/plan/create.ts';
import { planExec } from '../../src/plan/exec-process.ts';
import { poststopSteps } from '../../src/plan/hooks.ts';
import type { Step } from '../../src/wire/types.ts';
import { type Inputs, readInputs } from '../golden/cases.ts';

/** The sinks: together they set everything. `unified` goes with cgroup v2, other resources with v1. */
export const sinkNames = ['kitchen-sink', 'resources-v2'] as const;
export type SinkName = (typeof sinkNames)[number];

const inputs = Object.fromEntries(sinkNames.map((name) => [name, readInputs(name)])) as Record<
  SinkName,
  Inputs
>;
const exec = readInputs('exec');

/** A fresh copy of the sink's config.json. */
export const sinkConfig = (name: SinkName): unknown => JSON.parse(inputs[name].text);

/** The pointer of a step is what it is about, not what it does. */
const deeds = (steps: readonly Step[]) => steps.map((step) => ({ ...step, from: '' }));

/** Steps of create and start, exec, delete, and what update looks at. Throws what loading or planning throws. */
export function effects(name: SinkName, config: unknown): string {
  const { facts: found, request } = inputs[name];
  const loaded = loadBundle(JSON.stringify(config), request.bundle).config;
  // As the probe finds it.
  const facts = { ...found, rootfs: resolve(request.bundle, loaded.root.path) };
  const { hooks, annotations, linux } = loaded;
  const subject = { id: request.id, bundle: request.bundle, annotations, env: [] };
  const execFacts = { ...facts, container: exec.facts.container };
  const all = {
    create: deeds(planCreate(loaded, facts, request).steps),
    exec: deeds(planExec(loaded, execFacts, { ...request, verb: 'exec' }).steps),
    delete: deeds(poststopSteps(hooks.poststop, subject)),
    update: (['v1', 'v2'] as const).map((version) => filesToRead(linux.resources, version)),
  };
  return JSON.stringify(all, (_key, value) => {
    if (typeof value === 'function') return value();
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
