/** config-linux.md#offset-for-time-namespace: what the clocks show inside. */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import { type OciConfig, withUserNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

const day = 86_400;
/** CLOCK_BOOTTIME in seconds. */
const uptime = (text: string): number => Number(text.split(' ')[0]);
const hostUptime = (): number => uptime(readFileSync('/proc/uptime', 'utf8'));

const withTime =
  (timeOffsets: object, more: (config: OciConfig) => void = () => {}) =>
  (config: OciConfig): void => {
    config.process.args = ['/bin/cat', '/proc/uptime', '/proc/self/timens_offsets'];
    config.linux.namespaces.push({ type: 'time' });
    config.linux.timeOffsets = timeOffsets;
    more(config);
  };

const offsetsOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().replace(/\s+/g, ' '));

for (const [where, more] of [
  ['', undefined],
  [' in a user namespace', (config: OciConfig) => withUserNamespace(config)],
] as const)
  scenario(
    `both clocks are moved by the offsets${where}`,
    (box) => {
      const before = hostUptime();
      const out = box.output(
        withTime({ monotonic: { secs: 5, nanosecs: 6 }, boottime: { secs: 10 * day } }, more),
      );
      expect(uptime(out)).toBeGreaterThanOrEqual(before + 10 * day);
      expect(uptime(out)).toBeLessThan(hostUptime() + 10 * day + 1);
      expect(offsetsOf(out)).toEqual(expect.arrayContaining(['monotonic 5 6', `boottime ${10 * day} 0`]));
    },
    { needs: ['timens'] },
  );

scenario(
  'a negative offset is taken',
  (box) => {
    const out = box.output(withTime({ boottime: { secs: -1, nanosecs: 500_000_000 } }));
    expect(offsetsOf(out)).toContain('boottime -1 500000000');
  },
  { needs: ['timens'] },
);

scenario(
  'offsets of zero are no offsets, with or without a time namespace',
  (box) => {
    const zero = { monotonic: { secs: 0, nanosecs: 0 }, boottime: {} };
    expect(offsetsOf(box.output(withTime(zero)))).toContain('monotonic 0 0');
    expect(
      box.run((config) => {
        config.linux.timeOffsets = zero;
      }).code,
    ).toBe(0);
  },
  { needs: ['timens'] },
);

scenario(
  'an offset that the kernel refuses is named',
  (box) => {
    const { code, stderr } = box.run(withTime({ monotonic: { secs: -1_000_000_000 } }));
    expect(code).toBe(1);
    expect(stderr).toContain('/linux/timeOffsets');
    expect(stderr).toContain('write(2): ERANGE');
  },
  { needs: ['timens'] },
);

scenario('an offset without a time namespace is an error that names it', (box) => {
  const { code, stderr } = box.run((config) => {
    config.linux.timeOffsets = { boottime: { secs: 1 } };
  });
  expect(code).toBe(1);
  expect(stderr).toContain('/linux/timeOffsets/boottime');
});

scenario(
  'an offset for a time namespace that is joined is an error that names it',
  (box) => {
    const { code, stderr } = box.run((config) => {
      config.linux.namespaces.push({ type: 'time', path: '/proc/self/ns/time' });
      config.linux.timeOffsets = { monotonic: { secs: 1 } };
    });
    expect(code).toBe(1);
    expect(stderr).toContain('/linux/timeOffsets/monotonic');
  },
  { needs: ['timens'] },
);
