/**
 * Device rules -> a BPF_PROG_TYPE_CGROUP_DEVICE program for cgroup v2. Pure.
 *
 * The kernel runs it for each mknod and open with r1 = struct bpf_cgroup_dev_ctx {u32 access_type, major, minor},
 * access_type = access << 16 | type; the result 1 allows, 0 denies (admin-guide/cgroup-v2.rst, device controller).
 *
 * Registers: r2 type (1 block, 2 char), r3 the wanted access bits that no rule has decided yet (1 mknod, 2 read,
 * 4 write), r4 major, r5 minor, r1 scratch, r0 the result. The rules are walked from the last to the first: the
 * last rule that names the device and an access bit decides that bit. A denied bit ends with 0; when no bit is
 * left the access is allowed. So a request for read and write is not let through by a rule about reading alone,
 * and a hole punched into an allowed range holds (the v1 kernel ignores such a rule in silence).
 */

import type { DeviceRule } from '../config/types.ts';

/** struct bpf_insn after struct bpf_insn, each as its two words: code, dst | src << 4, s16 off; s32 imm. */
type Program = number[];

const LDX_W = 0x61; // BPF_LDX | BPF_W | BPF_MEM
const MOV_K = 0xb7; // BPF_ALU64 | BPF_MOV | BPF_K
const MOV_X = 0xbf;
const AND_K = 0x57;
const RSH_K = 0x77;
const JNE_K = 0x55; // BPF_JMP | BPF_JNE | BPF_K
const JEQ_K = 0x15;
const EXIT = 0x95;

const allBits = 7;
const accessBits: Readonly<Record<string, number>> = { m: 1, r: 2, w: 4 };
const typeNumbers = { b: 1, c: 2 } as const;
/** MINORBITS is 20: larger numbers name no device, and as a negative immediate they would match nothing anyway. */
const largestNumber = 0x7fffffff;

const pair = (dst: number, src: number): number => dst | (src << 4);

function add(program: Program, code: number, registers: number, off: number, imm: number): void {
  program.push(code | (registers << 8) | (off << 16), imm);
}

function addPrologue(program: Program): void {
  add(program, LDX_W, pair(2, 1), 0, 0);
  add(program, MOV_X, pair(3, 2), 0, 0);
  add(program, AND_K, 2, 0, 0xffff);
  add(program, RSH_K, 3, 0, 16);
  add(program, LDX_W, pair(4, 1), 4, 0);
  add(program, LDX_W, pair(5, 1), 8, 0);
}

function addResult(program: Program, allowed: boolean): void {
  add(program, MOV_K, 0, 0, allowed ? 1 : 0);
  add(program, EXIT, 0, 0, 0);
}

export function accessMask(access: string): number {
  let bits = 0;
  for (let i = 0; i < access.length; i++) bits |= accessBits[access[i] as string] ?? 0;
  return bits;
}

/** What the rule does to a request it names; falls out at the end when bits are still undecided. */
function addDecision(program: Program, rule: DeviceRule, bits: number): void {
  if (bits !== allBits && rule.allow) {
    add(program, AND_K, 3, 0, allBits & ~bits);
    add(program, JNE_K, 3, 2, 0);
  } else if (bits !== allBits) {
    add(program, MOV_X, pair(1, 3), 0, 0);
    add(program, AND_K, 1, 0, bits);
    add(program, JEQ_K, 1, 2, 0);
  }
  addResult(program, rule.allow);
}

/** Instructions of addDecision. */
function decisionLength(rule: DeviceRule, bits: number): number {
  if (bits === allBits) return 2;
  return rule.allow ? 4 : 5;
}

/** The tests of a rule: each jumps over the rest of the rule when the request is about another device. */
function addRule(program: Program, rule: DeviceRule): void {
  const { type, major, minor } = rule;
  const bits = accessMask(rule.access);
  if (bits === 0 || (major ?? 0) > largestNumber || (minor ?? 0) > largestNumber) return;
  let rest = decisionLength(rule, bits);
  if (type !== 'a') rest++;
  if (major !== null) rest++;
  if (minor !== null) rest++;
  if (type !== 'a') add(program, JNE_K, 2, --rest, typeNumbers[type]);
  if (major !== null) add(program, JNE_K, 4, --rest, major);
  if (minor !== null) add(program, JNE_K, 5, --rest, minor);
  addDecision(program, rule, bits);
}

/** True for a rule that decides every request: what is older than it can never be reached (the verifier refuses dead code). */
const decidesAll = (rule: DeviceRule): boolean =>
  rule.type === 'a' && rule.major === null && rule.minor === null && accessMask(rule.access) === allBits;

/**
 * An array of struct bpf_insn, little endian, as every architecture of teu is. `rules` oldest first; what no rule names
 * is denied. Verified by the kernel: no loops, no dead code, the result is 0 or 1. Loops: every create pays.
 */
export function deviceProgram(rules: readonly DeviceRule[]): Uint8Array {
  const program: Program = [];
  addPrologue(program);
  for (let i = rules.length - 1; i >= 0; i--) {
    const rule = rules[i] as DeviceRule;
    addRule(program, rule);
    if (decidesAll(rule)) return new Uint8Array(new Int32Array(program).buffer);
  }
  addResult(program, false);
  return new Uint8Array(new Int32Array(program).buffer);
}
