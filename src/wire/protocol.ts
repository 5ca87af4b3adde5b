/**
 * Constants of the wire beside the ops: headers, messages, the outcome table. Printed into gen/ops.h.
 *
 * Plan (sealed memfd): header, then `steps` step headers, then bodies and the pool. All little endian,
 * all offsets from the start of the plan, strings NUL-terminated and NUL not counted in `len`.
 * A `str`/`bytes` field is {u32 off, u32 len}; `strs` is {u32 off, u32 count}, off of an array of {off, len}.
 * A step with alternatives is followed by them; `alt` counts how many follow.
 */

export const planMagic = 0x31554554; // "TEU1"
export const planHeaderBytes = 32;
export const stepHeaderBytes = 24;
export const maxSteps = 4096;
export const maxSlots = 1024;
export const slotNone = 0xffffffff;
export const maxOnErrno = 4;

/** Outcome table (shared memfd made by the launcher): header with the note, then maxSteps records. */
export const ringMagic = 0x31474e52;
export const ringNoteBytes = 4096;
export const ringHeaderBytes = 4096 + 64;
export const outcomeBytes = 48;

export const outcomeStates = ['pending', 'running', 'done', 'failed', 'skipped'] as const;

/** Version of the socket protocol between `start` and a waiting init; in the hello. */
export const protocolVersion = 1;

/** Messages on the SEQPACKET sockets: {u32 type, u32 from, u32 to, i32 value, i64 pid}, 24 bytes, fds by SCM_RIGHTS. */
export const messageBytes = 24;
export const messages = {
  /** host to spawner, fds [plan]: map and check it. */
  plan: 1,
  /** host to any actor: perform steps from..to (inclusive) that are its own; pid: init in the host's pid namespace. */
  run: 2,
  /** actor to host: segment done up to `to`; value 0, or -errno with `to` the failing step. */
  done: 3,
  /** spawner to host: pid of init, fds [pidfd]. */
  born: 4,
  /** init to host: fds [pty master]. */
  console: 5,
  /** init to `start`: value is protocolVersion, fds [ring]. */
  hello: 6,
  /** init to host, fds [listener of its seccomp filter]; host to init: the agent has it. */
  listener: 7,
  /** host to init, fds [filter]: struct sock_filter, sealed; from: its seccomp step. */
  filter: 8,
} as const;
