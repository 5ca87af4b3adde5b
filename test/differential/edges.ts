/** Small bundles at the edges of what is right, and `mistakes`, which both runtimes refuse. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { type OciConfig, withoutNamespace, withUserNamespace } from '../helpers/config.ts';
import type { Change } from './observe.ts';

const mount =
  (destination: string, type: string, options: string[], source = type): Change =>
  (config) => {
    config.mounts.push({ destination, type, source, options });
  };

const process =
  (change: Partial<OciConfig['process']>): Change =>
  (config) => {
    Object.assign(config.process, change);
  };

/** argv[0] of the shell that looks at the container. */
const shell =
  (name: string, more: Partial<OciConfig['process']> = {}): Change =>
  (config) => {
    Object.assign(config.process, more);
    config.process.args[0] = name;
  };

const linux =
  (change: Partial<OciConfig['linux']>): Change =>
  (config) => {
    Object.assign(config.linux, change);
  };

const resources = (change: Record<string, unknown>) => linux({ resources: change });
const hooks =
  (change: OciConfig['hooks']): Change =>
  (config) => {
    if (change !== undefined) config.hooks = change;
  };

const withoutMount =
  (pattern: RegExp): Change =>
  (config) => {
    config.mounts = config.mounts.filter(({ destination }) => !pattern.test(destination));
  };

const linkInRootfs =
  (list: 'maskedPaths' | 'readonlyPaths'): Change =>
  (config, dir) => {
    symlinkSync('/etc', `${dir}/rootfs/link`);
    config.linux[list].push('/link');
  };

const user = { uid: 1000, gid: 1000 };

export const edges: Readonly<Record<string, Change>> = {
  'a proc that hides': mount('/p', 'proc', ['hidepid=2', 'ro']),
  'a proc of processes alone': mount('/p', 'proc', ['subset=pid']),
  'a second sysfs': mount('/s', 'sysfs', ['ro']),
  'no cgroup mount': withoutMount(/cgroup/),
  'no devpts': withoutMount(/pts/),
  'a program by a relative path': shell('bin/sh'),
  'a program looked for in PATH': shell('sh'),
  'a program looked for in the second PATH': shell('sh', { env: ['PATH=/nope', 'PATH=/bin'] }),
  'a script': (config, dir) => {
    writeFileSync(`${dir}/rootfs/script`, '#!/bin/sh\nexit 9\n');
    chmodSync(`${dir}/rootfs/script`, 0o755);
    config.process.args = ['/script'];
  },
  'a cwd that the user may not enter': (config, dir) => {
    mkdirSync(`${dir}/rootfs/closed`);
    chmodSync(`${dir}/rootfs/closed`, 0o700);
    Object.assign(config.process, { cwd: '/closed', user });
  },
  'HOME of a known user': process({ user, env: ['PATH=/bin'] }),
  'HOME of an unknown user': process({ user: { uid: 4242, gid: 4242 }, env: ['PATH=/bin'] }),
  'an empty HOME': process({ env: ['PATH=/bin', 'HOME='] }),
  'capabilities that name no set': process({ capabilities: {} }),
  'no capabilities for a user': (config) => {
    delete config.process.capabilities;
    config.process.user = user;
  },
  'no rules for devices': resources({}),
  'every device': resources({ devices: [{ allow: true, access: 'rwm' }] }),
  'a masked link': linkInRootfs('maskedPaths'),
  'a read-only link': linkInRootfs('readonlyPaths'),
  'a read-only path with a mount in it': (config) => {
    config.mounts.push({ destination: '/etc/below', type: 'tmpfs', source: 'tmpfs' });
    config.linux.readonlyPaths.push('/etc');
  },
  'two mounts at one place': (config) => {
    for (const size of ['size=64k', 'size=128k'])
      config.mounts.push({ destination: '/twice', type: 'tmpfs', source: 'tmpfs', options: [size] });
  },
  'a ramfs': mount('/ram', 'ramfs', ['nosuid', 'mode=700']),
  'a bind of the type none': (config, dir) => {
    mkdirSync(`${dir}/source`);
    config.mounts.push({
      destination: '/b',
      type: 'none',
      source: `${dir}/source`,
      options: ['rbind', 'ro'],
    });
  },
  'a bind from the bundle': (config, dir) => {
    mkdirSync(`${dir}/source`);
    config.mounts.push({ destination: '/b', type: 'bind', source: 'source', options: ['bind'] });
  },
  'two ranges of ids': (config) => {
    config.linux.namespaces.push({ type: 'user' });
    const ranges = [
      { containerID: 0, hostID: 100_000, size: 10 },
      { containerID: 1000, hostID: 5000, size: 1 },
    ];
    Object.assign(config.linux, { uidMappings: ranges, gidMappings: ranges });
    config.process.user = user;
  },
  'an absolute root': (config, dir) => {
    config.root.path = `${dir}/rootfs`;
  },
  'a poststop hook that fails': hooks({ poststop: [{ path: '/bin/false' }] }),
  'a sysctl with slashes': linux({ sysctl: { 'net/ipv4/ip_forward': '1' } }),
  'a sysctl of an interface': linux({ sysctl: { 'net.ipv4.conf.lo.forwarding': '1' } }),
  'a relative cgroup': (config, _dir, id) => {
    config.linux.cgroupsPath = `${id}c`;
  },
  'a pids limit of 0': resources({ pids: { limit: 0 } }),
  'a device at ptmx': linux({ devices: [{ path: '/dev/ptmx', type: 'c', major: 5, minor: 2 }] }),
  'a device elsewhere': linux({ devices: [{ path: '/x/y', type: 'c', major: 1, minor: 3 }] }),
  'a filter with a call that nobody knows': linux({
    seccomp: {
      defaultAction: 'SCMP_ACT_ALLOW',
      syscalls: [{ names: ['no_such_call', 'acct'], action: 'SCMP_ACT_ERRNO' }],
    },
  }),
  'nulls for lists': (config) => {
    Object.assign(config, { hooks: null, annotations: null });
    Object.assign(config.linux, { devices: null, sysctl: null });
  },
};

const missing = '/no/such/thing';

export const mistakes: Readonly<Record<string, Change>> = {
  'a program that is not there': process({ args: [missing] }),
  'a program that is a directory': process({ args: ['/etc'] }),
  'a program that may not be executed': process({ args: ['/etc/passwd'] }),
  'a cwd that is a file': process({ cwd: '/etc/passwd' }),
  'a relative cwd': process({ cwd: 'tmp' }),
  'a user without a mapping': (config) => {
    withUserNamespace(config, 100_000, 10);
    config.process.user = user;
  },
  'an environment without =': process({ env: ['WORD'] }),
  'a long host name': (config) => {
    config.hostname = 'x'.repeat(65);
  },
  'a soft limit above the hard one': process({ rlimits: [{ type: 'RLIMIT_NOFILE', soft: 200, hard: 100 }] }),
  'no root': (config) => {
    config.root.path = 'nope';
  },
  'a root that is a file': (config, dir) => {
    writeFileSync(`${dir}/file`, '');
    config.root.path = 'file';
  },
  'a file system that nobody knows': mount('/m', 'nosuchfs', []),
  'an option that tmpfs does not know': mount('/m', 'tmpfs', ['nonsense']),
  'a source that is not there': mount('/m', 'bind', ['bind'], missing),
  'a tmpfs at a file': mount('/etc/passwd', 'tmpfs', []),
  'a createRuntime hook that fails': hooks({ createRuntime: [{ path: '/bin/false' }] }),
  'a prestart hook that fails': hooks({ prestart: [{ path: '/bin/false' }] }),
  'a createContainer hook that fails': hooks({ createContainer: [{ path: '/bin/false' }] }),
  'a hook that is not there': hooks({ createRuntime: [{ path: missing }] }),
  'a hook that takes too long': hooks({
    createRuntime: [{ path: '/bin/sleep', args: ['sleep', '5'], timeout: 1 }],
  }),
  'a namespace twice': (config) => {
    config.linux.namespaces.push({ type: 'ipc' });
  },
  'a namespace that is not there': linux({
    namespaces: [{ type: 'mount' }, { type: 'network', path: missing }],
  }),
  'a user namespace without mappings': (config) => {
    config.linux.namespaces.push({ type: 'user' });
  },
  'a sysctl of the host': linux({ sysctl: { 'vm.swappiness': '1' } }),
  "a sysctl of the host's network": (config) => {
    withoutNamespace(config, 'network');
    config.linux.sysctl = { 'net.ipv4.ip_forward': '1' };
  },
  'a sysctl that is not there': linux({ sysctl: { 'net.ipv4.nonsense': '1' } }),
  'a limit of memory that is too small': resources({ memory: { limit: 4096 } }),
  'a processor that is not there': resources({ cpu: { cpus: '4095' } }),
  'a terminal without a socket': process({ terminal: true }),
  'no mount namespace': (config) => withoutNamespace(config, 'mount'),
};
