/** A cgroup v2 controller that does not reach a cgroup: who keeps it, and what its owner has to do. cgroups(7) */

/** What is known of the first cgroup from above that does not pass the controller on. */
export interface Lacking {
  readonly name: string;
  readonly lackingAt: string;
  /** Owner of that directory; absent: not known. */
  readonly owner?: number;
  /** The directory that wants the controller. */
  readonly wantedIn: string;
}

const uidName = (uid: number): string => (uid === 0 ? 'root' : `uid ${uid}`);

const dropIn = (unit: string): string =>
  `mkdir -p /etc/systemd/system/${unit}.d && printf '[Service]\\nDelegate=yes\\n' >/etc/systemd/system/${unit}.d/delegate.conf && systemctl daemon-reload`;

/** The outermost unit that systemd does not look into: from there on others manage the tree. */
function unitOf(dir: string): string | undefined {
  const unit = dir.split('/').find((name) => /\.(service|scope)$/.test(name));
  return unit?.replace(/^user@[0-9]+\.service$/, 'user@.service');
}

/**
 * systemd enables in its slices what the units below them have delegated. Elsewhere, and below the unit, the owner of
 * the cgroup enables it by hand.
 */
function fixOf({ name, lackingAt, wantedIn }: Lacking): string {
  const unit = unitOf(wantedIn);
  const isAbove = unit !== undefined && unitOf(lackingAt) === undefined;
  if (isAbove && unit.endsWith('.service')) return dropIn(unit);
  if (isAbove) return `start ${unit} with Delegate=yes`;
  return `echo +${name} >${lackingAt}/cgroup.subtree_control`;
}

/** One sentence: the first ancestor, its owner, the remedy. */
export function delegationHint(lacking: Lacking): string {
  const { name, lackingAt, owner } = lacking;
  const who = owner === undefined ? 'its owner' : `its owner ${uidName(owner)}`;
  return `the controller ${name} is not in ${lackingAt}/cgroup.subtree_control; ${who} enables it: ${fixOf(lacking)}`;
}
