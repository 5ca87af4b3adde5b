/** Many containers, and several runtimes on one id: one lock per container, and readers never wait. */
import { expect } from 'bun:test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';
import { kill, limitMs, tryReap, waitEnd } from '../helpers/sys.ts';

scenario(
  'of two creates with one id at once one wins, and the other says that it exists',
  async (box) => {
    for (let round = 0; round < 5; round++) {
      const id = box.id();
      const bundles = [box.bundle('exec sleep 1000'), box.bundle('exec sleep 1000')];
      const results = await Promise.all(
        bundles.map((bundle) => box.begin(['create', '--bundle', bundle, id]).result()),
      );
      const [won, lost] = [
        results.filter(({ code }) => code === 0),
        results.filter(({ code }) => code !== 0),
      ];
      expect([won.length, lost.length]).toEqual([1, 1]);
      expect(lost[0]?.code).toBe(1);
      expect(lost[0]?.stderr).toContain('container with given ID already exists');
      expect(box.state(id).status).toBe('created');
      box.must('delete', '--force', id);
    }
  },
  { teuOnly: 'runc 1.1 locks nothing' },
);

scenario(
  '50 containers at once are created, listed, started, killed and deleted, and nothing remains',
  async (box) => {
    const bundle = box.bundle('exec sleep 1000');
    const ids = Array.from({ length: 50 }, () => box.id());
    const all = async (args: (id: string) => string[]) => {
      const codes: number[] = [];
      // Eight at a time, as an engine would; all fifty live together.
      const queue = [...ids];
      const worker = async () => {
        for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
          const { code, stderr } = await box.begin(args(id)).result();
          if (code !== 0) throw new Error(`${args(id).join(' ')}: ${stderr}`);
          codes.push(code);
        }
      };
      await Promise.all(Array.from({ length: 8 }, worker));
      return codes.length;
    };
    expect(await all((id) => ['create', '--bundle', bundle, id])).toBe(50);
    expect(box.must('list', '--quiet').stdout.trimEnd().split('\n').sort()).toEqual([...ids].sort());
    expect(await all((id) => ['start', id])).toBe(50);
    const rows = JSON.parse(box.must('list', '--format', 'json').stdout) as { status: string; pid: number }[];
    expect(rows.filter(({ status }) => status === 'running')).toHaveLength(50);
    expect(await all((id) => ['kill', id, 'KILL'])).toBe(50);
    for (const { pid } of rows) {
      waitEnd(pid);
      tryReap(pid);
    }
    expect(await all((id) => ['delete', id])).toBe(50);
    expect(box.left()).toEqual([]);
  },
  { timeoutMs: 120_000 },
);

scenario(
  'state and list answer while a hook runs, and say creating',
  async (box) => {
    const id = box.id();
    const flag = `${box.dir}/go`;
    const bundle = box.bundle((config) => {
      const script = `echo in > ${box.dir}/in; while ! test -e ${flag}; do sleep 0.02; done`;
      config.hooks = {
        createRuntime: [{ path: '/bin/sh', args: ['sh', '-c', script], env: ['PATH=/usr/bin:/bin'] }],
      };
      config.process.args = ['/bin/sleep', '1000'];
    });
    const creating = box.begin(['create', '--bundle', bundle, id]);
    await appears(`${box.dir}/in`);
    expect(box.state(id).status).toBe('creating');
    expect(box.must('list', '--quiet').stdout).toBe(`${id}\n`);
    writeFileSync(flag, '');
    expect((await creating.result()).code).toBe(0);
    expect(box.state(id).status).toBe('created');
  },
  { teuOnly: 'runc knows a container when its hooks are done' },
);

scenario(
  'a hung hook does not block delete --force',
  async (box) => {
    const id = box.id();
    const bundle = box.bundle((config) => {
      const script = `echo $$ > ${box.dir}/in; exec sleep 1000`;
      config.hooks = {
        createRuntime: [{ path: '/bin/sh', args: ['sh', '-c', script], env: ['PATH=/usr/bin:/bin'] }],
      };
    });
    const creating = box.begin(['create', '--bundle', bundle, id]);
    await appears(`${box.dir}/in`);
    const hook = Number(readFileSync(`${box.dir}/in`, 'utf8'));
    expect(box.teu('delete', '--force', id).code).toBe(0);
    expect((await creating.result()).code).not.toBe(0);
    waitEnd(hook);
    expect(box.teu('state', id).code).toBe(1);
    expect(box.left().filter((entry) => !entry.includes('(Z'))).toEqual([]);
  },
  { teuOnly: 'runc waits for ever' },
);

scenario(
  'a SIGKILL of create while a hook runs leaves what delete --force removes',
  async (box) => {
    const id = box.id();
    const bundle = box.bundle((config) => {
      const script = `echo $$ > ${box.dir}/in; exec sleep 1000`;
      config.hooks = {
        createRuntime: [{ path: '/bin/sh', args: ['sh', '-c', script], env: ['PATH=/usr/bin:/bin'] }],
      };
    });
    const creating = box.begin(['create', '--bundle', bundle, id]);
    await appears(`${box.dir}/in`);
    const hook = Number(readFileSync(`${box.dir}/in`, 'utf8'));
    kill(creating.pid, 9);
    await creating.result();
    waitEnd(hook);
    box.must('delete', '--force', id);
    for (const entry of box.left()) expect(entry).toMatch(/\(Z/);
  },
  { teuOnly: 'the hook of runc lives on' },
);

/** Waits until a file has content. */
async function appears(path: string): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') {
    if (performance.now() > deadline) throw new Error(`${path} did not appear`);
    await Bun.sleep(2);
  }
}
