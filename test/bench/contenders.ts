/** Who is measured: teu, its peers where they are installed, and the program that asks the kernel and nothing else. */
import { readFileSync } from 'node:fs';
import { repository } from '../helpers/paths.ts';

export type Host = 'v1' | 'v2';

export interface Contender {
  readonly name: 'floor' | 'teu' | 'runc' | 'crun';
  readonly program: string;
  /** NAME=VALUE, for its environment. */
  readonly environment: readonly string[];
}

export interface Missing {
  readonly name: string;
  readonly why: string;
}

const CAP_SYS_RESOURCE = 24n;

function canRaiseLimits(): boolean {
  const mask = /^CapEff:\t([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> CAP_SYS_RESOURCE) & 1n) === 1n;
}

/** crun raises RLIMIT_MEMLOCK before it loads a device program; see memlock.c. */
const crunsEnvironment = (): readonly string[] =>
  canRaiseLimits() ? [] : [`LD_PRELOAD=${repository}build/test/libmemlock.so`];

function peer(name: 'runc' | 'crun', host: Host): Contender | Missing {
  const program = Bun.which(name);
  if (program === null) return { name, why: 'not installed' };
  if (name === 'crun' && host === 'v1') return { name, why: 'it refuses a hybrid host' };
  return { name, program, environment: name === 'crun' ? crunsEnvironment() : [] };
}

/** Of a host with cgroup v1 hierarchies, or with cgroup v2 alone. TEU names another teu. */
export function contendersOf(host: Host): { contenders: Contender[]; missing: Missing[] } {
  const all: (Contender | Missing)[] = [
    { name: 'floor', program: `${repository}build/test/floor`, environment: [] },
    { name: 'teu', program: process.env['TEU'] ?? `${repository}build/bin/teu`, environment: [] },
    peer('crun', host),
    peer('runc', host),
  ];
  return {
    contenders: all.filter((one): one is Contender => 'program' in one),
    missing: all.filter((one): one is Missing => 'why' in one),
  };
}

/** The first line of --version. */
export function versionOf({ name, program }: Contender): string {
  if (name === 'floor') return 'test/bench/floor.c';
  return Bun.spawnSync([program, '--version']).stdout.toString().split('\n')[0] ?? '';
}
