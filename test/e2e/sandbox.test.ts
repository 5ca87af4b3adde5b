/** Inside a sandbox that refuses the calls of newer kernels: the fallback, or one clear error. */
import { expect } from 'bun:test';
import { repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

const errnos = { EPERM: '1', ENOSYS: '38' } as const;
const refuse = (errno: string, calls: string) => [`${repository}build/test/filter`, errno, calls];

for (const [name, errno] of Object.entries(errnos)) {
  for (const call of ['openat2', 'clone3', 'close_range', 'faccessat2']) {
    scenario(`when ${call} answers ${name} then a container runs all the same`, (box) => {
      const result = box.run('echo inside', { wrap: refuse(errno, call) });
      expect(result).toEqual({ code: 0, stdout: 'inside\n', stderr: '' });
    });
  }

  scenario(
    `when the mount API answers ${name} then run says so, names the field, and leaves nothing`,
    (box) => {
      const before = box.left();
      const api = 'open_tree,move_mount,fsopen,fsconfig,fsmount,fspick,mount_setattr';
      const result = box.run('true', { wrap: refuse(errno, api) });
      expect([result.code, result.stdout]).toEqual([1, '']);
      expect(result.stderr).toMatch(/ \/root\/path /);
      expect(result.stderr).toMatch(new RegExp(`open_tree\\(2\\): ${name} `));
      if (name === 'ENOSYS') expect(result.stderr).toMatch(/hint .*mount API/);
      expect(box.left().filter((entry) => !before.includes(entry) && !/\/state$/.test(entry))).toEqual([]);
    },
  );
}

scenario('when memfd_create is refused then one line says so', (box) => {
  const result = box.run('true', { wrap: refuse(errnos.ENOSYS, 'memfd_create') });
  expect([result.code, result.stdout]).toEqual([1, '']);
  expect(result.stderr).toMatch(/^teu: .*memfd_create\(2\) is refused\n$/);
});
