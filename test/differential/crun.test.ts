/** What is newer than Debian's runc, under its crun and under teu, where cgroup2 is all there is at /sys/fs/cgroup. */
import { expect, test } from 'bun:test';
import { writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { defaultConfig } from '../helpers/config.ts';
import { repository } from '../helpers/paths.ts';
import { unmet } from '../helpers/probes.ts';
import { scenario } from '../helpers/scenario.ts';
import { type Accepted, acceptedOfCrun } from './accepted.ts';
import { differences, unaccepted, unused } from './compare.ts';
import { type Newer, newer } from './newer.ts';
import type { Observation } from './observe.ts';
import { removeCgroups } from './outside.ts';

const alone = 'umount -R /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec "$@"';

/** crun raises RLIMIT_MEMLOCK for its device program, which takes CAP_SYS_RESOURCE; kernels since 5.11 do not ask. */
const preload = () =>
  unmet(['sys-resource']) === null ? [] : ['env', `LD_PRELOAD=${repository}build/test/libmemlock.so`];

function observe(box: Box, { change, probe }: Newer, runtime?: string): Observation {
  const id = box.id();
  const script = `${box.dir}/alone.sh`;
  writeFileSync(script, alone);
  const bundle = box.bundle((config, dir) => {
    config.process.args = defaultConfig(`{ ${probe}; } 2>&1`).process.args;
    change(config, dir, box);
  });
  const wrap = ['unshare', '--mount', '--propagation', 'slave', 'sh', script];
  const { code, stdout, stderr } =
    runtime === undefined
      ? box.call(['run', '--bundle', bundle, id], { wrap })
      : box.call(['run', '--bundle', bundle, id], { wrap: [...wrap, ...preload()], runtime });
  if (runtime !== undefined) removeCgroups(id);
  const facts = new Map([
    ['output', stdout.split('\n')],
    ['exit', [`${code}`]],
  ]);
  return { refusal: stderr === '' ? null : stderr, facts, left: [] };
}

const used = new Set<Accepted>();

for (const [name, bundle] of Object.entries(newer)) {
  scenario(
    `${name}: teu and crun do the same`,
    (box) => {
      const ours = observe(box, bundle);
      expect(ours.refusal).toBeNull();
      const found = differences(ours, observe(box, bundle, 'crun'));
      expect(unaccepted(found, acceptedOfCrun, used)).toEqual([]);
    },
    { needs: ['crun'] },
  );
}

test('accepted differences are all still there', () => {
  if (unmet(['crun']) === null) expect(unused(acceptedOfCrun, used)).toEqual([]);
});
