/** One verb changes a container at a time; a hung one blocks neither state nor delete --force. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';
import { waitEnd } from '../helpers/sys.ts';

const startTime = (pid: number): string =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? '';

/** A container directory whose lock a process holds that will not let go. */
async function held(box: Box): Promise<{ id: string; dir: string; holder: Bun.Subprocess }> {
  const id = box.id();
  const dir = `${box.root}/${id}`;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const holder = Bun.spawn(['flock', '--no-fork', `${dir}/lock`, 'sh', '-c', 'echo held; exec sleep 1000'], {
    stdout: 'pipe',
  });
  await holder.stdout.getReader().read();
  const record = `${holder.pid} ${startTime(holder.pid)}`;
  writeFileSync(`${dir}/lock`, `${record.padEnd(63)}\n`);
  return { id, dir, holder };
}

scenario(
  'when the creator hangs then state answers `creating`, list too, and kill refuses',
  async (box) => {
    const { id, holder } = await held(box);
    expect(box.state(id)).toMatchObject({ status: 'creating', pid: 0 });
    expect(box.must('list', '-q').stdout).toBe(`${id}\n`);
    expect(box.teu('kill', id, 'KILL').code).toBe(1);
    holder.kill(9);
    await holder.exited;
    expect(box.state(id).status).toBe('stopped');
    box.must('delete', id);
  },
  { teuOnly: 'its own lock' },
);

scenario(
  'when the holder of the lock hangs then delete --force ends it',
  async (box) => {
    const { id, dir, holder } = await held(box);
    box.must('delete', '--force', id);
    await holder.exited;
    expect(holder.signalCode).toBe('SIGKILL');
    expect(existsSync(dir)).toBe(false);
  },
  { teuOnly: 'its own lock' },
);

scenario(
  'when the lock names a process that is gone then its pid is nobody',
  async (box) => {
    const { id, dir, holder } = await held(box);
    writeFileSync(`${dir}/lock`, `${`${process.pid} 1`.padEnd(63)}\n`);
    expect(box.state(id).status).toBe('stopped');
    const { code, stderr } = box.teu('delete', '--force', id);
    expect(code).toBe(1);
    expect(stderr).toContain('another teu');
    holder.kill(9);
    await holder.exited;
    box.must('delete', '--force', id);
  },
  { teuOnly: 'its own lock' },
);

scenario(
  'when many delete --force race then all succeed and nothing is left',
  async (box) => {
    const id = box.id();
    mkdirSync(`${box.root}/${id}`, { recursive: true, mode: 0o700 });
    const racers = Array.from({ length: 12 }, () => box.begin(['delete', '--force', id]));
    const results = await Promise.all(racers.map((racer) => racer.result()));
    expect(results.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(results.map(() => '0'));
    expect(existsSync(`${box.root}/${id}`)).toBe(false);
  },
  { teuOnly: 'its own lock' },
);

scenario(
  'when a hook hangs in a child of its own then delete --force ends all of them',
  async (box) => {
    const id = box.id();
    const fifo = `${box.dir}/fifo`;
    Bun.spawnSync(['mkfifo', fifo]);
    const bundle = box.bundle((config) => {
      const script = `sleep 1000 & echo $! > ${fifo}; wait`;
      config.hooks = { createRuntime: [{ path: '/bin/sh', args: ['sh', '-c', script] }] };
    });
    const create = box.begin(['create', '--bundle', bundle, id]);
    const sleeper = Number(await new Response(Bun.spawn(['head', '-n1', fifo]).stdout).text());
    expect(box.state(id).status).toBe('creating');
    box.must('delete', '--force', id);
    await create.child.exited;
    expect(create.child.signalCode).toBe('SIGKILL');
    waitEnd(sleeper);
    expect(existsSync(`${box.root}/${id}`)).toBe(false);
  },
  { teuOnly: 'runc has no lock' },
);
