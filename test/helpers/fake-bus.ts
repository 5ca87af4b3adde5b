/** A D-Bus that answers as a test wants it to: the handshake, Hello, and what `answer` says of each call. dbus-specification */

export interface Call {
  readonly member: string;
  readonly serial: number;
  /** The body as Latin-1, to look for words in. */
  readonly body: string;
}

type Body = readonly [signature: string, ...values: string[]];

interface Signal {
  readonly member: string;
  readonly body: Body;
}

/** Null: no answer, ever. `hangUp`: the end of the connection. Signals follow the reply. */
export type Answer =
  | { readonly reply: Body; readonly signals?: readonly Signal[] }
  | { readonly error: string; readonly text: string }
  | 'hangUp'
  | null;

const manager = 'org.freedesktop.systemd1';
const align = (bytes: number[], to: number): void => {
  while (bytes.length % to !== 0) bytes.push(0);
};
const uint32 = (value: number): number[] => [...new Uint8Array(new Uint32Array([value]).buffer)];

function addText(bytes: number[], text: string): void {
  align(bytes, 4);
  bytes.push(...uint32(text.length), ...Buffer.from(text, 'latin1'), 0);
}
const addSignature = (bytes: number[], text: string): void =>
  void bytes.push(text.length, ...Buffer.from(text, 'latin1'), 0);

function addValue(bytes: number[], type: string, value: string): void {
  if (type === 'v') {
    addSignature(bytes, 's');
    addText(bytes, value);
  } else if (type === 'u') {
    align(bytes, 4);
    bytes.push(...uint32(Number(value)));
  } else addText(bytes, value);
}

function bodyOf([signature, ...values]: Body): number[] {
  const bytes: number[] = [];
  for (const [index, value] of values.entries()) addValue(bytes, signature[index] ?? 's', value);
  return bytes;
}

/** Header fields: code, signature of the value, value. */
type Field = readonly [code: number, type: string, value: string];

let serials = 1;

function message(type: number, fields: readonly Field[], body: Body): Uint8Array {
  const content = bodyOf(body);
  const list: number[] = [];
  for (const [code, kind, value] of [...fields, ...(body[0] === '' ? [] : [[8, 'g', body[0]] as const])]) {
    align(list, 8);
    list.push(code);
    addSignature(list, kind);
    if (kind === 'g') addSignature(list, value);
    else addValue(list, kind, value);
  }
  const head = [
    0x6c,
    type,
    1,
    1,
    ...uint32(content.length),
    ...uint32(serials++),
    ...uint32(list.length),
    ...list,
  ];
  align(head, 8);
  return new Uint8Array([...head, ...content]);
}

/** Type 2 is a reply, 3 an error, 4 a signal. */
function answerBytes(call: Call, answer: Exclude<Answer, null | 'hangUp'>): Uint8Array[] {
  const common: readonly Field[] = [
    [5, 'u', `${call.serial}`],
    [6, 's', call.member === 'Hello' || call.member === 'AddMatch' ? 'org.freedesktop.DBus' : ':1.0'],
  ];
  if ('error' in answer) return [message(3, [...common, [4, 's', answer.error]], ['s', answer.text])];
  const reply = message(2, common, answer.reply);
  const from = (member: string): readonly Field[] => [
    [1, 'o', '/org/freedesktop/systemd1'],
    [2, 's', `${manager}.Manager`],
    [3, 's', member],
    [6, 's', ':1.0'],
  ];
  return [reply, ...(answer.signals ?? []).map(({ member, body }) => message(4, from(member), body))];
}

/** The first whole message of these bytes, and its length. */
function parsed(bytes: Buffer): { readonly call: Call; readonly length: number } | null {
  if (bytes.length < 16) return null;
  const [body, serial, fields] = [bytes.readUInt32LE(4), bytes.readUInt32LE(8), bytes.readUInt32LE(12)];
  const start = 16 + Math.ceil(fields / 8) * 8;
  if (bytes.length < start + body) return null;
  const head = bytes.subarray(16, start);
  // Field 3 with the signature `s`; then its length in four bytes, and the name.
  const at = head.indexOf(new Uint8Array([3, 1, 0x73, 0])) + 4;
  const member = head.subarray(at + 4, at + 4 + head.readUInt32LE(at)).toString('latin1');
  return {
    call: { member, serial, body: bytes.subarray(start, start + body).toString('latin1') },
    length: start + body,
  };
}

/** What the lines of SASL are answered with. */
function handshake(line: string): string {
  if (line === 'AUTH EXTERNAL') return 'DATA\r\n';
  if (line.startsWith('AUTH EXTERNAL ') || line.startsWith('DATA')) return `OK ${'0'.repeat(32)}\r\n`;
  return line === 'NEGOTIATE_UNIX_FD' ? 'AGREE_UNIX_FD\r\n' : '';
}

/** Listens until it is stopped. `answer` is asked about every call but Hello and AddMatch. */
export function fakeBus(path: string, answer: (call: Call) => Answer) {
  const known: Readonly<Record<string, Answer>> = {
    Hello: { reply: ['s', ':1.1'] },
    AddMatch: { reply: [''] },
  };
  return Bun.listen<{ rest: Buffer; isOpen: boolean }>({
    unix: path,
    socket: {
      open: (socket) => {
        socket.data = { rest: Buffer.alloc(0), isOpen: false };
      },
      data: (socket, chunk) => {
        socket.data.rest = Buffer.concat([socket.data.rest, chunk]);
        while (!socket.data.isOpen) {
          const end = socket.data.rest.indexOf('\r\n');
          if (end === -1) return;
          const line = socket.data.rest.subarray(0, end).toString('latin1').replace('\0', '');
          socket.data.rest = socket.data.rest.subarray(end + 2);
          socket.data.isOpen = line === 'BEGIN';
          socket.write(handshake(line));
        }
        for (let next = parsed(socket.data.rest); next !== null; next = parsed(socket.data.rest)) {
          socket.data.rest = socket.data.rest.subarray(next.length);
          const { call } = next;
          const said = call.member in known ? (known[call.member] ?? null) : answer(call);
          if (said === 'hangUp') socket.end();
          else if (said !== null) for (const bytes of answerBytes(call, said)) socket.write(bytes);
        }
      },
    },
  });
}
