/** Datagram sockets for tests of sd_notify(3): a manager that listens here, and a program that sends for the container. */
import { copyFileSync } from 'node:fs';
import type { Box, Result, Running } from './box.ts';
import { repository } from './paths.ts';
import { closeFd, datagramSocket, readSome } from './sys.ts';

/** What a service manager is for NOTIFY_SOCKET. `using` closes it. */
export class Manager {
  readonly path: string;
  private readonly fd: number;
  readonly messages: string[] = [];

  constructor(box: Box) {
    this.path = `${box.dir}/manager.sock`;
    this.fd = datagramSocket(this.path);
  }

  get env(): Record<string, string> {
    return { ...(process.env as Record<string, string>), NOTIFY_SOCKET: this.path };
  }

  /** Takes what has arrived. Descriptors that come with a message (a barrier) are closed by not being taken. */
  read(): readonly string[] {
    for (let text = readSome(this.fd, 0, 'empty'); text; text = readSome(this.fd, 0, 'empty'))
      this.messages.push(text);
    return this.messages;
  }

  /** Reads on until the call has ended. */
  async serve(call: Running): Promise<Result> {
    while (call.child.exitCode === null && call.child.signalCode === null) {
      this.read();
      await Bun.sleep(2);
    }
    this.read();
    return call.result();
  }

  [Symbol.dispose](): void {
    closeFd(this.fd);
  }
}

/** Puts `notify SOCKET TEXT` into a rootfs: busybox has no client of datagram sockets. */
export const notifyProgram = (path: string): void => copyFileSync(`${repository}build/test/notify`, path);
