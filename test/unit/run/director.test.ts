/** The director and a peer that is not what it should be. */
import { expect, test } from 'bun:test';
import { dlopen, FFIType } from 'bun:ffi';
import { attach, send } from '../../../src/native/executor.ts';
import { close } from '../../../src/native/lib.ts';
import { step } from '../../../src/plan/step.ts';
import { awaitPeer, direct } from '../../../src/run/director.ts';
import type { HostContext } from '../../../src/run/host-ops.ts';
import { newSession } from '../../../src/run/session.ts';
import { messages } from '../../../src/wire/protocol.ts';

const { i32, ptr } = FFIType;
const libc = dlopen('libc.so.6', { socketpair: { args: [i32, i32, i32, ptr], returns: i32 } }).symbols;
const [AF_UNIX, SOCK_SEQPACKET] = [1, 5];

test('an answer for a step that the plan has not got is an error, whatever it says', () => {
  const ends = new Int32Array(2);
  expect(libc.socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends)).toBe(0);
  const [ours = -1, theirs = -1] = ends;
  attach(-1, -1, { nofileSoft: -1n, nofileHard: -1n, umask: 0o22 });
  const steps = [step('session', 'init', '', {})];
  const context: HostContext = {
    program: {
      steps,
      remote: [0, 1],
      local: [0, 1],
      stepAt: (wire) => steps[wire],
      configText: '',
      configFile: '',
    },
    session: newSession(-1, ours),
    saveState: () => undefined,
  };
  direct(context, 0, 1);
  const forged = { type: messages.done, from: 0, to: 0x7fffffff, value: -1, pid: 0, fd: -1 };
  send(theirs, forged);
  expect(() => awaitPeer(context, 'init')).toThrow('the init answered for step 2147483647');
  for (const end of ends) close(end);
});
