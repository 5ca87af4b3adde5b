/**
 * containerd with teu in config.toml (BinaryName), driven as the kubelet does: pods through the container runtime
 * interface. The image is made here and the pod uses the network of its node, so that neither registry nor CNI is needed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ContainerdRig } from './containerd-rig.ts';
import { callCri, type Decoded, type Message } from './cri.ts';
import { teu } from './rig.ts';
import { snippet } from './snippets.ts';

export const image = 'docker.io/library/bb:1';

/** What docs/engines.md shows to people, and what the tests need beside. */
const settings =
  (options: readonly string[]) =>
  (dir: string): readonly string[] => [
    ...snippet('containerd', teu)
      .split('\n')
      .filter((line) => !/^(version = 2)?$/.test(line)),
    `  Root = "${dir}/pods"`,
    ...options.map((line) => `  ${line}`),
    '[plugins."io.containerd.grpc.v1.cri"]',
    `  sandbox_image = "${image}"`,
    // Root may lack CAP_SYS_RESOURCE, which the kubelet's own value for a pod needs.
    '  restrict_oom_score_adj = true',
  ];

/** An archive as `docker save` writes it; the pod's own container waits, as Kubernetes' pause image does. */
function archive(rig: ContainerdRig): string {
  const layer = rig.image();
  const digest = createHash('sha256').update(readFileSync(layer)).digest('hex');
  const config = {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: { Cmd: ['tail', '-f', '/dev/null'], Env: ['PATH=/bin'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
  };
  writeFileSync(`${rig.dir}/config.json`, JSON.stringify(config));
  const manifest = [{ Config: 'config.json', RepoTags: ['bb:1'], Layers: ['busybox.tar'] }];
  writeFileSync(`${rig.dir}/manifest.json`, JSON.stringify(manifest));
  const out = `${rig.dir}/image.tar`;
  const files = ['manifest.json', 'config.json', 'busybox.tar'];
  const made = spawnSync('tar', ['-C', rig.dir, '-cf', out, ...files], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`tar: ${made.stderr}`);
  return out;
}

const node = 2;
export const namespaces = { 1: node };
export const text = (fields: Decoded, field: number): string => String(fields.get(field) ?? '');

export class PodRig extends ContainerdRig {
  private readonly parent: string;

  /** `options`: lines for the runtime's options; `parent`: the cgroup of all pods. */
  constructor({ options = [], parent = '/teu-pods' }: { options?: readonly string[]; parent?: string } = {}) {
    super(settings(options));
    this.parent = parent;
    this.must('-n', 'k8s.io', 'images', 'import', archive(this));
    mkdirSync(`${this.dir}/logs`);
  }

  ask(method: string, request: Message): Promise<Decoded> {
    return callCri(this.socket, method, request);
  }

  podConfig(name: string): Message {
    return {
      1: { 1: name, 2: `uid-${name}`, 3: 'default' },
      3: `${this.dir}/logs`,
      8: { 1: this.parent, 2: { 1: namespaces } },
    };
  }

  async startPod(name: string, handler = ''): Promise<string> {
    return text(await this.ask('RunPodSandbox', { 1: this.podConfig(name), 2: handler }), 1);
  }

  /** A container of a pod, running; its log is NAME.log. */
  async startContainer(pod: string, podName: string, script: string, linux: Message = {}): Promise<string> {
    const config = {
      1: { 1: 'main' },
      2: { 1: image },
      3: ['sh', '-c', script],
      6: { 1: 'COLOUR', 2: 'green' },
      11: `${podName}.log`,
      15: { 2: { 3: namespaces }, ...linux },
    };
    const request = { 1: pod, 2: config, 3: this.podConfig(podName) };
    const id = text(await this.ask('CreateContainer', request), 1);
    await this.ask('StartContainer', { 1: id });
    return id;
  }

  async removePod(pod: string): Promise<void> {
    await this.ask('StopPodSandbox', { 1: pod });
    await this.ask('RemovePodSandbox', { 1: pod });
  }

  /** `teu state` for one of containerd's containers. */
  state(id: string) {
    return JSON.parse(this.call([teu, '--root', `${this.dir}/pods/k8s.io`, 'state', id]).stdout);
  }
}
