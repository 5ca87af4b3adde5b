/** What people ask engines for; @DIR@ is a directory of the host with `data` (a directory) and `file` in it. */

export type Engine = 'docker' | 'ctr' | 'podman' | 'buildah';

const both: Readonly<Record<string, readonly string[]>> = {
  plain: [],
  privileged: ['--privileged'],
  'read-only': ['--read-only', '--tmpfs', '/run:rw,noexec,size=64k', '--tmpfs', '/tmp'],
  'cap-drop': ['--cap-drop', 'ALL', '--cap-add', 'NET_BIND_SERVICE', '--cap-add', 'CHOWN'],
  'cap-add': ['--cap-add', 'NET_ADMIN', '--cap-add', 'SYS_PTRACE'],
  ulimits: ['--ulimit', 'nofile=512:1024', '--ulimit', 'core=0', '--ulimit', 'nproc=100:200'],
  unconfined: ['--security-opt', 'seccomp=unconfined'],
  'no-new-privileges': ['--security-opt', 'no-new-privileges'],
  volumes: ['-v', '@DIR@/data:/data:ro', '-v', '@DIR@/file:/etc/file'],
  mounts: ['--mount', 'type=bind,src=@DIR@/data,dst=/m,ro', '--mount', 'type=tmpfs,dst=/t,tmpfs-size=65536'],
  device: ['--device', '/dev/zero:/dev/nought:rm', '--device', '/dev/full:/dev/filled'],
  'no-network': ['--network', 'none'],
  'host-network': ['--network', 'host'],
  'host-pid-ipc': ['--pid', 'host', '--ipc', 'host'],
  'host-uts': ['--uts', 'host'],
  memory: ['--memory', '64m', '--memory-reservation', '32m', '--memory-swap', '128m'],
  cpu: ['--cpus', '0.5', '--cpuset-cpus', '0', '--cpu-shares', '512'],
  'cpu-quota': ['--cpu-quota', '20000', '--cpu-period', '50000'],
  pids: ['--pids-limit', '77'],
  init: ['--init'],
  'cgroup-parent': ['--cgroup-parent', '/above/it'],
  'cgroup-namespace': ['--cgroupns', 'private'],
  sysctl: ['--sysctl', 'net.ipv4.ip_unprivileged_port_start=1', '--sysctl', 'kernel.msgmax=9000'],
  user: ['--user', '1000:5', '--group-add', '6', '--workdir', '/tmp'],
  environment: ['--env', 'A=b c', '--hostname', 'named', '--label', 'l=v', '--oom-score-adj', '300'],
  'shm-size': ['--shm-size', '1m', '--stop-signal', 'INT'],
};

const some = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, both[name] ?? []] as const));

export const cases: Readonly<Record<Engine, Readonly<Record<string, readonly string[]>>>> = {
  docker: {
    ...both,
    bridge: ['--network', 'bridge', '--dns', '192.0.2.1', '--add-host', 'a:192.0.2.2'],
  },
  podman: {
    ...some('plain', 'privileged', 'read-only', 'cap-drop', 'ulimits', 'volumes', 'device', 'host-network'),
    ...some('no-network', 'memory', 'cpu', 'pids', 'user', 'environment', 'unconfined'),
    slave: ['-v', '@DIR@/data:/slave:rslave', '-v', '@DIR@/data:/noexec:noexec,nodev'],
    ...some('sysctl', 'host-pid-ipc', 'no-new-privileges', 'cgroup-namespace'),
    'user-namespace': ['--uidmap', '0:100000:5000', '--gidmap', '0:100000:5000', '--network', 'none'],
    masks: ['--security-opt', 'unmask=/proc/acpi', '--security-opt', 'mask=/etc/group'],
    timezone: ['--tz', 'UTC', '--umask', '0077', '--systemd', 'always'],
  },
  ctr: {
    plain: [],
    privileged: ['--privileged'],
    'read-only': ['--read-only'],
    'cap-drop': ['--cap-drop', 'CAP_CHOWN', '--cap-add', 'CAP_NET_ADMIN'],
    seccomp: ['--seccomp'],
    limits: ['--memory-limit', '67108864', '--cpus', '0.5'],
    'host-network': ['--net-host'],
    mounts: ['--mount', 'type=bind,src=@DIR@/data,dst=/data,options=rbind:ro'],
    device: ['--device', '/dev/zero'],
    environment: ['--cwd', '/tmp', '--env', 'A=b', '--label', 'l=v'],
    cgroup: ['--cgroup', '/elsewhere/box'],
  },
  buildah: {
    plain: [],
    volumes: ['--volume', '@DIR@/data:/data:ro'],
    'cap-drop': ['--cap-drop', 'CAP_CHOWN'],
    'host-network': ['--network', 'host'],
    user: ['--user', '1000:1000', '--workingdir', '/tmp'],
    mounts: ['--mount', 'type=tmpfs,destination=/t,tmpfs-size=65536'],
  },
};
