/** Where a bench lives: bundles on the disk below /tmp, state on a tmpfs, as /run is one everywhere but on some test machines. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';

export class Place {
  readonly dir: string = mkdtempSync('/tmp/teu-bench-');
  private readonly mounted: string[] = [];

  constructor() {
    // Root of a user namespace comes through here.
    chmodSync(this.dir, 0o711);
  }

  /** A directory of one contender, with the mountpoint `state` in it. In a mount namespace of our own. */
  of(name: string): string {
    const state = `${this.dir}/${name}/state`;
    mkdirSync(state, { recursive: true });
    const { exitCode, stderr } = Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', 'mode=700', 'tmpfs', state]);
    if (exitCode !== 0) throw new Error(`mount: ${stderr}`);
    this.mounted.push(state);
    return `${this.dir}/${name}`;
  }

  close(): void {
    for (const state of this.mounted) Bun.spawnSync(['umount', '-l', state]);
    rmSync(this.dir, { recursive: true, force: true });
  }
}
