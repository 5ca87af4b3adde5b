/** explain: the plan of a bundle with the field behind every step, and no effect at all. */
import { expect } from 'bun:test';
import { scenario } from '../helpers/scenario.ts';

const teuOnly = 'a verb of teu';

scenario(
  'explain prints the steps in the order of birth, each with its field',
  (box) => {
    const bundle = box.bundle((config) => {
      config.linux.sysctl = { 'net.ipv4.ip_forward': '1' };
      config.process.rlimits = [{ type: 'RLIMIT_CORE', soft: 0, hard: 0 }];
    });
    const { stdout } = box.must('explain', '--bundle', bundle);
    for (const pointer of [
      '/mounts/0',
      '/root',
      '/linux/sysctl/net.ipv4.ip_forward',
      '/process/rlimits/0',
      '/hostname',
      '/linux/maskedPaths/0',
      '/process/args',
    ]) {
      expect(stdout).toContain(pointer);
    }
    const position = (pointer: string) => stdout.indexOf(pointer);
    expect(position('/mounts/0')).toBeLessThan(position('/linux/sysctl'));
    expect(position('/linux/maskedPaths/0')).toBeLessThan(position('/process/args'));
  },
  { teuOnly },
);

scenario(
  'explain --format json is the plan as data',
  (box) => {
    const plan = JSON.parse(box.must('explain', '--format', 'json', '--bundle', box.bundle()).stdout);
    expect(plan.steps.length).toBeGreaterThan(30);
    for (const step of plan.steps) {
      expect(step).toMatchObject({
        op: expect.any(String),
        actor: expect.stringMatching(/^(host|spawner|mounter|init)$/),
        from: expect.any(String),
      });
    }
  },
  { teuOnly },
);

scenario(
  'explain has no effect',
  (box) => {
    const bundle = box.bundle((config, dir) => {
      config.hooks = { createRuntime: [{ path: '/bin/touch', args: ['touch', `${dir}/ran`] }] };
    });
    const before = Bun.spawnSync(['find', bundle]).stdout.toString();
    box.must('explain', '--bundle', bundle);
    expect(Bun.spawnSync(['find', bundle]).stdout.toString()).toBe(before);
    expect(box.left()).toEqual([]);
  },
  { teuOnly },
);

scenario(
  'explain of a wrong configuration reports it like create',
  (box) => {
    const bundle = box.bundle((config) => {
      config.process.args = [];
    });
    const [explained, created] = [
      box.teu('explain', '--bundle', bundle),
      box.teu('create', '--bundle', bundle, box.id()),
    ];
    expect([explained.code, created.code]).toEqual([1, 1]);
    expect(explained.stderr).toContain('/process/args');
    expect(created.stderr).toContain('/process/args');
  },
  { teuOnly },
);

scenario(
  'explain works without privileges',
  (box) => {
    const bundle = box.bundle();
    const wrap = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all'];
    const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };
    const result = box.call(['explain', '--bundle', bundle], { wrap, env });
    expect([result.code, result.stderr]).toEqual([0, '']);
  },
  { teuOnly },
);
