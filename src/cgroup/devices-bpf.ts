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

/** One struct bpf_insn: code, dst | src << 4, s16 off, s32 imm. */
type Insn = readonly [code: number, registers: number, off: number, imm: number];

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

const prologue: readonly Insn[] = [
  [LDX_W, pair(2, 1), 0, 0],
  [MOV_X, pair(3, 2), 0, 0],
  [AND_K, 2, 0, 0xffff],
  [RSH_K, 3, 0, 16],
  [LDX_W, pair(4, 1), 4, 0],
  [LDX_W, pair(5, 1), 8, 0],
];

const result = (allowed: boolean): readonly Insn[] => [
  [MOV_K, 0, 0, allowed ? 1 : 0],
  [EXIT, 0, 0, 0],
];

export const accessMask = (access: string): number =>
  [...access].reduce((bits, letter) => bits | (accessBits[letter] ?? 0), 0);

/** What the rule does to a request it names; falls out at the end when bits are still undecided. */
function decide(rule: DeviceRule, bits: number): readonly Insn[] {
  if (bits === allBits) return result(rule.allow);
  const [test, register, jump]: [Insn[], number, number] = rule.allow
    ? [[[AND_K, 3, 0, allBits & ~bits]], 3, JNE_K]
    : [
        [
          [MOV_X, pair(1, 3), 0, 0],
          [AND_K, 1, 0, bits],
        ],
        1,
        JEQ_K,
      ];
  return [...test, [jump, register, 2, 0], ...result(rule.allow)];
}

/** The tests of a rule: each jumps over the rest of the rule when the request is about another device. */
function ruleInsns(rule: DeviceRule): readonly Insn[] {
  const bits = accessMask(rule.access);
  const numbers = [rule.major, rule.minor].map((value) => value ?? 0);
  if (bits === 0 || numbers.some((value) => value > largestNumber)) return [];
  const tests: (readonly [register: number, value: number])[] = [];
  if (rule.type !== 'a') tests.push([2, typeNumbers[rule.type]]);
  if (rule.major !== null) tests.push([4, rule.major]);
  if (rule.minor !== null) tests.push([5, rule.minor]);
  const body = decide(rule, bits);
  const jumps = tests.map(([register, value], index): Insn => {
    const rest = tests.length - 1 - index + body.length;
    return [JNE_K, register, rest, value];
  });
  return [...jumps, ...body];
}

/** True for a rule that decides every request: what is older than it can never be reached (the verifier refuses dead code). */
const decidesAll = (rule: DeviceRule): boolean =>
  rule.type === 'a' && rule.major === null && rule.minor === null && accessMask(rule.access) === allBits;

function encode(insns: readonly Insn[]): Uint8Array {
  const bytes = new Uint8Array(insns.length * 8);
  const view = new DataView(bytes.buffer);
  insns.forEach(([code, registers, off, imm], index) => {
    view.setUint8(index * 8, code);
    view.setUint8(index * 8 + 1, registers);
    view.setInt16(index * 8 + 2, off, true);
    view.setInt32(index * 8 + 4, imm, true);
  });
  return bytes;
}

/**
 * An array of struct bpf_insn, little endian. `rules` oldest first; what no rule names is denied. Verified by
 * the kernel: no loops, no dead code, the result is 0 or 1.
 */
export function deviceProgram(rules: readonly DeviceRule[]): Uint8Array {
  const insns: Insn[] = [...prologue];
  for (const rule of rules.toReversed()) {
    insns.push(...ruleInsns(rule));
    if (decidesAll(rule)) return encode(insns);
  }
  return encode([...insns, ...result(false)]);
}
