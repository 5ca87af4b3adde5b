/**
 * linux.resources.blockIO -> blkio (v1) and io (v2) files. Pure. config-linux.md#block-io
 *
 * Weights belong to a scheduler: on v1 to CFQ (blkio.weight, up to Linux 4.20) or BFQ (blkio.bfq.weight), on v2 to BFQ
 * (io.bfq.weight) or to the cost model (io.weight). Which of them is there only the kernel can tell.
 */

import type { BlockIO, ThrottleName, WeightDevice } from '../config/types.ts';
import { cgroupError, type ResourceWrite, resourceWrite } from './resources-common.ts';

/** v1: the file, v2: the key in io.max. */
const throttles: Readonly<Record<ThrottleName, readonly [file: string, key: string]>> = {
  throttleReadBpsDevice: ['blkio.throttle.read_bps_device', 'rbps'],
  throttleWriteBpsDevice: ['blkio.throttle.write_bps_device', 'wbps'],
  throttleReadIOPSDevice: ['blkio.throttle.read_iops_device', 'riops'],
  throttleWriteIOPSDevice: ['blkio.throttle.write_iops_device', 'wiops'],
};
const throttleNames = Object.keys(throttles) as ThrottleName[];

/**
 * Linear, blkio.weight (10..1000) -> io.weight (1..10000), as runc (ConvertBlkIOToIOWeightValue) and crun convert; BFQ
 * takes 1 to 9 as well, which here are the minimum.
 */
export const blkioToIoWeight = (weight: number): number =>
  1 + Math.trunc(((Math.max(weight, 10) - 10) * 9999) / 990);

const place = ({ major, minor }: { readonly major: bigint; readonly minor: bigint }): string =>
  `${major}:${minor}`;

/** `file`, or `instead` where the kernel has not got it. */
const either = (write: ResourceWrite, file: string, value: string): ResourceWrite => ({
  ...write,
  otherwise: { onErrno: ['ENOENT'], file, value },
});

const isWeight = (weight: number | null): weight is number => weight !== null && weight !== 0;

const field = (index: number, name: string): string => `blockIO/weightDevice/${index}/${name}`;

function weightsV1({ weight, leafWeight, weightDevice }: BlockIO): readonly ResourceWrite[] {
  const all: ResourceWrite[] = [];
  if (isWeight(weight))
    all.push(
      either(
        resourceWrite('blkio', 'blkio.weight', weight, 'blockIO/weight'),
        'blkio.bfq.weight',
        `${weight}`,
      ),
    );
  if (isWeight(leafWeight))
    all.push(resourceWrite('blkio', 'blkio.leaf_weight', leafWeight, 'blockIO/leafWeight'));
  for (const [index, device] of weightDevice.entries()) {
    const value = `${place(device)} ${device.weight}`;
    const leaf = `${place(device)} ${device.leafWeight}`;
    if (isWeight(device.weight))
      all.push(
        either(
          resourceWrite('blkio', 'blkio.weight_device', value, field(index, 'weight')),
          'blkio.bfq.weight_device',
          value,
        ),
      );
    if (isWeight(device.leafWeight))
      all.push(resourceWrite('blkio', 'blkio.leaf_weight_device', leaf, field(index, 'leafWeight')));
  }
  return all;
}

export function blockIoV1(blockIO: BlockIO): readonly ResourceWrite[] {
  const all = [...weightsV1(blockIO)];
  for (const name of throttleNames)
    for (const [index, device] of blockIO[name].entries()) {
      const value = `${place(device)} ${device.rate}`;
      all.push(resourceWrite('blkio', throttles[name][0], value, `blockIO/${name}/${index}`));
    }
  return all;
}

function refuseLeafWeight(name: string, leafWeight: number | null): void {
  if (isWeight(leafWeight)) throw cgroupError(name, 'leafWeight has no counterpart on cgroup v2', leafWeight);
}

function weightDeviceV2(device: WeightDevice, index: number): readonly ResourceWrite[] {
  refuseLeafWeight(field(index, 'leafWeight'), device.leafWeight);
  if (!isWeight(device.weight)) return [];
  const bfq = resourceWrite(
    'io',
    'io.bfq.weight',
    `${place(device)} ${device.weight}`,
    field(index, 'weight'),
  );
  return [either(bfq, 'io.weight', `${place(device)} ${blkioToIoWeight(device.weight)}`)];
}

/** TeuError `teu.config.cgroup` for leaf weights: the spec demands it where a conversion is not possible. */
export function blockIoV2(blockIO: BlockIO): readonly ResourceWrite[] {
  const { weight, leafWeight, weightDevice } = blockIO;
  refuseLeafWeight('blockIO/leafWeight', leafWeight);
  const all: ResourceWrite[] = [];
  if (isWeight(weight))
    all.push(
      either(
        resourceWrite('io', 'io.bfq.weight', weight, 'blockIO/weight'),
        'io.weight',
        `${blkioToIoWeight(weight)}`,
      ),
    );
  all.push(...weightDevice.flatMap(weightDeviceV2));
  for (const name of throttleNames)
    for (const [index, device] of blockIO[name].entries()) {
      // v1 reads a rate of 0 as none; io.max answers ERANGE.
      const rate = device.rate === 0n ? 'max' : device.rate;
      const value = `${place(device)} ${throttles[name][1]}=${rate}`;
      all.push(resourceWrite('io', 'io.max', value, `blockIO/${name}/${index}`));
    }
  return all;
}
