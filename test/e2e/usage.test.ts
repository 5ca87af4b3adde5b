/** The command line itself: what is wrong with it reaches the log, and the name teu is called by counts. */
import { expect } from 'bun:test';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { runtime } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

scenario(
  'when the command line is wrong then the log says so too',
  (box) => {
    const log = `${box.dir}/log.json`;
    const { code, stderr } = box.call(['--log', log, '--log-format=json', 'create', '--no-such-option', 'x']);
    expect(code).toBe(1);
    expect(stderr).toContain('no-such-option');
    expect(JSON.parse(readFileSync(log, 'utf8'))).toMatchObject({ level: 'error', code: 'teu.usage' });
  },
  { teuOnly: 'runc prints usage and logs nothing' },
);

scenario(
  'when the log cannot be written then reading verbs end as they would have',
  (box) => {
    mkdirSync(`${box.root}/half`, { recursive: true });
    for (const log of ['/dev/full', '/proc/nope/log', box.dir]) {
      const failed = box.call(['--log', log, '--log-format', 'json', 'state', 'none']);
      expect({ ...failed, stderr: '' }).toEqual({ code: 1, stdout: '', stderr: '' });
      expect(failed.stderr).toContain('container does not exist');
      const listed = box.call(['--log', log, '--log-format', 'json', 'list', '-q']);
      expect(listed).toEqual({ code: 0, stdout: 'half\n', stderr: '' });
    }
    box.must('delete', 'half');
  },
  { teuOnly: 'runc opens the log first' },
);

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
