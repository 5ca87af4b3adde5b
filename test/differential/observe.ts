/** Runs one bundle under one runtime, and tells what came of it. */
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { defaultConfig, type OciConfig } from '../helpers/config.ts';
import { reap, waitEnd } from '../helpers/sys.ts';
import { parse, script } from './inside.ts';
import { cgroupValues, removeCgroups, removeParents, sharedNamespaces } from './outside.ts';

/** Changes the default configuration; `id` is the container's. */
export type Change = (config: OciConfig, dir: string, id: string) => void;
export type Facts = ReadonlyMap<string, readonly string[]>;

export interface Observation {
  /** The words of a refusal; null when the payload ran. */
  readonly refusal: string | null;
  readonly facts: Facts;
  /** What was still there after delete. */
  readonly left: readonly string[];
}

interface Container {
  readonly box: Box;
  readonly id: string;
  readonly bundle: string;
  readonly options: { readonly runtime?: string };
}

/** config.json may hold integers that JSON.stringify cannot write: "@int:N@" is N. */
const withIntegers = (json: string) => json.replace(/"@int:(-?[0-9]+(?:\.[0-9]+)?)@"/g, '$1');

function makeBundle(box: Box, id: string, change: Change): { bundle: string; config: OciConfig } {
  let made = defaultConfig();
  const bundle = box.bundle((config, dir) => {
    config.process.args = defaultConfig(script).process.args;
    change(config, dir, id);
    made = config;
  });
  writeFileSync(`${bundle}/config.json`, withIntegers(JSON.stringify(made, null, 1)));
  return { bundle, config: made };
}

/** create, start, wait for the end, delete; the words of the call that failed. */
function live({ box, id, bundle, options }: Container, facts: Map<string, readonly string[]>): string | null {
  const [output, pidFile] = [`${bundle}/output`, `${bundle}/pid`];
  const fd = openSync(output, 'a');
  try {
    const created = box.call(['create', '--bundle', bundle, '--pid-file', pidFile, id], {
      ...options,
      stdout: fd,
    });
    if (created.code !== 0) return `create: ${created.stderr}`;
    const pid = Number(readFileSync(pidFile, 'utf8'));
    facts.set('cgroups', cgroupValues(pid));
    facts.set('shared', sharedNamespaces(pid));
    const started = box.call(['start', id], options);
    if (started.code !== 0) return `start: ${started.stderr}`;
    waitEnd(pid);
    const { code, signal } = reap(pid);
    facts.set('exit', [`status ${code} signal ${signal}`]);
    for (const [name, lines] of parse(readFileSync(output, 'utf8'))) facts.set(name, lines);
    return null;
  } finally {
    closeSync(fd);
  }
}

function hookFacts(bundle: string): [string, string[]][] {
  return ['order', 'states'].map((name) => {
    const file = `${bundle}/rootfs/${name}`;
    return [name, existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []];
  });
}

/** `runtime` is undefined for the one under test. */
export function observe(box: Box, change: Change, runtime?: string): Observation {
  const id = box.id();
  const { bundle, config } = makeBundle(box, id, change);
  const container = { box, id, bundle, options: runtime === undefined ? {} : { runtime } };
  const facts = new Map<string, readonly string[]>();
  const refusal = live(container, facts);
  const deleted = box.call(['delete', '--force', id], container.options);
  if (refusal === null) {
    facts.set('delete', [`exit ${deleted.code}`]);
    for (const [name, lines] of hookFacts(bundle)) facts.set(name, lines);
  }
  const { cgroupsPath } = config.linux ?? {};
  if (typeof cgroupsPath === 'string' && cgroupsPath.startsWith('/')) removeParents(cgroupsPath);
  box.settle();
  const left = box.left();
  if (runtime !== undefined) {
    removeCgroups(id);
    rmSync(box.root, { recursive: true, force: true });
  }
  const rename = (line: string) => line.replaceAll(bundle, 'BUNDLE').replaceAll(id, 'ID');
  return {
    refusal: refusal === null ? null : rename(refusal),
    facts: new Map([...facts].map(([name, lines]) => [name, lines.map(rename)])),
    left: left.map(rename),
  };
}
