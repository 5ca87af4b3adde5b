/** What is left out or unusual in config.json, and what becomes of it. */
import { expect } from 'bun:test';
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { type OciConfig, withoutNamespace, withUserNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { waitEnd } from '../helpers/sys.ts';

/** A bundle whose config.json has no process. */
function withoutProcess(box: Box): string {
  const bundle = box.bundle();
  const file = `${bundle}/config.json`;
  const { process: _, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as OciConfig;
  writeFileSync(file, JSON.stringify(rest));
  return bundle;
}

const teuOnly = 'the peers want a process at create';

scenario(
  'a container without a process is created',
  (box) => {
    const id = box.id();
    box.must('create', '--bundle', withoutProcess(box), id);
    const { status, pid } = box.state(id);
    expect(status).toBe('created');
    expect(readFileSync(`/proc/${pid}/mounts`, 'utf8')).toContain(' /dev/shm ');
  },
  { teuOnly },
);

scenario(
  'start of a container without a process is an error',
  (box) => {
    const id = box.id();
    box.must('create', '--bundle', withoutProcess(box), id);
    const result = box.teu('start', id);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('process');
    expect(box.state(id).status).toBe('created');
  },
  { teuOnly },
);

scenario(
  'without a mount namespace the container has its root, and the host keeps its mounts',
  (box) => {
    const mounts = () => readFileSync('/proc/self/mountinfo', 'utf8');
    const before = mounts();
    const out = box.output((config) => {
      withoutNamespace(config, 'mount');
      Object.assign(config, { mounts: [] });
      Object.assign(config.linux, { maskedPaths: [], readonlyPaths: [], devices: [] });
      config.process.args = ['/bin/ls', '/'];
    });
    expect(out.split('\n')).toContain('bin');
    expect(mounts()).toBe(before);
  },
  { teuOnly: 'runc 1.1 changes the propagation of the host' },
);

scenario('a relative destination counts from the root', (box) => {
  const { code, stdout } = box.run((config) => {
    config.mounts.push({ destination: 'relative', type: 'tmpfs', source: 'sink' });
    config.process.args = ['/bin/grep', ' /relative ', '/proc/self/mounts'];
  });
  expect([code, stdout.split(' ')[0]]).toEqual([0, 'sink']);
});

scenario(
  'a failing poststart hook stops the container',
  (box) => {
    const id = box.created((config) => {
      config.hooks = { poststart: [{ path: '/bin/false' }] };
      config.process.args = ['/bin/sleep', '1000'];
    });
    const { pid } = box.state(id);
    const result = box.teu('start', id);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/hooks/poststart/0');
    waitEnd(pid);
  },
  { teuOnly: 'runc 1.1 starts it all the same' },
);

scenario('a device may be anywhere in the container', (box) => {
  const out = box.output((config) => {
    config.linux.devices = [{ path: '/opt/sub/zero', type: 'c', major: 1, minor: 5, fileMode: 0o666 }];
    config.process.args = ['/bin/stat', '-c', '%F %t:%T', '/opt/sub/zero'];
  });
  expect(out).toBe('character special file 1:5\n');
});

scenario(
  'a user.* sysctl is set in a user namespace',
  (box) => {
    const out = box.output((config) => {
      withUserNamespace(config);
      config.linux.sysctl = { 'user.max_net_namespaces': '7' };
      config.process.args = ['/bin/cat', '/proc/sys/user/max_net_namespaces'];
    });
    expect(out).toBe('7\n');
  },
  { needs: ['userns'], teuOnly: 'runc 1.1 refuses it' },
);

scenario('the size of a terminal that is not there is ignored', (box) => {
  const out = box.output((config) => {
    config.process.consoleSize = { width: 80, height: 24 };
    config.process.args = ['/bin/sh', '-c', 'test -t 0 || echo none; test -e /dev/console || echo none'];
  });
  expect(out).toBe('none\nnone\n');
});

scenario(
  'a hook without env has that of the caller, one with an empty env has none',
  (box) => {
    const environment = (env?: string[]) => {
      const file = `${box.dir}/environ`;
      const hook = { path: '/bin/cp', args: ['cp', '/proc/self/environ', file], ...(env && { env }) };
      const bundle = box.bundle((config) => {
        config.hooks = { createRuntime: [hook] };
      });
      const result = box.call(['run', '--bundle', bundle, box.id()], {
        env: { PATH: '/bin', SINK: 'caller' },
      });
      expect(result.code).toBe(0);
      return readFileSync(file, 'utf8');
    };
    expect(environment()).toContain('SINK=caller\0');
    expect(environment([])).toBe('');
  },
  { teuOnly: 'the peers differ from each other' },
);

/** Numbers up to 273 on x86-64, so that fallocate (285) is newer than the profile, and mkdir (83) is not. */
const old =
  'read write open close stat fstat lstat poll lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn ioctl access pipe dup2 getpid clone fork vfork execve exit wait4 uname fcntl getcwd chdir readlink getuid getgid setuid setgid geteuid getegid getppid sigaltstack arch_prctl futex set_tid_address exit_group openat newfstatat faccessat set_robust_list';

scenario(
  'a call that the profile is too old to name is ENOSYS',
  (box) => {
    const out = box.output((config) => {
      const syscalls = [{ names: old.split(' '), action: 'SCMP_ACT_ALLOW' }];
      config.linux['seccomp'] = {
        defaultAction: 'SCMP_ACT_ERRNO',
        architectures: ['SCMP_ARCH_X86_64'],
        syscalls,
      };
      config.process.args = ['/bin/sh', '-c', 'mkdir /tmp/d 2>&1; fallocate -l 1 /tmp/f 2>&1; true'];
    });
    expect(out).toMatch(/mkdir: .*Operation not permitted\nfallocate: .*Function not implemented\n/);
  },
  { needs: ['x86-64'] },
);

scenario(
  'a user without rights gets a container with the ids of /etc/subuid',
  (box) => {
    // Of a user that every Debian has, in files that only this call sees.
    const script = `printf 'daemon:300000:1000\\n' > ${box.dir}/sub
for f in subuid subgid; do mount --bind ${box.dir}/sub /etc/$f || exit 1; done
exec setpriv --reuid=1 --regid=1 --clear-groups "$@"`;
    mkdirSync(box.root);
    chownSync(box.root, 1, 1);
    const bundle = box.bundle((config) => {
      withUserNamespace(config);
      const maps = () => [
        { containerID: 0, hostID: 1, size: 1 },
        { containerID: 1, hostID: 300_000, size: 1000 },
      ];
      Object.assign(config.linux, { uidMappings: maps(), gidMappings: maps(), resources: {} });
      config.process.args = ['/bin/cat', '/proc/self/uid_map'];
    });
    const wrap = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh'];
    const { code, stdout, stderr } = box.call(['run', '--bundle', bundle, box.id()], { wrap });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.trim().split(/\s+/).map(Number)).toEqual([0, 1, 1, 1, 300_000, 1000]);
    rmSync(box.root, { recursive: true });
  },
  { needs: ['userns', 'newuidmap'], teuOnly: 'runc 1.1 wants --rootless' },
);
