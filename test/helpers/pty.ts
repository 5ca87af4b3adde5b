/** Drives a program on a pseudo terminal, as a person at a shell would. */
import { spawn } from 'node:child_process';
import { ownChildren } from './children.ts';
import { closeFd, limitMs, openPty, readSome, resize, writeAll } from './sys.ts';

export interface PtyOptions {
  readonly rows?: number;
  readonly columns?: number;
  readonly cwd?: string;
  readonly env?: Record<string, string>;
}

export class Pty {
  readonly pid: number;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  /** Everything read so far. */
  seen = '';
  private readonly master: number;
  private mark = 0;

  /** Starts `command` as the leader of a session whose terminal this is. */
  constructor(command: readonly string[], options: PtyOptions = {}) {
    const { master, slave } = openPty(options.rows, options.columns);
    this.master = master;
    const child = spawn('setsid', ['-c', ...command], {
      stdio: [slave, slave, slave],
      cwd: options.cwd,
      env: options.env ?? process.env,
    });
    closeFd(slave);
    this.pid = child.pid ?? -1;
    ownChildren.add(this.pid);
    this.exited = new Promise((done) => child.on('exit', (code, signal) => done({ code, signal })));
  }

  type(text: string): void {
    writeAll(this.master, text);
  }

  /** Reads until the text after the last match matches; returns it. Throws at the end or after the limit. */
  until(pattern: RegExp, ms = limitMs): string {
    const deadline = performance.now() + ms;
    for (;;) {
      const fresh = this.seen.slice(this.mark);
      const match = pattern.exec(fresh);
      if (match !== null) {
        this.mark += match.index + match[0].length;
        return match[0];
      }
      const left = deadline - performance.now();
      const text = left > 0 ? readSome(this.master, left, 'empty') : null;
      if (text === null) throw new Error(`waiting for ${pattern}, the terminal showed:\n${fresh}`);
      this.seen += text;
    }
  }

  /** Reads to the end of the terminal: the last slave was closed. */
  rest(): string {
    for (let text = readSome(this.master); text !== null; text = readSome(this.master)) this.seen += text;
    return this.seen.slice(this.mark);
  }

  resize(rows: number, columns: number): void {
    resize(this.master, rows, columns);
  }

  /** Hangs up. */
  close(): void {
    closeFd(this.master);
  }
}
