/** Propagation of mounts, as mountinfo inside shows it and as mounts really travel. config-linux.md#rootfs-mount-propagation */
import { expect } from 'bun:test';
import { mkdirSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

/** A shared tmpfs of the host, which is the source of a bind at /m, with a directory to mount on. */
function sharedSource(box: Box, dir: string): string {
  const source = `${dir}/shared`;
  mkdirSync(source);
  box.mount('tmpfs', source);
  Bun.spawnSync(['mount', '--make-shared', source]);
  mkdirSync(`${source}/late`);
  return source;
}

const mountinfo = ['/bin/cat', '/proc/self/mountinfo'];

/** destination -> propagation words, without their numbers. */
function propagations(out: string): Record<string, string> {
  const rows = out
    .trimEnd()
    .split('\n')
    .map((line) => (line.split(' - ')[0] ?? '').split(' '));
  return Object.fromEntries(
    rows.map((words) => [words[4] ?? '', words.slice(6).join(' ').replace(/:\d+/g, '')]),
  );
}

const propagation = (box: Box, change: (config: OciConfig, dir: string) => void) =>
  propagations(
    box.output((config, dir) => {
      config.process.args = mountinfo;
      change(config, dir);
    }),
  );

const bindShared =
  (box: Box, ...options: string[]) =>
  (config: OciConfig, dir: string) => {
    config.mounts.push({ destination: '/m', type: 'bind', source: sharedSource(box, dir), options });
  };

for (const [option, shown] of [
  ['private', ''],
  ['slave', 'master'],
  ['shared', 'shared master'],
  ['unbindable', 'unbindable'],
] as const) {
  for (const prefix of ['', 'r']) {
    scenario(`${prefix}${option} on a bind of a shared mount shows as "${shown}"`, (box) => {
      expect(propagation(box, bindShared(box, 'rbind', `${prefix}${option}`))['/m']).toBe(shown);
    });
  }
}

scenario('of several propagation options each counts, in their order', (box) => {
  expect(propagation(box, bindShared(box, 'rbind', 'private', 'shared'))['/m']).toBe('shared');
});

for (const option of ['shared', 'rshared', 'unbindable', 'private']) {
  scenario(
    `a remount with ${option} changes the propagation of what is there`,
    (box) => {
      const seen = propagation(box, (config) => {
        config.mounts.push({
          destination: '/dev',
          type: 'tmpfs',
          source: 'tmpfs',
          options: ['remount', option],
        });
      });
      const deep = option.startsWith('r');
      const word = option === 'private' ? '' : deep ? option.slice(1) : option;
      expect([seen['/dev'], seen['/dev/shm']]).toEqual([word, deep ? word : '']);
    },
    { teuOnly: 'runc hands the recursive ones on to the top mount' },
  );
}

for (const [name, root, below] of [
  ['private', '', 'master'],
  ['rprivate', '', ''],
  ['slave', '', 'master'],
  ['rslave', '', 'master'],
  ['shared', 'shared', 'shared'],
  ['rshared', 'shared', 'shared'],
  ['unbindable', 'unbindable', 'master'],
] as const) {
  scenario(
    `rootfsPropagation ${name} makes the root "${root}" and a bind of a shared mount "${below}"`,
    (box) => {
      const seen = propagation(box, (config, dir) => {
        config.linux.rootfsPropagation = name;
        bindShared(box, 'rbind')(config, dir);
      });
      expect([seen['/'], seen['/m'], seen['/dev']]).toEqual([
        root,
        below,
        name === 'rshared' ? 'shared' : '',
      ]);
    },
    { teuOnly: 'runc 1.1 does not set the propagation of the root' },
  );
}

scenario(
  'rootfsPropagation runbindable keeps every mount from being bound',
  (box) => {
    const seen = propagation(box, (config) => {
      config.linux.rootfsPropagation = 'runbindable';
    });
    expect([seen['/'], seen['/dev'], seen['/proc']]).toEqual(['unbindable', 'unbindable', 'unbindable']);
  },
  { teuOnly: 'runc 1.1 fails' },
);

/** Mounts below the source while the container runs, and asks what it sees. */
function travels(box: Box, change: (config: OciConfig, dir: string) => void, options: string[]): boolean {
  let source = '';
  const id = box.started((config, dir) => {
    config.process.args = ['/bin/sleep', '30'];
    source = sharedSource(box, dir);
    config.mounts.push({ destination: '/m', type: 'bind', source, options });
    change(config, dir);
  });
  const inside = () =>
    Bun.spawnSync(['grep', '-c', ' /m/late ', `/proc/${box.state(id).pid}/mountinfo`])
      .stdout.toString()
      .trim();
  expect(inside()).toBe('0');
  box.mount('tmpfs', `${source}/late`);
  const seen = inside() === '1';
  box.end(id);
  return seen;
}

const plain = () => {};

scenario('a mount of the host arrives below a bind with rslave', (box) => {
  expect(travels(box, plain, ['rbind', 'rslave'])).toBe(true);
});

scenario('a mount of the host does not arrive below a bind with rprivate', (box) => {
  expect(travels(box, plain, ['rbind', 'rprivate'])).toBe(false);
});

scenario(
  'with rootfsPropagation rprivate it does not arrive anywhere',
  (box) => {
    const change = (config: OciConfig) => {
      config.linux.rootfsPropagation = 'rprivate';
    };
    expect(travels(box, change, ['rbind'])).toBe(false);
  },
  { teuOnly: 'runc 1.1 does not set the propagation of the root' },
);

for (const [name, arrives] of [
  ['rshared', true],
  ['rslave', false],
] as const) {
  scenario(
    `with rootfsPropagation ${name} a mount of the container ${arrives ? 'arrives' : 'stays away'}`,
    (box) => {
      let source = '';
      const id = box.started((config, dir) => {
        source = sharedSource(box, dir);
        config.linux.rootfsPropagation = name;
        config.mounts.push({ destination: '/m', type: 'bind', source, options: ['rbind', name] });
        const all = ['CAP_SYS_ADMIN'];
        config.process.capabilities = { bounding: all, effective: all, permitted: all };
        const script = 'mount -t tmpfs tmpfs /m/late && touch /m/done && sleep 30';
        config.process.args = ['/bin/sh', '-c', script];
      });
      box.eventually(() => Bun.spawnSync(['test', '-e', `${source}/done`]).exitCode === 0);
      const seen = Bun.spawnSync(['mountpoint', '-q', `${source}/late`]).exitCode === 0;
      expect(seen).toBe(arrives);
      if (seen) Bun.spawnSync(['umount', `${source}/late`]);
      box.end(id);
    },
  );
}

scenario(
  'a container that joins a mount namespace makes its mounts there, and none reaches the host',
  (box) => {
    const holder = box.started((config) => {
      config.process.args = ['/bin/sleep', '30'];
    });
    const { pid } = box.state(holder);
    const before = Bun.file('/proc/self/mountinfo').size;
    const seen = propagation(box, (config) => {
      for (const namespace of config.linux.namespaces) {
        if (namespace.type === 'mount') namespace.path = `/proc/${pid}/ns/mnt`;
        else if (namespace.type === 'pid') namespace.path = `/proc/${pid}/ns/pid`;
      }
      config.root.path = '/';
      config.linux.rootfsPropagation = 'rslave';
      config.mounts = [{ destination: '/t', type: 'tmpfs', source: 'tmpfs', options: ['rshared'] }];
      config.linux.maskedPaths = [];
      config.linux.readonlyPaths = [];
    });
    expect(seen['/t']).toBe('shared');
    expect(Bun.file('/proc/self/mountinfo').size).toBe(before);
    box.end(holder);
  },
  { teuOnly: 'runc has no such test' },
);
