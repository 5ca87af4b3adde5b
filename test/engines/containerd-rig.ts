/** containerd from Debian, and its own client ctr. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { type Result, Rig } from './rig.ts';

export class ContainerdRig extends Rig {
  readonly socket: string = `${this.dir}/containerd.sock`;

  /** `settings` are lines of config.toml below the common ones, as a function of the rig's directory. */
  constructor(settings: (dir: string) => readonly string[]) {
    super();
    mkdirSync(`${this.dir}/containerd`);
    const config = [
      'version = 2',
      `root = "${this.dir}/containerd/root"`,
      `state = "${this.dir}/containerd/state"`,
      ...settings(this.dir),
      '[grpc]',
      `  address = "${this.socket}"`,
      '[ttrpc]',
      `  address = "${this.dir}/ttrpc.sock"`,
      '',
    ];
    writeFileSync(`${this.dir}/containerd.toml`, config.join('\n'));
    this.start('containerd', ['containerd', '-c', `${this.dir}/containerd.toml`], () =>
      existsSync(this.socket),
    );
  }

  get client(): readonly string[] {
    return ['ctr', '-a', this.socket];
  }

  ctr(...args: string[]): Result {
    return this.call([...this.client, ...args]);
  }

  must(...args: string[]): string {
    const { code, stdout, stderr } = this.ctr(...args);
    if (code !== 0) throw new Error(`ctr ${args.join(' ')}: ${code}: ${stderr}${stdout}`);
    return stdout;
  }
}
