/** config.md: mounts and hooks. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: titles as their sources have them
import { because, type Proof, proof, type Reference, type Section, wrongType } from '../types.ts';

const sink = 'kitchen-sink: root, mounts, names and the process';

export const mounts: Section = {
  title: 'mounts',
  rows: [
    proof(
      '`destination`',
      '/mounts/*/destination',
      [sink, 'mounts: when the source is a directory then the destination is made as a directory'],
      ['fixture: mount-destination', 'fixture: required-destination', 'fixture: mount-root'],
    ),
    proof(
      'A relative `destination` counts from /',
      '/mounts/*/destination',
      'absent: a relative destination counts from the root',
      'mounts: a destination that is a symlink stays inside the rootfs',
    ),
    proof(
      '`source`, of binds relative to the bundle',
      '/mounts/*/source',
      [sink, 'mounts: a relative source is relative to the bundle'],
      [
        'fixture: mount-source',
        'mounts: a source that does not exist is an error that names it and leaves nothing',
      ],
    ),
    proof(
      '`type`',
      '/mounts/*/type',
      [sink, 'mounts: mqueue, devpts, sysfs and proc are file systems of the container'],
      ['fixture: mount-type', 'mounts: an unknown file system type is an error'],
    ),
    proof(
      'Options tell a bind, not the type',
      '/mounts/*/type /mounts/*/options',
      'mounts: type none with the option bind is a bind mount',
      'fixture: mount-type-bind',
    ),
    proof('`options`', '/mounts/*/options', sink, [
      'mount-options: an unknown option of a file system is an error that names it',
      wrongType,
    ]),
    proof(
      'Other options are data of the file system',
      '/mounts/*/options',
      'mount-options: file system data goes to the file system',
      'mount-options: an unknown option of a file system is an error that names it',
    ),
    proof(
      'Mounts are made in the order of the list',
      '/mounts',
      'mounts: a later mount covers an earlier one',
      'mounts: a destination through the symlink ${target} makes nothing on the host',
    ),
    proof(
      '`uidMappings`, `gidMappings` of a mount',
      '/mounts/*/uidMappings /mounts/*/gidMappings',
      [sink, 'mount-idmap: without a user namespace the given mappings say what owner is seen'],
      [
        'fixture: mount-idmap-pair',
        'fixture: mount-idmap-range',
        'mount-idmap-errors: ${title} is an error that names the field and leaves nothing',
      ],
    ),
    proof(
      'Mappings of a new file system',
      '/mounts/*/uidMappings /mounts/*/gidMappings',
      "mount-idmap: a new tmpfs is mapped ${userns ? 'in' : 'without'} a user namespace",
      [
        'fixture: mount-idmap-place',
        'mount-idmap-errors: ${title} is an error that names the field and leaves nothing',
      ],
    ),
    proof(
      'A missing mountpoint is made',
      '/mounts',
      [
        'mounts: when the source is a directory then the destination is made as a directory',
        'mounts: when the source is a file then the mountpoint is a file',
      ],
      'mounts: /proc or /sys as a symlink of the image is refused or harmless',
    ),
    proof(
      'Type `cgroup` shows the cgroups of the container',
      '/mounts/*/type',
      [
        'cgroup: the mount of type cgroup shows the hierarchies read-only, rooted at the container',
        'cgroup-v2: on v2 the container is in its cgroup, sees it as the root, and its devices are confined',
      ],
      'cgroup-v2: on v2 without a cgroup namespace nothing above the own cgroup is shown',
    ),
    proof(
      'A tmpfs takes the mode of what it covers',
      '/mounts/*/type',
      [
        'mounts: tmpfs takes mode, size and uid as file system options',
        'mount-links: when the new mount calls are refused then a tmpfs keeps mode and contents of what it covers',
      ],
      'mount-links: a tmpfs at ${destination} is refused by its pointer',
    ),
    proof(
      'A bind at /proc is of a procfs',
      '/mounts',
      'mount-links: a file may be bound over what lxcfs emulates',
      ['fixture: mount-proc', 'mount-links: a bind at /proc must be of a procfs'],
    ),
  ],
};

const table =
  'mount-option-table: every option of the table does to its mount what it says, and the recursive ones to the mount below';
const unknown: Reference = 'mount-options: an unknown option of a file system is an error that names it';
const option = (
  names: string,
  seen: Reference | readonly Reference[] = table,
  refused: Reference | readonly Reference[] = unknown,
): Proof =>
  proof(
    names
      .split(' ')
      .map((name) => `\`${name}\``)
      .join(', '),
    '/mounts/*/options',
    seen,
    refused,
  );
const travels = 'mount-propagation: a mount of the host does not arrive below a bind with rprivate';

export const mountOptions: Section = {
  title: 'Mount options',
  rows: [
    option('async sync dirsync'),
    option('atime noatime relatime norelatime strictatime nostrictatime'),
    option('diratime nodiratime'),
    option('bind rbind', 'mount-options: rbind brings the mounts below the source, bind does not', [
      'fixture: mount-type-bind',
      'fixture: mount-source',
    ]),
    option('defaults'),
    option(
      'dev nodev',
      [table, 'mount-options: ${option} on a ${type} mount shows as ${shown}'],
      'security: a host mount that is ro, nosuid, nodev, noexec cannot be loosened by container root in a user namespace',
    ),
    option(
      'exec noexec',
      [table, 'mount-options: ${option} on a ${type} mount shows as ${shown}'],
      'security: a host mount that is ro, nosuid, nodev, noexec cannot be loosened by container root in a user namespace',
    ),
    option(
      'suid nosuid',
      [table, 'mount-options: ${option} on a ${type} mount shows as ${shown}'],
      'security: a host mount that is ro, nosuid, nodev, noexec cannot be loosened by container root in a user namespace',
    ),
    option('symfollow nosymfollow', [table, 'mount-options: ${option} on a ${type} mount shows as ${shown}']),
    option(
      'ro rw',
      [table, 'mount-options: a later ${negated} takes back an earlier ${absent}'],
      'security: a read-only bind in a user namespace cannot be made writable inside',
    ),
    option('lazytime nolazytime'),
    because(
      'kernel',
      'no file of the kernel shows them; a file system would refuse them as data, and does not see them',
      option('iversion noiversion mand nomand silent loud'),
    ),
    option(
      'private rprivate shared rshared slave rslave unbindable runbindable',
      'mount-propagation: ${prefix}${option} on a bind of a shared mount shows as "${shown}"',
      travels,
    ),
    option(
      'remount',
      'mount-propagation: a remount with ${option} changes the propagation of what is there',
      'mount-links: a remount that makes /dev read-only does so when its nodes and links are made',
    ),
    option('rdev rnodev rexec rnoexec rsuid rnosuid rsymfollow rnosymfollow'),
    option('ratime rnoatime rrelatime rnorelatime rstrictatime rnostrictatime rdiratime rnodiratime'),
    option('rro rrw', [
      table,
      'mount-options: ${option} on an rbind mount shows as ${shown} on every mount below it',
    ]),
    option('tmpcopyup', 'mounts: tmpcopyup copies what the image has below the destination'),
    option(
      'idmap ridmap',
      [
        'mount-idmap: in a user namespace idmap alone shows the owners of the disk',
        'mount-idmap: ridmap maps the mounts below as well',
      ],
      [
        'fixture: mount-idmap-missing',
        'fixture: mount-idmap-option',
        'mount-idmap: without idmap a user namespace shows nobody',
      ],
    ),
    option('rsync rasync rdirsync rmand rnomand', [
      table,
      'mount-links: the super block option ${option} is taken by a tmpfs, and its opposite takes it back',
    ]),
    option(
      'copy-symlink',
      'mount-links: copy-symlink makes the link of the host again, and binds what is none',
      'mount-links: copy-symlink takes the same link that is there already, and nothing else',
    ),
    option(
      'src-nofollow dest-nofollow',
      'mount-links: dest-nofollow covers the link itself, with the link that src-nofollow binds',
      'mount-links: a link as source is followed by the mounter as by init, unless src-nofollow says otherwise',
    ),
    option(
      'idmap=uids=…;gids=…',
      [
        'mount-idmap: the inline form of crun says the same as the fields',
        'mount-idmap: with @ the inline form speaks of ids of the container',
      ],
      'mount-idmap-errors: ${title} is an error that names the field and leaves nothing',
    ),
    because(
      'kernel',
      'SELinux',
      option(
        'context= fscontext= defcontext= rootcontext=',
        'unit/plan/lsm: does not take the place of a context that the mount asks for',
        'fixture: mount-context',
      ),
    ),
    option('mode= size= nr_inodes=', [
      'mount-options: file system data goes to the file system',
      'mounts: tmpfs takes mode, size and uid as file system options',
    ]),
  ],
};

const log = 'kitchen-sink: hooks and their input';
const order = 'hooks: hooks of all kinds run in the order of the spec, around the payload';
const fails = 'hooks: a failing ${kind} hook fails create with its stderr and leaves nothing';

export const hooks: Section = {
  title: 'hooks',
  rows: [
    proof('`prestart`', '/hooks/prestart', [log, order], fails),
    proof(
      '`createRuntime`',
      '/hooks/createRuntime',
      [log, 'hooks: prestart, createRuntime and createContainer have run when create returns'],
      [fails, 'fixture: hook-path'],
    ),
    proof(
      '`createContainer`, in the namespaces of the container',
      '/hooks/createContainer',
      [log, 'hooks: hooks run in the namespaces that the spec names'],
      fails,
    ),
    proof(
      '`startContainer`',
      '/hooks/startContainer',
      [log, 'hooks: hooks run in the namespaces that the spec names'],
      'hooks: a failing startContainer hook fails start, and the payload does not run',
    ),
    proof(
      '`poststart`, when the program runs; its failure stops the container',
      '/hooks/poststart',
      [log, order],
      'absent: a failing poststart hook stops the container',
    ),
    proof(
      '`poststop`; its failure is a warning',
      '/hooks/poststop',
      [log, order],
      [
        'hooks: a failing poststop hook is a warning: delete goes on and the next hook runs',
        'fixture: range-hook-timeout',
      ],
    ),
    proof(
      '`path` is absolute; `args` and `env` are all that a hook gets',
      '',
      [log, 'hooks: a hook gets its args, argv[0] included, and its environment alone'],
      'fixture: hook-path',
    ),
    proof('`timeout`', '', 'kitchen-sink: every leaf is seen: time limits of hooks', [
      'hooks: a hook that takes longer than its timeout is killed and fails create',
      'fixture: range-hook-timeout',
    ]),
    proof(
      'Without `env` a hook inherits that of the caller, an empty one is none',
      '',
      'absent: a hook without env has that of the caller, one with an empty env has none',
      'hooks: a hook gets its args, argv[0] included, and its environment alone',
    ),
    proof(
      'The state is on stdin of each hook',
      '',
      [
        'hooks: every hook reads the state on stdin, with the status that the spec names',
        'hooks: the pid in the state of a host hook is that of the container',
      ],
      wrongType,
    ),
    proof(
      'What a failed hook wrote is told',
      '',
      fails,
      'hooks: start exits 1 and tells why when a startContainer hook fails',
    ),
    proof(
      'Kinds and hooks run in their order',
      '',
      [order, 'hooks: several hooks of a kind run in the order of the list'],
      fails,
    ),
  ],
};
