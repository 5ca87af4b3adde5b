/** config-linux.md#user-namespace-mappings: containers whose root is nobody outside. */
import { expect } from 'bun:test';
import { chownSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { withoutNamespace, withUserNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

export const alsoIn = 'guest';

const needs = ['userns'] as const;

scenario(
  'the id maps are those of the configuration',
  (box) => {
    const out = box.output((config) => {
      withUserNamespace(config);
      config.linux.uidMappings = [
        { containerID: 0, hostID: 100_000, size: 1000 },
        { containerID: 1000, hostID: 200_000, size: 1 },
      ];
      config.process.args = ['/bin/cat', '/proc/self/uid_map', '/proc/self/gid_map'];
    });
    const rows = out
      .trimEnd()
      .split('\n')
      .map((row) => row.trim().split(/\s+/).map(Number));
    expect(rows).toEqual([
      [0, 100_000, 1000],
      [1000, 200_000, 1],
      [0, 100_000, 65_536],
    ]);
  },
  { needs },
);

scenario(
  'root inside is the mapped user outside',
  (box) => {
    const id = box.started((config) => {
      withUserNamespace(config);
      config.process.args = ['/bin/sleep', '1000'];
    });
    const { uid, gid } = statSync(`/proc/${box.state(id).pid}`);
    expect([uid, gid]).toEqual([100_000, 100_000]);
  },
  { needs },
);

scenario(
  'every default mount is there in a user namespace',
  (box) => {
    const types = (userns: boolean) =>
      box
        .output((config) => {
          if (userns) withUserNamespace(config);
          config.process.args = ['/bin/awk', '{ print $2, $3 }', '/proc/mounts'];
        })
        .split('\n')
        .filter(
          (line) =>
            !/^\/(sys\/fs\/cgroup|proc\/|sys\/firmware)/.test(line) &&
            !/^\/dev\/(null|zero|full|tty|u?random) /.test(line),
        );
    expect(types(true)).toEqual(types(false));
  },
  { needs },
);

scenario(
  'device nodes work in a user namespace',
  (box) => {
    const out = box.output((config) => {
      withUserNamespace(config);
      config.process.args = [
        '/bin/sh',
        '-c',
        'echo x > /dev/null && head -c 4 /dev/zero | wc -c && stat -c "%t:%T" /dev/null',
      ];
    });
    expect(out).toBe('4\n1:3\n');
  },
  { needs },
);

scenario(
  'a bind source below a directory that the mapped user cannot enter is mounted',
  (box) => {
    const out = box.output((config, dir) => {
      Bun.spawnSync([
        'sh',
        '-c',
        `mkdir ${dir}/rootfs/data; mkdir -m 700 ${dir}/closed && mkdir ${dir}/closed/in && echo secret > ${dir}/closed/in/f`,
      ]);
      withUserNamespace(config);
      config.mounts.push({
        destination: '/data',
        type: 'bind',
        source: `${dir}/closed/in`,
        options: ['rbind', 'ro'],
      });
      config.process.args = ['/bin/cat', '/data/f'];
    });
    expect(out).toBe('secret\n');
  },
  { needs },
);

scenario(
  'files made by root inside belong to the mapped user outside',
  (box) => {
    let dir = '';
    box.output((config, bundle) => {
      dir = bundle;
      chownSync(`${bundle}/rootfs`, 100_000, 100_000);
      withUserNamespace(config);
      config.process.args = ['/bin/touch', '/made'];
    });
    expect(statSync(`${dir}/rootfs/made`)).toMatchObject({ uid: 100_000, gid: 100_000 });
  },
  { needs },
);

scenario(
  'an existing user namespace is joined with the namespaces it owns',
  (box) => {
    const first = box.started((config) => {
      withUserNamespace(config);
      config.process.args = ['/bin/sleep', '1000'];
    });
    const { pid } = box.state(first);
    const out = box.output((config) => {
      for (const type of ['network', 'ipc', 'uts']) withoutNamespace(config, type);
      config.linux.namespaces.push({ type: 'user', path: `/proc/${pid}/ns/user` });
      config.linux.namespaces.push({ type: 'network', path: `/proc/${pid}/ns/net` });
      config.linux.namespaces.push({ type: 'ipc', path: `/proc/${pid}/ns/ipc` });
      config.linux.namespaces.push({ type: 'uts', path: `/proc/${pid}/ns/uts` });
      delete config.hostname;
      config.process.args = [
        '/bin/sh',
        '-c',
        'for n in user net ipc uts; do readlink /proc/self/ns/$n; done; id -u',
      ];
    });
    const inside = ['user', 'net', 'ipc', 'uts'].map((name) => readlinkSync(`/proc/${pid}/ns/${name}`));
    expect(out).toBe(`${inside.join('\n')}\n0\n`);
  },
  { needs, teuOnly: 'runc 1.1 wants mappings with a joined user namespace' },
);

scenario(
  'mappings without a user namespace are refused',
  (box) => {
    const result = box.run((config) => {
      config.linux.uidMappings = [{ containerID: 0, hostID: 100_000, size: 10 }];
      config.linux.gidMappings = [{ containerID: 0, hostID: 100_000, size: 10 }];
    });
    expect(result.code).toBe(1);
  },
  { teuOnly: 'runc 1.1 ignores them' },
);

scenario(
  'a mapping that overlaps another is refused and leaves nothing',
  (box) => {
    const result = box.run((config) => {
      withUserNamespace(config);
      config.linux.uidMappings?.push({ containerID: 10, hostID: 300_000, size: 10 });
    });
    expect(result.code).toBe(1);
    expect(box.left().filter((entry) => !entry.includes('(Z'))).toEqual([]);
  },
  { needs },
);

scenario(
  'a joined network namespace is owned by another user namespace: the order of joining works',
  (box) => {
    const first = box.started('exec sleep 1000');
    const path = `/proc/${box.state(first).pid}/ns/net`;
    const out = box.output((config, dir) => {
      withUserNamespace(config);
      withoutNamespace(config, 'network');
      config.linux.namespaces.push({ type: 'network', path });
      // sysfs of a network namespace that the user namespace does not own cannot be mounted (EPERM).
      config.mounts = config.mounts.filter(({ type }) => type !== 'sysfs' && type !== 'cgroup');
      writeFileSync(`${dir}/note`, 'x');
      config.process.args = ['/bin/readlink', '/proc/self/ns/net'];
    });
    expect(out.trimEnd()).toBe(readlinkSync(path));
  },
  { needs },
);
