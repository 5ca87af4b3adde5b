/** --trace: when each step began, who performed it, how long it took and what became of it; `teu trace` prints it. */
import { expect } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';

const teuOnly = 'an option of teu';

interface Event {
  readonly name: string;
  readonly cat?: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur: number;
  readonly args: Record<string, unknown> & { readonly actor: string; readonly index?: number };
}
interface Head {
  readonly verb: string;
  readonly id: string;
  readonly steps: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

function traceOf(file: string): { head: Head; events: Event[]; steps: Event[] } {
  const { otherData, traceEvents } = JSON.parse(readFileSync(file, 'utf8'));
  const events = (traceEvents as Event[]).filter(({ ph }) => ph === 'X');
  return { head: otherData.teu, events, steps: events.filter(({ cat }) => cat === 'step') };
}

const fileOf = (box: Box) => `${box.dir}/trace.json`;
const ops = (steps: readonly Event[]) =>
  steps.map(({ name, args }) => `${args.index} ${args.actor} ${name}`).sort();

/** The plan as explain prints it: of a create, and the start phase by itself. */
function planned(box: Box, bundle: string, part: 'create' | 'start'): string[] {
  const plan = JSON.parse(box.must('explain', '--format', 'json', '--bundle', bundle).stdout);
  const steps = part === 'create' ? plan.steps.slice(0, plan.start) : plan.steps.slice(plan.start);
  return steps.map(({ op, actor }: { op: string; actor: string }, n: number) => `${n} ${actor} ${op}`).sort();
}

scenario(
  'the traces of create and start have every step of the plan, with its actor',
  (box) => {
    const [bundle, id] = [box.bundle('sleep 100'), box.id()];
    box.must('--trace', fileOf(box), 'create', '--bundle', bundle, id);
    const create = traceOf(fileOf(box));
    expect(create.head).toMatchObject({ verb: 'create', id, error: null });
    expect(ops(create.steps)).toEqual(planned(box, bundle, 'create'));
    box.must('--trace', fileOf(box), 'start', id);
    const start = traceOf(fileOf(box));
    expect(ops(start.steps)).toEqual(planned(box, bundle, 'start'));
    expect(start.steps.find(({ name }) => name === 'execve')?.args).toMatchObject({ state: 'running' });
    box.end(id);
  },
  { teuOnly },
);

for (const [engine, noFast] of [
  ['teu itself', ''],
  ['teu-core', '1'],
] as const)
  scenario(
    `in the trace of a run by ${engine} each actor does one thing after the other, and nothing lies outside the call`,
    (box) => {
      const { TEU_NO_FAST: _, ...others } = process.env as Record<string, string>;
      const env = noFast === '' ? others : { ...others, TEU_NO_FAST: noFast };
      const began = performance.now();
      const { code } = box.call(['--trace', fileOf(box), 'run', '--bundle', box.bundle('true'), box.id()], {
        env,
      });
      expect(code).toBe(0);
      const limit = (performance.now() - began) * 1000;
      const { head, events, steps } = traceOf(fileOf(box));
      expect(new Set(steps.map(({ args }) => args.index)).size).toBe(head.steps);
      expect([...new Set(steps.map(({ args }) => args.actor))].sort()).toEqual(['host', 'init', 'spawner']);
      for (const actor of ['host', 'spawner', 'init']) {
        let end = 0;
        for (const { ts, dur } of events.filter(({ args }) => args.actor === actor)) {
          expect(ts).toBeGreaterThanOrEqual(end - 0.001);
          expect(dur).toBeGreaterThanOrEqual(0);
          end = ts + dur;
        }
        expect(end).toBeGreaterThan(0);
        expect(end).toBeLessThan(limit);
      }
    },
    { teuOnly },
  );

scenario(
  'the trace of a create that fails has the failed step with its call and errno, and none that was not begun',
  (box) => {
    const bundle = box.bundle((config) => {
      config.mounts.push({ destination: '/data', type: 'bind', source: '/nowhere', options: ['bind'] });
    });
    const result = box.call(['--trace', fileOf(box), 'create', '--bundle', bundle, box.id()]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/mounts/7/source');
    const { head, steps } = traceOf(fileOf(box));
    const failed = steps.filter(({ args }) => args['state'] === 'failed').map(({ args }) => args);
    // The host may have begun to wait before or after.
    failed.sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
    expect(failed).toMatchObject([
      { actor: 'init', from: '/mounts/7/source', call: 'open_tree', errno: 'ENOENT' },
      { actor: 'host', call: null, errno: null },
    ]);
    expect(head.error).toMatchObject({ code: 'teu.step' });
    expect(steps.some(({ name }) => name === 'pivot_root')).toBe(false);
    const table = box.must('trace', fileOf(box)).stdout;
    expect(table).toMatch(
      /^ +\S+ +\S+ {2}\S+ +\d+ mount_clone .*FAILED open_tree: ENOENT {2}\/mounts\/7\/source$/m,
    );
  },
  { teuOnly },
);

scenario(
  'exec, kill, state and delete can be traced as well',
  (box) => {
    const id = box.started('sleep 100');
    box.must('--trace', fileOf(box), 'exec', id, '/bin/true');
    const exec = traceOf(fileOf(box));
    expect(exec.steps.map(({ name }) => name)).toContain('clone_init');
    expect(new Set(exec.steps.map(({ args }) => args.index)).size).toBe(exec.head.steps);
    for (const words of [['state'], ['kill'], ['delete', '--force']]) {
      const operands = words[0] === 'kill' ? [id, 'KILL'] : [id];
      box.must('--trace', fileOf(box), ...words, ...operands);
      expect(traceOf(fileOf(box)).head).toMatchObject({
        verb: words[0] as string,
        id,
        steps: 0,
        error: null,
      });
    }
  },
  { teuOnly },
);

scenario(
  'the table has a line for each event, and a sum for each actor',
  (box) => {
    box.must('--trace', 'trace.json', 'run', '--bundle', box.bundle('true'), box.id());
    const { head, events } = traceOf(fileOf(box));
    const table = box.must('trace', 'trace.json').stdout;
    expect(table).toStartWith(`teu run ${head.id}: ${head.steps} of ${head.steps} steps in `);
    expect(table.match(/^ +\d+\.\d{3} +\d+\.\d {2}(host|spawner|mounter|init) /gm)?.length).toBe(
      events.length,
    );
    expect(table).toMatch(/^init +\d+\.\d{3} ms in \d+ steps$/m);
    expect(table.split('\n').filter((line) => line.length > 120)).toEqual([]);
  },
  { teuOnly },
);

scenario(
  'a trace that cannot be written is an error before anything is done',
  (box) => {
    const bundle = box.bundle((config, dir) => {
      config.hooks = { createRuntime: [{ path: '/bin/touch', args: ['touch', `${dir}/ran`] }] };
    });
    const result = box.call(['--trace', `${box.dir}/no/trace.json`, 'run', '--bundle', bundle, box.id()]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`cannot write the trace to ${box.dir}/no/trace.json`);
    expect(result.stderr).toContain('ENOENT');
    expect(existsSync(`${bundle}/ran`)).toBe(false);
    expect(existsSync(box.root)).toBe(false);
  },
  { teuOnly },
);

scenario(
  'what is no trace is refused by its name',
  (box) => {
    const bundle = box.bundle();
    const result = box.teu('trace', `${bundle}/config.json`);
    expect([result.code, result.stdout]).toEqual([1, '']);
    expect(result.stderr).toContain(`${bundle}/config.json is not a trace`);
    expect(box.teu('trace', `${box.dir}/none`).code).toBe(1);
  },
  { teuOnly },
);
