/** config-linux.md#seccomp: what a filter does to the process, seen from inside. */
import { expect } from 'bun:test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import docker from '../seccomp/gen/docker.json' with { type: 'json' };
import { type OciConfig, withUserNamespace } from '../helpers/config.ts';
import { isTeu } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';
import { answer, filtered, profile, refuse, withProgram } from '../helpers/seccomp.ts';

const SIGSYS = 128 + 31;
const ENOSPC = 28;
const status = 'grep -E "^(Seccomp|NoNewPrivs|Cap)" /proc/self/status';
const field = (text: string, name: string) => new RegExp(`^${name}:\\t(.*)$`, 'm').exec(text)?.[1];
const mkdir = refuse(ENOSPC, 'mkdir', 'mkdirat');
const tried = 'mkdir /tmp/x 2>&1; test -d /tmp/x && echo made';

for (const noNewPrivileges of [true, false])
  for (const uid of [0, 1000])
    scenario(
      `the filter is in force, and no capability beside those asked for: no_new_privs ${noNewPrivileges}, uid ${uid}`,
      (box) => {
        const out = box.output(
          filtered(profile(mkdir), `${status}; ${tried}; true`, (config) => {
            config.process.noNewPrivileges = noNewPrivileges;
            config.process.user = { uid, gid: uid };
          }),
        );
        expect(field(out, 'Seccomp')).toBe('2');
        expect(field(out, 'NoNewPrivs')).toBe(noNewPrivileges ? '1' : '0');
        expect(out).toContain('No space left on device');
        expect(out).not.toContain('made');
        const asked = uid === 0 ? '0000000020000420' : '0000000000000000';
        expect([field(out, 'CapPrm'), field(out, 'CapEff'), field(out, 'CapBnd')]).toEqual([
          asked,
          asked,
          '0000000020000420',
        ]);
      },
    );

scenario('without a profile there is no filter', (box) => {
  expect(field(box.output(status), 'Seccomp')).toBe(
    field(readFileSync('/proc/self/status', 'utf8'), 'Seccomp'),
  );
});

scenario(
  'what the default action refuses is refused with its errno, and the rules are the exceptions',
  (box) => {
    const allowed = answer('ALLOW');
    allowed.names =
      'read write open openat close stat fstat lstat newfstatat mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn ioctl access faccessat execve exit exit_group arch_prctl set_tid_address getpid getppid getuid geteuid getgid getegid getcwd fcntl wait4 clone fork vfork uname prlimit64 readlink sigaltstack set_robust_list rseq getrandom futex lseek dup2'.split(
        ' ',
      );
    const out = box.output(
      filtered(
        { defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: ENOSPC, syscalls: [allowed] },
        `${tried}; true`,
      ),
    );
    expect(out).toBe("mkdir: can't create directory '/tmp/x': No space left on device\n");
  },
);

scenario('an action without an errno answers EPERM', (box) => {
  const result = box.run(filtered(profile(answer('ERRNO', 'mkdir', 'mkdirat')), tried));
  expect(result.stdout).toContain('Operation not permitted');
});

for (const action of ['KILL', 'KILL_THREAD', 'KILL_PROCESS', 'TRAP'])
  scenario(`SCMP_ACT_${action} ends the process with SIGSYS`, (box) => {
    // The shell itself: a command of its own would be a child.
    const result = box.run(filtered(profile(answer(action, 'chdir')), 'echo before; cd /tmp; echo after'));
    expect([result.code, result.stdout]).toEqual([SIGSYS, 'before\n']);
  });

scenario('SCMP_ACT_TRAP is a signal that can be handled', (box) => {
  const out = box.output(
    filtered(profile(answer('TRAP', 'chdir')), 'trap "echo caught" SYS; cd /tmp; echo after'),
  );
  expect(out).toContain('caught\nafter\n');
});

scenario('SCMP_ACT_LOG and SCMP_ACT_ALLOW let the call through', (box) => {
  const rules = [answer('LOG', 'mkdir', 'mkdirat'), answer('ALLOW', 'chdir')];
  expect(box.output(filtered(profile(...rules), `${tried}; cd /tmp && pwd`))).toBe('made\n/tmp\n');
});

scenario('without a tracer SCMP_ACT_TRACE is ENOSYS', (box) => {
  const result = box.run(filtered(profile(answer('TRACE', 'mkdir', 'mkdirat')), tried));
  expect(result.stdout).toContain('Function not implemented');
});

/** kill(2) with signal 0, 1 (which is ignored) and 2 on the shell itself; who is refused is told. */
const signals = 'trap "" HUP INT; for s in 0 1 2; do kill -$s $$ 2>/dev/null || echo -n "$s "; done; true';
const kill = (op: string, value: number, valueTwo?: number) => ({
  ...refuse(1, 'kill'),
  args: [{ index: 1, value, op: `SCMP_CMP_${op}`, ...(valueTwo === undefined ? {} : { valueTwo }) }],
});
const comparisons = [
  ['NE', 1, undefined, '0 2 '],
  ['LT', 1, undefined, '0 '],
  ['LE', 1, undefined, '0 1 '],
  ['EQ', 1, undefined, '1 '],
  ['GE', 1, undefined, '1 2 '],
  ['GT', 1, undefined, '2 '],
  ['MASKED_EQ', 2, 2, '2 '],
] as const;
for (const [op, value, valueTwo, refused] of comparisons)
  scenario(`an argument is compared by SCMP_CMP_${op}`, (box) => {
    expect(box.output(filtered(profile(kill(op, value, valueTwo)), signals))).toBe(refused);
  });

scenario('all conditions of a rule must hold', (box) => {
  const rule = kill('GE', 1);
  rule.args.push({ index: 0, value: 0, op: 'SCMP_CMP_EQ' });
  expect(box.output(filtered(profile(rule), signals))).toBe('');
});

scenario('a value of 64 bits is compared whole, also beyond 2^53', (box) => {
  const rule = { ...refuse(ENOSPC, 'ftruncate'), args: [{ index: 1, value: 4711, op: 'SCMP_CMP_EQ' }] };
  const dir = box.bundle(
    filtered(
      profile(rule),
      'cd /tmp; for s in 9223372036854775807 9223372036854775806 1; do truncate -s $s f 2>&1; done; true',
    ),
  );
  const file = `${dir}/config.json`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('4711', '9223372036854775807'));
  const result = box.call(['run', '--bundle', dir, box.id()]);
  expect(result.code).toBe(0);
  expect(result.stdout.match(/No space left/g)).toHaveLength(1);
  expect(result.stdout.match(/File too large/g)).toHaveLength(1);
});

scenario(
  'a process of another architecture is filtered by the rules of that architecture',
  (box) => {
    const out = (architectures: string[], abi: string) =>
      box.run(filtered({ ...profile(mkdir), architectures }, `abi ${abi}`, withProgram('abi')));
    const all = ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'];
    expect(out(all, 'x86').stdout).toBe(`-${ENOSPC}\n`);
    expect(out(all, 'x32').stdout).toBe(`-${ENOSPC}\n`);
    expect(out(['SCMP_ARCH_X86'], 'x86_64').stdout).toBe(`-${ENOSPC}\n`);
    // What the profile does not list has no rules: its calls end the process.
    expect(out(['SCMP_ARCH_X86_64'], 'x86').code).toBe(SIGSYS);
  },
  { needs: ['x86-64', 'ia32'] },
);

scenario('names that no kernel knows are passed over, for engines send them', (box) => {
  const out = box.output(
    filtered(profile(mkdir, refuse(1, 'no_such_call', 's390_pci_mmio_read')), `${tried}; true`),
  );
  expect(out).toContain('No space left on device');
});

for (const flag of ['LOG', 'SPEC_ALLOW', 'TSYNC'])
  scenario(`the flag ${flag} is taken`, (box) => {
    const flags = [`SECCOMP_FILTER_FLAG_${flag}`];
    expect(field(box.output(filtered({ ...profile(mkdir), flags }, status)), 'Seccomp')).toBe('2');
  });

scenario(
  'in a user namespace the filter is loaded too, without no_new_privs',
  (box) => {
    const out = box.output(
      filtered(profile(mkdir), `${status}; ${tried}; true`, (config) => {
        withUserNamespace(config);
        config.process.noNewPrivileges = false;
      }),
    );
    expect([field(out, 'Seccomp'), field(out, 'NoNewPrivs')]).toEqual(['2', '0']);
    expect(out).toContain('No space left on device');
  },
  { needs: ['userns'] },
);

/** Everything that the runtime does on the way, less what the program itself does. */
scenario('the filter need not allow any call of the runtime but execve', (box) => {
  const calls =
    'prctl capset setuid setgid setresuid setresgid setgroups fchdir chdir getdents64 openat2 sendmsg recvmsg ppoll poll clock_gettime close_range clone3 setsid umask rt_sigprocmask sendto accept4 memfd_create seccomp pipe2 kill signalfd4 exit dup3 capget faccessat2';
  const out = box.output(
    filtered(profile(answer('KILL_PROCESS', ...calls.split(' '))), '', (config, dir) => {
      withProgram('abi')(config, dir);
      config.process.args = ['/bin/abi', 'x86_64'];
      config.process.noNewPrivileges = false;
      config.process.user = { uid: 1000, gid: 1000, additionalGids: [5] };
    }),
  );
  expect(out).toBe('0\n');
});

scenario(
  'hooks are not filtered, and have no capability that the process has not',
  (box) => {
    const hook = `${status} > /tmp/hook; mkdir /tmp/by-hook`;
    const out = box.output(
      filtered(profile(mkdir), 'cat /tmp/hook; ls -d /tmp/by-hook', (config) => {
        config.process.noNewPrivileges = false;
        config.hooks = { startContainer: [{ path: '/bin/sh', args: ['sh', '-c', hook] }] };
      }),
    );
    expect(field(out, 'Seccomp')).toBe('0');
    expect([field(out, 'CapPrm'), field(out, 'CapEff')]).toEqual(['0000000020000420', '0000000020000420']);
    expect(out).toContain('/tmp/by-hook');
  },
  { needs: ['clone3'] },
);

const noExecve = (action: string) => (config: OciConfig) => {
  config.linux['seccomp'] = profile(answer(action, 'execve'));
};
const verbs = ['run', 'start'] as const;
for (const verb of verbs)
  for (const [action, words] of [
    ['ERRNO', 'the filter of /linux/seccomp answers execve with EPERM'],
    ['KILL_PROCESS', '/linux/seccomp'],
  ] as const)
    scenario(`when the filter forbids execve with ${action} then ${verb} names it`, (box) => {
      const bundle = box.bundle(noExecve(action));
      const id = box.id();
      if (verb === 'start') box.must('create', '--bundle', bundle, id);
      const result = box.call(verb === 'run' ? ['run', '--bundle', bundle, id] : ['start', id]);
      expect(result.code).not.toBe(0);
      expect(result.stderr).toContain(words);
    });

scenario(
  "under Docker's default profile a shell runs, and a user namespace cannot be made",
  (box) => {
    const script = 'unshare -U true 2>&1 && echo made; ls / | head -1; sleep 0.01; true';
    expect(box.output(script)).toContain('made\n');
    const out = box.output(filtered(docker.profiles[0] ?? {}, script));
    expect(out).toContain('Operation not permitted');
    expect(out).not.toContain('made');
    expect(out).toContain('bin\n');
  },
  { needs: ['userns'] },
);

scenario('a filter that is too long is answered with its pointer, and nothing is left', (box) => {
  const rules = Array.from({ length: 3000 }, (_, value) => ({
    ...refuse(1, 'mkdir'),
    args: [{ index: 1, value, op: 'SCMP_CMP_EQ' }],
  }));
  const hooked = `${box.dir}/hooked`;
  const rest: readonly ((config: OciConfig) => void)[] = [
    () => undefined,
    // It is compiled while init works, and before a hook does.
    (config) => {
      config.hooks = { prestart: [{ path: '/bin/touch', args: ['touch', hooked] }] };
    },
    (config) => withUserNamespace(config),
  ];
  for (const more of rest)
    for (const verb of ['run', 'create']) {
      const bundle = box.bundle(filtered(profile(...rules), 'true', more));
      const result = box.teu(verb, '--bundle', bundle, box.id());
      expect([result.code, result.stdout]).toEqual([1, '']);
      const place = /^ {2}field +\S*config\.json:\d+:\d+ \/linux\/seccomp\/syscalls +\[/m;
      if (isTeu) expect(result.stderr).toMatch(place);
      expect(box.left().filter((entry) => isTeu || !entry.includes('(Z'))).toEqual([]);
      expect(existsSync(hooked)).toBe(false);
    }
});
