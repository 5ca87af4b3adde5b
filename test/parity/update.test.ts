/** The engine in teu and teu-core change limits alike, and refuse the same in the same words. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { bothWays, type Way } from '../helpers/both-ways.ts';
import { onCgroup2, rootV2 } from '../helpers/v2.ts';

const MiB = 1 << 20;

function started(way: Way, limits: object = {}, wrap: readonly string[] = []): string {
  const id = way.box.id();
  const bundle = way.box.bundle((config) => {
    config.process.args = ['/bin/sleep', '1000'];
    config.linux.resources = { ...config.linux.resources, ...limits };
  });
  way.box.call(['run', '--detach', '--bundle', bundle, id], { wrap });
  return id;
}

/** What the kernel counts, not what it was told. */
const counters =
  /usage|stat|procs|tasks|pressure|current|peak|events|failcnt|threads|watermark|slabinfo|\.(numa|sched)/;
const settings = (directory: string): string[] =>
  readdirSync(directory)
    .filter((name) => !counters.test(name) && statSync(`${directory}/${name}`).isFile())
    .flatMap((name) => {
      try {
        return [`${name} ${readFileSync(`${directory}/${name}`, 'utf8')}`];
      } catch {
        return [];
      }
    })
    .sort();

/** Writes down every setting in the cgroups of a container. */
function limits(way: Way, id: string, mountpoint = '/sys/fs/cgroup'): void {
  const state = readFileSync(`${way.box.root}/${id}/state.json`, 'utf8');
  const { cgroups } = JSON.parse(state) as { readonly cgroups: readonly string[] };
  for (const one of cgroups)
    way.note([one, ...settings(one.replace('/sys/fs/cgroup', mountpoint))].join('\n'));
}

const words = (text: string, id: string): string[] => ['update', ...text.split(' '), id];

const right = [
  '--memory 32m --memory-swap 64m --pids-limit 7',
  '--memory=64m',
  '--memory 1g --memory-reservation 1.5m --memory-swap -1',
  '--cpu-share 512',
  '--cpu-quota 20000 --cpu-period 50000',
  '--cpu-quota -1',
  '--cpu-burst 10000 --cpu-idle 0',
  '--cpuset-cpus 0 --cpuset-mems 0',
  '--pids-limit -1',
  '--pids-limit 0',
  '--blkio-weight 100',
  '--kernel-memory 1m --kernel-memory-tcp 1m',
];
const wrong = [
  '--memory 12x',
  '--memory 4096 --memory-swap 4096',
  '--memory 32m --cpuset-cpus 4000',
  '--pids-limit 1.5',
  '--pids-limit 99999999999999999999',
  '--pids-limit 123456789012345678901',
  '--cpu-quota 1 --pids-limit 7',
  '--cpu-idle yes',
  '--cpu-rt-runtime 950000 --cpu-rt-period 1000000',
  '--cpuset-cpus x',
  '--blkio-weight 1',
  '--l3-cache-schema L3:0=f',
  '--mem-bw-schema MB:0=70',
  '--resources DIR',
  '--resources none',
  '--nope 1',
];

bothWays('update by options', (way) => {
  const id = started(way, { memory: { limit: 64 * MiB }, pids: { limit: 9 } });
  for (const text of right) {
    way.thrice(words(text, id));
    limits(way, id);
  }
  for (const text of wrong) way.thrice(words(text.replace('DIR', way.box.dir), id));
  way.call(['--debug', ...words('--memory 32m --cpuset-cpus 4000', id)]);
  way.call(['--trace', `${way.box.dir}/trace`, ...words('--pids-limit 12', id)]);
  limits(way, id);
  way.look();
});

/** As containerd and the kubelet send it, and what nobody should. */
const texts: readonly string[] = [
  '{"memory":{"limit":0,"reservation":52428800,"kernel":0},"cpu":{"shares":512,"quota":0,"cpus":"0"},"pids":{"limit":77}}',
  '{"devices":[{"allow":false,"access":"rwm"}],"memory":{"limit":134217728,"swap":134217728,"disableOOMKiller":false}}',
  '{}',
  '\n{\n "pids": {"limit": 5}\n}\n',
  '{"memory":{"limit":4096,"swap":8192,"checkBeforeUpdate":true}}',
  '{"memory":{"limit":9007199254740993}}',
  '{"memory":{"limit":18446744073709551617}}',
  '{"hugepageLimits":[{"pageSize":"3KB","limit":1}]}',
  '{"blockIO":{"throttleReadBpsDevice":[{"major":4000,"minor":1,"rate":1}]}}',
  '{"network":{"priorities":[{"name":"no-such","priority":1}]},"pids":{"limit":6}}',
  '{"unified":{"memory.low":"1"}}',
  '{"unified":{"cgroup.max.descendants":"77"}}',
  '{"unified":{"../x":"1"}}',
  '{\n "memory": { "limit": "many" }\n}',
  '{\n "memory": { "limit": 5 \n}',
  '{} , "x": {}',
  '{"pids":{"limit":7},"pids":{"limit":8}}',
  '{"nope":1}',
  '[]',
  'null',
  '',
  '\ufeff{}',
  '{"cpu":{"cpus":"\ud800"}}',
  `{"a":${'['.repeat(100_000)}`,
  ' '.repeat(100_000),
];

bothWays('update by a text from a file and from stdin', (way) => {
  const id = started(way, { memory: { limit: 64 * MiB } });
  const file = `${way.box.dir}/resources.json`;
  for (const text of texts) {
    writeFileSync(file, text);
    way.thrice(['update', '--resources', file, id]);
    way.thrice(['update', '--resources', '-', id], { stdin: text });
    limits(way, id);
  }
  const late = [
    'sh',
    '-c',
    '{ sleep 0.05; echo "{\\"pids\\":"; sleep 0.05; echo "{\\"limit\\":3}}"; } | "$@"',
    'sh',
  ];
  way.call(['update', '-r', '-', id], { wrap: late });
  limits(way, id);
  for (const which of ['<&-', '</', '</dev/full >&-', '</dev/zero'])
    way.call(['update', '-r', '-', id], { wrap: ['sh', '-c', `exec "$@" ${which}`, 'sh'] });
  way.call(['update', '-r', '-', '--memory', '1m', '--pids-limit', '5', id], { stdin: '{}' });
  way.look();
});

bothWays('update where cgroup v2 is all there is', (way) => {
  const id = started(way, {}, onCgroup2);
  for (const text of texts) way.call(['update', '-r', '-', id], { stdin: text, wrap: onCgroup2 });
  for (const text of [...right, ...wrong])
    way.call(words(text.replace('DIR', way.box.dir), id), { wrap: onCgroup2 });
  limits(way, id, rootV2);
  way.call(['delete', '--force', id], { wrap: onCgroup2 });
  way.look();
});

bothWays('update of what does not run, and of a container in a scope of systemd', (way) => {
  way.thrice(['update', '--pids-limit', '5', 'none']);
  way.thrice(['update', '-r', '-', 'none'], { stdin: '{' });
  const id = started(way);
  way.call(['pause', id]);
  way.thrice(['update', '--pids-limit', '5', id]);
  way.call(['resume', id]);
  // teu-core, which has libsystemd, reads stdin: it says what is wrong there.
  const file = `${way.box.root}/${id}/state.json`;
  const state = readFileSync(file, 'utf8');
  writeFileSync(file, state.replace('{', '{"scope":{"unit":"no-such.scope","manager":"system"},'));
  way.thrice(['update', '-r', '-', id], { stdin: '{"pids":{"limit":"x"}}' });
  way.call(['update', '-r', '-', '--memory', '1m', id], { stdin: '[]' });
  way.thrice(['update', '--memory', '12x', id]);
  writeFileSync(file, state);
  way.box.end(id);
  way.thrice(['update', '--pids-limit', '5', id]);
  way.thrice(['update', '-r', '-', id], { stdin: '{}' });
});
