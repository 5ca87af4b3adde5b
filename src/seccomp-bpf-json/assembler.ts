/**
 * Writes a cBPF program from its end to its start, so that every jump, which can only go forward, knows its target. A label is the number of
 * instructions from the target to the end of the program, the target included.
 */

import { CompileError } from './error.ts';

/** What the kernel accepts (BPF_MAXINSNS). */
export const MAX_INSTRUCTIONS = 4096;
const INSTRUCTION_BYTES = 8;
/** Conditional jumps have offsets of 8 bits. */
const REACH = 255;

export const LD_ABS = 0x20;
export const AND = 0x54;
export const JA = 0x05;
export const JEQ = 0x15;
export const JGT = 0x25;
export const JGE = 0x35;
export const RET = 0x06;

/** A label, or the negative of 1 + the place of a return value in the assembler's list. */
export type Place = number;

export class Assembler {
  /** Number of instructions so far. */
  count = 0;
  private readonly bytes = new Uint8Array(MAX_INSTRUCTIONS * INSTRUCTION_BYTES);
  private readonly view = new DataView(this.bytes.buffer);
  private readonly values: number[] = [];
  private readonly nearest: number[] = [];
  private readonly littleEndian: boolean;

  constructor(bigEndian: boolean) {
    this.littleEndian = !bigEndian;
  }

  /** Puts an instruction before all others. */
  emit(code: number, jt: number, jf: number, k: number): Place {
    if (this.count === MAX_INSTRUCTIONS)
      throw new CompileError(
        'too-long',
        '/syscalls',
        `the filter needs more than ${MAX_INSTRUCTIONS} instructions`,
      );
    this.count++;
    const at = (MAX_INSTRUCTIONS - this.count) * INSTRUCTION_BYTES;
    this.view.setUint16(at, code, this.littleEndian);
    this.bytes[at + 2] = jt;
    this.bytes[at + 3] = jf;
    this.view.setUint32(at + 4, k, this.littleEndian);
    return this.count;
  }

  /** Where the filter returns this value; the instruction itself is written near each place that jumps to it. */
  returns(value: number): Place {
    const known = this.values.indexOf(value);
    if (known >= 0) return -1 - known;
    this.values.push(value);
    this.nearest.push(0);
    return -this.values.length;
  }

  /** A jump on a comparison of the accumulator with k. */
  jump(code: number, k: number, whenTrue: Place, whenFalse: Place): Place {
    // Bringing the second target near may put one more instruction before the first.
    const yes = this.reach(whenTrue, REACH - 1);
    const no = this.reach(whenFalse, REACH);
    return this.emit(code, this.count - yes, this.count - no, k);
  }

  /** The program as struct sock_filter[] from `first`, which must be the last thing written. */
  program(first: Place): Uint8Array {
    if (this.reach(first, 0) !== this.count) throw new Error('a program starts at its first instruction');
    return this.bytes.slice((MAX_INSTRUCTIONS - this.count) * INSTRUCTION_BYTES);
  }

  /** A label at most `limit` instructions away from which `place` follows. */
  reach(place: Place, limit: number): Place {
    const label = place < 0 ? (this.nearest[-1 - place] as number) : place;
    if (label > 0 && this.count - label <= limit) return label;
    if (place > 0) return this.emit(JA, 0, 0, this.count - place);
    const again = this.emit(RET, 0, 0, this.values[-1 - place] as number);
    this.nearest[-1 - place] = again;
    return again;
  }
}
