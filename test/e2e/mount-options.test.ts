/** config.md#linux-mount-options: what each option does to the mount that the payload sees. */
import { expect } from 'bun:test';
import { mkdirSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { isTeu } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

/** The mountinfo fields of /m inside: per-mount options, propagation. */
function mountOf(box: Box, type: 'tmpfs' | 'bind', options: readonly string[]) {
  const out = box.output((config, dir) => {
    mkdirSync(`${dir}/src`);
    const source = type === 'bind' ? `${dir}/src` : 'tmpfs';
    config.mounts.push({
      destination: '/m',
      type,
      source,
      options: [...(type === 'bind' ? ['bind'] : []), ...options],
    });
    config.process.args = ['/bin/grep', ' /m ', '/proc/self/mountinfo'];
  });
  const [fields = '', superFields = ''] = out.trimEnd().split(' - ');
  const words = fields.split(' ');
  return {
    options: (words[5] ?? '').split(','),
    propagation: words.slice(6).map((word) => word.replace(/:\d+$/, '')),
    superOptions: (superFields.split(' ')[2] ?? '').split(','),
  };
}

const flags: readonly (readonly [string, string])[] = [
  ['ro', 'ro'],
  ['nosuid', 'nosuid'],
  ['nodev', 'nodev'],
  ['noexec', 'noexec'],
  ['noatime', 'noatime'],
  ['nodiratime', 'nodiratime'],
  ['relatime', 'relatime'],
  ...(isTeu ? ([['nosymfollow', 'nosymfollow']] as const) : []),
];

for (const type of ['tmpfs', 'bind'] as const) {
  for (const [option, shown] of flags) {
    scenario(`${option} on a ${type} mount shows as ${shown}`, (box) => {
      expect(mountOf(box, type, [option]).options).toContain(shown);
    });
  }
}

for (const [negated, absent] of [
  ['rw', 'ro'],
  ['suid', 'nosuid'],
  ['dev', 'nodev'],
  ['exec', 'noexec'],
] as const) {
  scenario(`a later ${negated} takes back an earlier ${absent}`, (box) => {
    expect(mountOf(box, 'tmpfs', [absent, negated]).options).not.toContain(absent);
  });
}

const propagations = [
  ['private', []],
  ['slave', []],
  ['shared', ['shared']],
  ['unbindable', ['unbindable']],
] as const;
for (const [option, shown] of propagations) {
  for (const prefix of ['', 'r']) {
    scenario(`${prefix}${option} on a bind mount sets its propagation`, (box) => {
      const { propagation } = mountOf(box, 'bind', [`${prefix}${option}`]);
      expect(propagation.filter((word) => word !== 'master')).toEqual([...shown]);
    });
  }
}

scenario('file system data goes to the file system', (box) => {
  expect(mountOf(box, 'tmpfs', ['size=100k', 'nr_inodes=50']).superOptions).toEqual(
    expect.arrayContaining(['size=100k', 'nr_inodes=50']),
  );
});

scenario(
  'file system options on a bind mount are not an error',
  (box) => {
    expect(mountOf(box, 'bind', ['mode=755', 'size=1k']).options).toContain('rw');
  },
  { teuOnly: 'runc hands them to the kernel' },
);

scenario('rbind brings the mounts below the source, bind does not', (box) => {
  const list = (option: string) =>
    box.output((config) => {
      config.mounts.push({ destination: '/d', type: 'bind', source: '/dev', options: [option, 'rprivate'] });
      config.process.args = ['/bin/sh', '-c', 'grep -c " /d/" /proc/self/mountinfo || true'];
    });
  expect(list('bind')).toBe('0\n');
  expect(Number(list('rbind'))).toBeGreaterThan(0);
});

for (const [option, shown] of [
  ['rro', 'ro'],
  ['rnosuid', 'nosuid'],
  ['rnodev', 'nodev'],
  ['rnoexec', 'noexec'],
] as const) {
  scenario(
    `${option} on an rbind mount shows as ${shown} on every mount below it`,
    (box) => {
      const out = box.output((config, dir) => {
        mkdirSync(`${dir}/src/sub`, { recursive: true });
        box.mount('tmpfs', `${dir}/src/sub`);
        config.mounts.push({
          destination: '/d',
          type: 'bind',
          source: `${dir}/src`,
          options: ['rbind', option],
        });
        config.process.args = ['/bin/grep', '-E', ' /d(/sub)? ', '/proc/self/mountinfo'];
      });
      const rows = out
        .trimEnd()
        .split('\n')
        .map((row) => (row.split(' ')[5] ?? '').split(','));
      expect(rows).toHaveLength(2);
      for (const row of rows) expect(row).toContain(shown);
    },
    { teuOnly: 'runc 1.1 has no recursive options' },
  );
}

scenario('an unknown option of a file system is an error that names it', (box) => {
  const result = box.run((config) => {
    config.mounts.push({ destination: '/m', type: 'tmpfs', source: 'tmpfs', options: ['nosuchoption'] });
  });
  expect(result.code).toBe(1);
});
