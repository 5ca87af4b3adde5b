/** The engines, each with the recorder as its runtime. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { DockerRig } from '../../engines/docker-rig.ts';
import { type Result, Rig } from '../../engines/rig.ts';
import type { Engine } from './cases.ts';

export interface Recording {
  readonly rig: Rig;
  readonly version: string;
  /** Runs one container. */
  run(flags: readonly string[]): Result;
}

const shell = ['/bin/sh', '-c', 'true'];

function must(result: Result): Result {
  if (result.code !== 0) throw new Error(`${result.code}: ${result.stderr}${result.stdout}`);
  return result;
}

function docker(runtime: string): Recording {
  const rig = new DockerRig({ flags: ['--add-runtime', `recorder=${runtime}`] });
  return {
    rig,
    version: rig.must('version', '--format', '{{.Server.Version}}').trim(),
    run: (flags) => rig.docker('run', '--rm', '--runtime', 'recorder', ...flags, 'bb:1', ...shell),
  };
}

function ctr(runtime: string): Recording {
  const rig = new Rig();
  const [socket, config] = [`${rig.dir}/containerd.sock`, `${rig.dir}/containerd.toml`];
  const lines = [
    'version = 2',
    `root = "${rig.dir}/containerd/root"`,
    `state = "${rig.dir}/containerd/state"`,
    'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
    `[grpc]\n  address = "${socket}"`,
    `[ttrpc]\n  address = "${rig.dir}/ttrpc.sock"`,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  rig.image();
  rig.start('containerd', ['containerd', '-c', config], () => existsSync(socket));
  const words = ['ctr', '-a', socket, 'run', '--rm', '--runc-binary', runtime];
  let count = 0;
  return {
    rig,
    version: must(rig.call(['containerd', '--version'])).stdout.split(' ')[2] ?? '',
    run: (flags) =>
      rig.call([...words, ...flags, '--rootfs', `${rig.dir}/rootfs`, `box${count++}`, ...shell]),
  };
}

/** Where Podman and Buildah keep what they have, both from one place. */
function storage(rig: Rig) {
  for (const name of ['networks', 'tmp']) mkdirSync(`${rig.dir}/${name}`);
  // Root lacks CAP_SYS_RESOURCE on some hosts, and Podman asks for more than the hard limits by default.
  const limits = '[containers]\ndefault_ulimits = ["nofile=1024:4096", "nproc=4096:4096"]\n';
  writeFileSync(`${rig.dir}/containers.conf`, limits);
  const env = {
    CONTAINERS_CONF: `${rig.dir}/containers.conf`,
    TMPDIR: `${rig.dir}/tmp`,
    PODMAN_IGNORE_CGROUPSV1_WARNING: '1',
  };
  const places = [
    '--root',
    `${rig.dir}/storage`,
    '--runroot',
    `${rig.dir}/run`,
    '--storage-driver',
    'overlay',
  ];
  const podman = ['--tmpdir', `${rig.dir}/tmp`, '--network-config-dir', `${rig.dir}/networks`];
  const choices = ['--cgroup-manager', 'cgroupfs', '--events-backend', 'file'];
  must(rig.call(['podman', ...places, ...podman, ...choices, 'import', rig.image(), 'bb:1'], { env }));
  return { env, places, podman: ['podman', ...places, ...podman, ...choices] };
}

function podman(runtime: string): Recording {
  const rig = new Rig();
  const { env, podman } = storage(rig);
  return {
    rig,
    version:
      must(rig.call(['podman', '--version']))
        .stdout.trim()
        .split(' ')
        .at(-1) ?? '',
    run: (flags) => {
      const network = flags.includes('--network') ? [] : ['--network', 'none'];
      return rig.call(
        [...podman, '--runtime', runtime, 'run', '--rm', ...network, ...flags, 'bb:1', ...shell],
        {
          env,
        },
      );
    },
  };
}

function buildah(runtime: string): Recording {
  const rig = new Rig();
  const { env, places } = storage(rig);
  const words = ['buildah', ...places];
  const name = must(rig.call([...words, 'from', '--pull-never', 'localhost/bb:1'], { env })).stdout.trim();
  return {
    rig,
    version: must(rig.call(['buildah', '--version'])).stdout.split(' ')[2] ?? '',
    run: (flags) =>
      rig.call(
        [...words, 'run', '--isolation', 'oci', '--runtime', runtime, ...flags, name, '--', ...shell],
        {
          env,
        },
      ),
  };
}

export const engines: Readonly<Record<Engine, (runtime: string) => Recording>> = {
  docker,
  ctr,
  podman,
  buildah,
};
