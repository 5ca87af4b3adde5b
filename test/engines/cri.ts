/** The container runtime interface as the kubelet speaks it: gRPC on a unix socket, as much of it as the tests need. */
import http2 from 'node:http2';
import net from 'node:net';

/** Fields of a message: number -> value. A list is a repeated field, an object a message in it; numbers are varints. */
export interface Message {
  readonly [field: number]: Value | readonly Value[];
}
type Value = string | number | Message;

const varintType = 0;
const bytesType = 2;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

function encodeField(field: number, value: Value): Buffer {
  if (typeof value === 'number') return Buffer.from([...varint(field * 8 + varintType), ...varint(value)]);
  const body = typeof value === 'string' ? Buffer.from(value) : encode(value);
  return Buffer.concat([Buffer.from([...varint(field * 8 + bytesType), ...varint(body.length)]), body]);
}

function encode(message: Message): Buffer {
  const fields = Object.entries(message).flatMap(([field, value]) =>
    (Array.isArray(value) ? (value as readonly Value[]) : [value as Value]).map((one) =>
      encodeField(Number(field), one),
    ),
  );
  return Buffer.concat(fields);
}

/** field -> its last value: a number, or the bytes of a string or a message. */
export type Decoded = ReadonlyMap<number, number | Buffer>;

export function decode(bytes: Buffer): Decoded {
  const fields = new Map<number, number | Buffer>();
  let at = 0;
  const next = (): number => {
    let [value, weight] = [0, 1];
    for (;;) {
      const byte = bytes.readUInt8(at++);
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
      weight *= 0x80;
    }
  };
  while (at < bytes.length) {
    const tag = next();
    const value = next();
    if (tag % 8 === varintType) fields.set(tag >> 3, value);
    else if (tag % 8 === bytesType) {
      fields.set(tag >> 3, bytes.subarray(at, at + value));
      at += value;
    } else throw new Error(`wire type ${tag % 8}`);
  }
  return fields;
}

/** Calls one method of runtime.v1.RuntimeService; an error of gRPC is thrown with its text. */
export async function callCri(socket: string, method: string, request: Message): Promise<Decoded> {
  const session = http2.connect('http://localhost', { createConnection: () => net.connect(socket) });
  try {
    const headers = { 'content-type': 'application/grpc', te: 'trailers' };
    const path = `/runtime.v1.RuntimeService/${method}`;
    const stream = session.request({ ':method': 'POST', ':path': path, ...headers });
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const parts: Buffer[] = [];
      const judge = (trailers: http2.IncomingHttpHeaders) => {
        if (Number(trailers['grpc-status'] ?? 0) !== 0)
          reject(new Error(`${method}: ${decodeURIComponent(String(trailers['grpc-message']))}`));
      };
      session.on('error', reject);
      stream.on('error', reject);
      stream.on('response', judge);
      stream.on('trailers', judge);
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => resolve(Buffer.concat(parts)));
      const body = encode(request);
      const head = Buffer.alloc(5);
      head.writeUInt32BE(body.length, 1);
      stream.end(Buffer.concat([head, body]));
    });
    return decode(answer.subarray(5));
  } finally {
    session.close();
  }
}
