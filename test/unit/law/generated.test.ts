/** Generated files are what their printers print today. */
import { afterAll, expect, test } from 'bun:test';
import { writeFileSync } from 'node:fs';
import { files, isGenerated, repository, text } from './sources.ts';

const generated = () =>
  files(/\.(h|ts|js|cjs|json|8|bash|fish|md)$|\/_teu$/, 'native', 'src', 'packaging', 'docs').filter(
    isGenerated,
  );
const before = new Map(generated().map((path) => [path, text(path)]));

afterAll(() => {
  for (const [path, content] of before) if (text(path) !== content) writeFileSync(repository + path, content);
});

for (const script of files(/gen-[^/]*\.ts$/, 'scripts')) {
  test(`${script} prints what is checked in`, () => {
    const run = Bun.spawnSync([process.execPath, script], {
      cwd: repository,
      stdout: 'ignore',
      stderr: 'pipe',
    });
    expect(`${run.exitCode} ${run.stderr.toString()}`).toBe('0 ');
    const changed = generated().filter((path) => before.get(path) !== text(path));
    expect(changed).toEqual([]);
  }, 20_000);
}
