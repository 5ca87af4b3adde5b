/**
 * Writes a cBPF program from its end to its start, so that every jump, which can only go forward, knows its target. A label is the number of
 * instructions from the target to the end of the program, the target included.
 */

import { CompileError } from './error.ts';

/** What the kernel accepts (BPF_MAXINSNS). */
export const MAX_INSTRUCTIONS = 4096;
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
  /** k, then code and offsets, of every instruction; backwards, so that reversing it gives struct sock_filter[] of a little endian machine. */
  private readonly words: number[] = [];
  private readonly values: number[] = [];
  private readonly nearest: number[] = [];

  /** Puts an instruction before all others. */
  emit(code: number, jt: number, jf: number, k: number): Place {
    this.words.push(k, code + jt * 0x1_0000 + jf * 0x100_0000);
    return ++this.count;
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

  /** A label from which `place` follows, at most `limit` instructions away. */
  reach(place: Place, limit: number): Place {
    const label = place < 0 ? (this.nearest[-1 - place] as number) : place;
    if (label > 0 && this.count - label <= limit) return label;
    if (place > 0) return this.emit(JA, 0, 0, this.count - place);
    const again = this.emit(RET, 0, 0, this.values[-1 - place] as number);
    this.nearest[-1 - place] = again;
    return again;
  }

  /** Ends the writing: the program as struct sock_filter[]. CompileError if it is too long for the kernel. */
  program(bigEndian: boolean): Uint8Array {
    if (this.count > MAX_INSTRUCTIONS) {
      const message = `the filter needs ${this.count} instructions, the kernel takes ${MAX_INSTRUCTIONS}`;
      throw new CompileError('too-long', '/syscalls', message);
    }
    const words = new Uint32Array(this.words.reverse());
    const bytes = new Uint8Array(words.buffer);
    const isLittleHost = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
    if (!bigEndian && isLittleHost) return bytes;
    const view = new DataView(words.buffer);
    for (let at = 0; at < bytes.length; at += 8) {
      const [head, k] = [words[at / 4] as number, words[at / 4 + 1] as number];
      view.setUint16(at, head & 0xffff, !bigEndian);
      view.setUint8(at + 2, (head >>> 16) & 0xff);
      view.setUint8(at + 3, head >>> 24);
      view.setUint32(at + 4, k, !bigEndian);
    }
    return bytes;
  }
}
