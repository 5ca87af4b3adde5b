/**
 * The director: walks a plan. Host steps are performed here; consecutive steps of another actor go out as
 * one message and are not waited for until an `await` step names the actor, so that the host works while
 * init works. The order of everything is the order of the list: nothing is decided here.
 */

import { TeuError } from '../errors/types.ts';
import {
  type Message,
  outcome,
  outcomeState,
  passListener,
  receive,
  seal,
  send,
} from '../native/executor.ts';
import { close, SysError } from '../native/lib.ts';
import { actors } from '../wire/actors.ts';
import { messages } from '../wire/protocol.ts';
import type { HostStep, Step, StepOf } from '../wire/types.ts';
import { failure } from './failure.ts';
import { type HostContext, performHostStep } from './host-ops.ts';
import { tracing } from './tracing.ts';

type Peer = 'spawner' | 'init';

/** The mounter is forked by the spawner inside the spawner's own segment (clone_mounter) and answers through it. */
const peerOf = (step: Step): Peer => (step.actor === 'init' ? 'init' : 'spawner');

/** Performs steps from..to (exclusive, plan indices). Throws TeuError for the first step that fails. */
export function direct(context: HostContext, from: number, to: number): void {
  const { steps } = context.program;
  tracing.by?.program(context.program);
  for (let k = from; k < to; ) {
    const step = steps[k] as Step;
    if (step.actor === 'host') {
      hostStep(context, step, k);
      k++;
      continue;
    }
    const end = endOfRange(steps, k, to);
    dispatch(context, peerOf(step), k, end);
    k = end;
  }
}

/** Behind the last of the consecutive steps that step k's peer performs. */
function endOfRange(steps: readonly Step[], k: number, to: number): number {
  const peer = peerOf(steps[k] as Step);
  let end = k + 1;
  while (end < to && steps[end]?.actor !== 'host' && peerOf(steps[end] as Step) === peer) end++;
  return end;
}

/**
 * Hands init the steps that a plan begins with, before its outcome table has come. Index of the first step that is not
 * among them: from there on `direct` goes on. SysError: init hung up.
 */
export function handFirst(context: HostContext): number {
  const { steps } = context.program;
  if (steps[0]?.actor !== 'init') return 0;
  const end = endOfRange(steps, 0, steps.length);
  handOut(context, 'init', wireRange(context, 0, end));
  return end;
}

function hostStep(context: HostContext, step: Step, k: number): void {
  const own = () => {
    if (step.op === 'await') awaitPeer(context, actors[step.whom] === 'init' ? 'init' : 'spawner');
    else if (step.op === 'filter_send') sendFilter(context, step);
  };
  const local = context.program.local[k] as number;
  if (step.op === 'agent_send') takeListener(context);
  performHostStep(context, step as HostStep, local, own);
  // Init does not execute the program before it has heard this.
  if (step.op === 'agent_send') send(context.session.init, delivered);
}

const delivered: Message = { type: messages.listener, from: 0, to: 0, value: 0, pid: 0, fd: -1 };

/** Waits until init has loaded its filter and sent the listener. TeuError: the step it failed at, or its death. */
function takeListener(context: HostContext): void {
  const { session } = context;
  while (session.listener < 0) {
    const range = session.owed.get('init') ?? { from: 0, to: 0 };
    const message = receive(session.init, session.pidfd, -1);
    if (typeof message !== 'string') heard(context, 'init', message, range.to);
    else if (message !== 'timeout')
      throw blamed(context, 'init', deathError(context, 'init', range.from, range.to));
  }
  passListener(session.listener);
  session.listener = -1;
}

/** What a peer says while it is waited for; `last` is the last step it owes. */
function heard(context: HostContext, peer: Peer, message: Message, last: number): void {
  const { session } = context;
  if (message.type === messages.born) {
    session.pid = Number(message.value);
    session.pidfd = message.fd;
  } else if (message.type === messages.console) session.consoleMaster = message.fd;
  else if (message.type === messages.listener) session.listener = message.fd;
  else if (message.type === messages.done) finish(context, peer, message.to, message.value, last);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Wire steps (both inclusive) of plan steps k..end (exclusive). */
const wireRange = ({ program: { remote } }: HostContext, k: number, end: number): Range => ({
  from: remote[k] as number,
  to: (remote[end] as number) - 1,
});

/** Tells a peer to perform wire steps; it owes an answer. SysError: it hung up. */
function handOut({ session }: HostContext, peer: Peer, { from, to }: Range): void {
  send(session[peer], { type: messages.run, from, to, value: 0, pid: session.pid, fd: -1 });
  session.owed.set(peer, { from: session.owed.get(peer)?.from ?? from, to });
}

/** Hands plan steps k..end (exclusive) to a peer. */
function dispatch(context: HostContext, peer: Peer, k: number, end: number): void {
  const range = wireRange(context, k, end);
  told(context, peer, range, () => handOut(context, peer, range));
}

/** Tells a peer something that concerns the steps of the range. TeuError: why nobody is there to hear it. */
function told(context: HostContext, peer: Peer, range: Range, tell: () => void): void {
  try {
    tell();
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    // Nobody is there because an earlier step failed: then that failure is the error. Init may never have been born.
    awaitPeer(context, 'spawner');
    awaitPeer(context, peer);
    throw deathError(context, peer, range.from, range.to);
  }
}

/** Compiles the filter, and gives it to init in time for its seccomp step. TeuError: no filter can say what the profile does. */
function sendFilter(context: HostContext, step: StepOf<'filter_send'>): void {
  const { program, session } = context;
  const { placed } = require('../errors/placed.ts') as typeof import('../errors/placed.ts');
  const bytes = placed(program.configText, program.configFile, step.program);
  const at = program.steps.findIndex(({ op }) => op === 'seccomp');
  const range = wireRange(context, at, at + 1);
  const fd = seal(bytes);
  try {
    const message: Message = { type: messages.filter, ...range, value: 0, pid: session.pid, fd };
    told(context, 'init', range, () => send(session.init, message));
  } finally {
    close(fd);
  }
}

/** Waits until the peer has done everything handed to it. TeuError: the step it failed at, or its death. */
export function awaitPeer(context: HostContext, peer: Peer): void {
  const { session } = context;
  for (let owed = session.owed.get(peer); owed !== undefined; owed = session.owed.get(peer)) {
    const message = receive(session[peer], peer === 'init' ? session.pidfd : -1, -1);
    if (message === 'timeout') continue;
    if (message === 'eof' || message === 'dead') {
      if (!hasExecuted(context, owed.to))
        throw blamed(context, peer, deathError(context, peer, owed.from, owed.to));
      session.owed.delete(peer);
      return;
    }
    heard(context, peer, message, owed.to);
  }
}

/**
 * The socket is CLOEXEC: its end means execve or death. An execve that failed says so in its outcome before it hangs
 * up, so one that was begun and not failed succeeded (or was overtaken by a SIGKILL, which is the payload's end too).
 */
const hasExecuted = (context: HostContext, wire: number): boolean =>
  context.program.stepAt(wire)?.op === 'execve' &&
  outcomeState(wire) === 'running' &&
  filterDeath(context) === null;

/** Only a plan with a filter pays for the look. */
function filterDeath({ program, session }: HostContext): TeuError | null {
  if (!program.steps.some((step) => step.op === 'seccomp')) return null;
  const diagnosis = require('../diagnose/filter.ts') as typeof import('../diagnose/filter.ts');
  return diagnosis.filterDeath(program, session.pidfd);
}

/** Init waits for what the spawner's mounter sends: when that fails, init's failure is only its echo. */
function blamed(context: HostContext, peer: Peer, error: TeuError): unknown {
  context.session.owed.delete(peer);
  if (peer !== 'init') return error;
  try {
    awaitPeer(context, 'spawner');
    return error;
  } catch (cause) {
    return cause;
  }
}

function finish(context: HostContext, peer: Peer, to: number, value: number, last: number): void {
  const { program, session } = context;
  // Its number leads into the outcome table: an init that somebody inside has taken over may say anything.
  if (to >= (program.remote.at(-1) ?? 0))
    throw new TeuError({
      code: 'teu.step',
      message: `the ${peer} answered for step ${to}, which the plan has not got`,
    });
  if (value < 0) {
    const pid = peer === 'init' ? session.pid : 0;
    throw blamed(context, peer, failure(program, to, outcome(to), program.stepAt(to), pid));
  }
  if (to >= last) context.session.owed.delete(peer);
}

/** A peer is gone without an answer: killed from outside, or its step ended it. */
function deathError(context: HostContext, peer: Peer, from: number, to: number): TeuError {
  for (let wire = from; wire <= to; wire++) {
    const result = outcome(wire);
    if (result.state === 'failed' && context.program.stepAt(wire)?.otherwise === undefined)
      return failure(context.program, wire, result);
    if (result.state !== 'running') continue;
    const step = context.program.stepAt(wire);
    const death = step?.op === 'execve' ? filterDeath(context) : null;
    if (death !== null) return death;
    const { oomOf } = require('../diagnose/oom.ts') as typeof import('../diagnose/oom.ts');
    return new TeuError({
      code: 'teu.step',
      message: `${peer === 'init' ? 'the container process' : 'the spawner'} was killed during ${step?.op ?? `step ${wire}`}`,
      ...oomOf(context.program),
    });
  }
  const who = peer === 'init' ? 'the container process' : 'the spawner';
  return new TeuError({ code: 'teu.step', message: `${who} ended before it was told to` });
}
