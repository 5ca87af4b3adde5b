/** config.md: the top level and the process. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: titles as their sources have them
import { because, proof, type Section, wrongType } from '../types.ts';

const sink = 'kitchen-sink: root, mounts, names and the process';
const capabilities = 'process: the five capability sets are those of the configuration';

export const top: Section = {
  title: 'Top level, root, names',
  rows: [
    proof('`ociVersion` is a semantic version that we support', '/ociVersion', 'kitchen-sink: the version', [
      'fixture: version-syntax',
      'fixture: version-major',
      'fixture: required-version',
    ]),
    proof(
      '`root.path`, relative to the bundle',
      '/root/path',
      [sink, 'input: a relative root path with dots stays relative to the bundle'],
      'fixture: root-path',
    ),
    proof('`root.path` is a directory', '/root/path', sink, 'input: a rootfs that is a file is refused'),
    proof(
      '`root.readonly`',
      '/root/readonly',
      [
        'paths: with root.readonly nothing of the rootfs can be written, and tmpfs can',
        'paths: with root.readonly the mount points of the bundle are still made',
      ],
      'fixture: type-boolean',
    ),
    proof(
      '`hostname`',
      '/hostname',
      'namespaces: hostname and domainname are set in the new uts namespace alone',
      ['fixture: hostname-namespace', 'fixture: name-length'],
    ),
    proof(
      '`domainname`',
      '/domainname',
      'namespaces: hostname and domainname are set in the new uts namespace alone',
      'fixture: domainname-namespace',
    ),
    proof(
      'Unknown properties are ignored',
      '',
      'input: an unknown property is not an error',
      'validate: a warning alone leaves the status 0, and the text begins with file, line and column',
    ),
    proof(
      'What is invalid or cannot be had is an error',
      '',
      'bad-fixtures: create on every bad fixture names the field and its place, prints no stack and leaves nothing',
      [wrongType, 'fixture: many-findings'],
    ),
    proof(
      '`annotations` are in the state that hooks read',
      '/annotations',
      'kitchen-sink: hooks and their input',
      ['fixture: annotation-key', 'fixture: type-map-value'],
    ),
    because(
      'spec',
      'config-vm.md is a platform of its own, for runtimes of virtual machines',
      proof('`vm`', '/vm', [], 'fixture: unsupported-vm'),
    ),
    because(
      'spec',
      'config.md#platform-specific-configuration: sections of other platforms are not ours',
      proof(
        '`windows`, `solaris`, `freebsd`, `zos`, `process.commandLine`, `process.user.username`',
        '/windows /solaris /freebsd /zos /process/commandLine /process/user/username',
        [],
        'unit/config/fixtures: validate reports exactly the expected findings, with line and column',
      ),
    ),
  ],
};

export const annotations: Section = {
  title: 'Annotations that a runtime may read',
  rows: [
    because(
      'spec',
      'annotations.md: keys of images are carried, not interpreted by a runtime',
      proof(
        '`org.opencontainers.image.*`',
        '',
        'kitchen-sink: hooks and their input',
        'fixture: annotation-key',
      ),
    ),
    because(
      'kernel',
      'SELinux',
      proof(
        '`run.oci.mount_context_type` of crun',
        '',
        'unit/plan/lsm: is an option of new file systems where SELinux is on, as it is',
        'fixture: mount-context',
      ),
    ),
    proof(
      '`org.systemd.property.*` of runc and crun, where systemd makes the cgroup',
      '',
      'vm/systemd-scope: annotations reach the unit',
      'vm/systemd-scope: a value that systemd refuses is told with its field, and nothing is left',
    ),
    because(
      'spec',
      'config.md#annotations: an unknown key is no error, and none is asked for; they belong to the handlers, plugins and managers of their runtimes',
      proof(
        'Other keys of runc, crun and youki (`org.criu.config`, `run.oci.*`, `krun.*`, `module.wasm.*`)',
        '',
        'kitchen-sink: hooks and their input',
        'fixture: annotation-key',
      ),
    ),
  ],
};

export const processSection: Section = {
  title: 'process',
  rows: [
    proof(
      '`terminal`',
      '/process/terminal',
      ['kitchen-sink: the terminal', 'terminal: /dev/console and the standard streams are the terminal'],
      'terminal: create with a terminal and without --console-socket is refused',
    ),
    proof(
      '`consoleSize`',
      '/process/consoleSize',
      ['kitchen-sink: the size of the terminal', 'terminal: consoleSize is the first size of the terminal'],
      wrongType,
    ),
    proof(
      '`consoleSize` without a terminal is ignored',
      '/process/consoleSize',
      'absent: the size of a terminal that is not there is ignored',
      'terminal: --console-socket without a terminal is refused',
    ),
    proof('`cwd` is absolute', '/process/cwd', sink, 'fixture: cwd-absolute'),
    proof(
      '`cwd` is made when it is missing',
      '/process/cwd',
      'process: cwd is the working directory, and is made when it is missing',
      'fixture: cwd-absolute',
    ),
    proof(
      'After chdir the process is inside the root',
      '/process/cwd',
      'process: cwd is the working directory, and is made when it is missing',
      'security: cwd over a descriptor of the runtime does not reach the host',
    ),
    proof(
      '`env`',
      '/process/env',
      [sink, 'process: the environment is process.env and a HOME from passwd'],
      ['fixture: env-syntax', 'fixture: nul', 'exactness: no variable of the caller reaches the payload'],
    ),
    proof(
      'HOME comes from the passwd of the image',
      '/process/env',
      'process: the environment is process.env and a HOME from passwd',
      'process: a HOME in process.env is kept',
    ),
    proof(
      '`args`, found along the PATH of `env`',
      '/process/args',
      [
        'process: args are passed as they are, also empty ones and ones with spaces',
        'process: a program without a slash is found along the PATH of process.env',
      ],
      [
        'fixture: args-empty',
        'fixture: args-empty-program',
        'run: a program that is not there fails run with status 1 and names it',
      ],
    ),
    proof(
      'Without `process` create works and start does not',
      '/process',
      'absent: a container without a process is created',
      'absent: start of a container without a process is an error',
    ),
    proof(
      '`rlimits`',
      '/process/rlimits',
      [sink, 'process: rlimits are set, and all others stay those of the caller'],
      [
        'fixture: rlimit-order',
        'fixture: range-uint64',
        'process: a hard limit that may not be raised fails and names the limit',
      ],
    ),
    proof(
      'A type of rlimit given twice is an error',
      '/process/rlimits',
      'process: rlimits are set, and all others stay those of the caller',
      'fixture: rlimit-duplicate',
    ),
    proof(
      'An unknown rlimit is an error',
      '/process/rlimits',
      'process: rlimits are set, and all others stay those of the caller',
      ['fixture: enum-rlimit', 'process: an unknown rlimit is refused'],
    ),
    proof(
      '`apparmorProfile`',
      '/process/apparmorProfile',
      [
        'labels: the process has the AppArmor profile of the configuration',
        'vm/apparmor: a hook of startContainer is confined like the process it precedes',
      ],
      [
        'labels: a profile that is not loaded is an error that names it',
        'labels: ${field} where ${name} is off is an error that names it, and leaves nothing',
      ],
    ),
    because(
      'kernel',
      'SELinux',
      proof(
        '`selinuxLabel`',
        '/process/selinuxLabel',
        'unit/plan/lsm: are written where execve finds them, and compared with what the kernel keeps as it is',
        'labels: ${field} where ${name} is off is an error that names it, and leaves nothing',
      ),
    ),
    proof(
      '`capabilities.bounding`',
      '/process/capabilities/bounding',
      [sink, capabilities],
      'process: without capabilities in the configuration a root process has none of its own',
    ),
    proof(
      '`capabilities.effective`',
      '/process/capabilities/effective',
      [sink, capabilities],
      'process: an effective capability that is not permitted is left out, with a warning',
    ),
    proof(
      '`capabilities.inheritable`',
      '/process/capabilities/inheritable',
      [sink, capabilities],
      'security: ambient and inheritable are empty unless the configuration names them',
    ),
    proof(
      '`capabilities.permitted`',
      '/process/capabilities/permitted',
      [sink, capabilities],
      'process: without capabilities in the configuration a root process has none of its own',
    ),
    proof(
      '`capabilities.ambient`',
      '/process/capabilities/ambient',
      [sink, capabilities],
      'security: ambient and inheritable are empty unless the configuration names them',
    ),
    proof(
      'A capability that cannot be granted is a warning',
      '/process/capabilities',
      'process: a capability that the caller has not got is left out, with a warning that names it',
      wrongType,
    ),
    proof(
      '`noNewPrivileges`',
      '/process/noNewPrivileges',
      [sink, 'process: noNewPrivileges ${noNewPrivileges} shows in NoNewPrivs'],
      wrongType,
    ),
    proof(
      '`oomScoreAdj` is set, and left alone when absent',
      '/process/oomScoreAdj',
      [sink, 'process: oomScoreAdj is written, and absent it is inherited'],
      'fixture: range-oom-score-adj',
    ),
    proof(
      '`scheduler.policy`',
      '/process/scheduler/policy',
      [sink, 'scheduling: the scheduler is the one of the configuration: ${title}${where}'],
      [
        'fixture: enum-scheduler',
        'fixture: scheduler-policy',
        'scheduling: a scheduler that the kernel refuses is named, and nothing is left',
      ],
    ),
    proof('`scheduler.nice`', '/process/scheduler/nice', sink, 'fixture: scheduler-nice'),
    proof(
      '`scheduler.priority`',
      '/process/scheduler/priority',
      'kitchen-sink: real time and idling of cgroup v1',
      [
        'fixture: scheduler-priority',
        'fixture: scheduler-priority-missing',
        'fixture: scheduler-priority-needless',
      ],
    ),
    proof('`scheduler.flags`', '/process/scheduler/flags', sink, wrongType),
    proof(
      '`scheduler.runtime`, `deadline`, `period`',
      '/process/scheduler/runtime /process/scheduler/deadline /process/scheduler/period',
      [
        'kitchen-sink: a deadline',
        "scheduling: a deadline is set with its times${hook ? ', after startContainer hooks' : ''}",
      ],
      ['fixture: scheduler-deadline', 'fixture: scheduler-deadline-needless'],
    ),
    proof(
      '`ioPriority`',
      '/process/ioPriority',
      [sink, 'scheduling: ioPriority is the one of the configuration'],
      ['fixture: range-io-priority', 'scheduling: an ioPriority beyond the range is an error that names it'],
    ),
    proof(
      '`execCPUAffinity.initial`',
      '/process/execCPUAffinity/initial',
      'exec-properties: execCPUAffinity.initial is set before the process is in the cgroup',
      'fixture: cpu-affinity',
    ),
    proof(
      '`execCPUAffinity.final`',
      '/process/execCPUAffinity/final',
      [
        'kitchen-sink: the CPUs of exec',
        'exec-properties: execCPUAffinity.final is where the process runs, and nowhere for init',
      ],
      [
        'scheduling: an execCPUAffinity that is no list of CPUs is an error that names it',
        'exec-properties: a CPU that is not there is told with its place in the file of the process',
      ],
    ),
    proof(
      'The cgroup decides which CPUs a process has, not the caller',
      '',
      'scheduling: CPUs that the caller is kept from are the container’s all the same',
      'keyring: where the affinity may not be changed the container runs, and a warning says so',
    ),
    proof(
      '`user.uid`, `user.gid`',
      '/process/user/uid /process/user/gid',
      [sink, 'process: uid, gid and additionalGids are the ids of the process, and no other group is'],
      ['fixture: user-unmapped', 'fixture: user-id', 'fixture: range-uint32'],
    ),
    proof(
      '`user.umask`',
      '/process/user/umask',
      [sink, 'process: user.umask ${umask.toString(8)} is the umask of the process'],
      'fixture: range-umask',
    ),
    proof(
      '`user.additionalGids`',
      '/process/user/additionalGids',
      [sink, 'process: uid, gid and additionalGids are the ids of the process, and no other group is'],
      wrongType,
    ),
  ],
};
