/** Rows of config.json's linux, without resources and seccomp. */
import { readFileSync, readlinkSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { withUserNamespace } from '../helpers/config.ts';
import { row, simple } from './rows.ts';
import type { Look, Row, World } from './world.ts';

const ownNamespaces = (...names: string[]): Look => ({
  running: ({ pid }) =>
    names
      .filter((name) => readlinkSync(`/proc/${pid}/ns/${name}`) !== readlinkSync(`/proc/self/ns/${name}`))
      .join(' '),
});

const cgroupName: Look = {
  running: ({ pid }) =>
    /\/teu-tests\/sink-([ab])$/m.exec(readFileSync(`/proc/${pid}/cgroup`, 'utf8'))?.[1] ?? '',
};

const device = (
  leaf: string,
  index: number,
  values: readonly [unknown, unknown],
  look: string,
  want?: readonly [string, string],
) => row(`/linux/devices/*/${leaf}`, `/linux/devices/${index}/${leaf}`, values, look, want);
const stat = (index: number, format: string) => `stat -c ${format} /dev/k${index}`;

const deviceRows: readonly Row[] = [
  device('type', 0, ['c', 'b'], stat(0, '%F'), ['character special file', 'block special file']),
  device('path', 1, ['/dev/p0', '/dev/p1'], 'ls -d /dev/p?'),
  device('major', 2, [1, 5], stat(2, '%t')),
  device('minor', 3, [3, 5], stat(3, '%T')),
  device('fileMode', 4, [0o600, 0o640], stat(4, '%a'), ['600', '640']),
  device('uid', 5, [7, 8], stat(5, '%u')),
  device('gid', 6, [7, 8], stat(6, '%g')),
];

const ipcOf = (pid: number) => readlinkSync(`/proc/${pid}/ns/ipc`);

const linuxWorld: World = {
  title: 'namespaces, paths, devices and the root',
  needs: ['timens', 'x86-64'],
  // Another container, whose ipc namespace is joined.
  prepare: (box: Box) => {
    const { pid } = box.state(box.started((config) => (config.process.args = ['/bin/sleep', '1000'])));
    return `${pid} ${ipcOf(pid)}`;
  },
  base: (config) => {
    config.linux.namespaces.push({ type: '' });
    config.linux.devices = deviceRows.map((_, index) => ({
      type: 'c',
      path: `/dev/k${index}`,
      major: 1,
      minor: 3,
    }));
    config.mounts.push(
      { destination: '/r0', type: 'tmpfs', source: 'tmpfs' },
      { destination: '/r1', type: 'tmpfs', source: 'tmpfs' },
    );
  },
  rows: (other) => [
    row(
      '/linux/namespaces/*/type',
      '/linux/namespaces/5/type',
      ['cgroup', 'time'],
      ownNamespaces('cgroup', 'time'),
    ),
    row(
      '/linux/namespaces/*/path',
      '/linux/namespaces/2/path',
      [`/proc/${process.pid}/ns/ipc`, `/proc/${other.split(' ')[0]}/ns/ipc`],
      { running: ({ pid }) => ipcOf(pid) },
      [ipcOf(process.pid), other.split(' ')[1] ?? ''],
    ),
    ...deviceRows,
    ...simple([
      ['/linux/cgroupsPath', ['/teu-tests/sink-a', '/teu-tests/sink-b'], cgroupName, ['a', 'b']],
      [
        '/linux/rootfsPropagation',
        ['private', 'shared'],
        `awk '$5=="/"{print $7}' /proc/self/mountinfo | cut -d: -f1`,
        ['-', 'shared'],
      ],
      ['/linux/personality/domain', ['LINUX', 'LINUX32'], 'uname -m', ['x86_64', 'i686']],
    ]),
    row(
      '/linux/sysctl/*',
      '/linux/sysctl/net.ipv4.ip_forward',
      ['0', '1'],
      'cat /proc/sys/net/ipv4/ip_forward',
    ),
    row(
      '/linux/maskedPaths/*',
      '/linux/maskedPaths/10',
      ['/etc/passwd', '/etc/group'],
      'for f in /etc/passwd /etc/group; do test -s $f || echo $f; done',
    ),
    row(
      '/linux/readonlyPaths/*',
      '/linux/readonlyPaths/5',
      ['/r0', '/r1'],
      'for d in /r0 /r1; do touch $d/x 2>/dev/null || echo $d; done',
    ),
  ],
};

const mapRow = (list: 'uid' | 'gid', name: string, index: number, values: readonly [number, number]): Row =>
  row(
    `/linux/${list}Mappings/*/${name}`,
    `/linux/${list}Mappings/${index}/${name}`,
    values,
    `awk 'NR==${index + 1}{print $${['containerID', 'hostID', 'size'].indexOf(name) + 1}}' /proc/self/${list}_map`,
  );

const offset = (clock: string, unit: string, values: readonly [number, number]): Row =>
  row(
    `/linux/timeOffsets/${clock}/${unit}`,
    `/linux/timeOffsets/${clock}/${unit}`,
    values,
    `awk '$1=="${clock}"{print $${unit === 'secs' ? 2 : 3}}' /proc/self/timens_offsets`,
  );

const mappingWorld: World = {
  title: 'id maps and clocks',
  needs: ['userns', 'timens'],
  base: (config) => {
    withUserNamespace(config);
    config.linux.namespaces.push({ type: 'time' });
    const maps = () => [
      { containerID: 0, hostID: 100_000, size: 1000 },
      { containerID: 0, hostID: 200_000, size: 10 },
      { containerID: 5000, hostID: 0, size: 10 },
      { containerID: 6000, hostID: 400_000, size: 0 },
    ];
    config.linux.uidMappings = maps();
    config.linux.gidMappings = maps();
  },
  rows: () => [
    ...(['uid', 'gid'] as const).flatMap((list) => [
      mapRow(list, 'containerID', 1, [2000, 3000]),
      mapRow(list, 'hostID', 2, [300_000, 310_000]),
      mapRow(list, 'size', 3, [10, 20]),
    ]),
    offset('monotonic', 'secs', [10, 20]),
    offset('monotonic', 'nanosecs', [5, 6]),
    offset('boottime', 'secs', [1000, 2000]),
    offset('boottime', 'nanosecs', [7, 8]),
  ],
};

const policy = (pattern: RegExp): Look => ({
  running: ({ pid }) =>
    pattern.exec(readFileSync(`/proc/${pid}/numa_maps`, 'utf8').split('\n')[0] ?? '')?.[1] ?? '',
});

const memoryWorlds: readonly World[] = [
  {
    title: 'the memory policy',
    needs: ['numa'],
    base: (config) => {
      config.linux['memoryPolicy'] = { nodes: '0', flags: [] };
    },
    rows: () => [
      row(
        '/linux/memoryPolicy/mode',
        '/linux/memoryPolicy/mode',
        ['MPOL_BIND', 'MPOL_INTERLEAVE'],
        policy(/ (bind|interleave)[=:]/),
        ['bind', 'interleave'],
      ),
      row(
        '/linux/memoryPolicy/flags/*',
        '/linux/memoryPolicy/flags/0',
        ['MPOL_F_STATIC_NODES', 'MPOL_F_RELATIVE_NODES'],
        policy(/=(static|relative):/),
        ['static', 'relative'],
      ),
    ],
  },
  {
    title: 'the nodes of the memory policy',
    needs: ['numa'],
    base: (config) => {
      config.linux['memoryPolicy'] = { mode: 'MPOL_PREFERRED' };
    },
    rows: () => [
      row('/linux/memoryPolicy/nodes', '/linux/memoryPolicy/nodes', ['0', ''], policy(/ (prefer:0|local) /), [
        'prefer:0',
        'local',
      ]),
    ],
  },
];

const deviceHost = 'unshare -n sh -c \'ip link add dm0 type veth peer name p0 && exec "$@"\' sh "$@"';

const netWorld: World = {
  title: 'a network device',
  needs: ['net-devices'],
  host: () => deviceHost,
  base: () => {},
  rows: () => [
    row(
      '/linux/netDevices/*/name',
      '/linux/netDevices/dm0/name',
      ['net0', 'net1'],
      'ls /sys/class/net | grep net',
    ),
  ],
};

export const linuxWorlds = [linuxWorld, mappingWorld, ...memoryWorlds, netWorld];
