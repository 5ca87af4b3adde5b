/**
 * Writes test/seccomp/gen/*.json: the default profiles of Docker, containerd and Podman, resolved for the architectures that containers
 * mostly run on, without added capabilities. Their rules come from Debian packages, fetched and unpacked without installing:
 *   apt-get download golang-github-docker-docker-dev golang-github-containerd-containerd-dev golang-github-containers-common
 *   for each: dpkg-deb -x PACKAGE.deb DIR
 *   bun test/seccomp/capture.ts DIR        (needs go and golang-github-opencontainers-specs-dev)
 * All three projects are under the Apache License 2.0, as each file says.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Profile, Rule } from '../../src/seccomp-bpf-json/types.ts';

/** What Docker's and Podman's files add to a profile. */
interface Conditions {
  readonly caps?: readonly string[];
  readonly arches?: readonly string[];
  readonly minKernel?: string;
}
interface EngineProfile extends Profile {
  readonly archMap: readonly {
    readonly architecture: string;
    readonly subArchitectures: readonly string[] | null;
  }[];
  readonly syscalls: readonly (Rule & { readonly includes?: Conditions; readonly excludes?: Conditions })[];
}

const goArches = { X86_64: 'amd64', AARCH64: 'arm64', S390X: 's390x' } as const;

/** What a container gets from Docker and Podman when nobody asks for more. */
const capabilities = [
  'CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_FSETID CAP_KILL CAP_NET_BIND_SERVICE CAP_SETFCAP CAP_SETGID',
  'CAP_SETPCAP CAP_SETUID CAP_SYS_CHROOT',
].flatMap((line) => line.split(' '));

function applies({ includes, excludes }: EngineProfile['syscalls'][number], arch: string): boolean {
  if (includes?.arches?.length && !includes.arches.includes(arch)) return false;
  if (includes?.caps?.length && !includes.caps.every((name) => capabilities.includes(name))) return false;
  if (excludes?.arches?.includes(arch)) return false;
  return !excludes?.caps?.some((name) => capabilities.includes(name));
}

function resolve(profile: EngineProfile, arch: keyof typeof goArches): Profile {
  const architecture = `SCMP_ARCH_${arch}`;
  const map = profile.archMap.find((entry) => entry.architecture === architecture);
  const syscalls = profile.syscalls
    .filter((rule) => applies(rule, goArches[arch]))
    .map(({ names, action, errnoRet, args }) => ({
      names,
      action,
      ...(errnoRet === undefined ? {} : { errnoRet }),
      ...(args?.length ? { args } : {}),
    }));
  const { defaultAction, defaultErrnoRet } = profile;
  return {
    defaultAction,
    defaultErrnoRet,
    architectures: [architecture, ...(map?.subArchitectures ?? [])],
    syscalls,
  };
}

const printer = `package main

import (
	"encoding/json"
	"os"

	"github.com/opencontainers/runtime-spec/specs-go"
)

var goarch = os.Args[1]

func main() {
	spec := &specs.Spec{Process: &specs.Process{Capabilities: &specs.LinuxCapabilities{}}}
	json.NewEncoder(os.Stdout).Encode(DefaultProfile(spec))
}
`;

/** containerd's profile is Go code: its one file is run, told the architecture that it would find at compile time. */
function containerd(root: string): Profile[] {
  const source = 'usr/share/gocode/src/github.com/containerd/containerd/contrib/seccomp/seccomp_default.go';
  const text = readFileSync(`${root}/${source}`, 'utf8')
    .replace('package seccomp', 'package main')
    .replace(/^\t"runtime"$/m, '')
    .replaceAll('runtime.GOARCH', 'goarch');
  const directory = mkdtempSync(`${tmpdir()}/teu-capture-`);
  const files = [`${directory}/main.go`, `${directory}/profile.go`] as const;
  const GOPATH = `${root}/usr/share/gocode:/usr/share/gocode`;
  try {
    writeFileSync(files[0], printer);
    writeFileSync(files[1], text);
    return Object.values(goArches).map((arch) => {
      const env = { ...process.env, GO111MODULE: 'off', GOFLAGS: '', GOPATH };
      const run = Bun.spawnSync(['go', 'run', ...files, arch], { env, stderr: 'inherit' });
      if (run.exitCode !== 0) throw new Error('containerd has no profile to print');
      return JSON.parse(run.stdout.toString()) as Profile;
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const [root = '/'] = process.argv.slice(2);
const json = (path: string): EngineProfile =>
  JSON.parse(readFileSync(`${root}/${path}`, 'utf8')) as EngineProfile;
const docker = json('usr/share/gocode/src/github.com/docker/docker/profiles/seccomp/default.json');
const podman = json('usr/share/containers/seccomp.json');
const arches = Object.keys(goArches) as (keyof typeof goArches)[];
const captured = {
  docker: { from: 'golang-github-docker-docker-dev', profiles: arches.map((arch) => resolve(docker, arch)) },
  podman: { from: 'golang-github-containers-common', profiles: arches.map((arch) => resolve(podman, arch)) },
  containerd: { from: 'golang-github-containerd-containerd-dev', profiles: containerd(root) },
};
for (const [name, { from, profiles }] of Object.entries(captured)) {
  const head = { from: `Debian package ${from}`, license: 'Apache-2.0', by: 'test/seccomp/capture.ts' };
  writeFileSync(`${import.meta.dir}/gen/${name}.json`, `${JSON.stringify({ ...head, profiles })}\n`);
}
