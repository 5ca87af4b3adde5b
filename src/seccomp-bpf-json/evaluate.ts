/** Runs a program as the kernel would: for tests, for `explain`, and to try a profile without loading it. */

/** struct seccomp_data. */
export interface SeccompData {
  readonly nr: number;
  /** AUDIT_ARCH_*. */
  readonly arch: number;
  readonly instructionPointer?: bigint;
  /** Six unsigned 64 bit values; missing ones are 0. */
  readonly args: readonly bigint[];
}

export interface Evaluation {
  /** What the filter returns: the action in the high, its data in the low 16 bits. */
  readonly value: number;
  /** Instructions executed. */
  readonly executed: number;
  /** Index of each instruction executed, in order. */
  readonly trace: readonly number[];
}

/** Evaluates the program for one call. Throws if it does what the kernel's checker forbids. */
export function evaluate(program: Uint8Array, data: SeccompData, bigEndian = false): Evaluation {
  const code = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const input = encode(data, bigEndian);
  const trace: number[] = [];
  let accumulator = 0;
  for (let at = 0; at * 8 < program.length; at++) {
    trace.push(at);
    const k = code.getUint32(at * 8 + 4, !bigEndian);
    const op = code.getUint16(at * 8, !bigEndian);
    if (op === 0x06) return { value: k, executed: trace.length, trace };
    if (op === 0x20) accumulator = input.getUint32(k, !bigEndian);
    else if (op === 0x54) accumulator = (accumulator & k) >>> 0;
    else if (op === 0x05) at += k;
    else at += code.getUint8(at * 8 + (holds(op, accumulator, k) ? 2 : 3));
  }
  throw new Error('the program ends without a return');
}

function holds(op: number, accumulator: number, k: number): boolean {
  if (op === 0x15) return accumulator === k;
  if (op === 0x25) return accumulator > k;
  if (op === 0x35) return accumulator >= k;
  if (op === 0x45) return (accumulator & k) !== 0;
  throw new Error(`instruction 0x${op.toString(16)} has no place in a filter`);
}

function encode(data: SeccompData, bigEndian: boolean): DataView {
  const input = new DataView(new ArrayBuffer(64));
  input.setUint32(0, data.nr >>> 0, !bigEndian);
  input.setUint32(4, data.arch, !bigEndian);
  input.setBigUint64(8, data.instructionPointer ?? 0n, !bigEndian);
  for (const [i, arg] of data.args.entries())
    input.setBigUint64(16 + 8 * i, BigInt.asUintN(64, arg), !bigEndian);
  return input;
}
