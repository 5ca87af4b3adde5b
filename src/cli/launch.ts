/** Reads what the launcher left in the environment. Nothing else there is believed. */

import { TeuError } from '../errors/types.ts';
import type { Launch } from '../run/request.ts';
import { usageError } from './call.ts';

const launchVersion = '1';

const broken = (message: string): TeuError => new TeuError({ code: 'teu.host', message });

/** A checked number out of the fields of TEU_LAUNCH (R11). */
function numberOf(fields: ReadonlyMap<string, string>, name: string, pattern: RegExp, radix: number): number {
  const text = fields.get(name) ?? '';
  if (!pattern.test(text)) throw broken(`the launcher passed ${name}=${JSON.stringify(text)}`);
  return Number.parseInt(text, radix);
}

function bigOf(text: string | undefined, name: string, pattern: RegExp, prefix: string): bigint {
  if (text === undefined || !pattern.test(text))
    throw broken(`the launcher passed ${name}=${JSON.stringify(text ?? '')}`);
  return BigInt(prefix + text);
}

/** `error=<errno>:<fd>` of a descriptor that --preserve-fds names and that is not open; `0` for none. */
function badDescriptorOf(text: string | undefined): Launch['badDescriptor'] {
  if (text === undefined || text === '0') return null;
  const match = /^([0-9]{1,4}):([0-9]{1,9})$/.exec(text);
  if (!match) throw broken(`the launcher passed error=${JSON.stringify(text)}`);
  return { errno: Number(match[1]), fd: Number(match[2]) };
}

/**
 * Parses TEU_LAUNCH ("v=1 sock=3 init=4 ...") and TEU_CWD. Throws teu.host when teu-core was started by
 * anything but the launcher, or by a launcher of another build.
 */
export function readLaunch(environment: Readonly<Record<string, string | undefined>>): Launch {
  const text = environment.TEU_LAUNCH;
  const cwd = environment.TEU_CWD;
  if (text === undefined || cwd === undefined) throw broken('teu-core cannot be started by itself: run teu');
  const fields = new Map<string, string>();
  for (const field of text.split(' ')) {
    const equals = field.indexOf('=');
    fields.set(field.slice(0, equals), field.slice(equals + 1));
  }
  if (fields.get('v') !== launchVersion) throw broken('teu and teu-core are of different builds');
  const fd = (name: string): number => numberOf(fields, name, /^(-1|[0-9]{1,9})$/, 10);
  const [soft, hard] = (fields.get('nofile') ?? '').split(':');
  return {
    cwd,
    spawnerSocket: fd('sock'),
    initSocket: fd('init'),
    ring: fd('ring'),
    environ: fd('env'),
    image: fd('image'),
    nofile: {
      soft: bigOf(soft, 'nofile', /^(-1|[0-9]{1,20})$/, ''),
      hard: bigOf(hard, 'nofile', /^(-1|[0-9]{1,20})$/, ''),
    },
    umask: numberOf(fields, 'umask', /^[0-7]{1,4}$/, 8),
    blockedSignals: bigOf(fields.get('sigmask'), 'sigmask', /^[0-9a-f]{1,16}$/, '0x'),
    ignoredSignals: bigOf(fields.get('sigign'), 'sigign', /^[0-9a-f]{1,16}$/, '0x'),
    spawner: numberOf(fields, 'spawner', /^[0-9]{1,9}$/, 10),
    badDescriptor: badDescriptorOf(fields.get('error')),
  };
}

/**
 * Joins a path of the caller to the caller's directory; an absolute one is left as it is. Throws teu.usage when
 * that directory is gone or lies outside the root.
 */
export function fromCaller(launch: Launch, path: string): string {
  if (path.startsWith('/')) return path;
  if (launch.cwd === '')
    throw usageError(
      `cannot find ${JSON.stringify(path)}: the current directory is gone`,
      'use absolute paths',
    );
  return `${launch.cwd === '/' ? '' : launch.cwd}/${path}`;
}
