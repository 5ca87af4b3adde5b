import { TeuError } from '../errors/types.ts';
import { readRegular, readStdin } from '../native/lib.ts';
import { loadLive } from '../run/live.ts';
import type { ContainerDir } from '../state/dir.ts';
import { leaveScope, type UpdateRequest, updateContainer } from '../update/update.ts';
import { type CallOf, usageError } from './call.ts';
import { absolute, type Context, containerOf, type Handler } from './context.ts';

type Options = CallOf<'update'>['options'];

const maxBytes = 16 << 20;

/** A decimal number, exact; -1 is no limit. */
const integer = (text: string): string | null =>
  /^-?[0-9]{1,20}$/.test(text) ? BigInt(text).toString() : null;

const units = 'kmgtp';

/** Bytes, or with a unit of 1024: 512m, 2GiB, 1.5g; as Docker and runc read them. */
function bytes(text: string): string | null {
  const match = /^(-?[0-9]{1,20})(\.[0-9]+)? ?([kmgtp]?)(?:i?b)?$/i.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = '', unit = ''] = match;
  const power = unit === '' ? 0 : units.indexOf(unit.toLowerCase()) + 1;
  const rest = fraction === '' ? 0 : Math.floor(Number(`0${fraction}`) * 1024 ** power);
  return `${BigInt(whole) * 1024n ** BigInt(power) + BigInt(rest)}`;
}

const word = (text: string): string | null => (text === '' ? null : JSON.stringify(text));

type Reader = (text: string) => string | null;

/** Option -> path of the field below linux.resources, and how its value is read. */
const fields = {
  'blkio-weight': ['blockIO/weight', integer],
  'cpu-period': ['cpu/period', integer],
  'cpu-quota': ['cpu/quota', integer],
  'cpu-burst': ['cpu/burst', integer],
  'cpu-share': ['cpu/shares', integer],
  'cpu-rt-period': ['cpu/realtimePeriod', integer],
  'cpu-rt-runtime': ['cpu/realtimeRuntime', integer],
  'cpu-idle': ['cpu/idle', integer],
  'cpuset-cpus': ['cpu/cpus', word],
  'cpuset-mems': ['cpu/mems', word],
  memory: ['memory/limit', bytes],
  'memory-reservation': ['memory/reservation', bytes],
  'memory-swap': ['memory/swap', bytes],
  'pids-limit': ['pids/limit', integer],
} as const satisfies Partial<Record<keyof Options, readonly [string, Reader]>>;

type FieldOption = keyof typeof fields;
const fieldOptions = Object.keys(fields) as FieldOption[];

/** The options given, as the JSON of linux.resources. */
function resourcesText(options: Options): string {
  const rooms = new Map<string, string[]>();
  for (const name of fieldOptions) {
    const text = options[name];
    if (text === null) continue;
    const [path, read] = fields[name];
    const value = read(text);
    if (value === null) throw usageError(`option --${name} does not take ${JSON.stringify(text)}`);
    const [room = '', field] = path.split('/');
    rooms.set(room, [...(rooms.get(room) ?? []), `"${field}":${value}`]);
  }
  return `{${[...rooms].map(([room, all]) => `"${room}":{${all.join(',')}}`).join(',')}}`;
}

/** Whoever wrote an option reads its name, not a place in a text that we made of it. */
function namingOption(error: unknown, options: Options): unknown {
  if (!(error instanceof TeuError) || error.data.field === undefined || options.resources !== null)
    return error;
  const { pointer } = error.data.field;
  const name = fieldOptions.find((one) => pointer === `/${fields[one][0]}`);
  if (name === undefined) return error;
  const field = { file: `option --${name}`, line: 0, column: 0, pointer: '', value: options[name] };
  return new TeuError({ ...error.data, field });
}

/** containerd writes it after the start of this process. */
function stdinText(): string {
  const text = readStdin(maxBytes);
  if (text !== null) return text;
  throw usageError(`resources on stdin are larger than ${maxBytes} bytes`);
}

function requestOf(options: Options, dir: ContainerDir, { log }: Context): UpdateRequest {
  const from = options.resources;
  const rdt = { l3CacheSchema: options['l3-cache-schema'], memBwSchema: options['mem-bw-schema'] };
  const idle = from === null ? [] : fieldOptions.filter((name) => options[name] !== null);
  const warnings = idle.length === 0 ? [] : [`with --resources there is no effect of --${idle.join(', --')}`];
  const all = { rdt, log, warnings, seen: null } as const;
  if (from === null) return { ...all, text: resourcesText(options), file: 'options' };
  if (from !== '-') return { ...all, text: readRegular(absolute(from), maxBytes), file: from };
  const seen = loadLive(dir);
  leaveScope(seen);
  return { ...all, text: stdinText(), file: 'stdin', seen };
}

/** Changes the limits of a container that lives. */
export const update: Handler<'update'> = ({ operands, options }, context) => {
  const dir = containerOf(context, operands[0]);
  const request = requestOf(options, dir, context);
  try {
    updateContainer(dir, request);
  } catch (error) {
    throw namingOption(error, options);
  }
};
