/** The command line itself: the name teu is called by counts. */
import { expect } from 'bun:test';
import { symlinkSync } from 'node:fs';
import { runtime } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

scenario(
  'when it is called runc then the version begins as go-runc wants',
  (box) => {
    symlinkSync(runtime, `${box.dir}/runc`);
    const text = (program: string) => Bun.spawnSync([program, '--version']).stdout.toString();
    expect(text(`${box.dir}/runc`)).toMatch(/^runc version \S+\ncommit: \S+\nspec: \S+\n$/);
    expect(text(runtime)).toMatch(/^teu version /);
  },
  { teuOnly: 'its own name' },
);

scenario('when help is asked for then it goes to stdout and the status is 0', (box) => {
  for (const args of [['--help'], ['create', '--help'], ['help', 'kill']]) {
    const { code, stdout, stderr } = box.call(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.toLowerCase()).toContain('usage');
  }
});
