/** Captured configurations with their placeholders filled in (captured/README.md). */
import { chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { capabilities as numbers } from '../../src/tables/capabilities.ts';
import { repository } from '../helpers/paths.ts';
import type { OciConfig } from '../helpers/config.ts';
import type { Captured } from './capture/normalise.ts';
import type { Change } from './observe.ts';

const place = `${repository}test/differential/captured`;

const read = (path: string) => readFileSync(`${place}/${path}.json`, 'utf8');

/** Paths of the namespaces that the test holds. */
export type Held = (type: string) => string;

function makeSources(sources: Captured['sources'], dir: string): void {
  for (const [name, kind] of Object.entries(sources)) {
    if (kind === 'directory') mkdirSync(`${dir}/${name}`);
    else writeFileSync(`${dir}/${name}`, '');
  }
}

/** An image in a user namespace belongs to its root; files are hard links into the template and stay the host's. */
export function giveDirectories(config: OciConfig, dir: string): void {
  const owner = config.linux.uidMappings?.[0]?.hostID;
  const rootfs = `${dir}/rootfs`;
  if (owner === undefined) return;
  for (const { name, parentPath } of readdirSync(rootfs, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isDirectory(),
  ))
    chownSync(`${parentPath}/${name}`, owner, owner);
  chownSync(rootfs, owner, owner);
}

const mask = () =>
  BigInt(`0x${/CapBnd:\s*([0-9a-f]+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]}`);
/** runc 1.1 stops at a capability that it has not got; accepted.ts has the entry for that. */
export function isGrantable(name: string): boolean {
  const number = numbers.indexOf(name);
  return number >= 0 && ((mask() >> BigInt(number)) & 1n) === 1n;
}

function change(name: string, held: Held): Change {
  return (config, dir, id) => {
    const text = read(name)
      .replaceAll(/"@SECCOMP@\/(\w+)"/g, (_, profile: string) => read(`seccomp/${profile}`))
      .replaceAll('@DIR@', dir)
      .replaceAll('@CGROUP@', `/${id}p`)
      .replaceAll('@ID@', id)
      .replaceAll(/@NS@\/(\w+)/g, (_, type: string) => held(type));
    const captured = JSON.parse(text) as Captured;
    makeSources(captured.sources, dir);
    const { args } = config.process;
    for (const key of Object.keys(config)) delete config[key];
    Object.assign(config, captured.config);
    config.process.args = args;
    giveDirectories(config, dir);
    for (const names of Object.values(config.process.capabilities ?? {}))
      names.splice(0, names.length, ...names.filter(isGrantable));
  };
}

export function capturedBundles(held: Held): Record<string, Change> {
  const names = readdirSync(place)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
  return Object.fromEntries(names.map((name) => [`captured ${name}`, change(name, held)]));
}
