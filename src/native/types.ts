/** What goes over a D-Bus connection, in terms of plain data. Pure. dbus-specification, "Type System" */

/** A variant is its signature and its value; structs are lists. Numbers of 64 bits are bigints. */
export type BusValue = string | number | bigint | boolean | Uint8Array | readonly BusValue[];

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature: string;
  /** One for each complete type of the signature. */
  readonly values: readonly BusValue[];
}

/** The complete type that begins at `at`: `a(sv)` of `sa(sv)u` at 1. */
export function completeType(signature: string, at: number): string {
  let end = at;
  while (signature[end] === 'a') end++;
  for (let depth = 0; ; end++) {
    if (signature[end] === '(') depth++;
    else if (signature[end] === ')') depth--;
    if (depth === 0) return signature.slice(at, end + 1);
  }
}

interface BusErrorData {
  /** A method, or the call of the kernel that failed before there was a connection. */
  readonly call: string;
  /** 0: there is none. */
  readonly errno?: number;
  /** Of the error the other side answered: org.freedesktop.systemd1.UnitExists. */
  readonly name?: string;
  readonly detail?: string;
}

/** A call over D-Bus that did not succeed. */
export class BusError extends Error {
  readonly call: string;
  readonly errno: number;
  /** Empty: no answer came. */
  readonly remote: string;
  readonly detail: string;
  constructor({ call, errno = 0, name = '', detail = '' }: BusErrorData) {
    super(`${call}: ${name} ${detail} errno ${errno}`);
    this.name = 'BusError';
    this.call = call;
    this.errno = errno;
    this.remote = name;
    this.detail = detail;
  }
}
