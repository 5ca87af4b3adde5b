/**
 * Labels of AppArmor and SELinux. Consumes /process/{apparmorProfile,selinuxLabel}; config.md#linux-process.
 * A label that cannot be had is an error: a process must not run unconfined where confinement was asked for.
 */

import type { Config } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import type { Facts } from '../facts/types.ts';
import type { Pointer, Step } from '../wire/types.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const profileField = '/process/apparmorProfile';
const labelField = '/process/selinuxLabel';

const write = (from: Pointer, file: string, value: string, expected: string): Step =>
  step('lsm_attribute', 'init', from, { proc: 'proc', file: `self/attr/${file}`, value, expected });

const refusal = (pointer: Pointer, value: string, message: string): TeuError =>
  new TeuError({
    code: 'teu.host',
    message,
    field: { file: '', line: 0, column: 0, pointer, value: JSON.stringify(value) },
  });

/** What AppArmor calls having no profile: nothing to do where it is off. */
const unconfined = 'unconfined';

/** A profile of another namespace (":name://profile") is read back without it. */
const readableName = (profile: string): string => (profile.startsWith(':') ? '' : profile);

/** Facts are read when they are asked for: without a label nothing is. */
function apparmor(profile: string | null, facts: Facts): readonly Step[] {
  if (profile === null || (profile === unconfined && !facts.lsm.apparmor)) return [];
  if (!facts.lsm.apparmor)
    throw refusal(profileField, profile, `cannot apply the profile ${profile}: AppArmor is not enabled here`);
  return [write(profileField, 'apparmor/exec', `exec ${profile}`, readableName(profile))];
}

/** The part of a label that the kernel gives back as it was: categories are sorted. */
const stablePart = (label: string): string => label.split(':').slice(0, 3).join(':');

function selinux(label: string | null, facts: Facts): readonly Step[] {
  if (label === null) return [];
  if (!facts.lsm.selinux)
    throw refusal(labelField, label, `cannot apply the label ${label}: SELinux is not enabled here`);
  return [write(labelField, 'exec', label, stablePart(label))];
}

/** What execve is to give the process. Both hold for the next execve only, and so for startContainer hooks too. */
export const processLabels: Leaf = ({ process }, facts) => [
  ...apparmor(process?.apparmorProfile ?? null, facts),
  ...selinux(process?.selinuxLabel ?? null, facts),
];

/**
 * Behind the await of execve: AppArmor tells nobody what it will give another process (apparmor_getprocattr), so the
 * parent looks when it holds. Another profile than asked for may be the policy's own doing, none is not.
 */
export const labelCheck: Leaf = ({ process }, facts) => {
  const profile = process?.apparmorProfile ?? null;
  if (profile === null || profile === unconfined || !facts.lsm.apparmor) return [];
  const args = { file: '/attr/apparmor/current', refused: unconfined };
  return [step('label_check', 'host', profileField, args)];
};

/** The steps around the making of a key, which is to have the label of the process; null where none has one. */
export function keyLabel(config: Config, facts: Facts): { readonly set: Step; readonly clear: Step } | null {
  const label = config.process?.selinuxLabel ?? null;
  if (label === null || !facts.lsm.selinux) return null;
  return {
    set: write(labelField, 'keycreate', label, ''),
    clear: write(labelField, 'keycreate', '', ''),
  };
}
