/** What a container uses now, read from its cgroup and its network namespace. Takes no lock. */

import { fileOf, type Place, placesOf } from '../cgroup/places.ts';
import { oomKills, type ReadControl, type Stats, statsOf } from '../cgroup/stats.ts';
import type { IntelRdt } from '../config/types.ts';
import { probeCgroup } from '../facts/cgroup.ts';
import * as lib from '../native/lib.ts';
import type { State } from '../state/file.ts';
import { type RdtStats, rdtStats } from './stats-rdt.ts';

/** Names as in runc's types/events.go, which has no tags for these. */
interface NetworkInterface {
  readonly Name: string;
  readonly RxBytes: number;
  readonly RxPackets: number;
  readonly RxErrors: number;
  readonly RxDropped: number;
  readonly TxBytes: number;
  readonly TxPackets: number;
  readonly TxErrors: number;
  readonly TxDropped: number;
}

export interface ContainerStats extends Stats {
  readonly intel_rdt: RdtStats;
  readonly network_interfaces: readonly NetworkInterface[];
}

/** Where to look, found once for a stream of readings. */
export interface Meter {
  read(): ContainerStats;
  /** How often the OOM killer was here; null when the kernel does not tell. */
  oomKills(): number | null;
}

/** proc_pid_net(5), `dev`: the name, then eight numbers received and eight sent. */
export function networkInterfaces(text: string): readonly NetworkInterface[] {
  return text.split('\n').flatMap((line) => {
    const match = /^ *([^:]+): *(.*)$/.exec(line);
    if (match === null) return [];
    const [, Name = '', rest = ''] = match;
    const n = rest.split(/ +/).map(Number);
    const [RxBytes = 0, RxPackets = 0, RxErrors = 0, RxDropped = 0] = n;
    const [TxBytes = 0, TxPackets = 0, TxErrors = 0, TxDropped = 0] = n.slice(8);
    return [{ Name, RxBytes, RxPackets, RxErrors, RxDropped, TxBytes, TxPackets, TxErrors, TxDropped }];
  });
}

/** A container in our own network namespace has no interfaces of its own. */
function networkOf(pid: number): readonly NetworkInterface[] {
  const own = lib.readlink('/proc/self/ns/net');
  const its = lib.readlink(`/proc/${pid}/ns/net`);
  if (its === null || its === own) return [];
  return networkInterfaces(lib.tryReadText(`/proc/${pid}/net/dev`) ?? '');
}

function reader(places: readonly Place[]): ReadControl {
  return (controller, name) => {
    const file = fileOf(places, controller, name);
    return file === null ? null : lib.tryReadText(file);
  };
}

/** `rdt`: of the configuration the container was made from. */
export function meterOf(state: State, rdt: IntelRdt | null): Meter {
  const cgroup = probeCgroup(lib, null, state.id, lib.ids().euid === 0);
  const version = cgroup.mode === 'v2' ? 'v2' : 'v1';
  const read = reader(placesOf(state.cgroups, cgroup));
  const sizes = cgroup.hugepageSizes ?? [];
  return {
    read: () => ({
      ...statsOf(version, read, sizes),
      intel_rdt: rdtStats(rdt, state.id),
      network_interfaces: networkOf(state.pid),
    }),
    oomKills: () => oomKills(version, read),
  };
}
