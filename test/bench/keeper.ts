/** One runtime and the containers that it keeps. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { Bundle } from './bundles.ts';
import type { Contender, Host } from './contenders.ts';
import type { Sample, Stopwatch } from './stopwatch.ts';

export class Keeper {
  private readonly bundle: Bundle;
  private number = 0;
  constructor(
    readonly contender: Contender,
    private readonly watch: Stopwatch,
    private readonly dir: string,
    host: Host,
  ) {
    this.bundle = new Bundle(dir, 'plain', host);
  }

  get name(): string {
    return this.contender.name;
  }
  private words = (...rest: string[]): string[] => [
    ...this.contender.environment,
    this.contender.program,
    '--root',
    `${this.dir}/state`,
    ...rest,
  ];
  private idOf = (number: number) => `bench-${this.name}-${number}`;
  private pidFile = (id: string) => `${this.dir}/${id}.pid`;

  async call(...rest: string[]): Promise<Sample> {
    const sample = await this.watch.run(...this.words(...rest));
    if (sample.exit !== 0)
      throw new Error(`${this.name} ${rest.join(' ')}: exit ${sample.exit}: ${this.watch.lastWords()}`);
    return sample;
  }

  private createWords(id: string): string[] {
    return ['create', '--bundle', this.bundle.dir, '--pid-file', this.pidFile(id), id];
  }

  private write = () => this.bundle.write(this.number, ['/bin/sleep', '100000']);

  /** One more; started, because a created one of runc keeps a copy of runc in memory. */
  async add(): Promise<Sample> {
    const id = this.idOf(++this.number);
    this.write();
    const sample = await this.call(...this.createWords(id));
    await this.call('start', id);
    return sample;
  }

  /** The last one goes. */
  async remove(): Promise<Sample> {
    const id = this.idOf(this.number--);
    await this.call('kill', id, 'KILL');
    await this.watch.wait(Number(readFileSync(this.pidFile(id), 'utf8')));
    rmSync(this.pidFile(id));
    return this.call('delete', id);
  }

  /** Several at once: the time until the last one has returned, the CPU time of all. */
  async crowd(size: number): Promise<Sample> {
    const begun: number[] = [];
    this.write();
    for (let n = 0; n < size; n++) {
      const words = this.words(...this.createWords(this.idOf(++this.number)));
      begun.push(await this.watch.begin(...words));
    }
    const samples: Sample[] = [];
    for (const pid of begun) samples.push(await this.watch.wait(pid));
    const failed = samples.find(({ exit }) => exit !== 0);
    if (failed)
      throw new Error(`${this.name}: ${size} at once: exit ${failed.exit}: ${this.watch.lastWords()}`);
    for (let n = 0; n < size; n++) await this.remove();
    return {
      exit: 0,
      nanos: Math.max(...samples.map(({ nanos }) => nanos)),
      rssKiB: Math.max(...samples.map(({ rssKiB }) => rssKiB)),
      cpuNanos: samples.reduce((total, { cpuNanos }) => total + cpuNanos, 0),
    };
  }

  state = () => this.call('state', this.idOf(1));
  list = () => this.call('list');

  /** Bytes in the state directory, which is memory where it is on a tmpfs. */
  stateBytes(): number {
    const root = `${this.dir}/state`;
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    return files.reduce((total, { parentPath, name }) => total + statSync(`${parentPath}/${name}`).size, 0);
  }
}
