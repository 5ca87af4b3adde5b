/** The bundles that are measured. Each measurement gets a config.json of its own, so that nothing of the last one helps. */
import { mkdirSync, writeFileSync } from 'node:fs';
import captured from '../differential/captured/docker-plain.json' with { type: 'json' };
import dockersProfile from '../differential/captured/seccomp/profile0.json' with { type: 'json' };
import { isGrantable } from '../differential/corpus.ts';
import { defaultConfig, type OciConfig, withUserNamespace } from '../helpers/config.ts';
import { makeRootfs } from '../helpers/rootfs.ts';
import type { Host } from './contenders.ts';

/** plain: `runc spec`; filter: with Docker's profile; docker: as Docker writes it, with 30 mounts; userns: the same remapped. */
export type Kind = 'plain' | 'filter' | 'docker' | 'userns';
export const kinds: readonly Kind[] = ['plain', 'filter', 'docker', 'userns'];

/** The cgroup that Docker has for all of its containers. */
export const dockersCgroup = 'bench-docker';
const mountCount = 30;
const firstId = 100_000;

/** A rule that no profile had before: an argument of mkdir that never is. */
const freshRule = {
  names: ['mkdir'],
  action: 'SCMP_ACT_KILL_PROCESS',
  args: [{ index: 5, value: '@N@', op: 'SCMP_CMP_EQ' }],
};
const withFreshRule = (profile: { readonly syscalls: readonly object[] }) => ({
  ...profile,
  syscalls: [...profile.syscalls, freshRule],
});

function plainConfig(): OciConfig {
  const config = defaultConfig();
  config.hostname = 'bench@N@';
  config.annotations = { 'org.example.number': '@N@' };
  return config;
}

/** What Docker gave to its runtime, and volumes (as it writes them) until there are 30 mounts. */
function dockerConfig(dir: string): OciConfig {
  const text = JSON.stringify(captured.config)
    .replaceAll('@CGROUP@/docker', `/${dockersCgroup}`)
    .replaceAll('@DIR@', dir)
    .replaceAll('@ID@', 'bench@N@');
  const config = JSON.parse(text) as OciConfig;
  // As Docker's own, it reads the state to its end: crun fails where a hook ends earlier.
  config.hooks = { prestart: [{ path: '/bin/dd', args: ['dd', 'of=/dev/null', 'status=none'] }] };
  for (const [name, kind] of Object.entries(captured.sources))
    if (kind === 'directory') mkdirSync(`${dir}/${name}`);
    else writeFileSync(`${dir}/${name}`, '');
  for (let n = config.mounts.length; n < mountCount; n++) {
    mkdirSync(`${dir}/volume${n}`);
    config.mounts.push({
      destination: `/volumes/${n}`,
      type: 'bind',
      source: `${dir}/volume${n}`,
      options: ['rbind', 'rprivate'],
    });
  }
  for (const names of Object.values(config.process.capabilities ?? {}))
    names.splice(0, names.length, ...names.filter(isGrantable));
  config.linux['seccomp'] = withFreshRule(dockersProfile);
  return config;
}

function configOf(kind: Kind, dir: string): OciConfig {
  if (kind === 'docker') return dockerConfig(dir);
  if (kind === 'userns') {
    const config = dockerConfig(dir);
    withUserNamespace(config, firstId);
    // Docker leaves it out as well: it names groups that the user namespace has not got.
    delete config.linux.sysctl?.['net.ipv4.ping_group_range'];
    return config;
  }
  const config = plainConfig();
  if (kind === 'filter') config.linux['seccomp'] = withFreshRule(dockersProfile);
  return config;
}

export class Bundle {
  readonly dir: string;
  private readonly template: string;

  /** Makes the directory, its root file system and sources. */
  constructor(dir: string, kind: Kind, host: Host) {
    this.dir = dir;
    mkdirSync(dir, { recursive: true });
    makeRootfs(`${dir}/rootfs`);
    const config = configOf(kind, dir);
    if (host === 'v2') config.linux.namespaces.push({ type: 'cgroup' });
    // Zeros that stand for nothing; crun asks for their controllers, which a mount beside v1 has not got.
    if (host === 'v2') config.linux.resources = { devices: config.linux.resources.devices };
    config.process.args = ['@P@'];
    if (kind === 'userns') Bun.spawnSync(['chown', '-R', `${firstId}:${firstId}`, dir]);
    // The value of the fresh rule is a number; everywhere else the number is a part of a name.
    this.template = JSON.stringify(config).replace('"value":"@N@"', '"value":@N@');
  }

  write(number: number, program: readonly string[]): void {
    const text = this.template.replaceAll('@N@', `${number}`).replace('["@P@"]', JSON.stringify(program));
    writeFileSync(`${this.dir}/config.json`, text);
  }
}
