/**
 * What Docker's default profile costs once it is loaded: instructions executed per system call, our tree beside
 * libseccomp's chain, and the time of getppid(2) under each. x86-64 only, as the profile's first architecture.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { archRow } from '../../src/seccomp-bpf-json/arches.ts';
import { compile } from '../../src/seccomp-bpf-json/compile.ts';
import { evaluate } from '../../src/seccomp-bpf-json/evaluate.ts';
import type { Profile } from '../../src/seccomp-bpf-json/types.ts';
import docker from '../seccomp/gen/docker.json' with { type: 'json' };
import { libseccomp } from '../seccomp/oracle.ts';

const profile = docker.profiles[0] as Profile;
const row = archRow('x86_64');
if (row === undefined) throw new Error('x86_64 is gone');
const calls = row.numbers().filter((nr) => nr >= 0);

const tree = compile(profile, { native: 'x86_64' }).program;
const chain = libseccomp([{ profile, arches: ['x86_64', 'x86', 'x32'] }])[0];
if (!(chain instanceof Uint8Array)) throw new Error(`libseccomp refuses the profile: ${chain}`);

const dir = mkdtempSync('/tmp/teu-bench-filter-');

/** Under the filter; without one where there is none. */
function getppidNanos(program: Uint8Array | null): number {
  const file = `${dir}/program`;
  if (program !== null) writeFileSync(file, program);
  const run = Bun.spawnSync(['build/test/getppid', ...(program === null ? [] : [file])]);
  if (run.exitCode !== 0) throw new Error('getppid: the filter was not loaded');
  return Number(run.stdout.toString());
}

function line(name: string, program: Uint8Array | null): string {
  const time = `getppid ${getppidNanos(program).toFixed(0).padStart(4)} ns`;
  if (program === null) return `${name.padEnd(24)}${time}`;
  const executed = calls.map((nr) => evaluate(program, { nr, arch: row?.token ?? 0, args: [] }).executed);
  const mean = executed.reduce((sum, one) => sum + one, 0) / executed.length;
  const counts = `${program.length / 8} instructions, executed ${mean.toFixed(1)} on average, ${Math.max(...executed)} at most`;
  return `${name.padEnd(24)}${time}  ${counts}`;
}

try {
  console.log("\nDocker's default profile, all system calls of x86-64:");
  for (const [name, program] of [
    ['no filter', null],
    ['teu (tree)', tree],
    ['libseccomp (chain)', chain],
  ] as const)
    console.log(line(name, program));
} finally {
  rmSync(dir, { recursive: true, force: true });
}
