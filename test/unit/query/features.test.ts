/** features.md and features-linux.md: the form of the document, and that it says what the loader does. */
import { describe, expect, test } from 'bun:test';
import { type TObject, type TProperties, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { inspect } from '../../../src/config/inspect.ts';
import { featuresDocument } from '../../../src/query/features.ts';

const closed = (properties: TProperties): TObject => Type.Object(properties, { additionalProperties: false });
const names = (pattern: string) => Type.Array(Type.String({ pattern }), { uniqueItems: true, minItems: 1 });
const flag = Type.Boolean();
const switchable = closed({ enabled: flag });
const semver = Type.String({ pattern: '^1\\.\\d+\\.\\d+(-[\\w.]+)?$' });

/** Every property that version 1.3 of the two pages has; what is optional there and true of any runtime is wanted here. */
const schema = closed({
  ociVersionMin: semver,
  ociVersionMax: semver,
  hooks: names('^[a-zA-Z]+$'),
  mountOptions: names('^[a-z_-]+$'),
  annotations: Type.Record(Type.String({ minLength: 1 }), Type.String()),
  potentiallyUnsafeConfigAnnotations: Type.Array(Type.String()),
  linux: closed({
    namespaces: names('^(cgroup|ipc|mount|network|pid|time|user|uts)$'),
    capabilities: names('^CAP_[A-Z_]+$'),
    cgroup: closed({ v1: flag, v2: flag, systemd: flag, systemdUser: flag, rdma: flag }),
    seccomp: closed({
      enabled: flag,
      actions: Type.Optional(names('^SCMP_ACT_[A-Z_]+$')),
      operators: Type.Optional(names('^SCMP_CMP_[A-Z_]+$')),
      archs: Type.Optional(names('^SCMP_ARCH_[A-Z0-9_]+$')),
      knownFlags: Type.Optional(names('^SECCOMP_FILTER_FLAG_[A-Z_]+$')),
      supportedFlags: Type.Optional(names('^SECCOMP_FILTER_FLAG_[A-Z_]+$')),
    }),
    apparmor: switchable,
    selinux: switchable,
    memoryPolicy: Type.Optional(closed({ modes: names('^MPOL_[A-Z_]+$'), flags: names('^MPOL_F_[A-Z_]+$') })),
    intelRdt: closed({ enabled: flag, schemata: flag, monitoring: flag }),
    mountExtensions: closed({ idmap: switchable }),
    netDevices: switchable,
  }),
});

interface Document {
  readonly mountOptions: readonly string[];
  readonly hooks: readonly string[];
  readonly linux: {
    readonly namespaces: readonly string[];
    readonly capabilities: readonly string[];
    readonly apparmor: { readonly enabled: boolean };
    readonly selinux: { readonly enabled: boolean };
    readonly cgroup: { readonly rdma: boolean };
    readonly seccomp: { readonly enabled: boolean };
    readonly intelRdt: {
      readonly enabled: boolean;
      readonly schemata: boolean;
      readonly monitoring: boolean;
    };
    readonly memoryPolicy?: object;
    readonly netDevices: { readonly enabled: boolean };
  };
}
/** A kernel that knows some of what there is. */
const kernel = { actions: ['SCMP_ACT_ALLOW', 'SCMP_ACT_ERRNO'], flags: ['SECCOMP_FILTER_FLAG_LOG'] };
const document = featuresDocument(kernel) as Document;

test('the document has the form of features.md', () => {
  const errors = [...Value.Errors(schema, document)].map(({ path, message }) => `${path}: ${message}`);
  expect(errors).toEqual([]);
});

/** A config that sets one thing, and whether the document promises it. */
const promises: Readonly<Record<string, readonly [boolean, object]>> = {
  netDevices: [
    document.linux.netDevices.enabled,
    { linux: { namespaces: [{ type: 'network' }], netDevices: { eth0: {} } } },
  ],
  intelRdt: [document.linux.intelRdt.enabled, { linux: { intelRdt: { closID: 'a' } } }],
  'intelRdt.schemata': [document.linux.intelRdt.schemata, { linux: { intelRdt: { schemata: ['L3:0=f'] } } }],
  'intelRdt.monitoring': [
    document.linux.intelRdt.monitoring,
    { linux: { intelRdt: { enableMonitoring: true } } },
  ],
  memoryPolicy: [
    document.linux.memoryPolicy !== undefined,
    { linux: { memoryPolicy: { mode: 'MPOL_BIND', nodes: '0' } } },
  ],
  rdma: [document.linux.cgroup.rdma, { linux: { resources: { rdma: { mlx5_1: { hcaHandles: 3 } } } } }],
  seccomp: [document.linux.seccomp.enabled, { linux: { seccomp: { defaultAction: 'SCMP_ACT_ALLOW' } } }],
  apparmor: [
    document.linux.apparmor.enabled,
    { process: { cwd: '/', args: ['sh'], user: { uid: 0, gid: 0 }, apparmorProfile: 'a' } },
  ],
  selinux: [document.linux.selinux.enabled, { linux: { mountLabel: 'system_u:object_r:a_t:s0' } }],
};

describe.each(Object.entries(promises))('%s', (_, [isPromised, config]) => {
  test('is promised when config.json may say it, and only then', () => {
    const text = JSON.stringify({ ociVersion: '1.3.0', root: { path: 'r' }, ...config });
    const errors = inspect(text).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, path }) => `${code} ${path}`).length === 0).toBe(isPromised);
  });
});

test('every namespace, capability and hook of the document is taken', () => {
  const capabilities = { bounding: document.linux.capabilities };
  const config = {
    ociVersion: '1.3.0',
    root: { path: 'r' },
    process: { cwd: '/', args: ['sh'], user: { uid: 0, gid: 0 }, capabilities },
    hooks: Object.fromEntries(document.hooks.map((kind) => [kind, [{ path: '/bin/true' }]])),
    linux: {
      namespaces: document.linux.namespaces.map((type) => ({ type })),
      uidMappings: [{ containerID: 0, hostID: 0, size: 1 }],
      gidMappings: [{ containerID: 0, hostID: 0, size: 1 }],
    },
  };
  const findings = inspect(JSON.stringify(config)).map(({ code }) => code);
  expect(findings).toEqual(['teu.config.hook-prestart']);
});
