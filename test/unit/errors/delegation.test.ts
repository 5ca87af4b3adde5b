/** What is said of a controller that does not reach a cgroup. */
import { expect, test } from 'bun:test';
import { delegationHint } from '../../../src/errors/delegation.ts';

const root = '/sys/fs/cgroup';
const scope = `${root}/user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope/web`;
const hint = (lackingAt: string, wantedIn: string, owner = 0) =>
  delegationHint({ name: 'cpuset', lackingAt, wantedIn, owner });

test('when a slice above the user manager lacks it then the manager is to get it by a drop-in', () => {
  const text = hint(`${root}/user.slice`, scope);
  expect(text).toStartWith(
    `the controller cpuset is not in ${root}/user.slice/cgroup.subtree_control; its owner root enables it: `,
  );
  expect(text).toContain('/etc/systemd/system/user@.service.d/delegate.conf');
  expect(text).toContain('Delegate=yes');
});

test('when it is lacking above a service then that one is to be delegated, and a scope is started so', () => {
  expect(hint(`${root}/system.slice`, `${root}/system.slice/ci.service/web`)).toContain(
    '/etc/systemd/system/ci.service.d/delegate.conf',
  );
  expect(hint(root, `${root}/job.scope/web`)).toEndWith('start job.scope with Delegate=yes');
});

test('when it is lacking below the unit, or without systemd, then the owner of the cgroup enables it', () => {
  const at = `${root}/user.slice/user-1000.slice/user@1000.service`;
  expect(hint(at, scope, 1000)).toEndWith(
    `its owner uid 1000 enables it: echo +cpuset >${at}/cgroup.subtree_control`,
  );
  expect(hint(`${root}/a`, `${root}/a/web`)).toEndWith(`echo +cpuset >${root}/a/cgroup.subtree_control`);
});
