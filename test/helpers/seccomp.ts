/** Profiles and an agent for tests of linux.seccomp. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import type { Subprocess } from 'bun';
import { ownChildren } from './children.ts';
import type { Box } from './box.ts';
import type { OciConfig } from './config.ts';
import { repository } from './paths.ts';

export interface ProfileRule {
  names: string[];
  action: string;
  errnoRet?: number;
  args?: { index: number; value: number; valueTwo?: number; op: string }[];
}

/** Everything is allowed but for the rules. */
export const profile = (...syscalls: ProfileRule[]) => ({ defaultAction: 'SCMP_ACT_ALLOW', syscalls });
export const refuse = (errnoRet: number, ...names: string[]): ProfileRule => ({
  names,
  action: 'SCMP_ACT_ERRNO',
  errnoRet,
});
export const answer = (action: string, ...names: string[]): ProfileRule => ({
  names,
  action: `SCMP_ACT_${action}`,
});

/** A shell script under a profile. */
export const filtered =
  (seccomp: object, script: string, change: (config: OciConfig, dir: string) => void = () => {}) =>
  (config: OciConfig, dir: string): void => {
    config.linux['seccomp'] = seccomp;
    config.process.args = ['/bin/sh', '-c', script];
    change(config, dir);
  };

/** Puts a program of build/test into the rootfs of a bundle. */
export const withProgram =
  (name: string) =>
  (_config: OciConfig, dir: string): void =>
    copyFileSync(`${repository}build/test/${name}`, `${dir}/rootfs/bin/${name}`);

export class Agent {
  readonly socket: string;
  readonly child: Subprocess;
  private readonly log: string;

  /** Ready when the constructor returns. */
  constructor(box: Box, how: string, count = 1, name = 'agent') {
    const dir = `${box.dir}/${name}`;
    mkdirSync(dir, { recursive: true });
    this.socket = `${dir}/agent`;
    this.log = `${dir}/log`;
    this.child = Bun.spawn([`${repository}build/test/agent`, dir, how, String(count)], {
      stdout: Bun.file(this.log),
      stderr: 'ignore',
    });
    ownChildren.add(this.child.pid);
    box.eventually(() => this.said().startsWith('ready'));
  }

  private said(): string {
    try {
      return readFileSync(this.log, 'utf8');
    } catch {
      return '';
    }
  }

  /** The states that came, parsed. */
  states(): readonly Record<string, unknown>[] {
    return [...this.said().matchAll(/^state (.*)$/gm)].map(([, json]) => JSON.parse(json ?? ''));
  }

  /** Numbers of the calls that were answered. */
  calls(): readonly number[] {
    return [...this.said().matchAll(/^call (\d+) /gm)].map(([, nr]) => Number(nr));
  }

  async end(): Promise<void> {
    await this.child.exited;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.child.exited;
  }
}
