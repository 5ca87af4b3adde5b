/**
 * Prints src/seccomp-bpf-json/gen/{names,numbers}.ts from the kernel headers that Debian packages as linux-libc-dev. From trixie on the
 * package is one for all architectures; fetch and unpack it without installing:
 *   apt-get download linux-libc-dev && dpkg-deb -x linux-libc-dev_*_all.deb DIR
 * Arguments: DIR of each unpacked package, oldest kernel first. A call that a newer kernel dropped stays known (the 31 bit table of s390 is
 * gone since Linux 6.19).
 * Without arguments nothing is printed, only the native columns are compared with this machine's own headers (`make check`).
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { names } from '../src/seccomp-bpf-json/gen/names.ts';
import { numbers } from '../src/seccomp-bpf-json/gen/numbers.ts';

/** Architecture -> headers below usr/lib/linux/uapi. */
const headers = {
  x86_64: ['x86/asm/unistd_64.h'],
  x86: ['x86/asm/unistd_32.h'],
  x32: ['x86/asm/unistd_x32.h'],
  aarch64: ['arm64/asm/unistd_64.h'],
  arm: ['arm/asm/unistd-eabi.h', 'arm/asm/unistd.h'],
  riscv64: ['riscv/asm/unistd_64.h'],
  loongarch64: ['loongarch/asm/unistd_64.h'],
  s390x: ['s390/asm/unistd_64.h'],
  s390: ['s390/asm/unistd_32.h'],
  ppc64: ['powerpc/asm/unistd_64.h'],
  ppc: ['powerpc/asm/unistd_32.h'],
  mips: ['mips/asm/unistd_o32.h'],
  mips64: ['mips/asm/unistd_n64.h'],
  mips64n32: ['mips/asm/unistd_n32.h'],
  parisc: ['parisc/asm/unistd_32.h'],
  parisc64: ['parisc/asm/unistd_64.h'],
  m68k: ['m68k/asm/unistd_32.h'],
  sh: ['sh/asm/unistd_32.h'],
} as const;

type Table = Map<string, number>;

/** What the headers' `(__X32_SYSCALL_BIT + 5)` and the like are relative to. */
const bases: Readonly<Record<string, number>> = {
  __X32_SYSCALL_BIT: 0x4000_0000,
  __NR_SYSCALL_BASE: 0,
  __ARM_NR_BASE: 0xf_0000,
  __NR_Linux: Number.NaN,
};
const mipsBase = { mips: 4000, mips64: 5000, mips64n32: 6000 } as const;

/** `#define __NR_read 0` and `#define __ARM_NR_cacheflush (__ARM_NR_BASE+2)`. */
function parse(text: string, arch: string): Table {
  const table: Table = new Map();
  const line = /^#\s*define\s+__(?:ARM_)?NR_(\w+)\s+\(?(?:(__\w+)\s*\+\s*)?(\d+)\)?\s*$/gm;
  for (const [, name = '', base, offset] of text.matchAll(line)) {
    // Bases and counts are no calls, nor are the holes of the MIPS tables.
    if (/^(Linux|SYSCALL|BASE|syscalls|64_Linux|N32_Linux|O32_Linux|unused\d|reserved\d)/.test(name))
      continue;
    const start =
      base === '__NR_Linux' ? mipsBase[arch as keyof typeof mipsBase] : base === undefined ? 0 : bases[base];
    if (start === undefined || Number.isNaN(start))
      throw new Error(`${arch}: ${name} is relative to ${base}`);
    table.set(name, start + Number(offset));
  }
  return table;
}

function tableOf(arch: keyof typeof headers, packages: readonly string[]): Table {
  const table: Table = new Map();
  for (const root of packages)
    for (const header of headers[arch]) {
      const path = `${root}/usr/lib/linux/uapi/${header}`;
      if (!existsSync(path)) continue;
      for (const [name, number] of parse(readFileSync(path, 'utf8'), arch)) table.set(name, number);
    }
  if (table.size < 200) throw new Error(`${arch}: only ${table.size} system calls found`);
  return table;
}

function print(packages: readonly string[]): void {
  const arches = Object.keys(headers) as (keyof typeof headers)[];
  const tables = arches.map((arch) => tableOf(arch, packages));
  const all = [...new Set(tables.flatMap((table) => [...table.keys()]))].sort();
  const list = all.reduce<string[]>((lines, name) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length > 108) lines.push(name);
    else lines[lines.length - 1] = `${last} ${name}`;
    return lines;
  }, []);
  writeFileSync(
    'src/seccomp-bpf-json/gen/names.ts',
    [
      '/** Printed by scripts/gen-syscalls.ts from kernel headers. Do not edit. */',
      '',
      '/** Every system call of every architecture, by name; the place in this list is its row in numbers.ts. */',
      'export const names = (): string[] =>',
      `  (\n${list.map((text, i) => `    '${text}${i < list.length - 1 ? ' ' : ''}'`).join(' +\n')}\n  ).split(' ');`,
      '',
    ].join('\n'),
  );
  const columns = tables.map((table, i) => {
    const cells = all.map((name) => String(table.get(name) ?? -1));
    return `  ${arches[i]}: () => [${cells.join(', ')}],`;
  });
  writeFileSync(
    'src/seccomp-bpf-json/gen/numbers.ts',
    [
      '/** Printed by scripts/gen-syscalls.ts from kernel headers. Do not edit. */',
      '',
      '/** Architecture -> number of each row of names.ts, -1 where the architecture lacks the call. Functions, so that only what is used is made. */',
      'export const numbers = {',
      ...columns,
      '} satisfies Record<string, () => number[]>;',
      '',
    ].join('\n'),
  );
}

/** Where this machine has the headers of its own architectures, before and since kernels with a unistd_64.h on arm64. */
const native: Readonly<Record<string, readonly (keyof typeof headers)[]>> = {
  '/usr/include/x86_64-linux-gnu/asm': ['x86_64', 'x86', 'x32'],
  '/usr/include/aarch64-linux-gnu/asm': ['aarch64'],
};

/** Compares what the native headers say with the tables; they may know less. Returns how many numbers differ. */
function compareNative(arch: keyof typeof headers, file: string): number {
  const known = names();
  const column = numbers[arch]();
  let wrong = 0;
  for (const [name, number] of parse(readFileSync(file, 'utf8'), arch)) {
    const row = known.indexOf(name);
    if (row >= 0 && column[row] === number) continue;
    wrong++;
    console.error(`${arch}: ${name} is ${number}, the table says ${row < 0 ? 'nothing' : column[row]}`);
  }
  return wrong;
}

function check(): number {
  const compared: string[] = [];
  let wrong = 0;
  for (const [directory, arches] of Object.entries(native))
    for (const arch of arches) {
      const file = `${directory}/${headers[arch][0].split('/').at(-1)}`;
      if (!existsSync(file)) continue;
      wrong += compareNative(arch, file);
      compared.push(arch);
    }
  const rest = Object.keys(headers).filter((arch) => !compared.includes(arch));
  console.log(`compared with this machine's kernel headers: ${compared.join(' ') || 'nothing'}`);
  console.log(`not compared, for want of headers: ${rest.join(' ')}`);
  return wrong === 0 ? 0 : 1;
}

const args = process.argv.slice(2);
if (args.length > 0) print(args);
else process.exit(check());
