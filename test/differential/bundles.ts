/** The bundles that both runtimes run, written by hand: each changes one topic of the default configuration. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import docker from '../seccomp/gen/docker.json' with { type: 'json' };
import { capabilities } from '../../src/tables/capabilities.ts';
import { type HookEntry, type OciConfig, withoutNamespace, withUserNamespace } from '../helpers/config.ts';

/** Adds the state, without pid and version, to /states: one line per property. */
const stateHook = (kind: string, root: string): HookEntry => ({
  path: '/bin/sh',
  args: [
    'sh',
    '-c',
    `tr '{},' '\\n\\n\\n' | grep -vE 'pid|ociVersion|^ *$' | sort | sed 's/^ */${kind} /; s/: */:/' >> ${root}/states`,
  ],
  env: ['PATH=/bin'],
});

export const bundles: Readonly<Record<string, (config: OciConfig, dir: string) => void>> = {
  plain: () => {},
  'a user': (config) => {
    config.process.user = { uid: 1000, gid: 1000, additionalGids: [5, 6], umask: 0o27 };
  },
  'capabilities of a user': (config) => {
    config.process.user = { uid: 1000, gid: 1000 };
    const some = ['CAP_CHOWN', 'CAP_NET_RAW'];
    config.process.capabilities = {
      bounding: [...some, 'CAP_KILL'],
      permitted: some,
      effective: some,
      inheritable: some,
      ambient: some,
    };
  },
  'no new privileges off': (config) => {
    config.process.noNewPrivileges = false;
  },
  'a user namespace': (config) => withUserNamespace(config),
  'a cgroup namespace': (config) => {
    config.linux.namespaces.push({ type: 'cgroup' });
  },
  'the network of the host': (config) => withoutNamespace(config, 'network'),
  'the ipc and uts of the host': (config) => {
    withoutNamespace(config, 'ipc');
    withoutNamespace(config, 'uts');
    delete config.hostname;
  },
  'limits, oom score and cwd': (config) => {
    config.process.rlimits = [
      { type: 'RLIMIT_NOFILE', soft: 100, hard: 200 },
      { type: 'RLIMIT_STACK', soft: 1 << 20, hard: 4 << 20 },
    ];
    config.process.oomScoreAdj = 200;
    config.process.cwd = '/made/here';
  },
  'sysctls and a domain': (config) => {
    config.linux.sysctl = { 'net.ipv4.ip_forward': '1', 'kernel.domainname': 'a.domain' };
  },
  "Docker's seccomp profile": (config) => {
    config.process.noNewPrivileges = false;
    config.linux.seccomp = docker.profiles[0];
  },
  "Docker's seccomp profile, no new privileges, a user": (config) => {
    config.process.user = { uid: 1000, gid: 1000 };
    config.linux.seccomp = docker.profiles[0];
  },
  'a seccomp profile with errnos and arguments': (config) => {
    const refuse = (errnoRet: number, ...names: string[]) => ({ names, action: 'SCMP_ACT_ERRNO', errnoRet });
    config.linux.seccomp = {
      defaultAction: 'SCMP_ACT_ALLOW',
      architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
      syscalls: [
        refuse(28, 'mkdir', 'mkdirat'),
        { ...refuse(11, 'kill'), args: [{ index: 1, value: 0, op: 'SCMP_CMP_NE' }] },
        refuse(2, 'no_such_call'),
      ],
    };
  },
  'bind mounts of every kind': (config, dir) => {
    mkdirSync(`${dir}/source/sub`, { recursive: true });
    writeFileSync(`${dir}/file`, 'x');
    const bind = (destination: string, source: string, options: string[]) =>
      config.mounts.push({ destination, type: 'bind', source, options });
    bind('/b/plain', `${dir}/source`, ['bind']);
    bind('/b/ro', `${dir}/source`, ['rbind', 'ro', 'nosuid', 'nodev', 'noexec']);
    bind('/b/file', `${dir}/file`, ['bind', 'ro']);
    bind('/b/private', `${dir}/source`, ['rbind', 'rprivate']);
    bind('/b/shared', `${dir}/source`, ['rbind', 'rshared']);
    bind('/b/slave', `${dir}/source`, ['rbind', 'rslave']);
    bind('/b/noatime', `${dir}/source`, ['bind', 'noatime', 'nodiratime']);
  },
  'binds with every propagation': (config, dir) => {
    mkdirSync(`${dir}/source/sub`, { recursive: true });
    for (const name of ['private', 'slave', 'shared', 'unbindable'])
      for (const option of [name, `r${name}`])
        config.mounts.push({
          destination: `/p/${option}`,
          type: 'bind',
          source: `${dir}/source`,
          options: ['bind', option],
        });
  },
  'remounts with attributes and propagation': (config, dir) => {
    mkdirSync(`${dir}/source`);
    const bind = { destination: '/r', type: 'bind', source: `${dir}/source`, options: ['bind', 'nosuid'] };
    config.mounts.push(bind, {
      destination: '/r',
      type: 'bind',
      options: ['remount', 'bind', 'nosuid', 'ro', 'shared'],
    });
  },
  'access times of every kind': (config) => {
    for (const option of [
      'atime',
      'noatime',
      'relatime',
      'strictatime',
      'nodiratime',
      'diratime',
      'norelatime',
      'nostrictatime',
    ])
      config.mounts.push({
        destination: `/a/${option}`,
        type: 'tmpfs',
        source: 'tmpfs',
        options: [option, 'size=64k'],
      });
  },
  'super block options': (config) => {
    for (const option of ['sync', 'dirsync', 'async', 'rw', 'ro', 'mand', 'nomand'])
      config.mounts.push({
        destination: `/s/${option}`,
        type: 'tmpfs',
        source: 'tmpfs',
        options: [option, 'size=64k'],
      });
  },
  'mounts whose places are links and files': (config, dir) => {
    mkdirSync(`${dir}/source`);
    writeFileSync(`${dir}/file`, 'x');
    mkdirSync(`${dir}/rootfs/real`);
    symlinkSync('/real', `${dir}/rootfs/absolute`);
    symlinkSync('../../../real', `${dir}/rootfs/upward`);
    const bind = (destination: string, source: string) =>
      config.mounts.push({ destination, type: 'bind', source, options: ['bind'] });
    bind('/absolute/one', `${dir}/source`);
    bind('/upward/two', `${dir}/file`);
    bind('relative/place', `${dir}/source`);
    bind('/deep/and/missing/file', `${dir}/file`);
  },
  'a slave propagation of the root': (config) => {
    config.linux.rootfsPropagation = 'rslave';
  },
  'binds in a user namespace': (config, dir) => {
    withUserNamespace(config);
    mkdirSync(`${dir}/source`);
    mkdirSync(`${dir}/rootfs/u`);
    config.mounts.push({
      destination: '/u',
      type: 'bind',
      source: `${dir}/source`,
      options: ['rbind', 'ro', 'noexec'],
    });
  },
  'tmpfs of every kind': (config) => {
    const tmpfs = (destination: string, options: string[]) =>
      config.mounts.push({ destination, type: 'tmpfs', source: 'tmpfs', options });
    tmpfs('/t/plain', []);
    tmpfs('/t/options', ['nosuid', 'nodev', 'noexec', 'size=1m', 'mode=700', 'uid=5', 'gid=6']);
    tmpfs('/etc', ['tmpcopyup', 'ro']);
    tmpfs('/t/noatime', ['noatime', 'strictatime']);
  },
  'a read-only root': (config) => {
    config.root.readonly = true;
  },
  devices: (config) => {
    config.linux.devices = [
      { path: '/dev/a-null', type: 'c', major: 1, minor: 3, fileMode: 0o644, uid: 3, gid: 4 },
      { path: '/dev/a-block', type: 'b', major: 7, minor: 1, fileMode: 0o660, uid: 0, gid: 6 },
      { path: '/dev/a-fifo', type: 'p', fileMode: 0o600, uid: 0, gid: 0 },
    ];
  },
  'masked and read-only paths of the image': (config, dir) => {
    mkdirSync(`${dir}/rootfs/hidden/below`, { recursive: true });
    writeFileSync(`${dir}/rootfs/hidden-file`, 'x');
    mkdirSync(`${dir}/rootfs/fixed`);
    config.linux.maskedPaths.push('/hidden', '/hidden-file');
    config.linux.readonlyPaths.push('/fixed');
  },
  ...Object.fromEntries(
    ['private', 'shared', 'unbindable'].map((propagation) => [
      `a ${propagation} propagation of the root`,
      (config: OciConfig) => {
        config.linux.rootfsPropagation = propagation;
      },
    ]),
  ),
  'a device rule without access': (config) => {
    config.linux.resources.devices.push({ allow: true, type: 'c', major: 10, minor: 7 });
  },
  'flags of seccomp': (config) => {
    config.linux['seccomp'] = {
      defaultAction: 'SCMP_ACT_ALLOW',
      architectures: ['SCMP_ARCH_X86_64'],
      flags: ['SECCOMP_FILTER_FLAG_LOG'],
      syscalls: [{ names: ['acct'], action: 'SCMP_ACT_ERRNO' }],
    };
  },
  'every capability, whether the host has it or not': (config) => {
    const all = [...capabilities];
    config.process.capabilities = { bounding: all, permitted: all, effective: all };
  },
  'states that hooks read': (config, dir) => {
    const kinds = ['prestart', 'createRuntime', 'createContainer', 'startContainer', 'poststop'] as const;
    config.annotations = { 'org.example/key': 'a value', other: '' };
    config.hooks = Object.fromEntries(
      kinds.map((kind) => [kind, [stateHook(kind, kind === 'startContainer' ? '' : `${dir}/rootfs`)]]),
    );
  },
  'only the mount namespace': (config) => {
    for (const type of ['pid', 'network', 'ipc', 'uts']) withoutNamespace(config, type);
    delete config.hostname;
    config.mounts = config.mounts.filter(({ type }) => type !== 'mqueue');
  },
};
