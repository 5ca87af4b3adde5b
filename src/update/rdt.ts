/** update: another share of cache and memory bandwidth for the class a container is in. config-linux.md#intelrdt */

import { rdtGroup } from '../cgroup/resctrl.ts';
import type { IntelRdt } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import { probeResctrl } from '../facts/resctrl.ts';
import * as lib from '../native/lib.ts';

/** Schemata lines, in the order of the specification; null leaves one alone. */
export interface RdtChange {
  readonly l3CacheSchema: string | null;
  readonly memBwSchema: string | null;
}

type RdtHost = Parameters<typeof probeResctrl>[0] & Pick<typeof lib, 'writeText'>;

const refused = (message: string, more: Partial<TeuError['data']> = {}): TeuError =>
  new TeuError({ code: 'teu.config.rdt', message, ...more });

/** A container that was made without a class has none of its own to change; runc refuses it as well. */
function groupOf(host: RdtHost, rdt: IntelRdt | null, id: string): { group: string; mountpoint: string } {
  if (rdt === null) throw refused('cannot change the class of service: config.json has no linux.intelRdt');
  const { mountpoint } = probeResctrl(host, rdt, id);
  if (mountpoint === null)
    throw refused('cannot change the class of service: no resctrl file system is mounted');
  return { group: rdtGroup(mountpoint, rdt, id), mountpoint };
}

/** `rdt`: of the configuration the container was made from. TeuError `teu.config.rdt` with what the kernel says of the line. */
export function updateRdt(rdt: IntelRdt | null, id: string, change: RdtChange, host: RdtHost = lib): void {
  const lines = [change.l3CacheSchema, change.memBwSchema].filter((line) => line !== null);
  if (lines.length === 0) return;
  const { group, mountpoint } = groupOf(host, rdt, id);
  for (const line of lines) {
    try {
      host.writeText(`${group}/schemata`, `${line}\n`, { existing: true });
    } catch (error) {
      if (!(error instanceof lib.SysError)) throw error;
      const status = (host.tryReadText(`${mountpoint}/info/last_cmd_status`) ?? '').trim();
      throw refused(`cannot write ${line} to ${group}/schemata`, {
        call: { name: error.call, errno: error.errno },
        ...(status === '' || status === 'ok' ? {} : { detail: [status] }),
      });
    }
  }
}
