import { expect, test } from 'bun:test';

test('the launcher and docs/cli.md say what the table of verbs says today', () => {
  const run = Bun.spawnSync([process.execPath, 'scripts/gen-verbs.ts', '--check'], {
    cwd: new URL('../../..', import.meta.url).pathname,
    stderr: 'pipe',
  });
  expect(`${run.exitCode} ${run.stderr.toString()}`).toBe('0 ');
});
