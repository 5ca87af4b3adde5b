/** Hints: what teu finds on the spot after a failed step, printed beside the call that failed. */
import { expect } from 'bun:test';
import { chownSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { type OciConfig, withoutNamespace, withUserNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { onCgroup2 } from '../helpers/v2.ts';

type Change = (config: OciConfig, dir: string) => void;

interface Hint {
  readonly title: string;
  readonly change: Change;
  readonly call: string;
  /** DIR stands for the bundle. */
  readonly hint: string;
  readonly userns?: true;
}

const bind = (source: string, ...options: string[]) => ({
  destination: '/d',
  type: 'bind',
  source,
  options: ['bind', ...options],
});

function ipcFrom(path: string): Change {
  return (config) => {
    withoutNamespace(config, 'ipc');
    config.linux.namespaces.push({ type: 'ipc', path });
  };
}

/** A directory that only its owner, who is nobody here, may enter. */
function closed(dir: string): string {
  mkdirSync(`${dir}/closed`, 0o700);
  mkdirSync(`${dir}/closed/data`);
  chownSync(`${dir}/closed`, 5000, 5000);
  return `${dir}/closed/data`;
}

function hookFile(text: string, mode: number): Change {
  return (config, dir) => {
    writeFileSync(`${dir}/hook`, text, { mode });
    config.hooks = { createRuntime: [{ path: `${dir}/hook` }] };
  };
}

const hints: readonly Hint[] = [
  {
    title: 'a missing bind source names the first component that is not there',
    change: (config, dir) => config.mounts.push(bind(`${dir}/none/such`)),
    call: 'open_tree(2): ENOENT',
    hint: 'DIR/none is missing',
  },
  {
    title: 'a file on a directory',
    change: (config) => config.mounts.push({ ...bind('/etc/passwd'), destination: '/etc' }),
    call: 'move_mount(2): EINVAL',
    hint: 'what is mounted there is not a directory, and /etc is one',
  },
  {
    title: 'a dangling link in a bind source names what it leads to',
    change: (config, dir) => {
      symlinkSync('gone', `${dir}/link`);
      config.mounts.push(bind(`${dir}/link/data`));
    },
    call: 'open_tree(2): ENOENT',
    hint: 'DIR/gone is missing',
  },
  {
    title: 'a missing source that the mounter was to send',
    change: (config, dir) => {
      withUserNamespace(config);
      config.mounts.push(bind(`${dir}/none/such`));
    },
    call: 'open_tree(2): ENOENT',
    hint: 'DIR/none is missing',
    userns: true,
  },
  {
    title: 'a rootfs below a closed directory names the directory, though root of the host may enter it',
    change: (config, dir) => {
      withUserNamespace(config);
      closed(dir);
      renameSync(`${dir}/rootfs`, `${dir}/closed/rootfs`);
      config.root.path = 'closed/rootfs';
    },
    call: 'open_tree(2): EACCES',
    hint: 'DIR/closed has mode 0700 and owner 5000:5000: no right to enter it for uid 0 inside the user namespace',
    userns: true,
  },
  {
    title: 'a mountpoint that root of the user namespace may not make',
    change: (config, dir) => {
      withUserNamespace(config);
      config.mounts.push(bind(dir));
    },
    call: 'mkdirat(2): EACCES',
    hint: '/d has to be made, where root of the user namespace may not write',
    userns: true,
  },
  {
    title: 'an unknown file system type is looked for in /proc/filesystems',
    change: (config) => config.mounts.push({ destination: '/d', type: 'nosuchfs', source: 'x', options: [] }),
    call: 'fsopen(2): ENODEV',
    hint: 'this kernel has no file system nosuchfs in /proc/filesystems',
  },
  {
    title: 'a file that is no namespace',
    change: ipcFrom('/etc/passwd'),
    call: 'ioctl(2): ENOTTY',
    hint: '/etc/passwd is no namespace',
  },
  {
    title: 'a namespace path that is missing',
    change: ipcFrom('/proc/1/ns/nothing'),
    call: 'open(2): ENOENT',
    hint: '/proc/1/ns/nothing is missing',
  },
  {
    title: 'a hook without the right to execute',
    change: hookFile('#!/bin/sh\n', 0o644),
    call: 'execve(2): EACCES',
    hint: 'DIR/hook has mode 0644, without the right to execute',
  },
  {
    title: 'a hook with the line ends of another system',
    change: hookFile('#!/bin/sh\r\n', 0o755),
    call: 'execve(2): ENOENT',
    hint: "the first line of DIR/hook ends with a carriage return, which becomes part of the interpreter's name",
  },
  {
    title: 'a hook that is missing',
    change: (config) => {
      config.hooks = { createRuntime: [{ path: '/no/such/hook' }] };
    },
    call: 'execve(2): ENOENT',
    hint: '/no is missing',
  },
];

const teuOnly = 'hints are a promise of teu';

for (const { title, change, call, hint, userns } of hints) {
  scenario(
    `${title}: field, call and hint`,
    (box) => {
      const dir = box.bundle(change);
      const { code, stderr } = box.teu('create', '--bundle', dir, box.id());
      expect([code, stderr.match(/^ {2}hint +(.*)$/m)?.[1]]).toEqual([1, hint.replaceAll('DIR', dir)]);
      expect(stderr).toMatch(/^ {2}field +\S+\/config\.json:\d+:\d+ \/\S+/m);
      expect(stderr).toContain(`call    ${call}`);
    },
    { teuOnly, needs: userns ? ['userns'] : [] },
  );
}

scenario(
  'what a file system says of a bad option is told as it says it',
  (box) => {
    const dir = box.bundle((config) => {
      config.mounts.push({ destination: '/d', type: 'tmpfs', source: 'tmpfs', options: ['size=abc'] });
    });
    const { stderr } = box.teu('create', '--bundle', dir, box.id());
    expect(stderr).toContain('/options/0');
    expect(stderr).toMatch(/^ {2}detail +tmpfs: Bad value for 'size'$/m);
  },
  { teuOnly },
);

scenario(
  'a namespace path of another type is said without a call, which did not fail',
  (box) => {
    const path = '/proc/self/ns/uts';
    const { stderr } = box.teu('create', '--bundle', box.bundle(ipcFrom(path)), box.id());
    expect(stderr).toContain(`cannot open the namespace ${path}: it is not a namespace of that type`);
    expect(stderr).toContain(`hint    ${path} is a namespace of another type, or no namespace`);
    expect(stderr).not.toContain('call ');
  },
  { teuOnly },
);

scenario(
  'a locked flag cannot be taken from a mount inside a user namespace',
  (box) => {
    const source = `${box.dir}/nosuid`;
    mkdirSync(source);
    box.mount('tmpfs', source, 'nosuid');
    const dir = box.bundle((config, bundle) => {
      withUserNamespace(config);
      mkdirSync(`${bundle}/rootfs/d`);
      config.mounts.push(bind(source, 'suid'));
    });
    const { stderr } = box.teu('create', '--bundle', dir, box.id());
    expect(stderr).toContain('call    mount_setattr(2): EPERM');
    expect(stderr).toContain(
      'hint    inside a user namespace, flags that the mount has on the host are locked',
    );
  },
  { teuOnly, needs: ['userns'] },
);

const setpriv = ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups'];

/** create by uid 1000, with a state root of its own. */
function createByUser(box: Box, change: Change) {
  const root = `${box.dir}/user`;
  mkdirSync(root);
  chownSync(root, 1000, 1000);
  const dir = box.bundle(change);
  return { dir, ...box.call(['--root', root, 'create', '--bundle', dir, box.id()], { wrap: setpriv }) };
}

scenario(
  'a bind source below a closed directory names the directory when a user asks for it',
  (box) => {
    const { dir, stderr } = createByUser(box, (config, bundle) => {
      withUserNamespace(config, 1000, 1);
      config.mounts.push(bind(closed(bundle)));
    });
    expect(stderr).toContain('call    open_tree(2): EACCES');
    expect(stderr).toContain(
      `hint    ${dir}/closed has mode 0700 and owner 5000:5000: no right to enter it for uid 1000`,
    );
  },
  { teuOnly, needs: ['userns'] },
);

scenario(
  'a user without a user namespace is told that it takes one',
  (box) => {
    const { stderr } = createByUser(box, () => {});
    expect(stderr).toContain(
      'hint    uid 1000 needs a user namespace to make the others: see teu spec --rootless',
    );
  },
  { teuOnly },
);

scenario(
  'a limit of namespaces that is zero is named',
  (box) => {
    const script = 'echo 0 > /proc/sys/user/max_uts_namespaces && exec "$@"';
    const wrap = ['unshare', '--user', '--map-root-user', 'sh', '-c', script, 'sh'];
    const { stderr } = box.call(['create', '--bundle', box.bundle(), box.id()], { wrap });
    expect(stderr).toContain('call    clone3(2): ENOSPC');
    expect(stderr).toContain('hint    /proc/sys/user/max_uts_namespaces is 0: no such namespace can be made');
  },
  { teuOnly, needs: ['userns'] },
);

scenario(
  'an error before the first step has its place and value too, in create and in explain',
  (box) => {
    const dir = box.bundle((config) => {
      config.root.path = 'nowhere';
    });
    for (const args of [
      ['create', '--bundle', dir, box.id()],
      ['explain', dir],
    ]) {
      const { code, stderr } = box.call(args);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^ {2}field +\S+\/config\.json:\d+:\d+ \/root\/path {2}"nowhere"$/m);
    }
  },
  { teuOnly },
);

scenario(
  'what a cgroup v2 leaves out is a warning with its pointer',
  (box) => {
    const dir = box.bundle((config) => {
      config.linux.resources = { memory: { kernel: 1 << 20 } };
    });
    const { code, stderr } = box.call(['explain', dir], { wrap: onCgroup2 });
    expect([code, stderr]).toEqual([
      0,
      'teu: warning: memory.kernel has no counterpart on cgroup v2 and is left out (/linux/resources/memory/kernel)\n',
    ]);
  },
  { teuOnly },
);
