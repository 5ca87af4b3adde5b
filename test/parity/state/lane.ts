/** Containers whose state is going to be damaged: made, called on, looked for afterwards, and removed. */
import { existsSync, readFileSync } from 'node:fs';
import { Box, type Result } from '../../helpers/box.ts';
import { isAlive, kill, tryReap, waitEnd } from '../../helpers/sys.ts';
import type { Damage } from './damage.ts';

/** A call that takes longer hangs. `start` gives an init that does not answer 10 s. */
const patienceMs = 15_000;

export const stages = ['created', 'running', 'paused', 'stopped'] as const;
export type Stage = (typeof stages)[number];
export const kinds = ['plain', 'hooks'] as const;
export type Kind = (typeof kinds)[number];

export interface Case {
  readonly walk: number;
  readonly kind: Kind;
  readonly stage: Stage;
  readonly damage: Damage | null;
}

export interface Born {
  readonly id: string;
  readonly dir: string;
  readonly pid: number;
  readonly cgroups: readonly string[];
}

export class Lane {
  readonly box = new Box();
  private readonly bundles = new Map<Kind, string>();
  private count = 0;

  private bundle(kind: Kind): string {
    const known = this.bundles.get(kind);
    if (known !== undefined) return known;
    const made = this.box.bundle((config) => {
      config.process.args = ['/bin/sh', '-c', 'exec sleep 1000'];
      config.annotations = { name: 'value', 'org.example.\u00e9': '' };
      const hook = [{ path: '/bin/true', args: ['true'], env: ['A=b'], timeout: 5 }];
      if (kind === 'hooks') config.hooks = { startContainer: hook, poststart: hook, poststop: hook };
    });
    this.bundles.set(kind, made);
    return made;
  }

  /** A container as far as its stage. */
  born(id: string, { kind, stage }: Case): Born {
    const { box } = this;
    box.must('create', '--bundle', this.bundle(kind), id);
    const dir = `${box.root}/${id}`;
    const state = JSON.parse(readFileSync(`${dir}/state.json`, 'utf8')) as Born;
    if (stage === 'running') box.must('start', id);
    if (stage === 'paused') box.must('pause', id);
    if (stage === 'stopped') box.end(id);
    return { id, dir, pid: state.pid, cgroups: state.cgroups };
  }

  async call(words: readonly string[], isFast: boolean): Promise<Result & { readonly ms: number }> {
    const env = { ...process.env } as Record<string, string>;
    delete env.TEU_NO_FAST;
    const running = this.box.begin(words, { env: isFast ? env : { ...env, TEU_NO_FAST: '1' } });
    const begun = performance.now();
    const alarm = setTimeout(() => running.child.kill('SIGKILL'), patienceMs);
    const result = await running.result();
    clearTimeout(alarm);
    const code = running.child.signalCode === null ? result.code : -1;
    return { ...result, code, ms: performance.now() - begun };
  }

  /** A name that no container had; both ways use the same. */
  fresh(): string {
    if (this.count++ % 50 === 0) this.box.settle();
    return this.box.id();
  }
}

/** What is still there of a container that was deleted by force. */
export function remains({ dir, pid, cgroups }: Born, box: Box): string[] {
  tryReap(pid, 0);
  return [
    ...(isAlive(pid) ? [`process ${pid}`] : []),
    ...[dir].filter(existsSync),
    ...cgroups.filter(existsSync).slice(0, 1),
    ...readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter((line) => line.includes(box.dir)),
  ];
}

export function hasEnded(pid: number): boolean {
  try {
    waitEnd(pid, 3000);
    return true;
  } catch {
    return false;
  }
}

/** Removes what should not be there, so that the next container begins where this one did. */
export function clean({ dir, pid, cgroups }: Born): void {
  for (const cgroup of cgroups)
    for (const [file, text] of [
      ['freezer.state', 'THAWED'],
      ['cgroup.freeze', '0'],
    ] as const)
      if (existsSync(`${cgroup}/${file}`)) Bun.spawnSync(['sh', '-c', `echo ${text} > ${cgroup}/${file}`]);
  if (isAlive(pid)) kill(pid, 9);
  tryReap(pid, 2000);
  Bun.spawnSync(['rm', '-rf', dir]);
  for (const cgroup of cgroups) if (existsSync(cgroup)) Bun.spawnSync(['rmdir', cgroup]);
}
