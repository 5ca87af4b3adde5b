/** Id mappings that cannot be: each error names its field, and nothing is left. config.md#mounts */
import { expect } from 'bun:test';
import { mkdirSync } from 'node:fs';
import type { IdMap, OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

const map = (containerID: number, hostID: number, size: number): IdMap[] => [{ containerID, hostID, size }];
const both = (...list: IdMap[]) => ({ uidMappings: list, gidMappings: list });

interface Bad {
  readonly title: string;
  readonly change: (config: OciConfig, dir: string) => void;
  readonly says: readonly RegExp[];
}

const push = (config: OciConfig, dir: string, options: string[], fields: object = {}) => {
  mkdirSync(`${dir}/src`);
  config.mounts.push({ destination: '/m', type: 'bind', source: `${dir}/src`, options, ...fields });
};

const bad: readonly Bad[] = [
  {
    title: 'uidMappings without gidMappings',
    change: (config, dir) => push(config, dir, ['bind', 'idmap'], { uidMappings: map(0, 1, 1) }),
    says: [/ \/mounts\/7 /, /gidMappings is missing/],
  },
  {
    title: 'idmap without mappings and without a user namespace',
    change: (config, dir) => push(config, dir, ['bind', 'idmap']),
    says: [/ \/mounts\/7\/options\/1 /],
  },
  {
    title: 'a range of no ids',
    change: (config, dir) => push(config, dir, ['bind', 'idmap'], both(...map(0, 1, 0))),
    says: [/ \/mounts\/7\/uidMappings\/0\/size /],
  },
  {
    title: 'overlapping ranges',
    change: (config, dir) => push(config, dir, ['bind'], both(...map(0, 10, 10), ...map(5, 30, 5))),
    says: [/ \/mounts\/7\/uidMappings\/1 /],
  },
  {
    title: 'an inline form that is none',
    change: (config, dir) => push(config, dir, ['bind', 'idmap=uids=1:2:3;gids=1-2-3']),
    says: [/ \/mounts\/7\/options\/1 /, /ID-ID-COUNT/],
  },
  {
    title: 'a file system that takes no mapping',
    change: (config, dir) => {
      push(config, dir, ['bind', 'idmap'], both(...map(0, 1, 1)));
      const last = config.mounts.at(-1);
      if (last !== undefined) last.source = '/proc';
    },
    says: [
      / \/mounts\/7\/uidMappings /,
      /mount_setattr\(2\): EINVAL/,
      /the file system proc of \/proc takes no id mapping on Linux/,
    ],
  },
  {
    title: 'a new file system that takes no mapping',
    change: (config) => {
      config.mounts.push({
        destination: '/m',
        type: 'devpts',
        source: 'devpts',
        options: ['idmap'],
        ...both(...map(0, 1, 1)),
      } as never);
    },
    says: [/ \/mounts\/7\/uidMappings /, /the file system devpts takes no id mapping on Linux/],
  },
];

for (const { title, change, says } of bad) {
  scenario(
    `${title} is an error that names the field and leaves nothing`,
    (box) => {
      const before = box.left();
      const result = box.run(change);
      expect([result.code, result.stdout]).toEqual([1, '']);
      for (const words of says) expect(result.stderr).toMatch(words);
      expect(box.left().filter((entry) => !before.includes(entry) && !/\/state$/.test(entry))).toEqual([]);
    },
    { teuOnly: 'runc 1.1 has no id-mapped mounts' },
  );
}
