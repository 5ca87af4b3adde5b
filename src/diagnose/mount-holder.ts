/** Which mount of the host shows a path; proc_pid_mountinfo(5). */

import { decodeOctal } from '../facts/mountinfo.ts';

export interface Holder {
  readonly type: string;
  readonly where: string;
  readonly isIdmapped: boolean;
}

const isBelow = (path: string, where: string): boolean =>
  where === '/' || path === where || path.startsWith(`${where}/`);

/** The last one of the longest mountpoint above `path`, which is absolute and without links; null when there is none. */
export function holderOf(path: string, mountinfo: string): Holder | null {
  let found: Holder | null = null;
  for (const line of mountinfo.split('\n')) {
    const [fields = '', behind = ''] = line.split(' - ');
    const words = fields.split(' ');
    const where = decodeOctal(words[4] ?? '');
    if (where === '' || !isBelow(path, where) || where.length < (found?.where.length ?? 0)) continue;
    const isIdmapped = (words[5] ?? '').split(',').includes('idmapped');
    found = { type: behind.split(' ')[0] ?? '', where, isIdmapped };
  }
  return found;
}
