/**
 * align-core RAW OUT: lays the segments of a compiled executable out in the file as they lie in memory, modulo 2 MiB, and writes
 * the copy in pieces of 2 MiB. The page cache then holds it in folios that the kernel maps with one entry each, where it
 * took 300 faults per start. Only offsets change: no address, no byte of a segment.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

const huge = 2 << 20;
const load = 1;
const header = { phoff: 32, shoff: 40, phentsize: 54, phnum: 56, shentsize: 58, shnum: 60 };
const segment = { type: 0, offset: 8, vaddr: 16, align: 48 };
const sectionOffset = 24;

const [rawPath, outPath] = process.argv.slice(2);
if (!rawPath || !outPath) throw new Error('usage: align-core RAW OUT');
const raw = readFileSync(rawPath);
if (raw.readUInt32BE(0) !== 0x7f454c46 || raw[4] !== 2 || raw[5] !== 1)
  throw new Error(`${rawPath} is no ELF64`);

const u64 = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

/** Positions of the entries of one of the two tables. */
function entries(offset: number, size: number, count: number): number[] {
  const first = u64(raw, offset);
  const bytes = raw.readUInt16LE(size);
  return Array.from({ length: raw.readUInt16LE(count) }, (_, index) => first + index * bytes);
}
const segments = entries(header.phoff, header.phentsize, header.phnum);
const sections = entries(header.shoff, header.shentsize, header.shnum);
const loads = segments.filter((at) => raw.readUInt32LE(at + segment.type) === load);

/** From `from` (in the old file) on everything moves by `by`. In file order. */
const moves: { from: number; by: number }[] = [];
for (const at of loads) {
  const from = u64(raw, at + segment.offset);
  const before = moves.at(-1);
  if (before && from < before.from) throw new Error(`${rawPath}: segments are not in file order`);
  const shifted = from + (before?.by ?? 0);
  const padding = (((u64(raw, at + segment.vaddr) - shifted) % huge) + huge) % huge;
  moves.push({ from, by: (before?.by ?? 0) + padding });
}
const moved = (offset: number): number => offset + (moves.findLast(({ from }) => offset >= from)?.by ?? 0);

const out = Buffer.alloc(raw.length + (moves.at(-1)?.by ?? 0));
moves.forEach(({ from, by }, index) => {
  raw.copy(out, from + by, from, moves[index + 1]?.from ?? raw.length);
});
if (moves[0]?.from !== 0 || moves[0].by !== 0)
  throw new Error(`${rawPath}: its first segment is not its head`);
const rewrite = (at: number): void => void out.writeBigUInt64LE(BigInt(moved(u64(raw, at))), moved(at));
rewrite(header.shoff);
for (const at of segments) rewrite(at + segment.offset);
for (const at of loads) out.writeBigUInt64LE(BigInt(huge), moved(at) + segment.align);
for (const at of sections) rewrite(at + sectionOffset);

const fd = openSync(outPath, 'wx', 0o755);
for (let at = 0; at < out.length; at += huge) writeSync(fd, out, at, Math.min(huge, out.length - at));
closeSync(fd);
