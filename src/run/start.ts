/** start: the start phase of a stored plan, over the socket on which init has been waiting since create. */

import { lazy } from '../facts/host.ts';
import { TeuError } from '../errors/types.ts';
import { attach, plan as sealPlan, receive } from '../native/executor.ts';
import { close, connectUnix, pidfdOpen, pidfdWait, readText, SysError, tryReadText } from '../native/lib.ts';
import { messages, protocolVersion } from '../wire/protocol.ts';
import { direct, handFirst } from './director.ts';
import type { HostContext } from './host-ops.ts';
import type { Launch } from './request.ts';
import { closeSession, newSession, type Program, type Session } from './session.ts';
import { hostPlan, parseStoredPlan, type StoredPlan } from './stored-plan.ts';
import { tracing } from './tracing.ts';

/** How long a created init may take to answer before start gives up: it does nothing but wait. */
const helloTimeoutMs = 10_000;

/** A killed process ends at once unless it sits in the kernel. */
const deathPatienceMs = 10_000;

export interface StartRequest {
  readonly id: string;
  readonly stateDir: string;
  /** Init, already checked to be the one that create made (pid and start time). */
  readonly pid: number;
  readonly configFile: string;
  readonly launch: Launch;
  readonly saveState: (status: string) => void;
  /** Ends the container. */
  readonly kill: () => void;
}

function programOf(stored: StoredPlan, text: () => string, file: string): Program {
  const wires = stored.steps.map((entry) => entry.wire);
  const byWire = new Map(stored.steps.map((entry) => [entry.wire, entry.step]));
  const numbers = [...wires, stored.total];
  return {
    steps: stored.steps.map((entry) => entry.step),
    remote: numbers,
    local: numbers,
    stepAt: (wire) => byWire.get(wire),
    get configText() {
      return text();
    },
    configFile: file,
  };
}

/** Connects to the waiting init, which owes its greeting. The session owns the descriptors. */
function connectInit(r: StartRequest): Session {
  const session = newSession(-1, -1);
  try {
    session.pid = r.pid;
    session.pidfd = pidfdOpen(r.pid);
    session.init = connectUnix(`${r.stateDir}/init.sock`);
    return session;
  } catch (error) {
    closeSession(session);
    throw error;
  }
}

const EPIPE = 32; // it hung up before it had heard us

/** Where init was: nobody, or somebody who is none. */
const silent = (r: StartRequest, error?: SysError): TeuError =>
  new TeuError({
    code: 'teu.state',
    message: `cannot start ${r.id}: its init does not answer at ${r.stateDir}/init.sock`,
    ...(error && error.errno !== EPIPE && { call: { name: error.call, errno: error.errno } }),
  });

const E2BIG = 7;

/** What a system call says of a peer that is no init. An environment that is too long is the caller's. */
function heard<T>(r: StartRequest, listen: () => T): T {
  try {
    return listen();
  } catch (error) {
    throw error instanceof SysError && error.errno !== E2BIG ? silent(r, error) : error;
  }
}

/**
 * Takes the greeting that init sends before it hears anything: what it was handed meanwhile it performs only after that.
 * Its outcome table becomes ours. TeuError: nobody answers.
 */
function greeted(r: StartRequest, session: Session): void {
  const hello = heard(r, () => receive(session.init, session.pidfd, helloTimeoutMs));
  if (typeof hello === 'string' || hello.type !== messages.hello || hello.fd < 0) throw silent(r);
  if (hello.value !== protocolVersion) {
    close(hello.fd);
    throw new TeuError({
      code: 'teu.state',
      message: `cannot start ${r.id}: its init speaks protocol ${hello.value}, this version ${protocolVersion}`,
    });
  }
  const { nofile, umask, environ } = r.launch;
  heard(r, () => attach(hello.fd, environ, { nofileSoft: nofile.soft, nofileHard: nofile.hard, umask }));
  close(hello.fd);
}

function readPlan(r: StartRequest): StoredPlan {
  const file = `${r.stateDir}/plan.json`;
  try {
    return parseStoredPlan(readText(file, 64 << 20), file);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new TeuError({ code: 'teu.state', message: `cannot read ${file}: errno ${error.errno}` });
  }
}

/**
 * Poststart hooks run when the program does, which their failure ends (runtime.md#lifecycle, from 1.3 on), and so does the
 * look at its profile.
 */
const isOfProgram = (error: unknown): boolean =>
  error instanceof TeuError &&
  /^\/hooks\/poststart\/|^\/process\/apparmorProfile$/.test(error.data.field?.pointer ?? '');

/** Starts the process of a created container. TeuError names the step and the config field that failed. */
export function startProcess(r: StartRequest): void {
  tracing.by?.phase('read the stored plan');
  const stored = readPlan(r);
  if (!stored.steps.some((entry) => entry.step.op === 'execve'))
    throw new TeuError({
      code: 'teu.config.required',
      message: 'cannot start a container whose configuration has no process (/process)',
    });
  // For the text of an error only.
  const text = lazy(() => tryReadText(`${r.stateDir}/config.json`) ?? '');
  tracing.by?.phase('connect to init');
  const session = connectInit(r);
  try {
    const context: HostContext = {
      program: programOf(stored, text, r.configFile),
      session,
      saveState: r.saveState,
    };
    // It has all it needs before it has been heard: the host goes on while it works.
    const next = heard(r, () => handFirst(context));
    greeted(r, session);
    close(sealPlan(hostPlan(stored).bytes));
    direct(context, next, stored.steps.length);
    tracing.by?.phase('return');
  } catch (error) {
    if (isOfProgram(error)) {
      r.kill();
      pidfdWait(session.pidfd, deathPatienceMs);
    }
    throw error;
  } finally {
    closeSession(session);
  }
}
