/** stopwatch.c from TypeScript: one small process that runs commands and times them. */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { repository } from '../helpers/paths.ts';

/** `exit` is -SIGNAL where one ended it. `rssKiB` (the peak) and `cpuNanos` are of the process and of those that it has waited for. */
export interface Sample {
  readonly exit: number;
  readonly nanos: number;
  readonly rssKiB: number;
  readonly cpuNanos: number;
}

const separator = '\x1f';

export class Stopwatch {
  private readonly requests: Writable;
  private readonly ended: Promise<void>;
  private readonly answers: ((line: string) => void)[] = [];
  private rest = '';

  /** What the commands write to their standard error goes to the file `log`. */
  constructor(private readonly log: string) {
    const fd = openSync(log, 'a');
    const child = spawn(`${repository}build/test/stopwatch`, { stdio: ['pipe', 'pipe', fd] });
    closeSync(fd);
    if (child.stdin === null || child.stdout === null) throw new Error('the stopwatch has no pipes');
    this.requests = child.stdin;
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.hear(text));
    this.ended = new Promise((resolve) => {
      child.on('exit', () => {
        for (const answer of this.answers.splice(0)) answer('');
        resolve();
      });
    });
  }

  private hear(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.answers.shift()?.(line);
  }

  private async ask(words: readonly (string | number)[]): Promise<number[]> {
    const line = await new Promise<string>((answer) => {
      this.answers.push(answer);
      this.requests.write(`${words.join(separator)}\n`);
    });
    if (line === '') throw new Error(`the stopwatch ended at: ${words.join(' ')}`);
    return line.split(' ').map(Number);
  }

  private async sample(words: readonly (string | number)[]): Promise<Sample> {
    const [exit = -1, nanos = 0, rssKiB = 0, cpuNanos = 0] = await this.ask(words);
    return { exit, nanos, rssKiB, cpuNanos };
  }

  /** Runs a program to its end; words NAME=VALUE in front are added to its environment. */
  run = (...words: string[]): Promise<Sample> => this.sample(['r', ...words]);

  /** Begins a program; its pid. */
  begin = async (...words: string[]): Promise<number> => (await this.ask(['b', ...words]))[0] ?? 0;

  /** Waits for one that was begun, or for an orphan that came to us. */
  wait = (pid: number): Promise<Sample> => this.sample(['w', pid]);

  /** The last line on standard error. */
  lastWords = (): string => readFileSync(this.log, 'utf8').trimEnd().split('\n').at(-1) ?? '';

  /** It ends, and is gone when this returns. */
  async close(): Promise<void> {
    this.requests.end();
    await this.ended;
  }
}
