/** A test that is left out: its reason is printed, and listed for the runner, which compares with test/skipped.txt. */
import { test } from 'bun:test';
import { appendFileSync } from 'node:fs';

export function skip(title: string, reason: string): void {
  console.log(`skipped: ${title}: ${reason}`);
  const log = process.env['TEU_SKIP_LOG'];
  if (log !== undefined) appendFileSync(log, `${title}\t${reason}\n`);
  test.skip(title, () => {});
}
