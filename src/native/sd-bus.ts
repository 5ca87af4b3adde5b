/**
 * sd-bus(3) of libsystemd.so.0: method calls over a D-Bus connection, none of which takes longer than its deadline.
 * sd_bus_call's own time limit does not bound the handshake, and sd_bus_open_system's is 90 s: hence a loop of ours.
 */

import { type BusCall, BusError } from './types.ts';
import { pause } from './pause.ts';
import { appendAll, checked, readAll, refusal, sd, senderOf } from './sd-bus-message.ts';

const ETIMEDOUT = 110;
const EAGAIN = 11;
const EINTR = 4;
/** Between two tries to connect to a socket whose queue is full. */
const retryMs = 20;

/** sd_bus_message_get_type(3). */
const types = { reply: 2, error: 3, signal: 4 } as const;

export interface Signal {
  readonly member: string;
  readonly path: string;
  /** Unique name of who sent it; '' on a connection without a broker. */
  readonly sender: string;
  readonly values: readonly (string | number)[];
}

interface Incoming {
  readonly message: bigint;
  readonly type: number;
  readonly cookie: bigint;
}

/** What a reply holds, and who sent it. */
export interface Reply {
  readonly sender: string;
  readonly values: readonly (string | number)[];
}

/** A connection. Owned by who opened it; its descriptor is CLOEXEC. */
export class Bus {
  private readonly pointer: bigint;
  /** Signals that came while something else was waited for. */
  private readonly signals: Signal[] = [];
  /** Of the signals that anybody will ask for: member -> signature. */
  private readonly wanted: Readonly<Record<string, string>>;

  private constructor(pointer: bigint, wanted: Readonly<Record<string, string>>) {
    this.pointer = pointer;
    this.wanted = wanted;
  }

  /**
   * Connects and authenticates within the time. `isBroker`: a bus with names, not a service itself. `wanted`: signals to
   * keep, member -> signature. BusError names the call: dlopen without a library, connect, ETIMEDOUT.
   */
  static open(
    address: string,
    isBroker: boolean,
    wanted: Readonly<Record<string, string>>,
    timeoutMs: number,
  ): Bus {
    const out = new BigInt64Array(1);
    checked(sd.newBus(out), 'sd_bus_new');
    const bus = new Bus(out[0] ?? 0n, wanted);
    try {
      checked(sd.setAddress(bus.pointer, address), 'sd_bus_set_address');
      checked(sd.setBusClient(bus.pointer, isBroker ? 1 : 0), 'sd_bus_set_bus_client');
      bus.connect(performance.now() + timeoutMs);
      return bus;
    } catch (error) {
      bus.close();
      throw error;
    }
  }

  private connect(deadline: number): void {
    // A full queue of a socket that nobody accepts on is EAGAIN at once.
    for (let r = Number(sd.start(this.pointer)); r < 0; r = Number(sd.start(this.pointer))) {
      if (r !== -EAGAIN) throw new BusError({ call: 'connect', errno: -r });
      if (performance.now() > deadline) throw new BusError({ call: 'connect', errno: ETIMEDOUT });
      pause(retryMs);
    }
    while (Number(sd.isReady(this.pointer)) <= 0) {
      const incoming = this.turn('connect', deadline);
      if (incoming !== null) sd.unref(incoming.message);
    }
  }

  /** One turn of the connection: a message that came, or null. Waits as long as nothing happens. */
  private turn(call: string, deadline: number): Incoming | null {
    const out = new BigInt64Array(1);
    const done = checked(sd.process(this.pointer, out), call);
    const message = out[0] ?? 0n;
    if (message !== 0n) {
      const [type, cookie] = [new Uint8Array(1), new BigUint64Array(1)];
      sd.type(message, type);
      sd.replyCookie(message, cookie);
      return { message, type: type[0] ?? 0, cookie: cookie[0] ?? 0n };
    }
    if (done > 0) return null;
    const left = deadline - performance.now();
    if (left <= 0) throw new BusError({ call, errno: ETIMEDOUT });
    const r = Number(sd.wait(this.pointer, BigInt(Math.ceil(left * 1000))));
    if (r < 0 && r !== -EINTR) throw new BusError({ call, errno: -r });
    return null;
  }

  private keep({ message, type }: Incoming): void {
    if (type !== types.signal) return;
    const member = String(sd.member(message) ?? '');
    const signature = this.wanted[member];
    if (signature === undefined) return;
    const [path, sender] = [String(sd.path(message) ?? ''), senderOf(message)];
    this.signals.push({ member, path, sender, values: readAll(message, signature) });
  }

  private made({ destination, path, interface: name, member, signature, values }: BusCall): bigint {
    const out = new BigInt64Array(1);
    checked(sd.newCall(this.pointer, out, destination, path, name, member), member);
    const message = out[0] ?? 0n;
    try {
      appendAll(message, signature, values);
      return message;
    } catch (error) {
      sd.unref(message);
      throw error;
    }
  }

  private sent(call: BusCall): bigint {
    const message = this.made(call);
    try {
      const cookie = new BigUint64Array(1);
      checked(sd.send(this.pointer, message, cookie), call.member);
      return cookie[0] ?? 0n;
    } finally {
      sd.unref(message);
    }
  }

  /** The reply, of the types `returns`. BusError: ETIMEDOUT, the loss of the connection, or what the other side answers. */
  call(call: BusCall, returns: string, timeoutMs: number): Reply {
    const deadline = performance.now() + timeoutMs;
    const cookie = this.sent(call);
    for (;;) {
      const incoming = this.turn(call.member, deadline);
      if (incoming === null) continue;
      try {
        const { message, type } = incoming;
        if (incoming.cookie !== cookie || type === types.signal) this.keep(incoming);
        else if (type === types.error) throw refusal(call.member, message);
        else return { sender: senderOf(message), values: readAll(message, returns) };
      } finally {
        sd.unref(incoming.message);
      }
    }
  }

  /** The first kept signal that `isIt`, which may have come before. BusError ETIMEDOUT, in the name of `call`. */
  signal(call: string, isIt: (signal: Signal) => boolean, timeoutMs: number): Signal {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const index = this.signals.findIndex(isIt);
      if (index >= 0) return this.signals.splice(index, 1)[0] as Signal;
      const incoming = this.turn(call, deadline);
      if (incoming === null) continue;
      this.keep(incoming);
      sd.unref(incoming.message);
    }
  }

  close(): void {
    sd.closeUnref(this.pointer);
  }
}
