/** Containers that floor.c makes and leaves: what the kernel takes for one more, beside what a runtime takes. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { Bundle } from './bundles.ts';
import { hierarchies, removeCgroup } from './cgroups.ts';
import type { Host } from './contenders.ts';
import type { Sample, Stopwatch } from './stopwatch.ts';

export class FloorKeeper {
  private readonly rootfs: string;
  private number = 0;
  constructor(
    private readonly program: string,
    private readonly watch: Stopwatch,
    private readonly dir: string,
    private readonly host: Host,
  ) {
    this.rootfs = `${new Bundle(dir, 'plain', host).dir}/rootfs`;
  }

  private pidFile = () => `${this.dir}/${this.number}.pid`;
  private id = () => `bench-floor-${this.number}`;

  /** One more; its program runs. */
  async add(): Promise<Sample> {
    this.number++;
    const words = ['-c', this.pidFile(), this.rootfs, this.host, this.id(), '/bin/sleep', '100000'];
    const sample = await this.watch.run(this.program, ...words);
    if (sample.exit !== 0) throw new Error(`floor: exit ${sample.exit}: ${this.watch.lastWords()}`);
    return sample;
  }

  /** The last one goes. */
  async remove(): Promise<void> {
    const pid = Number(readFileSync(this.pidFile(), 'utf8'));
    process.kill(pid, 'SIGKILL');
    await this.watch.wait(pid);
    const paths = hierarchies(this.host).map((mountpoint) => `${mountpoint}/${this.id()}`);
    for (const path of paths.filter((one) => existsSync(one))) removeCgroup(path);
    rmSync(this.pidFile());
    this.number--;
  }

  async removeAll(): Promise<void> {
    while (this.number > 0) await this.remove();
  }
}
