/** Hints for the filter of system calls and its agent. */

import { type HintRow, row } from './hint-row.ts';
import { blocked, filtered, missing } from './hint-texts.ts';

export const seccompHints: readonly HintRow[] = [
  row('agent_check', 'connect', 'ENOENT', missing),
  row('agent_check', 'connect', 'EACCES', blocked),
  row('agent_check', 'connect', 'ECONNREFUSED ENOENT', ({ step }) => `nobody listens on ${step.path}`),
  row('agent_check', 'connect', 'EPROTOTYPE', ({ step }) => `${step.path} is not of type SOCK_STREAM`),
  row('agent_connect', 'connect', 'ENOENT', missing),
  row('agent_connect', 'connect', 'EACCES', blocked),
  row('agent_connect', 'connect', 'ECONNREFUSED ENOENT', ({ step }) => `nobody listens on ${step.path}`),
  row('agent_connect', 'connect', 'EPROTOTYPE', ({ step }) => `${step.path} is not of type SOCK_STREAM`),
  row('agent_connect', 'connect', 'EAGAIN', 'the agent has not accepted the connection within 10 s'),
  row('agent_send', 'sendmsg', 'EPIPE ECONNRESET', 'the agent has closed the connection'),
  row('agent_send', 'sendmsg', 'EAGAIN', 'the agent has not read the state within 10 s'),
  row(
    'seccomp',
    'seccomp',
    'EACCES',
    'without process.noNewPrivileges it takes CAP_SYS_ADMIN, which teu was not given',
  ),
  row('seccomp', 'seccomp', 'EBUSY', 'a filter around teu has a listener already, and the kernel allows one'),
  row(
    'seccomp',
    'seccomp',
    'ENOSYS',
    'this kernel has no seccomp filters, or a filter around teu hides them',
  ),
  row(
    'seccomp',
    'clone',
    'EAGAIN',
    'sending the listener takes a thread: a limit of processes is reached, pids.max of the cgroup or RLIMIT_NPROC',
  ),
  row('execve', 'execve', 'EPERM ENOSYS EACCES EINVAL', filtered),
];
