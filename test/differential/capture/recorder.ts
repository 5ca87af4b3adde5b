/** A runtime for engines that keeps a copy of each config.json and then is Debian's runc. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** What was asked of the runtime, and which of its absolute paths are directories or files on the host. */
export interface Recorded {
  readonly json: string;
  readonly kinds: ReadonlyMap<string, 'directory' | 'file'>;
}

/** The paths are looked at while they exist: an engine removes them with the container. */
const script = (dir: string) => `#!/bin/sh
before=
for word in "$@"; do
  case "$before" in
    --bundle | -b)
      cp "$word/config.json" ${dir}/config.json
      tr '",' '\\n\\n' < "$word/config.json" | grep '^/' | sort -u | while read -r path; do
        if [ -d "$path" ]; then echo "directory $path"; elif [ -e "$path" ]; then echo "file $path"; fi
      done > ${dir}/kinds ;;
  esac
  before=$word
done
exec /usr/sbin/runc "$@"
`;

export class Recorder {
  private readonly dir: string;
  /** Named runc: Podman knows runtimes by name. */
  readonly path: string;

  constructor(dir: string) {
    this.dir = dir;
    mkdirSync(dir);
    this.path = `${dir}/runc`;
    writeFileSync(this.path, script(dir));
    chmodSync(this.path, 0o755);
  }

  /** What the last container asked for; null when the engine never came to the runtime. */
  take(): Recorded | null {
    const [config, kinds] = [`${this.dir}/config.json`, `${this.dir}/kinds`];
    if (!existsSync(config)) return null;
    const lines = readFileSync(kinds, 'utf8').split('\n').filter(Boolean);
    const pairs = lines.map((line) => [
      line.slice(line.indexOf(' ') + 1),
      line.startsWith('directory') ? 'directory' : 'file',
    ]);
    const json = readFileSync(config, 'utf8');
    rmSync(config);
    rmSync(kinds);
    return { json, kinds: new Map(pairs as [string, 'directory' | 'file'][]) };
  }
}
