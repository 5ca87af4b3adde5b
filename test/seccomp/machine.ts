/** A second interpreter of cBPF, written for speed and apart from evaluate.ts. */

export type Machine = (nr: number, arch: number, args: readonly bigint[]) => number;

/** Decodes a program once; the result is the value that it returns for a call. */
export function machine(program: Uint8Array, bigEndian: boolean): Machine {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const length = program.length / 8;
  const code = new Uint16Array(length);
  const yes = new Uint8Array(length);
  const no = new Uint8Array(length);
  const constant = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    code[i] = view.getUint16(8 * i, !bigEndian);
    yes[i] = view.getUint8(8 * i + 2);
    no[i] = view.getUint8(8 * i + 3);
    constant[i] = view.getUint32(8 * i + 4, !bigEndian);
  }
  const data = new DataView(new ArrayBuffer(64));
  return (nr, arch, args) => {
    data.setUint32(0, nr, !bigEndian);
    data.setUint32(4, arch, !bigEndian);
    for (let i = 0; i < 6; i++) data.setBigUint64(16 + 8 * i, args[i] ?? 0n, !bigEndian);
    let a = 0;
    for (let pc = 0; ; pc++) {
      const k = constant[pc] as number;
      let holds = false;
      switch (code[pc]) {
        case 0x06:
          return k;
        case 0x20:
          a = data.getUint32(k, !bigEndian);
          continue;
        case 0x54:
          a = (a & k) >>> 0;
          continue;
        case 0x05:
          pc += k;
          continue;
        case 0x15:
          holds = a === k;
          break;
        case 0x25:
          holds = a > k;
          break;
        case 0x35:
          holds = a >= k;
          break;
        case 0x45:
          holds = (a & k) !== 0;
          break;
        default:
          throw new Error(`instruction ${code[pc]} at ${pc} of ${length}`);
      }
      pc += (holds ? yes[pc] : no[pc]) as number;
    }
  };
}
