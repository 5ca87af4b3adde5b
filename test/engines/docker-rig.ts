/** dockerd and containerd from Debian, with teu as the default runtime. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { type Result, Rig, teu, type User } from './rig.ts';
import { snippet } from './snippets.ts';

/** Debian's, not one that happens to be in /usr/local. */
const client = '/usr/bin/docker';

export class DockerRig extends Rig {
  private readonly socket = `${this.dir}/docker.sock`;
  readonly containerdSocket = `${this.dir}/containerd.sock`;

  constructor({ flags = [], user }: { readonly flags?: readonly string[]; readonly user?: User } = {}) {
    super();
    if (user !== undefined) this.addUser(user);
    for (const name of ['containerd', 'exec', 'data']) mkdirSync(`${this.dir}/${name}`);
    writeFileSync(`${this.dir}/containerd.toml`, this.containerdConfig());
    this.start('containerd', ['containerd', '-c', `${this.dir}/containerd.toml`], () =>
      existsSync(this.containerdSocket),
    );
    const dockerd = [
      'dockerd',
      '--experimental',
      '--containerd',
      this.containerdSocket,
      '-H',
      `unix://${this.socket}`,
    ];
    const places = [
      '--data-root',
      `${this.dir}/data`,
      '--exec-root',
      `${this.dir}/exec`,
      '-p',
      `${this.dir}/docker.pid`,
    ];
    writeFileSync(`${this.dir}/daemon.json`, snippet('Docker', teu));
    const runtime = ['--config-file', `${this.dir}/daemon.json`];
    this.start(
      'dockerd',
      [...dockerd, ...places, ...runtime, ...flags],
      () => existsSync(this.socket) && this.docker('version').code === 0,
    );
    this.must('import', '-c', 'CMD ["/bin/sh"]', '-c', 'ENV PATH=/bin:/usr/bin', this.image(), 'bb:1');
  }

  private containerdConfig(): string {
    return [
      'version = 2',
      `root = "${this.dir}/containerd/root"`,
      `state = "${this.dir}/containerd/state"`,
      'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
      '[grpc]',
      `  address = "${this.containerdSocket}"`,
      '[ttrpc]',
      `  address = "${this.dir}/ttrpc.sock"`,
      '',
    ].join('\n');
  }

  docker(...args: string[]): Result {
    return this.call([client, '-H', `unix://${this.socket}`, ...args]);
  }

  /** As `docker`, with something to read. */
  dockerReading(stdin: string, ...args: string[]): Result {
    return this.call([client, '-H', `unix://${this.socket}`, ...args], { stdin });
  }

  /** As `docker`, on a pseudo terminal; stdout has what it showed. */
  onTerminal(...args: string[]): Result {
    return this.typing('', ...args);
  }

  /** As `onTerminal`, with what somebody types there. */
  typing(typed: string, ...args: string[]): Result {
    const quoted = [client, '-H', `unix://${this.socket}`, ...args].map((word) => `'${word}'`).join(' ');
    return this.call(['script', '-qec', quoted, '/dev/null'], { stdin: typed });
  }

  /** stdout; anything but status 0 fails the test with what docker said. */
  must(...args: string[]): string {
    const { code, stdout, stderr } = this.docker(...args);
    if (code !== 0) throw new Error(`docker ${args.join(' ')}: ${code}: ${stderr}${stdout}`);
    return stdout;
  }

  /** Builds `tag` of a Dockerfile's text; an error shows what the builder said. */
  build(builder: 'classic' | 'BuildKit', tag: string, lines: readonly string[]): void {
    const file = `${this.dir}/Dockerfile`;
    writeFileSync(file, `${lines.join('\n')}\n`);
    const words = ['build', '--no-cache', '-t', tag, '-f', file, this.path];
    const { code, stdout, stderr } = this.call([client, '-H', `unix://${this.socket}`, ...words], {
      env: { DOCKER_BUILDKIT: builder === 'BuildKit' ? '1' : '0' },
    });
    if (code !== 0) throw new Error(`${builder}: ${code}: ${stdout}${stderr}`);
  }

  /** One value of `docker inspect`. */
  inspect(name: string, format: string): string {
    return this.must('inspect', '--format', format, name).trim();
  }

  override close(): string[] {
    const all = this.must('ps', '-aq').split('\n').filter(Boolean);
    if (all.length > 0) this.must('rm', '-f', ...all);
    return super.close();
  }
}
