/** session-keyring(7): a container has its own, and finds no keys of its caller. */
import { expect } from 'bun:test';
import { withUserNamespace, type OciConfig } from '../helpers/config.ts';
import { repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';
import { ownKey } from '../helpers/sys.ts';

export const alsoIn = 'guest';

const refuse = (errno: string, calls: string) => [`${repository}build/test/filter`, errno, calls];

/** /proc/keys shows what the reader possesses: "ID flags usage timeout perm uid gid type description: ...". */
const showKeys = (config: OciConfig): void => {
  config.process.args = ['/bin/cat', '/proc/keys'];
  config.linux.maskedPaths = config.linux.maskedPaths.filter((path) => path !== '/proc/keys');
};

const ring = (text: string, id: string) =>
  text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find((words) => words[8] === `_ses.${id}:`);

for (const [where, more, permissions] of [
  ['', () => {}, '3f1b0000'],
  [' in a user namespace', (config: OciConfig) => withUserNamespace(config), '3f130008'],
] as const)
  scenario(
    `the session keyring is named after the container${where}`,
    (box) => {
      const id = box.id();
      const bundle = box.bundle((config) => {
        showKeys(config);
        more(config);
      });
      const found = ring(box.must('run', '--bundle', bundle, id).stdout, id);
      expect(found?.[7]).toBe('keyring');
      expect(found?.[4]).toBe(permissions);
    },
    { needs: ['keys'] },
  );

scenario(
  'keys of the caller are not found in it, but with --no-new-keyring they are',
  (box) => {
    ownKey('teu-of-the-caller');
    const bundle = box.bundle((config) => {
      showKeys(config);
      // Shown is what the reader may view: as another user, only what he finds in his own session.
      config.process.user = { uid: 1000, gid: 1000 };
    });
    const run = (id: string, ...options: string[]) =>
      box.must('run', ...options, '--bundle', bundle, id).stdout;
    expect(run(box.id())).not.toContain('teu-of-the-caller');
    const id = box.id();
    const kept = run(id, '--no-new-keyring');
    expect(kept).toContain('teu-of-the-caller');
    expect(kept).not.toContain(`_ses.${id}`);
  },
  { needs: ['keys'] },
);

for (const [name, errno] of [
  ['ENOSYS', '38'],
  ['EPERM', '1'],
  ['EDQUOT', '122'],
] as const)
  scenario(`where keyctl answers ${name} the container runs, and a warning says so`, (box) => {
    const { code, stdout, stderr } = box.run('echo inside', { wrap: refuse(errno, 'keyctl') });
    expect([code, stdout]).toEqual([0, 'inside\n']);
    expect(stderr).toMatch(new RegExp(`^teu: warning: .*keyctl\\(2\\): ${name}\n$`));
  });

scenario('where exec gets no session keyring it says so too', (box) => {
  const id = box.started('exec sleep 1000');
  const result = box.call(['exec', id, 'echo', 'inside'], { wrap: refuse('1', 'keyctl') });
  expect([result.code, result.stdout]).toEqual([0, 'inside\n']);
  expect(result.stderr).toMatch(/^teu: warning: .*keyctl\(2\): EPERM\n$/);
  box.end(id);
});

scenario('where keyctl fails for another reason it is an error', (box) => {
  const { code, stderr } = box.run('true', { wrap: refuse('12', 'keyctl') });
  expect(code).toBe(1);
  expect(stderr).toMatch(/cannot join the session keyring[\s\S]*ENOMEM/);
});

scenario('where the affinity may not be changed the container runs, and a warning says so', (box) => {
  const { code, stderr } = box.run('true', { wrap: refuse('1', 'sched_setaffinity') });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^teu: warning: .*sched_setaffinity\(2\): EPERM\n$/);
});
