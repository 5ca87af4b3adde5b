/** cgroup v2 with systemd around it: controllers on the way down, nsdelegate, ownership, and what the kernel's files tell. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { type OciConfig, withUserNamespace } from '../helpers/config.ts';
import { running, told } from '../helpers/exec.ts';
import { scenario } from '../helpers/scenario.ts';
import { waitEnd } from '../helpers/sys.ts';

const MiB = 1 << 20;
const root = '/sys/fs/cgroup';
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8').trim();
const write = (path: string, text: string) => writeFileSync(`${root}${path}`, text);
const cgroupOf = (box: Box, id: string) =>
  /^0::(.*)$/m.exec(readFileSync(`/proc/${box.state(id).pid}/cgroup`, 'utf8'))?.[1] ?? '';

/** A cgroup namespace, and the cgroup to be written in it. */
function writable(config: OciConfig): void {
  config.linux.namespaces.push({ type: 'cgroup' });
  for (const mount of config.mounts) if (mount.type === 'cgroup') mount.options = ['rw', 'nosuid'];
  const all = ['CAP_DAC_OVERRIDE', 'CAP_SYS_ADMIN', 'CAP_SYS_RESOURCE'];
  config.process.capabilities = { bounding: all, effective: all, permitted: all };
}

/** /<id> with a child `sibling` that has limits and a process; gone afterwards. */
function withSibling(box: Box, body: (path: string) => void): void {
  const path = `/${box.id()}`;
  mkdirSync(`${root}${path}`);
  write(`${path}/cgroup.subtree_control`, '+memory');
  mkdirSync(`${root}${path}/sibling`);
  write(`${path}/sibling/memory.max`, `${64 * MiB}`);
  const other = Bun.spawn(['sleep', '1000']);
  write(`${path}/sibling/cgroup.procs`, `${other.pid}`);
  try {
    body(path);
  } finally {
    other.kill(9);
    box.settle();
    box.eventually(() => read(`${path}/sibling/cgroup.events`).includes('populated 0'));
    rmdirSync(`${root}${path}/sibling`);
    rmdirSync(`${root}${path}`);
  }
}

scenario('controllers that a limit needs are enabled on the way, and the sibling keeps its own', (box) => {
  withSibling(box, (path) => {
    const id = running(box, (config) => {
      config.linux.cgroupsPath = `${path}/a/b`;
      config.linux.resources = { cpu: { cpus: '0' }, pids: { limit: 9 } };
    });
    for (const at of ['', '/a'])
      expect(read(`${path}${at}/cgroup.subtree_control`).split(' ')).toEqual(
        expect.arrayContaining(['cpuset', 'memory', 'pids']),
      );
    expect([read(`${path}/a/b/cpuset.cpus`), read(`${path}/a/b/pids.max`)]).toEqual(['0', '9']);
    expect(read(`${path}/sibling/memory.max`)).toBe(`${64 * MiB}`);
    expect(read(`${path}/sibling/cpuset.cpus`)).toBe('');
    expect(read(`${path}/sibling/pids.max`)).toBe('max');
    expect(read(`${path}/sibling/cgroup.procs`)).toMatch(/^[0-9]+$/);
    box.end(id);
    box.must('delete', id);
    expect(existsSync(`${root}${path}/a`)).toBe(false);
    expect(read(`${path}/sibling/memory.max`)).toBe(`${64 * MiB}`);
  });
});

scenario(
  'a parent that holds processes enables nothing: the limit, the parent and the rule are named',
  (box) => {
    withSibling(box, (path) => {
      const place = (resources: Record<string, unknown>) =>
        box.run((config) => {
          config.linux.cgroupsPath = `${path}/sibling/a`;
          config.linux.resources = resources;
        });
      const refused = place({ memory: { limit: 32 * MiB } });
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('/linux/resources/memory/limit');
      expect(refused.stderr).toContain(`${path}/sibling/cgroup.subtree_control`);
      expect(refused.stderr).toMatch(/EBUSY[\s\S]*hint .*either processes of its own or controllers/);
      expect(existsSync(`${root}${path}/sibling/a`)).toBe(false);
      // Without a limit nobody needs the controller.
      expect(place({}).code).toBe(0);
      expect(read(`${path}/sibling/cgroup.subtree_control`)).toBe('');
    });
  },
);

const hostMount = () =>
  /^.* (\/sys\/fs\/cgroup) .* - cgroup2 .*$/m.exec(read('/../../../proc/self/mountinfo'))?.[0];

scenario(
  'the mount options of the host stay, nsdelegate among them, whose cgroup namespace it may be',
  (box) => {
    const before = hostMount();
    expect(before).toContain('nsdelegate');
    const look = 'ls /sys/fs/cgroup/cgroup.procs';
    for (const namespace of [null, { type: 'cgroup' }, { type: 'cgroup', path: '/proc/1/ns/cgroup' }]) {
      box.output((config) => {
        if (namespace !== null) config.linux.namespaces.push(namespace);
        config.process.args = ['/bin/sh', '-c', look];
      });
      expect([namespace, hostMount()]).toEqual([namespace, before]);
    }
  },
);

scenario(
  'nsdelegate holds inside: root of the container may divide its cgroup, and not raise its limits',
  (box) => {
    const id = running(box, (config) => {
      writable(config);
      config.linux.resources = { memory: { limit: 64 * MiB }, pids: { limit: 20 } };
    });
    const script = [
      'cd /sys/fs/cgroup',
      'for f in memory.max pids.max cgroup.max.depth; do (echo max >$f) 2>&1 | grep -o "not permitted"; done',
      'mkdir sub && echo $$ >sub/cgroup.procs && grep -o "0::.*" /proc/self/cgroup',
      'cat memory.max pids.max cgroup.max.depth',
    ].join('; ');
    expect(told(box, id, script)).toBe(`${'not permitted\n'.repeat(3)}0::/sub\n${64 * MiB}\n20\nmax\n`);
    box.end(id);
  },
);

scenario('without a cgroup namespace the own cgroup is cloned from the mount of the host', (box) => {
  const id = running(box);
  const seen = told(
    box,
    id,
    'grep " /sys/fs/cgroup " /proc/self/mountinfo; ls -d /sys/fs/cgroup/system.slice 2>&1 || true',
  );
  expect(seen).toContain(` ${cgroupOf(box, id)} /sys/fs/cgroup ro,`);
  expect(seen).toContain('No such file');
  box.end(id);
});

const owned = (uid: number) => (config: OciConfig) => {
  withUserNamespace(config);
  writable(config);
  config.process.user = { uid, gid: 0 };
  config.process.args = ['/bin/sleep', '1000'];
};

/** uid -> files of the container's cgroup, its directory as ".". */
function owners(box: Box, id: string): Record<string, string[]> {
  const dir = `${root}${cgroupOf(box, id)}`;
  const { stdout } = Bun.spawnSync(['sh', '-c', `cd ${dir} && stat -c '%u %n' . *`]);
  const all: Record<string, string[]> = {};
  for (const line of stdout.toString().trim().split('\n')) {
    const [uid = '', name = ''] = line.split(' ');
    all[uid] = [...(all[uid] ?? []), name].sort();
  }
  return all;
}

scenario(
  'the files that the kernel lists as delegated belong to the user of the process, no other does',
  (box) => {
    const delegated = read('/../../kernel/cgroup/delegate').split('\n');
    for (const uid of [0, 7]) {
      const id = box.created(owned(uid));
      const { [`${100_000 + uid}`]: given = [], 0: kept = [], ...others } = owners(box, id);
      const there = delegated.filter((name) => existsSync(`${root}${cgroupOf(box, id)}/${name}`));
      expect(given).toEqual(['.', ...there].sort());
      expect(there).toEqual(expect.arrayContaining(['cgroup.procs', 'memory.oom.group']));
      expect(kept).toEqual(expect.arrayContaining(['memory.max', 'cgroup.freeze', 'cgroup.kill']));
      expect(others).toEqual({});
    }
  },
);

scenario(
  'without a cgroup namespace, and where it is mounted read-only, everything stays with root',
  (box) => {
    const shared = (config: OciConfig) => {
      owned(0)(config);
      config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'cgroup');
    };
    const readOnly = (config: OciConfig) => {
      owned(0)(config);
      for (const mount of config.mounts) if (mount.type === 'cgroup') mount.options = ['ro'];
    };
    for (const change of [shared, readOnly])
      expect(Object.keys(owners(box, box.created(change)))).toEqual(['0']);
  },
);

interface Stats {
  readonly memory: {
    readonly usage: { readonly max: number; readonly failcnt: number };
    readonly psi?: { readonly some: { readonly total: number }; readonly full: { readonly avg10: number } };
  };
  readonly cpu: { readonly psi?: object };
  readonly blkio: { readonly psi?: object };
}
const stats = (box: Box, id: string) =>
  (JSON.parse(box.must('events', '--stats', id).stdout) as { readonly data: Stats }).data;

scenario(
  'events tells pressure and the peak as the kernel does, and no pressure where it is not counted',
  (box) => {
    const id = running(box, (config) => {
      config.linux.resources = { memory: { limit: 64 * MiB } };
      config.process.args = [
        '/bin/sh',
        '-c',
        'head -c 20m /dev/zero | tail -c 20m >/dev/null; exec sleep 1000',
      ];
    });
    const path = cgroupOf(box, id);
    box.eventually(
      () =>
        Number(read(`${path}/memory.peak`)) > 16 * MiB &&
        read(`${path}/cgroup.procs`) === `${box.state(id).pid}`,
    );
    const { memory, cpu, blkio } = stats(box, id);
    expect(memory.usage.max).toBe(Number(read(`${path}/memory.peak`)));
    const total = (file: string) => Number(/some .*total=([0-9]+)/.exec(read(`${path}/${file}`))?.[1]);
    expect(memory.psi?.some.total).toBe(total('memory.pressure'));
    expect(memory.psi?.full.avg10).toBeNumber();
    expect(Object.keys(cpu.psi ?? {}).sort()).toEqual(['full', 'some']);
    expect(Object.keys(blkio.psi ?? {}).sort()).toEqual(['full', 'some']);
    write(`${path}/cgroup.pressure`, '0');
    const without = stats(box, id);
    expect([without.memory.psi, without.cpu.psi, without.blkio.psi]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    box.end(id);
  },
);

scenario('kill --all writes cgroup.kill once, which ends a frozen container and one that forks', (box) => {
  const id = running(box, (config) => {
    config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid');
    config.process.args = ['/bin/sh', '-c', 'sleep 1000 & sleep 1000 & exec sleep 1000'];
  });
  const { pid } = box.state(id);
  const path = cgroupOf(box, id);
  box.must('pause', id);
  expect(read(`${path}/cgroup.events`)).toContain('frozen 1');
  const trace = `${box.dir}/trace`;
  const strace = ['strace', '-f', '-qq', '-e', 'trace=openat,kill,pidfd_send_signal', '-o', trace];
  expect(box.call(['kill', '--all', id, 'KILL'], { wrap: strace }).code).toBe(0);
  waitEnd(pid);
  const lines = readFileSync(trace, 'utf8').split('\n');
  expect(lines.filter((line) => /cgroup\.kill".*O_WRONLY/.test(line))).toHaveLength(1);
  expect(lines.filter((line) => /(kill|signal)\(.*SIGKILL/.test(line))).toEqual([]);
  box.eventually(() => read(`${path}/cgroup.events`).includes('populated 0'));
});
