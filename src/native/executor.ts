/** The executor in libteu.so as the director sees it: plans, host steps, messages, outcomes. */

import { TeuError } from '../errors/types.ts';
import { abi } from '../wire/abi.ts';
import { messageBytes, outcomeBytes, outcomeStates, ringHeaderBytes } from '../wire/protocol.ts';
import type { Outcome } from '../wire/types.ts';
import { check, declare, decode, encode, native } from './calls.ts';

const c = {
  attach: declare('int teu_attach(int ring, int env, int64_t nofileSoft, int64_t nofileHard, int umask)'),
  plan: declare('int teu_plan(const uint8_t *bytes, uint32_t len)'),
  seal: declare('int teu_seal(const uint8_t *bytes, uint32_t len)'),
  step: declare('int teu_step(uint32_t index, int64_t pid, int pidfd)'),
  begin: declare('int teu_begin(uint32_t index)'),
  end: declare('int teu_end(uint32_t index, int error)'),
  giveBack: declare('int teu_give_back(uint32_t index)'),
  send: declare(
    'int teu_send(int sock, uint32_t type, uint32_t from, uint32_t to, int32_t value, int64_t pid, int fd)',
  ),
  receive: declare(
    'int teu_receive(int sock, int pidfd, int timeoutMs, _Out_ uint8_t *message, _Out_ int32_t *fd)',
  ),
  exec: declare(
    'int teu_exec(int fd, const uint8_t *argv, uint32_t argvLen, const uint8_t *env, uint32_t envLen, const int32_t *keep, uint32_t n)',
  ),
  takeListener: declare('int teu_take_listener(int fd)'),
  holdSignals: declare('int teu_hold_signals()'),
};

/** What the launcher knows of the caller; restored for hooks. */
export interface CallerLimits {
  readonly nofileSoft: bigint;
  readonly nofileHard: bigint;
  readonly umask: number;
}

/** An update that replaced only some of the files would otherwise end in misread structures. */
function checkAbi(): void {
  const found = BigInt.asUintN(64, BigInt(native().func('int64_t teu_abi()')())).toString(16);
  if (found === abi) return;
  throw new TeuError({
    code: 'teu.host',
    message: `libteu.so is of another build than teu-core (${found}, not ${abi})`,
    hint: 'install all files of one build',
  });
}

/** Maps the outcome table (ringFd -1: a private one) and the caller's environment. */
export function attach(ringFd: number, envFd: number, caller: CallerLimits): void {
  checkAbi();
  check(c.attach(ringFd, envFd, caller.nofileSoft, caller.nofileHard, caller.umask), 'mmap');
}

/** Seals the plan in a memfd and keeps it for step(); the caller owns the fd. EINVAL: the checker refused it. */
export const plan = (bytes: Uint8Array): number => check(c.plan(bytes, bytes.length), 'memfd_create');

/** The bytes in a memfd that nobody can change any more. The caller owns it. */
export const seal = (bytes: Uint8Array): number => check(c.seal(bytes, bytes.length), 'memfd_create');

/** Performs one host step (by wire index) with its alternatives. 0, or the errno; details are in its outcome. */
export const step = (wireIndex: number, pid: number, pidfd: number): number => -c.step(wireIndex, pid, pidfd);

/** Records the begin of a host step that is performed in TypeScript. 0, or an errno: do not perform it. */
export const beginStep = (wireIndex: number): number => -c.begin(wireIndex);
/** Records its end; errno 0 is success. 0, or an errno: it counts as failed. */
export const endStep = (wireIndex: number, errno: number): number => -c.end(wireIndex, errno);

/** The inverse of a completed host step that moved something; nothing for others. 0, or the errno. */
export const giveBack = (wireIndex: number): number => -c.giveBack(wireIndex);

/** Gives the listener that init has sent to the executor, which owns it from here on. */
export const passListener = (fd: number): void => void c.takeListener(fd);

export interface Message {
  readonly type: number;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly pid: number;
  /** Received descriptor (the receiver owns it), or -1. */
  readonly fd: number;
}

export function send(sock: number, message: Message): void {
  const { type, from, to, value, pid, fd } = message;
  check(c.send(sock, type, from, to, value, pid, fd), 'sendmsg');
}

export type Received = Message | 'eof' | 'dead' | 'timeout';

/** Waits for {message, death of pidfd, deadline}; a message that is there wins over a death. pidfd -1: none; timeout -1: none. */
export function receive(sock: number, pidfd: number, timeoutMs: number): Received {
  const bytes = new Uint8Array(messageBytes);
  const fd = new Int32Array([-1]);
  const r = c.receive(sock, pidfd, timeoutMs, bytes, fd);
  if (r === 0) return 'eof';
  if (r === -3) return 'dead'; // ESRCH
  if (r === -110) return 'timeout'; // ETIMEDOUT
  check(r, 'recvmsg');
  const view = new DataView(bytes.buffer);
  return {
    type: view.getUint32(0, true),
    from: view.getUint32(4, true),
    to: view.getUint32(8, true),
    value: view.getInt32(12, true),
    pid: Number(view.getBigInt64(16, true)),
    fd: fd[0] ?? -1,
  };
}

const ringOf = (): unknown => ringFunction();
let ringFunction = (): unknown => {
  const fn = native().func('void *teu_ring()');
  ringFunction = () => fn();
  return fn();
};

function recordOf(wireIndex: number): DataView {
  const at = ringHeaderBytes + wireIndex * outcomeBytes;
  return new DataView(native().view(ringOf(), at + outcomeBytes), at, outcomeBytes);
}

const stateIn = (record: DataView): Outcome['state'] => outcomeStates[record.getUint32(0, true)] ?? 'pending';

/** How far a wire step is. */
export const outcomeState = (wireIndex: number): Outcome['state'] => stateIn(recordOf(wireIndex));
/** What a wire step found or made; what that means is in its row of the table of ops. */
export const outcomeValue = (wireIndex: number): bigint => recordOf(wireIndex).getBigInt64(16, true);

/** Outcome of one wire step; `op` names come from the plan, the table only holds numbers. */
export function outcome(wireIndex: number): Outcome {
  const view = recordOf(wireIndex);
  const { callNames } = require('../wire/calls.ts') as typeof import('../wire/calls.ts');
  return {
    step: wireIndex,
    state: stateIn(view),
    call: callNames()[view.getUint16(8, true)] ?? 'none',
    errno: view.getUint16(10, true),
    item: view.getInt32(12, true),
    value: view.getBigInt64(16, true),
    startNanos: view.getBigUint64(24, true),
    endNanos: view.getBigUint64(32, true),
  };
}

/** Evidence the failing step left (a hook's last output, the mount API's log); '' when there is none. */
export function noteText(): string {
  const view = new DataView(native().view(ringOf(), ringHeaderBytes));
  const length = view.getUint32(4, true);
  return decode(new Uint8Array(native().view(ringOf(), ringHeaderBytes), 64, length));
}

const packed = (list: readonly string[]): Uint8Array => encode(list.map((text) => `${text}\0`).join(''));

/** Replaces this process by the image behind fd; `keep` stay open. Returns only by throwing. */
export function execImage(
  fd: number,
  argv: readonly string[],
  env: readonly string[],
  keep: readonly number[],
): never {
  const a = packed(argv);
  const e = packed(env);
  const k = new Int32Array(keep);
  check(c.exec(fd, a, a.length, e, e.length, k, k.length), 'execveat');
  throw new Error('execveat returned');
}

/** From here on SIGINT and its like wait for the supervisor, which passes them on to the payload. */
export const holdSignals = (): void => void check(c.holdSignals(), 'sigprocmask');
