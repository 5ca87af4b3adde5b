/** libsystemd.so.0: its functions, and D-Bus messages made and read by them. Loaded when a systemd cgroup is asked for. */

import { BusError, type BusValue, completeType } from './types.ts';
import { loadSystem, type Native, type NativeFunction } from './koffi.ts';

const EEXIST = 17;
const soname = 'libsystemd.so.0';

let library: Native | null = null;

function libsystemd(): Native {
  try {
    library ??= loadSystem(soname);
    return library;
  } catch (error) {
    throw new BusError({ call: 'dlopen', detail: error instanceof Error ? error.message : String(error) });
  }
}

const declare = (declaration: string): NativeFunction => {
  let fn: NativeFunction | null = null;
  return (...args) => {
    fn ??= libsystemd().func(declaration);
    return fn(...args);
  };
};

/** Pointers are int64_t: koffi as it is built here knows no others that come out of a call. */
export const sd = {
  newBus: declare('int sd_bus_new(_Out_ int64_t *bus)'),
  setAddress: declare('int sd_bus_set_address(int64_t bus, const char *address)'),
  setBusClient: declare('int sd_bus_set_bus_client(int64_t bus, int isClient)'),
  start: declare('int sd_bus_start(int64_t bus)'),
  isReady: declare('int sd_bus_is_ready(int64_t bus)'),
  process: declare('int sd_bus_process(int64_t bus, _Out_ int64_t *message)'),
  wait: declare('int sd_bus_wait(int64_t bus, uint64_t micros)'),
  send: declare('int sd_bus_send(int64_t bus, int64_t message, _Out_ uint64_t *cookie)'),
  closeUnref: declare('int64_t sd_bus_close_unref(int64_t bus)'),
  newCall: declare(
    'int sd_bus_message_new_method_call(int64_t bus, _Out_ int64_t *message, const char *to, const char *path, const char *interface, const char *member)',
  ),
  append: declare('int sd_bus_message_append_basic(int64_t message, int type, const uint8_t *value)'),
  appendText: declare('int sd_bus_message_append_basic(int64_t message, int type, const char *text)'),
  appendBytes: declare(
    'int sd_bus_message_append_array(int64_t message, int type, const uint8_t *bytes, uint64_t size)',
  ),
  open: declare('int sd_bus_message_open_container(int64_t message, int type, const char *contents)'),
  close: declare('int sd_bus_message_close_container(int64_t message)'),
  unref: declare('int64_t sd_bus_message_unref(int64_t message)'),
  type: declare('int sd_bus_message_get_type(int64_t message, _Out_ uint8_t *type)'),
  replyCookie: declare('int sd_bus_message_get_reply_cookie(int64_t message, _Out_ uint64_t *cookie)'),
  sender: declare('const char *sd_bus_message_get_sender(int64_t message)'),
  member: declare('const char *sd_bus_message_get_member(int64_t message)'),
  path: declare('const char *sd_bus_message_get_path(int64_t message)'),
  error: declare('int64_t sd_bus_message_get_error(int64_t message)'),
  errno: declare('int sd_bus_message_get_errno(int64_t message)'),
  enter: declare('int sd_bus_message_enter_container(int64_t message, int type, const char *contents)'),
  exit: declare('int sd_bus_message_exit_container(int64_t message)'),
  readText: declare('int sd_bus_message_read_basic(int64_t message, int type, _Out_ const char **text)'),
  readNumber: declare('int sd_bus_message_read_basic(int64_t message, int type, _Out_ uint32_t *value)'),
};

const isText = (type: string): boolean => type === 's' || type === 'o' || type === 'g';
const code = (type: string): number => type.charCodeAt(0);

export function checked(result: number | bigint, call: string): number {
  const r = Number(result);
  if (r < 0) throw new BusError({ call, errno: -r });
  return r;
}

/** The bytes of a value of a fixed size, as the machine has them. */
function bytesOf(type: string, value: BusValue): Uint8Array {
  if (type === 't') return new Uint8Array(new BigUint64Array([BigInt(value as bigint)]).buffer);
  if (type === 'y') return new Uint8Array([Number(value)]);
  if (type === 'u') return new Uint8Array(new Uint32Array([Number(value)]).buffer);
  // i, b and h (a descriptor, of which sd-bus makes a copy): an int.
  return new Uint8Array(new Int32Array([Number(value)]).buffer);
}

const appending = 'sd_bus_message_append';

/** An array, a struct or a variant around what `fill` appends. */
function inside(message: bigint, kind: 'a' | 'r' | 'v', contents: string, fill: () => void): void {
  checked(sd.open(message, code(kind), contents), appending);
  fill();
  checked(sd.close(message), appending);
}

function appendArray(message: bigint, item: string, value: BusValue): void {
  if (value instanceof Uint8Array) {
    checked(sd.appendBytes(message, code(item), value, value.length), appending);
    return;
  }
  inside(message, 'a', item, () => {
    for (const one of value as readonly BusValue[]) append(message, item, one);
  });
}

function append(message: bigint, type: string, value: BusValue): void {
  if (isText(type)) checked(sd.appendText(message, code(type), value as string), appending);
  else if (type.startsWith('a')) appendArray(message, type.slice(1), value);
  else if (type === 'v') {
    const [inner, content] = value as readonly [string, BusValue];
    inside(message, 'v', inner, () => append(message, inner, content));
  } else if (type.startsWith('(')) {
    const fields = type.slice(1, -1);
    inside(message, 'r', fields, () => appendAll(message, fields, value as readonly BusValue[]));
  } else checked(sd.append(message, code(type), bytesOf(type, value)), appending);
}

export function appendAll(message: bigint, signature: string, values: readonly BusValue[]): void {
  let at = 0;
  for (const value of values) {
    const type = completeType(signature, at);
    append(message, type, value);
    at += type.length;
  }
}

/** One value of a text type, of `u`, or of a variant with a text in it. */
function read(message: bigint, type: string): string | number {
  if (type === 'v') {
    checked(sd.enter(message, code('v'), 's'), 'sd_bus_message_read');
    const text = read(message, 's');
    checked(sd.exit(message), 'sd_bus_message_read');
    return text;
  }
  if (type === 'u') {
    const number = new Uint32Array(1);
    checked(sd.readNumber(message, code(type), number), 'sd_bus_message_read');
    return number[0] ?? 0;
  }
  const text: (string | null)[] = [null];
  checked(sd.readText(message, code(type), text), 'sd_bus_message_read');
  return text[0] ?? '';
}

export const readAll = (message: bigint, signature: string): readonly (string | number)[] =>
  [...signature].map((type) => read(message, type));

/** struct sd_bus_error begins with a pointer to the name, which ends with a zero byte. */
function errorName(message: bigint): string {
  const pointer = sd.error(message);
  if (Number(pointer) === 0) return '';
  const { view } = libsystemd();
  const name = new DataView(view(pointer, 8)).getBigUint64(0, true);
  // D-Bus names have at most 255 bytes; libsystemd keeps them in a message that is larger.
  const decoder = new TextDecoder();
  let text = '';
  for (let at = 0n; at < 255n; at++) {
    const [byte = 0] = new Uint8Array(view(name + at, 1));
    if (byte === 0) break;
    text += decoder.decode(new Uint8Array([byte]));
  }
  return text;
}

export const senderOf = (message: bigint): string => String(sd.sender(message) ?? '');

/** The error that a message of the type error tells. */
export function refusal(call: string, message: bigint): BusError {
  const name = errorName(message);
  // libsystemd keeps the numbers of systemd's own errors to itself.
  const errno = name.endsWith('.UnitExists') ? EEXIST : Math.abs(Number(sd.errno(message)));
  return new BusError({ call, errno, name, detail: String(read(message, 's')) });
}
