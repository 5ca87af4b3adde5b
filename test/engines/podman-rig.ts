/** Podman and Buildah from Debian, which are told of the runtime by containers.conf; as root or as a user without privileges. */
import { chownSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { isTeu, repository } from '../helpers/paths.ts';
import { type Result, Rig, teu, type User } from './rig.ts';
import { snippet } from './snippets.ts';

/** Podman knows runtimes by name: as `runc` it gives --log and --log-format json. */
export class PodmanRig extends Rig {
  private readonly home = `${this.dir}/home`;
  readonly runtime = `${this.path}/runc`;
  private readonly user: User | undefined;
  private readonly cgroupManager: 'cgroupfs' | 'systemd';
  private readonly settings: Record<string, string>;

  constructor({
    user,
    cgroupManager = 'cgroupfs',
  }: { readonly user?: User; readonly cgroupManager?: 'cgroupfs' | 'systemd' } = {}) {
    super();
    this.user = user;
    this.cgroupManager = cgroupManager;
    for (const name of ['', '/networks', '/tmp', '/run']) mkdirSync(`${this.home}${name}`, { mode: 0o700 });
    // Root lacks CAP_SYS_RESOURCE on some hosts, and Podman asks for more than the hard limits by default.
    const limits = '[containers]\ndefault_ulimits = ["nofile=1024:4096", "nproc=4096:4096"]\n';
    writeFileSync(`${this.home}/containers.conf`, `${limits}${snippet('Podman and Buildah', this.runtime)}`);
    this.settings = {
      CONTAINERS_CONF: `${this.home}/containers.conf`,
      TMPDIR: `${this.home}/tmp`,
      PODMAN_IGNORE_CGROUPSV1_WARNING: '1',
      ...(user === undefined ? {} : { HOME: this.home, XDG_RUNTIME_DIR: `${this.home}/run` }),
    };
    if (user !== undefined) this.prepareFor(user);
    this.must('import', this.image(), 'bb:1');
  }

  /** The clone of this repository, and the machine's tun device, may be closed to others. */
  private prepareFor(user: User): void {
    this.addUser(user);
    for (const name of ['', '/networks', '/tmp', '/run']) chownSync(`${this.home}${name}`, user.id, user.id);
    mkdirSync(`${this.dir}/build`);
    rmSync(this.runtime);
    symlinkSync(isTeu ? `${this.dir}/build/bin/teu` : teu, this.runtime);
    const script = [
      'mount --bind "$0" "$1"',
      'mknod -m 666 /run/netns/.tun c 10 200',
      '{ [ ! -e /dev/net/tun ] || mount --bind /run/netns/.tun /dev/net/tun; }',
    ].join(' && ');
    const made = this.call(['sh', '-c', script, `${repository}build`, `${this.dir}/build`]);
    if (made.code !== 0) throw new Error(`mount: ${made.stderr}`);
  }

  /** A command line as the user of this rig. */
  private asUser(argv: readonly string[]): string[] {
    if (this.user === undefined) return [...argv];
    const id = `${this.user.id}`;
    return ['setpriv', '--reuid', id, '--regid', id, '--clear-groups', '--', ...argv];
  }

  private get storage(): string[] {
    const driver = this.user === undefined ? 'overlay' : 'vfs';
    return [
      '--root',
      `${this.home}/storage`,
      '--runroot',
      `${this.home}/run/storage`,
      '--storage-driver',
      driver,
    ];
  }

  private get podmanWords(): string[] {
    const places = ['--tmpdir', `${this.home}/run/tmp`, '--network-config-dir', `${this.home}/networks`];
    const choices = ['--cgroup-manager', this.cgroupManager, '--events-backend', 'file'];
    return ['podman', ...this.storage, ...places, ...choices];
  }

  podman(...args: string[]): Result {
    return this.podmanWith({}, ...args);
  }

  podmanWith({ stdin = '', env = {} }: { stdin?: string; env?: Record<string, string> }, ...args: string[]) {
    const options = { env: { ...this.settings, ...env }, cwd: this.home, stdin };
    return this.call(this.asUser([...this.podmanWords, ...args]), options);
  }

  /** As `podman`, on a pseudo terminal; stdout has what it showed. */
  onTerminal(...args: string[]): Result {
    const quoted = [...this.podmanWords, ...args].map((word) => `'${word}'`).join(' ');
    const argv = this.asUser(['script', '-qec', quoted, '/dev/null']);
    return this.call(argv, { env: this.settings, cwd: this.home });
  }

  /** stdout; anything but status 0 fails the test with what podman said. */
  must(...args: string[]): string {
    const { code, stdout, stderr } = this.podman(...args);
    if (code !== 0) throw new Error(`podman ${args.join(' ')}: ${code}: ${stderr}${stdout}`);
    return stdout;
  }

  buildah(...args: string[]): Result {
    const env = { ...this.settings, BUILDAH_RUNTIME: this.runtime };
    return this.call(this.asUser(['buildah', ...this.storage, ...args]), { env, cwd: this.home });
  }

  /** A file that the user of this rig can read. */
  file(name: string, text: string): string {
    writeFileSync(`${this.home}/${name}`, text, { mode: 0o644 });
    return `${this.home}/${name}`;
  }

  override close(): string[] {
    this.must('pod', 'rm', '--all', '--force', '--time', '0');
    this.must('rm', '--all', '--force', '--time', '0');
    if (this.user !== undefined) this.must('system', 'migrate');
    return super.close();
  }
}
