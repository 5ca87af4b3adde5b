/** config.md#mounts: uidMappings, gidMappings, idmap, ridmap, and crun's inline form, seen from both sides. */
import { expect } from 'bun:test';
import { chownSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { type IdMap, type OciConfig, withUserNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

export const alsoIn = 'guest';

const teuOnly = { teuOnly: 'runc 1.1 has no id-mapped mounts' };
const map = (containerID: number, hostID: number, size: number): IdMap[] => [{ containerID, hostID, size }];
const both = (...list: IdMap[]) => ({ uidMappings: list, gidMappings: list });

/** A directory `src` with a file of 0, one of 1000, one of 5000, and a mount below with a file of 1000. */
function sources(box: Box, dir: string): string {
  const src = `${dir}/src`;
  mkdirSync(`${src}/below`, { recursive: true });
  box.mount('tmpfs', `${src}/below`, 'mode=777');
  for (const [name, id] of Object.entries({ root: 0, user: 1000, other: 5000, 'below/user': 1000 })) {
    writeFileSync(`${src}/${name}`, '');
    chownSync(`${src}/${name}`, id, id + 1);
  }
  return src;
}

interface Asked {
  readonly options: string[];
  readonly fields?: { uidMappings?: IdMap[]; gidMappings?: IdMap[] };
  readonly change?: (config: OciConfig, dir: string) => void;
}

/** Owners of those files as a container with this bind sees them: `name uid:gid`. */
function owners(box: Box, { options, fields, change }: Asked): string[] {
  const out = box.output((config, dir) => {
    mkdirSync(`${dir}/rootfs/m`);
    const source = sources(box, dir);
    config.mounts.push({ destination: '/m', type: 'bind', source, options, ...fields });
    config.process.args = ['/bin/sh', '-c', 'cd /m && stat -c "%n %u:%g" root user other below/user'];
    change?.(config, dir);
  });
  return out.trimEnd().split('\n');
}

scenario(
  'without a user namespace the given mappings say what owner is seen',
  (box) => {
    const seen = owners(box, { options: ['rbind', 'idmap'], fields: both(...map(1000, 2000, 2)) });
    expect(seen.slice(0, 2)).toEqual(['root 65534:65534', 'user 2000:2001']);
    expect(seen[3]).toBe('below/user 1000:1001');
  },
  teuOnly,
);

scenario(
  'ridmap maps the mounts below as well',
  (box) => {
    const seen = owners(box, { options: ['rbind', 'ridmap'], fields: both(...map(1000, 2000, 2)) });
    expect(seen[3]).toBe('below/user 2000:2001');
  },
  teuOnly,
);

scenario(
  'mappings without an option map all the same',
  (box) => {
    const fields = { uidMappings: map(1000, 7, 1), gidMappings: map(1001, 8, 1) };
    expect(owners(box, { options: ['rbind'], fields })[1]).toBe('user 7:8');
  },
  teuOnly,
);

scenario(
  'in a user namespace idmap alone shows the owners of the disk',
  (box) => {
    const seen = owners(box, { options: ['rbind', 'ridmap'], change: (config) => withUserNamespace(config) });
    expect(seen).toEqual(['root 0:1', 'user 1000:1001', 'other 5000:5001', 'below/user 1000:1001']);
  },
  { ...teuOnly, needs: ['userns'] },
);

scenario(
  'without idmap a user namespace shows nobody',
  (box) => {
    const seen = owners(box, { options: ['rbind'], change: (config) => withUserNamespace(config) });
    expect(seen[0]).toBe('root 65534:65534');
  },
  { needs: ['userns'] },
);

scenario(
  'what root of the container writes belongs to root of the disk',
  (box) => {
    let src = '';
    box.output((config, dir) => {
      withUserNamespace(config);
      mkdirSync(`${dir}/rootfs/m`);
      src = `${dir}/src`;
      mkdirSync(src);
      config.mounts.push({ destination: '/m', type: 'bind', source: src, options: ['bind', 'idmap'] });
      config.process.args = ['/bin/touch', '/m/new'];
    });
    const { uid, gid } = statSync(`${src}/new`);
    expect([uid, gid]).toEqual([0, 0]);
  },
  { ...teuOnly, needs: ['userns'] },
);

scenario(
  'mappings of the mount win over those of the user namespace, and a source behind a closed directory is reached',
  (box) => {
    const seen = owners(box, {
      options: ['bind', 'idmap'],
      fields: both(...map(5000, 100_003, 2)),
      change: (config, dir) => {
        withUserNamespace(config);
        const closed = `${dir}/closed`;
        mkdirSync(closed, 0o700);
        mkdirSync(`${closed}/src`);
        box.mount('tmpfs', `${closed}/src`, 'mode=755');
        writeFileSync(`${closed}/src/other`, '');
        chownSync(`${closed}/src/other`, 5000, 5001);
        const last = config.mounts.at(-1);
        if (last !== undefined) last.source = `${closed}/src`;
        config.process.args = ['/bin/stat', '-c', '%n %u:%g', '/m/other'];
      },
    });
    expect(seen).toEqual(['/m/other 3:4']);
  },
  { ...teuOnly, needs: ['userns'] },
);

scenario(
  'the inline form of crun says the same as the fields',
  (box) => {
    const seen = owners(box, {
      options: ['rbind', 'idmap=uids=1000-20-1#5000-30-1;gids=1001-21-1#5001-31-1'],
    });
    expect(seen.slice(1, 3)).toEqual(['user 20:21', 'other 30:31']);
  },
  teuOnly,
);

scenario(
  'with @ the inline form speaks of ids of the container',
  (box) => {
    const seen = owners(box, {
      options: ['rbind', 'idmap=uids=@1000-3-1;gids=@1001-4-1'],
      change: (config) => withUserNamespace(config),
    });
    expect(seen[1]).toBe('user 3:4');
  },
  { ...teuOnly, needs: ['userns'] },
);

scenario(
  'a container that joins a user namespace takes its mapping',
  (box) => {
    const holder = box.started((config) => {
      withUserNamespace(config);
      config.process.args = ['/bin/sleep', '30'];
    });
    const { pid } = box.state(holder);
    const seen = owners(box, {
      options: ['rbind', 'ridmap'],
      change: (config) => config.linux.namespaces.push({ type: 'user', path: `/proc/${pid}/ns/user` }),
    });
    expect(seen).toEqual(['root 0:1', 'user 1000:1001', 'other 5000:5001', 'below/user 1000:1001']);
    box.end(holder);
  },
  { ...teuOnly, needs: ['userns'] },
);

for (const userns of [false, true]) {
  scenario(
    `a new tmpfs is mapped ${userns ? 'in' : 'without'} a user namespace`,
    (box) => {
      const out = box.output((config) => {
        if (userns) withUserNamespace(config);
        const fields = userns ? {} : both(...map(0, 10, 5));
        const options = ['idmap', 'size=64k', 'mode=755'];
        config.mounts.push({ destination: '/etc', type: 'tmpfs', source: 'tmpfs', options, ...fields });
        config.process.args = [
          '/bin/sh',
          '-c',
          'stat -c "%u:%g %a" /etc; grep -c " /etc .*idmapped" /proc/self/mountinfo',
        ];
      });
      expect(out).toBe(`${userns ? '0:0' : '10:10'} 755\n1\n`);
    },
    { ...teuOnly, needs: ['userns'] },
  );
}

scenario(
  'the attributes of an id-mapped bind are those of its options',
  (box) => {
    const out = box.output((config, dir) => {
      withUserNamespace(config);
      mkdirSync(`${dir}/src`);
      mkdirSync(`${dir}/rootfs/m`);
      const options = ['bind', 'idmap', 'ro', 'nosuid', 'noexec', 'shared'];
      config.mounts.push({ destination: '/m', type: 'bind', source: `${dir}/src`, options });
      config.process.args = ['/bin/grep', ' /m ', '/proc/self/mountinfo'];
    });
    expect(out).toMatch(/ \/m ro,nosuid,(nodev,)?noexec,(\w+,)?idmapped shared:/);
  },
  { ...teuOnly, needs: ['userns'] },
);

const push = (config: OciConfig, dir: string, options: string[], fields: object = {}) => {
  mkdirSync(`${dir}/src`);
  config.mounts.push({ destination: '/m', type: 'bind', source: `${dir}/src`, options, ...fields });
};

scenario(
  'two mounts with one mapping share one user namespace in the plan, and none is left',
  (box) => {
    const bundle = box.bundle((config, dir) => {
      push(config, dir, ['bind', 'idmap'], both(...map(0, 1, 1)));
      config.mounts.push({
        destination: '/n',
        type: 'tmpfs',
        source: 'tmpfs',
        options: ['idmap'],
        ...both(...map(0, 1, 1)),
      } as never);
      config.process.args = ['/bin/ls', '/proc/self/fd'];
    });
    const plan = JSON.parse(box.must('explain', '--format', 'json', '--bundle', bundle).stdout);
    expect((plan.steps as { op: string }[]).filter(({ op }) => op === 'userns_make')).toHaveLength(1);
    expect(box.must('run', '--bundle', bundle, box.id()).stdout).toBe('0\n1\n2\n3\n');
    expect(readdirSync(`${bundle}/src`)).toEqual([]);
  },
  teuOnly,
);
