/**
 * containerd with teu in config.toml (BinaryName), driven as the kubelet does: pods through the container runtime
 * interface. The image is made here and the pod uses the network of its node, so that neither registry nor CNI is needed.
 */
import { afterAll, beforeAll, expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ContainerdRig } from './containerd-rig.ts';
import { callCri, type Decoded, decode, type Message } from './cri.ts';
import { teu } from './rig.ts';
import { snippet } from './snippets.ts';
import { testOf } from './titled.ts';

const test = testOf('containerd');

const image = 'docker.io/library/bb:1';
/** What docs/engines.md shows to people, and what the tests need beside. */
const settings = (dir: string) => [
  ...snippet('containerd', teu)
    .split('\n')
    .filter((line) => !/^(version = 2)?$/.test(line)),
  `  Root = "${dir}/pods"`,
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

let rig: ContainerdRig;
beforeAll(() => {
  rig = new ContainerdRig(settings);
  rig.must('-n', 'k8s.io', 'images', 'import', archive(rig));
  mkdirSync(`${rig.dir}/logs`);
}, 60_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 60_000);

const ask = (method: string, request: Message) => callCri(rig.socket, method, request);
const text = (fields: Decoded, field: number) => String(fields.get(field) ?? '');
const node = 2;
const namespaces = { 1: node };
const podConfig = (name: string): Message => ({
  1: { 1: name, 2: `uid-${name}`, 3: 'default' },
  3: `${rig.dir}/logs`,
  8: { 1: '/teu-pods', 2: { 1: namespaces } },
});
const startPod = async (name: string, handler = '') =>
  text(await ask('RunPodSandbox', { 1: podConfig(name), 2: handler }), 1);

/** A container of a pod, running; its log is NAME.log. */
async function startContainer(pod: string, podName: string, script: string, linux: Message = {}) {
  const config = {
    1: { 1: 'main' },
    2: { 1: image },
    3: ['sh', '-c', script],
    6: { 1: 'COLOUR', 2: 'green' },
    11: `${podName}.log`,
    15: { 2: { 3: namespaces }, ...linux },
  };
  const id = text(await ask('CreateContainer', { 1: pod, 2: config, 3: podConfig(podName) }), 1);
  await ask('StartContainer', { 1: id });
  return id;
}

async function removePod(pod: string): Promise<void> {
  await ask('StopPodSandbox', { 1: pod });
  await ask('RemovePodSandbox', { 1: pod });
}

/** `teu state` for one of containerd's containers. */
const state = (id: string) =>
  JSON.parse(rig.call([teu, '--root', `${rig.dir}/pods/k8s.io`, 'state', id]).stdout);

test('a pod and its container are containers of teu, and share what a pod shares', async () => {
  const pod = await startPod('web');
  const id = await startContainer(
    pod,
    'web',
    'echo $COLOUR; trap "exit 3" TERM; while :; do sleep 0.1; done',
  );
  expect([state(pod).status, state(id).status]).toEqual(['running', 'running']);
  const namespace = (one: string, kind: string) =>
    rig.call(['readlink', `/proc/${state(one).pid}/ns/${kind}`]).stdout;
  expect(namespace(id, 'ipc')).toBe(namespace(pod, 'ipc'));
  expect(namespace(id, 'pid')).toBe(namespace(pod, 'pid'));
  expect(namespace(id, 'mnt')).not.toBe(namespace(pod, 'mnt'));
  rig.eventually('the log', () =>
    readFileSync(`${rig.dir}/logs/web.log`, 'utf8').endsWith('stdout F green\n'),
  );
  const root = `${rig.dir}/pods/k8s.io/${id}`;
  await ask('StopContainer', { 1: id, 2: 10 });
  const status = decode((await ask('ContainerStatus', { 1: id })).get(1) as Buffer);
  expect(status.get(7)).toBe(3);
  await ask('RemoveContainer', { 1: id });
  expect(existsSync(root)).toBe(false);
  await removePod(pod);
});

test('a command is executed in a container, and its limits are changed', async () => {
  const pod = await startPod('limited');
  const limits = (bytes: number): Message => ({ 4: bytes });
  const script = 'while :; do sleep 0.1; done';
  const id = await startContainer(pod, 'limited', script, { 1: limits(64 << 20) });
  const told = await ask('ExecSync', { 1: id, 2: ['sh', '-c', 'echo $COLOUR; echo no >&2; exit 7'], 3: 20 });
  expect([text(told, 1), text(told, 2), told.get(3)]).toEqual(['green\n', 'no\n', 7]);
  const file = `/sys/fs/cgroup/memory/teu-pods/${id}/memory.limit_in_bytes`;
  expect(readFileSync(file, 'utf8')).toBe(`${64 << 20}\n`);
  await ask('UpdateContainerResources', { 1: id, 2: limits(32 << 20) });
  expect(readFileSync(file, 'utf8')).toBe(`${32 << 20}\n`);
  await removePod(pod);
  expect(existsSync(file)).toBe(false);
});

test('a pod of the class that docs/engines.md shows is one of teu', async () => {
  const handler = /^handler: (.*)$/m.exec(snippet('Kubernetes', teu))?.[1] ?? '';
  const pod = await startPod('classy', handler);
  expect(state(pod).status).toBe('running');
  await removePod(pod);
  expect(startPod('other', `${handler}-that-is-not-there`)).rejects.toThrow('no runtime for');
});

test('a program that is missing is an error of the start, with our words', async () => {
  const pod = await startPod('broken');
  const config = { 1: { 1: 'main' }, 2: { 1: image }, 3: ['nope'], 15: { 2: { 3: namespaces } } };
  const id = text(await ask('CreateContainer', { 1: pod, 2: config, 3: podConfig('broken') }), 1);
  expect(ask('StartContainer', { 1: id })).rejects.toThrow(
    'exec: "nope": executable file not found in $PATH',
  );
  await removePod(pod);
});
