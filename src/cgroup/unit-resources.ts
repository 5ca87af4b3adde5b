/**
 * What is written to control files, as properties of the unit that systemd keeps: it writes them again when it pleases
 * (daemon-reload), so both must say the same. Pure. systemd.resource-control(5), org.freedesktop.systemd1(5)
 *
 * It begins with the files, not with linux.resources: so `unified`, the order in which values win, and what `update` takes
 * from the kernel count for the unit too. Files without a property (hugetlb, rdma, cpu.max.burst) are left alone by
 * systemd, because the unit is delegated.
 */

import { numberMask } from '../config/number-list.ts';
import type { ResourcePlan, ResourceWrite } from './resources-common.ts';
import { infinity, type UnitProperty } from './unit-property.ts';

/** What is not known to an older systemd is refused by it; the file alone counts then. */
const since = {
  CPUQuotaPeriodUSec: 242,
  AllowedCPUs: 244,
  AllowedMemoryNodes: 244,
  MemoryZSwapMax: 253,
  idleWeight: 252,
} as const;

type Values = Map<string, UnitProperty>;

function set(values: Values, name: string, type: string, value: UnitProperty['value'], from: string): void {
  values.delete(name);
  values.set(name, { name, type, value, from });
}

const units: Readonly<Record<string, bigint>> = { '': 1n, K: 1024n, M: 1024n ** 2n, G: 1024n ** 3n };

/** `max`, -1 and numbers as memparse() of the kernel reads them; null for what only the kernel may judge. */
function amount(text: string): bigint | null {
  const word = text.trim();
  if (word === 'max' || word === '-1') return infinity;
  const match = /^([0-9]+)([KMG]?)$/i.exec(word);
  return match === null
    ? null
    : BigInt(match[1] as string) * (units[(match[2] as string).toUpperCase()] ?? 1n);
}

/** Files that hold one number -> the property, v1 and v2. */
const numbers: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'memory.max': 'MemoryMax',
    'memory.high': 'MemoryHigh',
    'memory.low': 'MemoryLow',
    'memory.min': 'MemoryMin',
    'memory.swap.max': 'MemorySwapMax',
    'memory.zswap.max': 'MemoryZSwapMax',
    'memory.limit_in_bytes': 'MemoryLimit',
    'cpu.weight': 'CPUWeight',
    'cpu.shares': 'CPUShares',
    'pids.max': 'TasksMax',
  }),
);

const cpusets: ReadonlyMap<string, 'AllowedCPUs' | 'AllowedMemoryNodes'> = new Map([
  ['cpuset.cpus', 'AllowedCPUs'],
  ['cpuset.mems', 'AllowedMemoryNodes'],
]);

const rates: ReadonlyMap<string, string> = new Map(
  Object.entries({
    rbps: 'IOReadBandwidthMax',
    wbps: 'IOWriteBandwidthMax',
    riops: 'IOReadIOPSMax',
    wiops: 'IOWriteIOPSMax',
  }),
);

/** As many as any kernel has; rules of config.json have judged the list. */
const mostNumbers = 8192;
const defaultPeriod = 100_000n;

/** systemd cannot say 0 tasks: 1 is the nearest, as runc has it, and the file says 0. */
const tasks = (value: bigint): bigint => (value === 0n ? 1n : value);

function addNumber(values: Values, { file, value, from }: ResourceWrite, version: number): void {
  const name = numbers.get(file);
  const number = amount(value);
  if (name === undefined || number === null) return;
  if (name === 'MemoryZSwapMax' && version < since.MemoryZSwapMax) return;
  set(values, name, 't', name === 'TasksMax' ? tasks(number) : number, from);
}

/** Microseconds for each second, in whole percents: the unit file has no finer ones, and rounding down would be a lower limit. */
function perSecond(quota: bigint, period: bigint): bigint {
  const micros = (quota * 1_000_000n) / period;
  return ((micros + 9_999n) / 10_000n) * 10_000n;
}

function addQuota(values: Values, quota: string, period: string, from: string, version: number): void {
  const [most, each] = [amount(quota), amount(period)];
  if (most === null || each === null || each === 0n) return;
  const value = most === infinity ? infinity : perSecond(most, each);
  set(values, 'CPUQuotaPerSecUSec', 't', value, from);
  if (version >= since.CPUQuotaPeriodUSec) set(values, 'CPUQuotaPeriodUSec', 't', each, from);
}

function addBandwidth(values: Values, writes: readonly ResourceWrite[], version: number): void {
  const last = (file: string): ResourceWrite | undefined => writes.findLast((one) => one.file === file);
  const max = last('cpu.max');
  if (max !== undefined) {
    const [quota = 'max', period = `${defaultPeriod}`] = max.value.trim().split(/\s+/);
    addQuota(values, quota, period, max.from, version);
  }
  const [quota, period] = [last('cpu.cfs_quota_us'), last('cpu.cfs_period_us')];
  if (quota !== undefined)
    addQuota(values, quota.value, period?.value ?? `${defaultPeriod}`, quota.from, version);
}

/** CPUWeight 0 says idle; a cgroup that stops being idle has the weight it had, which here is the default. */
function addIdle(values: Values, { value, from }: ResourceWrite, version: number): void {
  if (value.trim() === '1' && version >= since.idleWeight) set(values, 'CPUWeight', 't', 0n, from);
  if (value.trim() === '0' && !values.has('CPUWeight')) set(values, 'CPUWeight', 't', infinity, from);
}

function addCpuset(values: Values, { file, value, from }: ResourceWrite, version: number): void {
  const name = cpusets.get(file);
  if (name !== undefined && version >= since[name])
    set(values, name, 'ay', numberMask(value, mostNumbers), from);
}

/** `/dev/block/8:0` is what systemd itself makes of a number. */
function addDevice(values: Values, name: string, device: string, value: bigint, from: string): void {
  const before = (values.get(name)?.value ?? []) as readonly (readonly [string, bigint])[];
  const path = `/dev/block/${device}`;
  const list = [...before.filter(([other]) => other !== path), [path, value] as const];
  set(values, name, 'a(st)', list, from);
}

/** `8:0 rbps=1048576 wiops=max`. */
function addRates(values: Values, { value, from }: ResourceWrite): void {
  const [device = '', ...pairs] = value.trim().split(/\s+/);
  for (const pair of pairs) {
    const [key = '', text = ''] = pair.split('=');
    const [name, most] = [rates.get(key), amount(text)];
    if (name !== undefined && most !== null) addDevice(values, name, device, most, from);
  }
}

/** BFQ's weights have another range: what is written where there is none of it is what systemd counts in. */
function addIoWeight(values: Values, write: ResourceWrite): void {
  const { from } = write;
  const value = write.file === 'io.weight' ? write.value : write.otherwise?.value;
  const match = /^(?:default )?(?:([0-9]+:[0-9]+) )?([0-9]+)$/.exec(value?.trim() ?? '');
  if (match === null) return;
  const [, device, weight = ''] = match;
  if (device === undefined) set(values, 'IOWeight', 't', BigInt(weight), from);
  else addDevice(values, 'IODeviceWeight', device, BigInt(weight), from);
}

function addRest(values: Values, write: ResourceWrite, version: number): void {
  const { file, value, from } = write;
  if (file === 'cpu.idle') addIdle(values, write, version);
  else if (file === 'io.max') addRates(values, write);
  else if (file === 'io.weight' || file === 'io.bfq.weight') addIoWeight(values, write);
  else if (file === 'blkio.weight') set(values, 'BlockIOWeight', 't', BigInt(value), from);
}

function propertiesOf(writes: readonly ResourceWrite[], version: number): readonly UnitProperty[] {
  const values: Values = new Map();
  for (const write of writes) {
    addNumber(values, write, version);
    addCpuset(values, write, version);
    addRest(values, write, version);
  }
  addBandwidth(values, writes, version);
  return [...values.values()];
}

/** `version`: of systemd. `late`: what must wait until the container's process exists, as its file does. */
export const unitResources = (
  { writes, late }: Pick<ResourcePlan, 'writes' | 'late'>,
  version: number,
): { readonly early: readonly UnitProperty[]; readonly late: readonly UnitProperty[] } => ({
  early: propertiesOf(writes, version),
  late: propertiesOf(late, version),
});
