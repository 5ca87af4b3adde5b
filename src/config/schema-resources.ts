/** config-linux.md#control-groups. */

import { Type } from '@sinclair/typebox';
import { flag, int64, oneOf, optional, text, textMap, uint16, uint32, uint64 } from './schema-common.ts';

/** The empty string is what Go writers leave for "not said": the same as absent. */
const deviceRule = Type.Object({
  allow: flag(),
  type: optional(oneOf(['', 'a', 'c', 'b'] as const)),
  major: optional(int64(-1n)),
  minor: optional(int64(-1n)),
  access: optional(Type.String({ pattern: '^[rwm]*$' })),
});

const memory = Type.Object({
  limit: optional(int64(-1n)),
  reservation: optional(int64(-1n)),
  swap: optional(int64(-1n)),
  kernel: optional(int64(-1n)),
  kernelTCP: optional(int64(-1n)),
  swappiness: optional(uint64(100n)),
  disableOOMKiller: optional(flag()),
  useHierarchy: optional(flag()),
  checkBeforeUpdate: optional(flag()),
});

const cpu = Type.Object({
  shares: optional(uint64()),
  quota: optional(int64()),
  burst: optional(uint64()),
  period: optional(uint64()),
  realtimeRuntime: optional(int64()),
  realtimePeriod: optional(uint64()),
  cpus: optional(text()),
  mems: optional(text()),
  idle: optional(int64(0n, 1n)),
});

const deviceNumbers = { major: int64(0n), minor: int64(0n) };
const weightDevice = Type.Object({
  ...deviceNumbers,
  weight: optional(uint16()),
  leafWeight: optional(uint16()),
});
const throttle = Type.Object({ ...deviceNumbers, rate: uint64() });
const throttles = () => optional(Type.Array(throttle, { $id: 'throttles' }));

const blockIO = Type.Object({
  weight: optional(uint16()),
  leafWeight: optional(uint16()),
  weightDevice: optional(Type.Array(weightDevice)),
  throttleReadBpsDevice: throttles(),
  throttleWriteBpsDevice: throttles(),
  throttleReadIOPSDevice: throttles(),
  throttleWriteIOPSDevice: throttles(),
});

const network = Type.Object({
  classID: optional(uint32()),
  priorities: optional(Type.Array(Type.Object({ name: text(), priority: uint32() }))),
});

const hugepageLimit = Type.Object({
  pageSize: Type.String({ pattern: '^[1-9][0-9]*[KMG]B$' }),
  limit: uint64(),
});

const rdma = Type.Object({ hcaHandles: optional(uint32()), hcaObjects: optional(uint32()) });

export const resourcesSchema = Type.Object({
  devices: optional(Type.Array(deviceRule)),
  memory: optional(memory),
  cpu: optional(cpu),
  pids: optional(Type.Object({ limit: optional(int64()) })),
  blockIO: optional(blockIO),
  hugepageLimits: optional(Type.Array(hugepageLimit)),
  network: optional(network),
  rdma: optional(Type.Record(Type.String(), rdma)),
  unified: optional(textMap()),
});
