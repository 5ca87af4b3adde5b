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

scenario(
  'when systemd is to make the cgroup then create says that it is not supported, and leaves nothing',
  (box) => {
    for (const option of [['--systemd-cgroup'], ['--cgroup-manager', 'systemd']]) {
      const bundle = box.bundle((config) => {
        config.linux.cgroupsPath = 'system.slice:teu:web';
      });
      const result = box.call([...option, 'create', '--bundle', bundle, box.id()]);
      expect([result.code, result.stdout]).toEqual([1, '']);
      expect(result.stderr).toContain(option[0] ?? '');
      expect(box.left()).toEqual([]);
    }
  },
  { teuOnly: 'runc asks systemd' },
);
