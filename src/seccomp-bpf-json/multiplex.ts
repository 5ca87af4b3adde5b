/** The calls behind socketcall(2) and ipc(2) (linux/net.h, linux/ipc.h). */

/** Name -> first argument of socketcall(2). */
export const socketCalls: Readonly<Record<string, number>> = {
  socket: 1,
  bind: 2,
  connect: 3,
  listen: 4,
  accept: 5,
  getsockname: 6,
  getpeername: 7,
  socketpair: 8,
  send: 9,
  recv: 10,
  sendto: 11,
  recvfrom: 12,
  shutdown: 13,
  setsockopt: 14,
  getsockopt: 15,
  sendmsg: 16,
  recvmsg: 17,
  accept4: 18,
  recvmmsg: 19,
  sendmmsg: 20,
};

/** Name -> first argument of ipc(2). */
export const ipcCalls: Readonly<Record<string, number>> = {
  semop: 1,
  semget: 2,
  semctl: 3,
  semtimedop: 4,
  msgsnd: 11,
  msgrcv: 12,
  msgget: 13,
  msgctl: 14,
  shmat: 21,
  shmdt: 22,
  shmget: 23,
  shmctl: 24,
};

/** Calls that are behind another one. */
const callsBehindAny: readonly string[] = [...Object.keys(socketCalls), ...Object.keys(ipcCalls)];

export type Multiplexer = 'socketcall' | 'ipc';
export const multiplexers: readonly Multiplexer[] = ['socketcall', 'ipc'];

/** The calls behind a multiplexer. */
export const callsBehind = (name: Multiplexer): Readonly<Record<string, number>> =>
  name === 'ipc' ? ipcCalls : socketCalls;

/** Whether the call is also behind a multiplexer. */
export const isBehind = (name: string): boolean => callsBehindAny.includes(name);
