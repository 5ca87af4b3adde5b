/**
 * A create that fails at some step gives network devices back as they were, whatever step it is. The fault build, as in
 * steps.test.ts; the host is a network namespace of the attempt's own.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'bun:test';

process.env.RUNTIME = new URL('../../build-faults/bin/teu', import.meta.url).pathname;
const { Box } = await import('../helpers/box.ts');
const { unmet } = await import('../helpers/probes.ts');
const { skip } = await import('../helpers/skip.ts');

const devices = [
  'ip link add dm0 type veth peer name p0',
  'ip link add dm1 type veth peer name p1',
  'ip addr add 10.1.2.3/24 brd + dev dm0 label dm0:web',
  'ip -6 addr add fd00::5/64 dev dm0 nodad',
  'ip link set dm0 mtu 1400 up',
].join(';');
const look = "(ip -o link; ip -o addr) | sed 's/^[0-9]*: //; s/state [A-Z]*//; s/qlen .*//' | sort";

/** One of each kind of step that stands behind the move, and the move itself. */
const failing =
  'netns_open net_device parent_death rootfs_open pivot_root exec_resolve state_save verify'.split(' ');
const kinds = { before: 1, after: 2 } as const;

const reason = unmet(['net-devices']);
const title = 'netDevices: a create that fails at any step gives the devices back';
if (reason !== null) {
  skip(title, reason);
} else {
  let box: InstanceType<typeof Box>;
  let bundle: string;
  beforeAll(() => {
    box = new Box();
    bundle = box.bundle((config) => {
      config.linux['netDevices'] = { dm0: { name: 'net0' }, dm1: { name: 'lan%d' } };
    });
  });
  afterAll(() => expect(box.close()).toEqual([]));

  /** Runs teu on a host with the devices; what they are like before and after. */
  const onHost = (args: readonly string[], fault = '') => {
    const file = (name: string) => `${box.dir}/${name}`;
    const script = `set -e; ${devices}; (${look}) >${file('before')}; set +e; "$@"; code=$?; (${look}) >${file('after')}; exit $code`;
    const env = { ...(process.env as Record<string, string>), TEU_FAULT: fault };
    const result = box.call(args, { env, wrap: ['unshare', '-n', 'sh', '-c', script, 'sh'] });
    return {
      ...result,
      before: readFileSync(file('before'), 'utf8'),
      after: readFileSync(file('after'), 'utf8'),
    };
  };

  test(title, () => {
    const plan = JSON.parse(onHost(['explain', '--format', 'json', '--bundle', bundle]).stdout) as {
      steps: { op: string; otherwise?: unknown }[];
    };
    let wire = 0;
    const create = plan.steps.slice(
      0,
      plan.steps.findIndex(({ op }) => op === 'start_wait'),
    );
    const places = create.flatMap(({ op, otherwise }) => {
      const at = wire;
      wire += otherwise === undefined ? 1 : 2;
      return failing.includes(op) ? [{ op, at }] : [];
    });
    expect(new Set(places.map(({ op }) => op)).size).toBe(failing.length);
    const wrong: string[] = [];
    for (const { op, at } of places)
      for (const [when, kind] of Object.entries(kinds)) {
        const id = box.id();
        const { before, after, code, stderr } = onHost(['create', '--bundle', bundle, id], `${at}:${kind}`);
        if (code === 0 || !before.includes('dm0') || after !== before)
          wrong.push(`${when} ${at} ${op}: ${code} ${stderr}\n${before}\n${after}`);
      }
    expect(wrong).toEqual([]);
  });
}
