/** config-linux.md, without resources and seccomp. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: titles as their sources have them
import { because, proof, type Proof, type Section, wrongType } from '../types.ts';

const every = 'namespaces: every namespace of the list is new';
const joined = 'namespaces: a ${type} namespace with a path is joined';
const wrongPath = 'namespaces: a namespace path of the wrong type is an error that leaves nothing';
const namespace = (name: string, ...more: Proof['seen']): Proof =>
  proof(
    `\`${name}\` namespace`,
    '/linux/namespaces/*/type',
    [every, ...more],
    [
      'fixture: enum-namespace',
      "namespaces: without a ${type} namespace in the list the caller's is inherited",
    ],
  );
const sink = 'kitchen-sink: namespaces, paths, devices and the root';

export const namespaces: Section = {
  title: 'linux: namespaces and mappings',
  rows: [
    namespace('pid', 'exactness: the payload is the leader of its session, pid 1, without a parent inside'),
    namespace('network', 'namespaces: a new network namespace has a loopback device and no other'),
    namespace('mount'),
    namespace('ipc'),
    namespace('uts', 'namespaces: hostname and domainname are set in the new uts namespace alone'),
    proof('`user` namespace', '/linux/namespaces/*/type', 'userns: root inside is the mapped user outside', [
      'fixture: mapping-missing',
      'userns: mappings without a user namespace are refused',
    ]),
    namespace('cgroup', 'cgroup: a cgroup namespace makes the paths of /proc/self/cgroup relative'),
    proof(
      '`time` namespace',
      '/linux/namespaces/*/type',
      ['namespaces: a new time namespace is one', sink],
      'fixture: time-namespace',
    ),
    proof(
      'A `path` is joined',
      '/linux/namespaces/*/path',
      [joined, sink],
      ['fixture: namespace-path', 'namespaces: a namespace path that is missing is an error that names it'],
    ),
    proof('A path of another type is an error', '/linux/namespaces/*/path', joined, wrongPath),
    proof('A type given twice is an error', '/linux/namespaces/*/type', every, [
      'fixture: namespace-duplicate',
      'namespaces: the same namespace type twice is refused',
    ]),
    proof(
      'A type that is not listed is inherited',
      '/linux/namespaces',
      "namespaces: without a ${type} namespace in the list the caller's is inherited",
      'fixture: hostname-namespace',
    ),
    proof(
      'No mount namespace at all',
      '/linux/namespaces',
      [
        'absent: without a mount namespace the container has its root, and the host keeps its mounts',
        'exec-namespaces: a container without a mount namespace is entered at its root',
      ],
      'fixture: path-namespace',
    ),
    proof(
      '`uidMappings`, `gidMappings`',
      '/linux/uidMappings /linux/gidMappings',
      ['kitchen-sink: id maps and clocks', 'userns: the id maps are those of the configuration'],
      [
        'fixture: mapping-overlap',
        'fixture: mapping-size',
        'fixture: mapping-count',
        'fixture: mapping-root',
        'fixture: mapping-namespace',
      ],
    ),
    proof(
      'newuidmap and newgidmap write what the caller may not',
      '/linux/uidMappings /linux/gidMappings',
      'absent: a user without rights gets a container with the ids of /etc/subuid',
      [
        'hints: a user without a user namespace is told that it takes one',
        "vm/rootless: a range that is not the user's is an error with the field and the cause",
      ],
    ),
    proof(
      '`timeOffsets`',
      '/linux/timeOffsets',
      ['kitchen-sink: id maps and clocks', 'time-offsets: both clocks are moved by the offsets${where}'],
      [
        'fixture: time-namespace',
        'fixture: time-namespace-joined',
        'fixture: range-nanosecs',
        'time-offsets: an offset that the kernel refuses is named',
      ],
    ),
    proof(
      'The loopback device of a new network namespace is up',
      '',
      'namespaces: a new network namespace has a loopback device and no other',
      "namespaces: without a ${type} namespace in the list the caller's is inherited",
    ),
  ],
};

const rdt = (property: string, fields: string, seen: Proof['seen'], refused: Proof['refused']): Proof =>
  because(
    'kernel',
    'resctrl (a CPU with RDT or MPAM); the calls run against a directory in its place',
    proof(property, fields, seen, refused),
  );
const net =
  'net-devices: netDevices: a device is inside with its address, peer, broadcast, label, mtu and state, and no longer outside';
const devices = 'devices: configured devices are made with type, numbers, mode and owner';

export const linux: Section = {
  title: 'linux: devices, network devices, paths, labels and the rest',
  rows: [
    proof(
      '`devices` of all types',
      '/linux/devices/*/type /linux/devices/*/path /linux/devices/*/major /linux/devices/*/minor',
      [sink, devices],
      [
        'fixture: enum-device-type',
        'fixture: device-number-missing',
        'fixture: range-device-number',
        'fixture: device-path',
      ],
    ),
    proof(
      '`fileMode`, `uid`, `gid`',
      '/linux/devices/*/fileMode /linux/devices/*/uid /linux/devices/*/gid',
      [sink, devices],
      'fixture: range-file-mode',
    ),
    proof('Another file at the path is an error', '/linux/devices', devices, [
      'fixture: device-conflict',
      'devices: a file at the path of a device that is another one is an error that names it',
    ]),
    proof(
      'Devices outside /dev',
      '/linux/devices/*/path',
      'absent: a device may be anywhere in the container',
      'security: a symlink swapped into the rootfs before create does not lead a device or file out of it',
    ),
    proof(
      'In a user namespace devices are bound',
      '/linux/devices',
      'userns: device nodes work in a user namespace',
      'fixture: device-number',
    ),
    proof(
      'The default devices',
      '',
      'devices: the default devices are there with their numbers and modes',
      'devices: there is nothing else in /dev',
    ),
    proof(
      '/dev/console with a terminal',
      '',
      'terminal: /dev/console and the standard streams are the terminal',
      'devices: there is nothing else in /dev',
    ),
    proof(
      '/dev/ptmx, /dev/fd, /dev/stdin, /dev/stdout, /dev/stderr',
      '',
      'devices: the default symlinks of /dev are there',
      'devices: there is nothing else in /dev',
    ),
    proof('`netDevices` are moved', '/linux/netDevices', net, [
      'fixture: net-device-namespace',
      'net-devices: netDevices: a device that is not there is answered with those that are',
    ]),
    proof(
      '`netDevices.name`, also a template',
      '/linux/netDevices/*/name',
      [
        'kitchen-sink: a network device',
        'net-devices: netDevices: a device gets its new name, its label follows, and %d becomes a number',
      ],
      [
        'fixture: net-device-name',
        'fixture: net-device-duplicate',
        'net-devices: netDevices: a name that is taken inside is answered with the pointer of the device',
      ],
    ),
    proof(
      'Permanent global addresses are kept',
      '/linux/netDevices',
      net,
      'net-devices: netDevices: addresses that are not permanent or not of global scope stay behind',
    ),
    proof(
      'The device is up as it was',
      '/linux/netDevices',
      net,
      'net-devices: netDevices: when ${title} then the host has its devices back as they were',
    ),
    proof(
      '`sysctl`',
      '/linux/sysctl',
      [sink, 'paths: sysctls are set in the namespaces of the container'],
      [
        'fixture: sysctl-namespace',
        'fixture: sysctl-name',
        'paths: a sysctl that does not exist is an error that names it',
      ],
    ),
    proof(
      'A `user.*` sysctl in a user namespace',
      '/linux/sysctl',
      'absent: a user.* sysctl is set in a user namespace',
      'paths: a sysctl of a namespace that is shared with the host is refused',
    ),
    proof(
      '`maskedPaths`',
      '/linux/maskedPaths',
      [sink, 'paths: a masked file reads as empty and a masked directory lists nothing'],
      [
        'fixture: path-absolute',
        'fixture: path-namespace',
        'paths: a masked path that is a symlink of the image hides only things inside',
      ],
    ),
    proof(
      'Masked directories share one read-only tmpfs',
      '/linux/maskedPaths',
      'paths: a masked file reads as empty and a masked directory lists nothing',
      'fixture: path-absolute',
    ),
    proof(
      '`readonlyPaths`',
      '/linux/readonlyPaths',
      [sink, 'paths: a read-only path cannot be written, also below'],
      ['fixture: path-absolute', 'paths: read-only paths keep the flags that their mount has'],
    ),
    because(
      'kernel',
      'SELinux',
      proof(
        '`mountLabel`',
        '/linux/mountLabel',
        [
          'unit/plan/lsm: is an option of new file systems where SELinux is on, as it is',
          'labels: mountLabel changes nothing where SELinux is off',
        ],
        wrongType,
      ),
    ),
    proof(
      '`rootfsPropagation`',
      '/linux/rootfsPropagation',
      [
        sink,
        'mount-propagation: rootfsPropagation ${name} makes the root "${root}" and a bind of a shared mount "${below}"',
      ],
      [
        'fixture: enum-rootfs-propagation',
        'mount-propagation: with rootfsPropagation rprivate it does not arrive anywhere',
      ],
    ),
    proof(
      '`personality.domain`',
      '/linux/personality/domain',
      [sink, 'scheduling: the personality LINUX32 is what uname tells'],
      'fixture: enum-personality',
    ),
    because(
      'spec',
      'config-linux.md#personality defines no flag',
      proof(
        '`personality.flags`',
        '/linux/personality/flags',
        [],
        ['fixture: personality-flags', 'scheduling: a flag of the personality is an error that names it'],
      ),
    ),
    proof(
      '`memoryPolicy.mode`',
      '/linux/memoryPolicy/mode',
      ['kitchen-sink: the memory policy', 'scheduling: the memory policy is that of the configuration'],
      ['fixture: enum-memory-policy', 'fixture: memory-policy-nodes'],
    ),
    proof(
      '`memoryPolicy.nodes`',
      '/linux/memoryPolicy/nodes',
      'kitchen-sink: the nodes of the memory policy',
      [
        'fixture: memory-policy-nodes-list',
        'fixture: memory-policy-nodes-needless',
        'scheduling: a node beyond 1024 that this machine has not got is an error that names the policy',
      ],
    ),
    proof(
      '`memoryPolicy.flags`',
      '/linux/memoryPolicy/flags',
      'kitchen-sink: the memory policy',
      'fixture: memory-policy-flag',
    ),
    rdt(
      '`intelRdt.closID`, also /',
      '/linux/intelRdt/closID',
      [
        'unit/plan/rdt: / is the root of the file system',
        'unit/run/rdt-ops: a group is made, and one that is there is an error',
      ],
      [
        'fixture: rdt-clos-id',
        'intel-rdt: when no resctrl is mounted then intelRdt is an error that names it, and nothing is left',
      ],
    ),
    rdt(
      '`intelRdt.l3CacheSchema`, `memBwSchema`',
      '/linux/intelRdt/l3CacheSchema /linux/intelRdt/memBwSchema',
      [
        'unit/plan/rdt: l3CacheSchema is written first, then memBwSchema, schemata last',
        'unit/run/rdt-ops: a line and the number of init are written whole',
      ],
      ['fixture: rdt-mem-bw-schema'],
    ),
    rdt(
      '`intelRdt.schemata`',
      '/linux/intelRdt/schemata',
      ['unit/plan/rdt: l3CacheSchema is written first, then memBwSchema, schemata last'],
      ['fixture: rdt-schemata'],
    ),
    rdt(
      '`intelRdt.enableMonitoring`',
      '/linux/intelRdt/enableMonitoring',
      ['unit/plan/rdt: monitoring makes a group below the class, after the class is joined it is joined too'],
      [wrongType],
    ),
    because(
      'spec',
      'config-linux.md#intelrdt of 1.3 has enableMonitoring in their place: a warning',
      proof(
        '`intelRdt.enableCMT`, `enableMBM`',
        '/linux/intelRdt/enableCMT /linux/intelRdt/enableMBM',
        [],
        wrongType,
      ),
    ),
    rdt(
      'An existing class is compared, not written',
      '/linux/intelRdt',
      [
        'unit/plan/rdt: of an existing class the schemas are compared and not written; schemata lines are written',
      ],
      ['unit/plan/rdt: an existing class with another schema is refused with what differs'],
    ),
    rdt(
      'Only what was made is removed',
      '/linux/intelRdt',
      [
        'unit/run/rdt-ops: when the create was complete then the named class stays, and its monitoring group goes',
      ],
      ['unit/plan/rdt: a directory that was there before is written to, and is not ours to remove'],
    ),
    proof(
      'A session keyring of its own',
      '',
      'keyring: the session keyring is named after the container${where}',
      'keyring: keys of the caller are not found in it, but with --no-new-keyring they are',
    ),
  ],
};
