/** An exec process is of no use to those inside before it is one of them (CVE-2016-9962, CVE-2019-5736, CVE-2024-21626). */
import { expect } from 'bun:test';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { withAllCapabilities } from '../helpers/config.ts';
import { running, sh, told } from '../helpers/exec.ts';
import { runtime } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

/** Root of the container looks at every new process as fast as a shell can. Its own root has no /home. */
const spy =
  'while :; do for p in /proc/[0-9]*; do case $(readlink $p/exe) in *memfd*) echo EXE;; esac; ' +
  '[ -d $p/root/home ] && echo ROOT; done 2>/dev/null; done >/tmp/seen';

scenario(
  'nobody inside sees the program, the root or the descriptors of an exec process that is not one of them yet',
  (box) => {
    const id = running(box, (config) => {
      config.process.args = ['/bin/sh', '-c', spy];
    });
    for (let round = 0; round < 60; round++) expect(box.call(['exec', id, 'true']).code).toBe(0);
    expect(told(box, id, 'cat /tmp/seen')).toBe('');
  },
  { teuOnly: 'about its image' },
);

scenario('when those inside may trace all of them then they still never see the root of the host', (box) => {
  const id = running(box, (config) => {
    withAllCapabilities(config, ['CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH']);
    config.process.args = ['/bin/sh', '-c', spy.replace('echo EXE', 'true')];
  });
  for (let round = 0; round < 60; round++) expect(box.call(['exec', id, 'true']).code).toBe(0);
  expect(told(box, id, 'cat /tmp/seen')).toBe('');
});

scenario(
  'no descriptor of the host can be reached through the working directory',
  (box) => {
    const id = running(box);
    for (let fd = 3; fd < 40; fd++) {
      const result = sh(box, id, 'pwd -P; ls', '--cwd', `/proc/self/fd/${fd}`);
      if (result.code === 0) expect(result.stdout).toStartWith('/');
      else expect(result.code).toBe(255);
      expect(result.stdout).not.toContain('boot');
    }
  },
  { teuOnly: 'about its status' },
);

scenario(
  'the runtime cannot be written through /proc/self/exe',
  (box) => {
    const sum = () => createHash('sha256').update(readFileSync(runtime)).digest('hex');
    const before = sum();
    const id = running(box, (config, dir) => {
      Bun.write(`${dir}/rootfs/bin/evil`, '#!/proc/self/exe\n');
      Bun.spawnSync(['chmod', '755', `${dir}/rootfs/bin/evil`]);
    });
    expect(box.call(['exec', id, '/bin/evil']).code).not.toBe(0);
    box.settle();
    expect(sum()).toBe(before);
  },
  { teuOnly: 'about its file' },
);

scenario(
  'neither inheritable nor ambient capabilities are given that the configuration does not name',
  (box) => {
    const id = running(box);
    for (const flags of [[], ['--cap', 'CAP_CHOWN'], ['--user', '1000:1000', '--cap', 'CAP_CHOWN']]) {
      const out = told(box, id, 'grep -E "^Cap(Inh|Amb)" /proc/self/status', ...flags);
      expect(out).toBe('CapInh:\t0000000000000000\nCapAmb:\t0000000000000000\n');
    }
  },
);

/** mkdir is refused with an errno of its own. */
const profile = {
  defaultAction: 'SCMP_ACT_ALLOW',
  architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_AARCH64'],
  syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO', errnoRet: 28 }],
};

for (const noNewPrivileges of [true, false])
  scenario(
    `the seccomp filter of the container holds for an exec process, no_new_privs ${noNewPrivileges}`,
    (box) => {
      const id = running(box, (config) => {
        config.linux.seccomp = profile;
        config.process.noNewPrivileges = noNewPrivileges;
      });
      const result = sh(box, id, 'grep -E "^(Seccomp|NoNewPrivs):" /proc/self/status; mkdir /tmp/x');
      expect(result.stdout).toBe(`NoNewPrivs:\t${noNewPrivileges ? 1 : 0}\nSeccomp:\t2\n`);
      expect(result.stderr).toContain('No space left on device');
    },
  );

scenario(
  'whoever is let in before start reaches no descriptor of the init that waits',
  (box) => {
    const id = box.id();
    box.must('create', '--bundle', box.bundle('exec sleep 1000'), id);
    expect(sh(box, id, 'for fd in /proc/1/fd/*; do readlink $fd; done').stdout).toBe('');
    expect(sh(box, id, 'readlink /proc/1/exe').stdout).toBe('');
    box.must('start', id);
    expect(told(box, id, 'readlink /proc/1/exe')).toBe('/bin/busybox\n');
  },
  { teuOnly: 'about its init' },
);
