/** Small configs, one host, one request, for tests of the leaves. Configs go through the loader: defaults are real. */

import { defaults } from '../../golden/plan.ts';
import { loadBundle } from '../../../src/config/load.ts';
import type { Config } from '../../../src/config/types.ts';
import type { Facts, UserFacts } from '../../../src/facts/types.ts';
import { planCreate } from '../../../src/plan/create.ts';
import { chainOf } from '../../../src/plan/step.ts';
import type { Leaf, Request } from '../../../src/plan/types.ts';
import type { OpName, Step, StepOf } from '../../../src/wire/types.ts';

type Json = Readonly<Record<string, unknown>>;

/** Every namespace is new unless `linux.namespaces` says otherwise. */
const newNamespaces = ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type }));

export const allIds = {
  uidMappings: [{ containerID: 0, hostID: 100000, size: 65536 }],
  gidMappings: [{ containerID: 0, hostID: 100000, size: 65536 }],
};
export const userNamespace = {
  namespaces: [...newNamespaces, { type: 'user' }],
  ...allIds,
};

export function configOf(fields: Json = {}): Config {
  const { linux, process, ...rest } = fields;
  const config = {
    ociVersion: '1.3.0',
    root: { path: 'rootfs' },
    linux: { namespaces: newNamespaces, ...(linux as Json | undefined) },
    ...(process === null ? {} : { process: { user: {}, args: ['true'], cwd: '/', ...(process as Json) } }),
    ...rest,
  };
  return loadBundle(JSON.stringify(config), '/bundle').config;
}

const all = ((1n << 41n) - 1n).toString();

export function factsOf({
  user,
  ...rest
}: Partial<Omit<Facts, 'user'>> & { user?: Partial<UserFacts> } = {}): Facts {
  return {
    kernel: { release: '6.12.0', major: 6, minor: 12 },
    arch: 'x86_64',
    lastCap: 40,
    seccomp: {
      actions: ['SCMP_ACT_KILL_PROCESS', 'SCMP_ACT_LOG', 'SCMP_ACT_NOTIFY'],
      flags: ['SECCOMP_FILTER_FLAG_LOG', 'SECCOMP_FILTER_FLAG_SPEC_ALLOW', 'SECCOMP_FILTER_FLAG_TSYNC'],
    },
    user: {
      euid: 0,
      egid: 0,
      inUserns: false,
      effective: all,
      bounding: all,
      umask: 0o027,
      newuidmap: null,
      newgidmap: null,
      ...user,
    },
    cgroup: {
      mode: 'v2',
      hierarchies: [],
      unified: { mountpoint: '/sys/fs/cgroup', ownPath: '/', controllers: ['memory', 'pids'] },
      delegate: [],
      existing: [],
      subtreeControl: {},
      cpusetParents: {},
    },
    lsm: { apparmor: false, selinux: false },
    namespaces: ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'],
    missingCalls: [],
    rootfs: '/bundle/rootfs',
    netDevices: {},
    resctrl: { mountpoint: null, isKnown: false, schemata: null },
    filesystems: [],
    ...rest,
  };
}
export const rootless = factsOf({ user: { euid: 1000, egid: 1000, effective: '0' } });
export const v1 = factsOf({
  cgroup: {
    ...factsOf().cgroup,
    mode: 'v1',
    unified: null,
    hierarchies: [
      { controllers: ['devices'], name: 'devices', mountpoint: '/sys/fs/cgroup/devices', ownPath: '/' },
    ],
  },
});

export const request: Request = { ...defaults, bundle: '/bundle' };

export const stepsOf = (
  leaf: Leaf,
  config: Config,
  facts: Facts = factsOf(),
  asked: Partial<Request> = {},
): readonly Step[] => leaf(config, facts, { ...request, ...asked });

/** All steps of the plan of a config. */
export const planOf = (
  config: Config,
  facts: Facts = factsOf(),
  asked: Partial<Request> = {},
): readonly Step[] => planCreate(config, facts, { ...request, ...asked }).steps;

/** The steps of one op. */
export const only = <O extends OpName>(steps: readonly Step[], op: O): readonly StepOf<O>[] =>
  steps.filter((step): step is StepOf<O> & Step => step.op === op) as unknown as readonly StepOf<O>[];

/** Ops of a step and of its alternatives. */
export const chainOps = (step: Step | undefined): readonly string[] =>
  step === undefined ? [] : chainOf(step).map(({ op }) => op);
