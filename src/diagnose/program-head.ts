/** What the first bytes of a program say; elf(5), execve(2). */

const latin = new TextDecoder('latin1');

/** e_machine by the names of uname(2). */
const machines: Readonly<Record<number, string>> = {
  3: 'x86',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x86_64',
  183: 'aarch64',
  243: 'riscv64',
  258: 'loongarch64',
};

const isElf = (head: Uint8Array): boolean =>
  head.length >= 64 && head[0] === 0x7f && latin.decode(head.subarray(1, 4)) === 'ELF';

const BIG_ENDIAN = 2;
const CLASS_64 = 2;

function reader(head: Uint8Array) {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const isLittle = head[5] !== BIG_ENDIAN;
  return {
    u16: (at: number): number => view.getUint16(at, isLittle),
    u32: (at: number): number => view.getUint32(at, isLittle),
    u64: (at: number): number => Number(view.getBigUint64(at, isLittle)),
  };
}

/** The machine of an ELF file, or null for anything else. */
export function machineOf(head: Uint8Array): string | null {
  if (!isElf(head)) return null;
  const number = reader(head).u16(18);
  return machines[number] ?? `machine ${number}`;
}

const PT_INTERP = 3;

/** The loader that a dynamic program names (PT_INTERP); null when it has none, or names it further behind. */
export function programInterpreter(head: Uint8Array): string | null {
  const { u16, u32, u64 } = reader(head);
  const is64 = head[4] === CLASS_64;
  const [table, size, count] = is64 ? [u64(32), u16(54), u16(56)] : [u32(28), u16(42), u16(44)];
  for (let k = 0; k < count; k++) {
    const at = table + k * size;
    if (at + size > head.length || size < (is64 ? 56 : 32)) return null;
    if (u32(at) !== PT_INTERP) continue;
    const [start, length] = is64 ? [u64(at + 8), u64(at + 32)] : [u32(at + 4), u32(at + 16)];
    if (length < 2 || start + length > head.length) return null;
    return latin.decode(head.subarray(start, start + length - 1));
  }
  return null;
}

/** The first word behind `#!`, with a carriage return that became part of it; null when the file is no script. */
export function scriptInterpreter(head: Uint8Array): string | null {
  const text = latin.decode(head.subarray(0, 256));
  return /^#![ \t]*([^ \t\n]+)/.exec(text)?.[1] ?? null;
}
