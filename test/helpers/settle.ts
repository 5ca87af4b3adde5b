/** What is left once those that were told to end have ended. */
import { tryReap, waitEnd } from './sys.ts';

/** Processes named by the entries (`process PID ...`) get two seconds, everything else none; then `look` tells again. */
export function leftAfterEnd(look: () => string[]): string[] {
  for (const entry of look()) {
    const pid = Number(/^process ([0-9]+) /.exec(entry)?.[1] ?? 0);
    if (pid === 0) continue;
    try {
      waitEnd(pid, 2_000);
    } catch {
      continue; // it lives: the second look says so
    }
    tryReap(pid);
  }
  return look();
}
