/** sd_listen_fds(3): descriptors that are meant for the runtime go on to the payload, with the variables that say so. */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';

/** The shell's exec keeps its pid, which LISTEN_PID has to be. */
const activated = (redirect: string, variables: string) => [
  'sh',
  '-c',
  `exec ${redirect}; ${variables} LISTEN_PID=$$ exec "$@"`,
  'sh',
];

scenario('descriptors and names of socket activation reach the payload', (box) => {
  const bundle = box.bundle(
    'echo "$LISTEN_FDS $LISTEN_PID $LISTEN_FDNAMES"; cat <&3; cat <&4; ls /proc/self/fd | wc -l',
  );
  const { stdout } = box.call(['run', '--bundle', bundle, box.id()], {
    wrap: activated(`3<<A 4<<B\nthird\nA\nfourth\nB\nexec`, 'export LISTEN_FDS=2 LISTEN_FDNAMES=web:admin;'),
  });
  // ls opens the directory itself.
  expect(stdout).toBe('2 1 web:admin\nthird\nfourth\n6\n');
});

scenario('create hands them to the payload that start runs', (box) => {
  const id = box.id();
  const bundle = box.bundle('echo "$LISTEN_FDS $LISTEN_PID ${LISTEN_FDNAMES-none}" >/out; cat <&3 >>/out');
  const wrap = activated('3<<A\nthird\nA\nexec', 'export LISTEN_FDS=1;');
  expect(box.call(['create', '--bundle', bundle, id], { wrap })).toMatchObject({ code: 0, stderr: '' });
  box.must('start', id);
  box.eventually(() => box.state(id).status === 'stopped');
  expect(readFileSync(`${bundle}/rootfs/out`, 'utf8')).toBe('1 1 none\nthird\n');
});

scenario('they come before those of --preserve-fds', (box) => {
  const bundle = box.bundle('cat <&3; cat <&4; echo $LISTEN_FDS');
  const { stdout } = box.call(['run', '--preserve-fds', '1', '--bundle', bundle, box.id()], {
    wrap: activated('3<<A 4<<B\nthird\nA\nfourth\nB\nexec', 'export LISTEN_FDS=1;'),
  });
  expect(stdout).toBe('third\nfourth\n1\n');
});

scenario('a descriptor that is promised and not there is an error before anything is made', (box) => {
  const { code, stderr } = box.call(['create', '--bundle', box.bundle(), box.id()], {
    wrap: activated('3</dev/null', 'export LISTEN_FDS=2;'),
  });
  expect(code).toBe(1);
  expect(stderr).toContain('descriptor 4');
});
