/** Bundles derived from the schema, the same ones in every run: some right, some with one mistake each. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { configSchema } from '../../src/config/schema.ts';
import { defaultConfig, type OciConfig, withoutNamespace, withUserNamespace } from '../helpers/config.ts';
import { giveDirectories } from './corpus.ts';
import { generate, type Mistake, mistakes, schemaAt } from './grammar.ts';
import type { Change } from './observe.ts';
import { Random } from './random.ts';
import { samples } from './samples.ts';

/** Others are for looking further: SEED=7 RIGHT=500 WRONG=500 bun test ./test/differential/runc.test.ts */
const setting = (name: string, value: number) => Number(process.env[name] ?? value);
const seed = setting('SEED', 20_100);
const rightCount = setting('RIGHT', 70);
const wrongCount = setting('WRONG', 70);

/** Parts of config.json of which each right bundle has some; lists are added to, the others are replaced. */
const topics = [
  '/hostname',
  '/annotations',
  '/hooks',
  '/mounts',
  '/root/readonly',
  '/process/user',
  '/process/env',
  '/process/cwd',
  '/process/capabilities',
  '/process/rlimits',
  '/process/noNewPrivileges',
  '/process/oomScoreAdj',
  '/linux/devices',
  '/linux/maskedPaths',
  '/linux/readonlyPaths',
  '/linux/rootfsPropagation',
  '/linux/sysctl',
  '/linux/resources/memory',
  '/linux/resources/cpu',
  '/linux/resources/pids',
  '/linux/resources/devices',
  '/linux/seccomp',
];

type Tree = Record<string, unknown>;

const plainPart = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** Sets, or with undefined removes, what is at a pointer. */
function put(config: OciConfig, pointer: string, value: unknown): void {
  const parts = pointer.split('/').slice(1).map(plainPart);
  const last = parts.pop() ?? '';
  const parent = parts.reduce<Tree>((tree, part) => {
    tree[part] ??= {};
    return tree[part] as Tree;
  }, config as Tree);
  if (value === undefined) delete parent[last];
  else if (Array.isArray(value) && Array.isArray(parent[last]) && pointer !== '/process/env')
    (parent[last] as unknown[]).push(...value);
  else parent[last] = value;
}

/** Which namespaces there are decides what else may be asked for. */
function chooseNamespaces(config: OciConfig, random: Random, chosen: readonly string[]): void {
  if (random.chance(0.2)) config.linux.namespaces.push({ type: 'cgroup' });
  if (random.chance(0.2) && !chosen.some((topic) => /resources|devices/.test(topic)))
    withUserNamespace(config);
  const needed = chosen.includes('/linux/sysctl') || config.linux.uidMappings !== undefined;
  if (!needed && random.chance(0.15)) withoutNamespace(config, 'network');
  if (!needed && random.chance(0.15)) withoutNamespace(config, 'ipc');
}

function fill(config: OciConfig, random: Random, chosen: readonly string[]): void {
  for (const topic of chosen)
    put(config, topic, generate(schemaAt(configSchema, topic), topic, random, samples));
}

function makePlaces(config: OciConfig, dir: string): void {
  mkdirSync(`${dir}/source`);
  writeFileSync(`${dir}/file`, '');
  giveDirectories(config, dir);
  writeFileSync(`${dir}/rootfs/order`, '');
  chmodSync(`${dir}/rootfs/order`, 0o666);
  const text = JSON.stringify(config).replaceAll('@DIR@', dir);
  Object.assign(config, JSON.parse(text));
}

function right(number: number): [string, Change] {
  const random = new Random(seed + number);
  const chosen = random.shuffled(topics).slice(0, 2 + random.below(4));
  const names = chosen.map((topic) => topic.slice(1)).sort();
  const change: Change = (config, dir) => {
    const again = new Random(seed * 2 + number);
    chooseNamespaces(config, again, chosen);
    fill(config, again, chosen);
    makePlaces(config, dir);
  };
  return [`generated ${number}: ${names.join(' ')}`, change];
}

/** A right configuration in which every topic is set, to make mistakes in; ids are mapped in the second one. */
const wholes = [
  () => whole(topics),
  () => {
    // The root of a user namespace may make no device and sets few sysctls.
    const config = whole(topics.filter((topic) => !/devices|sysctl|resources/.test(topic)));
    withUserNamespace(config);
    return config;
  },
] as const;

function whole(filled: readonly string[]): OciConfig {
  const config = defaultConfig();
  const random = new Random(seed);
  for (const topic of filled)
    for (let tries = 0; tries < 20; tries++) {
      const value = generate(schemaAt(configSchema, topic), topic, random, samples);
      if (value === undefined || JSON.stringify(value).length < 3) continue;
      put(config, topic, value);
      break;
    }
  return config;
}

interface Wrong extends Mistake {
  readonly base: () => OciConfig;
}

const placeOf = ({ kind, pointer }: Mistake) => `${kind} ${pointer.replaceAll(/\/[0-9]+/g, '/*')}`;

/** One of each kind and place, as far as they go: indices do not make another place. */
function chosenMistakes(): Wrong[] {
  const random = new Random(seed);
  const all = wholes.flatMap((base) =>
    mistakes(configSchema, base()).map((mistake) => ({ ...mistake, base })),
  );
  const places = new Map(random.shuffled(all).map((mistake) => [placeOf(mistake), mistake]));
  const kinds: Mistake['kind'][] = ['type', 'required', 'enum', 'below', 'above', 'fraction', 'pattern'];
  const queues = kinds.map((kind) => [...places.values()].filter((mistake) => mistake.kind === kind));
  const found: Wrong[] = [];
  while (found.length < wrongCount && queues.some((queue) => queue.length > 0))
    for (const queue of queues) {
      const mistake = queue.shift();
      if (mistake !== undefined && found.length < wrongCount) found.push(mistake);
    }
  return found;
}

function based(base: () => OciConfig, edit: (config: OciConfig) => void): Change {
  return (config, dir) => {
    const { args } = config.process;
    Object.assign(config, base());
    config.process.args = args;
    makePlaces(config, dir);
    edit(config);
  };
}

function wrong(mistake: Wrong): [string, Change] {
  const change = based(mistake.base, (config) => {
    put(config, mistake.pointer, undefined);
    if (mistake.value !== undefined) put(config, mistake.pointer, mistake.value);
  });
  return [`mistake ${mistake.kind} ${mistake.pointer}`, change];
}

export function generatedBundles(): Record<string, Change> {
  const numbers = Array.from({ length: rightCount }, (_, number) => number);
  const without = wholes.map((base, index): [string, Change] => [
    `no mistake ${index}`,
    based(base, () => {}),
  ]);
  return Object.fromEntries([...numbers.map(right), ...without, ...chosenMistakes().map(wrong)]);
}
