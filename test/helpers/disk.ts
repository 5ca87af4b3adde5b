/** A block device to set limits on. */
import { readFileSync } from 'node:fs';

/** Numbers of a whole disk of this machine, or null. */
export function disk(): { major: number; minor: number } | null {
  for (const line of readFileSync('/proc/partitions', 'utf8').split('\n')) {
    const [, major, minor, , name] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+([a-z]+)$/.exec(line) ?? [];
    if (name !== undefined) return { major: Number(major), minor: Number(minor) };
  }
  return null;
}
