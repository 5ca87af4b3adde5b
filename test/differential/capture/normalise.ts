/** Makes a captured config.json independent of the host, the engine's directories and the container's id. */
import type { OciConfig } from '../../helpers/config.ts';
import type { Recorded } from './recorder.ts';

export interface Captured {
  readonly engine: string;
  readonly version: string;
  readonly flags: readonly string[];
  /** Name below @DIR@ -> what the bind mount's source is. */
  readonly sources: Record<string, 'directory' | 'file'>;
  readonly config: OciConfig;
}

/** Integers that a double cannot hold travel as text; corpus.ts puts them back. */
const guardIntegers = (json: string) =>
  json.replace(/([:[,]\s*)(-?[0-9]{16,})(?=\s*[,}\]])/g, '$1"@int:$2@"');

/** Bind mounts of these are the same on every host. */
const everywhere = /^\/(dev|proc|sys)(\/|$)/;
/** Device nodes of a privileged container beyond these say nothing new. */
const deviceLimit = 12;

function replaceText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => replaceText(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [change(key), replaceText(item, change)]),
  );
}

/** Names the sources s0, s1, ...; they are made anew in each bundle. */
function renameSources(config: OciConfig, kinds: Recorded['kinds']): Captured['sources'] {
  const sources: Captured['sources'] = {};
  for (const mount of config.mounts) {
    const { source = '' } = mount;
    if (!source.startsWith('/') || everywhere.test(source) || !kinds.has(source)) continue;
    const name = `s${Object.keys(sources).length}`;
    sources[name] = kinds.get(source) ?? 'directory';
    mount.source = `@DIR@/${name}`;
  }
  return sources;
}

function replaceHostThings(config: OciConfig): void {
  config.root.path = 'rootfs';
  for (const hooks of Object.values(config.hooks ?? {}))
    for (const hook of hooks) {
      // Docker's hands the network over; here it only has to be a hook.
      hook.path = '/bin/true';
      hook.args = ['true'];
      delete hook.env;
    }
  for (const namespace of config.linux.namespaces)
    if ((namespace.path ?? '') !== '') namespace.path = `@NS@/${namespace.type}`;
  if (config.linux.devices) config.linux.devices = config.linux.devices.slice(0, deviceLimit);
  const { cgroupsPath = '' } = config.linux;
  if (cgroupsPath !== '') config.linux.cgroupsPath = `@CGROUP@/${cgroupsPath.replace(/^\//, '')}`;
}

/** `dir` is the engine's directory. */
export function normalise(recorded: Recorded, dir: string): Pick<Captured, 'config' | 'sources'> {
  const config = JSON.parse(guardIntegers(recorded.json)) as OciConfig;
  const sources = renameSources(config, recorded.kinds);
  replaceHostThings(config);
  config.process.args = ['sh'];
  const change = (text: string) =>
    text
      .replaceAll(dir, '/engine')
      .replaceAll(/\b[0-9a-f]{64}\b/g, '@ID@')
      .replaceAll(/\b[0-9a-f]{12}\b/g, '@ID@')
      .replaceAll(/\b[0-9a-f]{32}\b/g, '@ID@');
  return { sources, config: replaceText(config, change) as OciConfig };
}
