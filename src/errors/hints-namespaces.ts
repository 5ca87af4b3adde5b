/** Hints where the kernel refuses new namespaces, to whoever makes them: one clone3 for most, unshare for some. */

import { type HintRow, row } from './hint-row.ts';
import { type AnyFailure, confined, type Failure, usernsSwitch, zeroLimit } from './hint-texts.ts';

const exhausted = 'the limit of namespaces is reached: /proc/sys/user/max_*_namespaces, or 32 levels';

const rootWithoutRights = ({ checked: { uid, lacksAdmin } }: AnyFailure): string | null =>
  uid === 0 && lacksAdmin === true
    ? 'root has no CAP_SYS_ADMIN here, as in a container that is not privileged: new namespaces need it'
    : null;

const notRoot = ({ checked: { uid } }: AnyFailure): string | null =>
  uid === undefined || uid === 0
    ? null
    : `uid ${uid} needs a user namespace to make the others: see teu spec --rootless`;

const notDelegated = ({ step, checked: { uid } }: Failure<'clone_init'>): string | null =>
  step.cgroup === null || uid === undefined || uid === 0
    ? null
    : `uid ${uid} may move processes only inside of what is delegated to it: the caller is in another part of the cgroup tree`;

export const namespaceHints: readonly HintRow[] = [
  row('clone_init', 'clone3', 'ENOSPC', zeroLimit),
  row('ns_unshare', 'unshare', 'ENOSPC', zeroLimit),
  row('clone_init', 'clone3', 'ENOSPC', exhausted),
  row('ns_unshare', 'unshare', 'ENOSPC', exhausted),
  row('clone_init', 'clone3', 'EPERM EACCES', usernsSwitch),
  row('clone_init', 'clone3', 'EPERM EACCES', confined),
  row('ns_unshare', 'unshare', 'EPERM EACCES', confined),
  row('clone_init', 'clone3', 'EPERM', rootWithoutRights),
  row('ns_unshare', 'unshare', 'EPERM', rootWithoutRights),
  row('clone_init', 'clone3', 'EPERM', notRoot),
  row('clone_init', 'clone3', 'EACCES', notDelegated),
  row(
    'clone_init',
    'clone3',
    'EAGAIN',
    'a limit of processes is reached: pids.max of the cgroup, or RLIMIT_NPROC',
  ),
];
