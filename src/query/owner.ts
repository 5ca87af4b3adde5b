/** User names for people; nothing is decided by them. */

import { tryReadText } from '../native/lib.ts';

/** Pure: the name of a uid in the text of passwd(5), or null. */
export function nameOfUid(passwd: string, uid: number): string | null {
  for (const line of passwd.split('\n')) {
    const [name, , id] = line.split(':');
    if (id === String(uid) && name !== undefined && name !== '') return name;
  }
  return null;
}

/** The user's name in /etc/passwd, else `#` and the number, as runc prints it. */
export function userName(uid: number): string {
  if (uid === 0) return 'root';
  return nameOfUid(tryReadText('/etc/passwd') ?? '', uid) ?? `#${uid}`;
}
