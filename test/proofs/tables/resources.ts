/** config-linux.md#control-groups and #seccomp. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: titles as their sources have them
import { because, on, proof, type Proof, type Section, wrongType } from '../types.ts';

const v1 = 'kitchen-sink: limits of cgroup v1';
const values = 'cgroup-values: every limit of memory, cpu and pids is in its file';
const cannot = 'cgroup-values: a limit that the cgroup cannot have is answered with its pointer';
const noController =
  'cgroup-v2: on v2 a controller that the host has not got is answered with the pointer of the limit';
const noMemory = 'cgroup: a limit that the kernel refuses fails create with its pointer and leaves nothing';
const onlyV1 =
  'unit/cgroup/resources: when a field has no counterpart on v2 then it is an error that names it';
const memoryV2 = 'vm/resources: memory: limit, reservation and swap, which v2 counts alone';
const cpuV2 = 'vm/resources: cpu: quota, period and burst';
const matrix = 'resource-matrix: matrix, ${column}: ${one.title}';
const cpusV2 = 'vm/resources: cpuset: cpus and mems';
const enabled =
  'vm/cgroup: controllers that a limit needs are enabled on the way, and the sibling keeps its own';
const at = (...names: string[]) => names.map((name) => `/linux/resources/${name}`).join(' ');

/** The controllers of this kind of host are on v1: what goes to v2 is looked at as writes. */
const both = (name: string, field: string, seen: Proof['seen'], refused: Proof['refused']): Proof =>
  on('both', proof(name, at(field), seen, refused));
const one = (
  version: 'v1' | 'v2',
  name: string,
  field: string,
  seen: Proof['seen'],
  refused: Proof['refused'],
): Proof => on(version, proof(name, at(field), seen, refused));

export const resources: Section = {
  title: 'linux.resources and cgroupsPath',
  rows: [
    on(
      'both',
      proof(
        '`cgroupsPath`, absolute or relative',
        '/linux/cgroupsPath',
        [
          'kitchen-sink: namespaces, paths, devices and the root',
          'cgroup: an absolute cgroupsPath is the place in every hierarchy',
          'cgroup: without cgroupsPath the container gets a cgroup named by its id',
          'cgroup-v2: on v2 without a cgroup namespace nothing above the own cgroup is shown',
        ],
        ['fixture: cgroups-path', 'cgroup: cgroup path components that climb are refused'],
      ),
    ),
    on(
      'v2',
      proof(
        '`cgroupsPath` as slice:prefix:name, limits and device rules through systemd',
        '/linux/cgroupsPath',
        [
          'vm/systemd-scope: limits and devices are in the unit and in the kernel, and hold through daemon-reload',
          'vm/systemd-scope: without cgroupsPath it is a scope of system.slice with the name of the container',
        ],
        [
          'vm/systemd-failures: a name that another unit has is an error with the field, and that unit lives on',
          'systemd-manager: a property that it refuses is told with the field that caused it',
        ],
      ),
    ),
    on(
      'both',
      proof(
        'A cgroup that is unfit is an error',
        '/linux/cgroupsPath',
        'cgroup-removal: when the parent was there before then it stays',
        [
          'cgroup-removal: when the cgroup is frozen then create says so and leaves nothing',
          'cgroup-unfit: on v2 a frozen cgroup is refused, itself and for what is below it, until it is thawed',
          'cgroup-unfit: on v2 a threaded cgroup, and one that would become threaded, is refused with its type',
          'cgroup-unfit: on v2 a cgroup with processes is refused and keeps them; empty it is taken, and stays',
          'cgroup-unfit: on v2 a cgroup that has given controllers to its children is refused, and one below it is taken',
          'cgroup-values: a cgroupsPath that names the root of a hierarchy is refused with its pointer',
        ],
      ),
    ),
    on(
      'v2',
      proof(
        'A writable cgroup belongs to root of the container',
        '',
        [
          'resources-v2: on v2 a writable cgroup belongs to root of the container, its limits do not, and it may make children',
          'vm/cgroup: the files that the kernel lists as delegated belong to the user of the process, no other does',
        ],
        [
          'resources-v2: on v2 a cgroup that is mounted read-only stays with root of the host',
          'vm/cgroup: without a cgroup namespace, and where it is mounted read-only, everything stays with root',
        ],
      ),
    ),
    one(
      'v1',
      '`devices`',
      'devices',
      [v1, 'device-rules: on v1 a rule may leave out numbers, and allow a part of the access'],
      [
        'fixture: format-device-access',
        'fixture: enum-device-rule-type',
        'devices: a device that the rules deny cannot be opened, an allowed one can',
      ],
    ),
    one(
      'v2',
      '`devices`, by a BPF program',
      'devices',
      ['device-rules: on v2 a rule may leave out numbers, and allow a part of the access'],
      ['cgroup-v2: on v2 the container is in its cgroup, sees it as the root, and its devices are confined'],
    ),
    both(
      '`memory.limit`',
      'memory/limit',
      [v1, values, memoryV2],
      [
        noMemory,
        noController,
        'fixture: range-memory',
        'cgroup: a payload that exceeds its memory limit is killed, and run says 137',
      ],
    ),
    both(
      '`memory.reservation`',
      'memory/reservation',
      [v1, 'cgroup: memory limit and reservation are written', memoryV2],
      [wrongType],
    ),
    both(
      '`memory.swap`, on v2 without the memory in it',
      'memory/swap',
      [v1, values, memoryV2],
      [
        'fixture: memory-swap',
        'unit/cgroup/resources: when swap cannot be said on v2 then the error names swap',
      ],
    ),
    because(
      'kernel',
      'Linux 5.16 and later limit no kernel memory apart',
      one(
        'v1',
        '`memory.kernel`',
        'memory/kernel',
        ['unit/cgroup/resources: when v1 has fields of its own then each has its file'],
        ['hints: what a cgroup v2 leaves out is a warning with its pointer'],
      ),
    ),
    one(
      'v1',
      '`memory.kernelTCP`',
      'memory/kernelTCP',
      [v1, 'cgroup-values: kernel, kernelTCP, useHierarchy and idle are written'],
      ['unit/cgroup/resources: when kernel memory is limited on v2 then it is left out with a warning'],
    ),
    one('v1', '`memory.swappiness`', 'memory/swappiness', [v1, values], [onlyV1, wrongType]),
    one('v1', '`memory.disableOOMKiller`', 'memory/disableOOMKiller', [v1, values], [onlyV1, wrongType]),
    one(
      'v1',
      '`memory.useHierarchy`',
      'memory/useHierarchy',
      ['cgroup-values: kernel, kernelTCP, useHierarchy and idle are written'],
      [
        'unit/cgroup/resources: when a v1 field asks for what v2 always does then nothing is written',
        wrongType,
      ],
    ),
    both(
      '`memory.checkBeforeUpdate`',
      'memory/checkBeforeUpdate',
      [
        'update: a memory limit can be raised and lowered together with that of swap',
        'unit/cgroup/resources-update: when the usage is to be checked on v1 then the kernel does it',
      ],
      [
        'update: a memory limit below what is in use is refused where that is to be checked first, and changes nothing',
        'unit/cgroup/resources-update: when the usage is to be checked on v2 then a limit not above it is refused by name',
      ],
    ),
    both(
      '`cpu.shares`, a weight on v2',
      'cpu/shares',
      [
        v1,
        'cgroup: cpu shares, quota and period are written',
        matrix,
        'unit/cgroup/resources: when shares become a weight then minimum, default and maximum meet',
      ],
      [wrongType],
    ),
    both(
      '`cpu.quota`, `cpu.period`',
      'cpu/quota',
      [v1, values, cpuV2],
      [
        'fixture: cpu-period',
        'update: when the kernel refuses a value then the option is named and the values before it are put back',
      ],
    ),
    both('`cpu.period`', 'cpu/period', [v1, values, cpuV2], ['fixture: cpu-period']),
    both('`cpu.burst`', 'cpu/burst', [v1, values, cpuV2], ['fixture: cpu-burst']),
    on(
      'v1',
      proof(
        '`cpu.realtimeRuntime`, `cpu.realtimePeriod`',
        at('cpu/realtimeRuntime', 'cpu/realtimePeriod'),
        [
          'kitchen-sink: real time and idling of cgroup v1',
          'cgroup-values: realtime runtime and period are written',
        ],
        [onlyV1, 'scheduling: a real-time policy in a cgroup without real time is an error that names both'],
      ),
    ),
    both(
      '`cpu.cpus`',
      'cpu/cpus',
      ['kitchen-sink: CPUs', 'cgroup: cpus and mems are written', cpusV2],
      [cannot],
    ),
    both(
      '`cpu.mems`',
      'cpu/mems',
      ['kitchen-sink: memory nodes', 'cgroup: cpus and mems are written', cpusV2],
      [wrongType],
    ),
    both(
      '`cpu.idle`',
      'cpu/idle',
      ['kitchen-sink: real time and idling of cgroup v1', 'vm/resources: cpu: idle'],
      [wrongType],
    ),
    both(
      '`blockIO.weight`',
      'blockIO/weight',
      [
        'kitchen-sink: limits of block devices of cgroup v1',
        'resources-v1: a weight is in the file of BFQ where the kernel has no other',
        matrix,
        'unit/cgroup/resources-rare: when a block weight becomes an io weight then the ends meet, as in runc',
      ],
      ['fixture: block-weight'],
    ),
    because(
      'kernel',
      'the scheduler CFQ, gone with Linux 5.0',
      one(
        'v1',
        '`blockIO.leafWeight`',
        'blockIO/leafWeight',
        [
          'unit/cgroup/resources-rare: when leaf weights are set then v1 writes them and v2 refuses them by name',
        ],
        ['resources-v1: a weight that no scheduler takes is answered with its pointer and the reason'],
      ),
    ),
    both(
      '`blockIO.weightDevice`',
      'blockIO/weightDevice',
      [
        matrix,
        'unit/cgroup/resources-rare: when io has weights then BFQ is asked where the other scheduler is not there',
      ],
      [
        'fixture: block-weight-missing',
        'resources-v1: a weight that no scheduler takes is answered with its pointer and the reason',
      ],
    ),
    on(
      'both',
      proof(
        '`blockIO.throttleReadBpsDevice`, `throttleWriteBpsDevice`',
        at('blockIO/throttleReadBpsDevice', 'blockIO/throttleWriteBpsDevice'),
        [
          'kitchen-sink: limits of block devices of cgroup v1',
          'resources-v1: every throttle of a device is in its file of the blkio controller',
          matrix,
        ],
        'resources-v1: a throttle of a device that is not there is answered with its pointer, its file and the reason',
      ),
    ),
    on(
      'both',
      proof(
        '`blockIO.throttleReadIOPSDevice`, `throttleWriteIOPSDevice`',
        at('blockIO/throttleReadIOPSDevice', 'blockIO/throttleWriteIOPSDevice'),
        [
          'kitchen-sink: limits of block devices of cgroup v1',
          'resources-v1: every throttle of a device is in its file of the blkio controller',
          matrix,
        ],
        [wrongType],
      ),
    ),
    both(
      '`hugepageLimits`',
      'hugepageLimits',
      [
        'kitchen-sink: limits of cgroup v2',
        'resources-v2: on v2 huge pages are limited in use and in reservation',
      ],
      [
        'fixture: format-page-size',
        'resources-v2: on v2 a page size that the kernel has not got is answered with its pointer and the sizes',
      ],
    ),
    both(
      'Reservations of huge pages',
      'hugepageLimits',
      [
        'resources-v2: on v2 huge pages are limited in use and in reservation',
        'unit/cgroup/resources-rare: when huge pages are limited then use and reservation are, where the kernel counts the latter',
      ],
      ['unit/cgroup/resources-rare: when the kernel has no such pages then the error names the size'],
    ),
    one(
      'v1',
      '`network`',
      'network',
      [
        'kitchen-sink: classes and priorities of packets',
        'resources-v1: the class of packets and the priority of an interface are written',
      ],
      [
        'fixture: network-interface',
        'resources-v1: the priority of an interface that is not there is answered with its pointer',
        'resources-v2: on v2 network has no counterpart: a warning names each field',
      ],
    ),
    both(
      '`pids.limit`; 0 is one from 1.3 on',
      'pids',
      [
        v1,
        'kitchen-sink: the version',
        'cgroup-values: from spec 1.3 on a pids limit of 0 is a limit',
        'vm/resources: pids: limit',
      ],
      ['cgroup: the pids limit holds', 'cgroup: a pids limit of -1 or 0 means no limit'],
    ),
    because(
      'kernel',
      'the rdma controller',
      both(
        '`rdma`',
        'rdma',
        ['unit/cgroup/resources-rare: when rdma is limited then a device has one line, and zero is a limit'],
        [
          'fixture: rdma-limit',
          'resources-v1: a controller that is not mounted is answered with the pointer of the field that needs it',
        ],
      ),
    ),
    because(
      'spec',
      'config-linux.md has no property for the misc controller; `unified` reaches it',
      on(
        'v2',
        proof(
          'The misc controller',
          '',
          [],
          'resources-v2: on v2 unified that cannot be written is answered with its pointer and the reason',
        ),
      ),
    ),
    one(
      'v2',
      '`unified`',
      'unified',
      [
        'kitchen-sink: limits of cgroup v2',
        'resources-v2: on v2 unified is written, line by line, and wins over what was converted',
      ],
      [
        'fixture: unified-file',
        'resources-v2: on v2 unified that cannot be written is answered with its pointer and the reason',
      ],
    ),
    one(
      'v2',
      'A controller that `unified` needs is enabled',
      'unified',
      ['resources-v2: on v2 unified is written, line by line, and wins over what was converted', enabled],
      ['resources-v2: on v2 unified that cannot be written is answered with its pointer and the reason'],
    ),
    one(
      'v1',
      '`unified` on v1 is an error',
      'unified',
      ['resources-v1: unified is refused where the controllers are on v1'],
      ['resources-v1: unified is refused where the controllers are on v1'],
    ),
    on('v2', proof('What is of v1 is converted', '', [memoryV2, matrix], onlyV1)),
  ],
};

const rules = 'kitchen-sink: rules of a seccomp profile';
const decides =
  'seccomp: what the default action refuses is refused with its errno, and the rules are the exceptions';
const field = (...names: string[]) => names.map((name) => `/linux/seccomp/${name}`).join(' ');

export const seccomp: Section = {
  title: 'linux.seccomp',
  rows: [
    proof(
      '`defaultAction`',
      field('defaultAction'),
      ['kitchen-sink: the default action of a seccomp profile', decides],
      ['fixture: seccomp-words', 'fixture: seccomp-notify-default'],
    ),
    proof(
      '`defaultErrnoRet`',
      field('defaultErrnoRet'),
      ['kitchen-sink: the errno of the default action of a seccomp profile', decides],
      'fixture: seccomp-errno',
    ),
    proof(
      '`architectures`',
      field('architectures'),
      [
        'kitchen-sink: the architectures of a seccomp profile',
        'seccomp: a process of another architecture is filtered by the rules of that architecture',
      ],
      'fixture: seccomp-architecture',
    ),
    proof('`flags`: TSYNC, LOG, SPEC_ALLOW', field('flags'), 'seccomp: the flag ${flag} is taken', [
      'unit/plan/seccomp: one that the kernel does not know is an error with its pointer',
      wrongType,
    ]),
    proof(
      '`flags`: WAIT_KILLABLE_RECV',
      field('flags'),
      'seccomp-agent: a listener that waits killably is taken',
      'unit/plan/seccomp: one that the kernel does not know is an error with its pointer',
    ),
    proof(
      '`listenerPath`',
      field('listenerPath'),
      ['kitchen-sink: the seccomp agent', 'seccomp-agent: the agent decides: ${how}'],
      [
        'fixture: seccomp-listener',
        'seccomp-agent: when there is no agent then create says so before it has made anything',
      ],
    ),
    proof(
      '`listenerMetadata`',
      field('listenerMetadata'),
      [
        'kitchen-sink: the seccomp agent',
        'seccomp-agent: create and start lead to the agent: no_new_privs ${noNewPrivileges}, uid ${user}',
      ],
      'fixture: seccomp-metadata',
    ),
    proof('`syscalls[].names`', field('syscalls/*/names'), rules, 'fixture: seccomp-names'),
    proof(
      '`syscalls[].action`, all of them',
      field('syscalls/*/action'),
      [
        rules,
        'seccomp: SCMP_ACT_${action} ends the process with SIGSYS',
        'seccomp: SCMP_ACT_TRAP is a signal that can be handled',
        'seccomp: SCMP_ACT_LOG and SCMP_ACT_ALLOW let the call through',
        'seccomp: without a tracer SCMP_ACT_TRACE is ENOSYS',
      ],
      [
        'unit/plan/seccomp: an action that the kernel does not know is an error with its pointer',
        'seccomp: without a profile there is no filter',
      ],
    ),
    proof(
      '`syscalls[].errnoRet`, an error where the action has none',
      field('syscalls/*/errnoRet'),
      [rules, 'seccomp: an action without an errno answers EPERM'],
      'fixture: seccomp-errno',
    ),
    proof(
      '`syscalls[].args`',
      field('syscalls/*/args'),
      [
        rules,
        'seccomp: an argument is compared by SCMP_CMP_${op}',
        'seccomp: all conditions of a rule must hold',
        'seccomp: a value of 64 bits is compared whole, also beyond 2^53',
      ],
      'fixture: seccomp-index',
    ),
    proof(
      'Names that no kernel knows are passed over',
      field('syscalls/*/names'),
      'seccomp: names that no kernel knows are passed over, for engines send them',
      'fixture: seccomp-names',
    ),
    proof(
      'Calls that are newer than the profile are ENOSYS',
      field('syscalls'),
      'absent: a call that the profile is too old to name is ENOSYS',
      'seccomp: an action without an errno answers EPERM',
    ),
    proof(
      'A tree of comparisons',
      field('syscalls'),
      "seccomp: under Docker's default profile a shell runs, and a user namespace cannot be made",
      'seccomp: a filter that is too long is answered with its pointer, and nothing is left',
    ),
    because(
      'spec',
      'config-linux.md#seccomp has profiles alone; compiling one is cheaper than a cache',
      proof(
        'A cache of filters, filters as raw BPF',
        '',
        [],
        'seccomp: a filter that is too long is answered with its pointer, and nothing is left',
      ),
    ),
    proof(
      'The filter is loaded last, with no_new_privs or without',
      field('syscalls'),
      [
        'seccomp: the filter is in force, and no capability beside those asked for: no_new_privs ${noNewPrivileges}, uid ${uid}',
        'seccomp: the filter need not allow any call of the runtime but execve',
      ],
      'seccomp: when the filter forbids execve with ${action} then ${verb} names it',
    ),
    proof(
      'NOTIFY of what the runtime itself calls',
      field('syscalls/*/action'),
      'seccomp-agent: no call of the runtime waits for the agent but execve, and the program has none of its descriptors',
      'seccomp-agent: when the agent hangs up before it has the state then the program does not run',
    ),
  ],
};
