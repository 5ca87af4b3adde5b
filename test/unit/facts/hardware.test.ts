/** Facts of linux.netDevices and linux.intelRdt. */
import { expect, test } from 'bun:test';
import type { TeuError } from '../../../src/errors/types.ts';
import { addressBytes, probeNetDevice } from '../../../src/facts/net.ts';
import { mountpointOf } from '../../../src/facts/mountinfo.ts';
import { probeResctrl } from '../../../src/facts/resctrl.ts';
import { SysError } from '../../../src/native/lib.ts';
import { fakeHost } from './fake-host.ts';

const rdt = {
  closID: null,
  l3CacheSchema: null,
  memBwSchema: null,
  schemata: [],
  enableMonitoring: false,
  replaced: [],
};
const mount = (id: number, root: string, at: string) =>
  `${id} 1 0:40 ${root} ${at} rw - resctrl resctrl rw\n`;

test('the mount of resctrl is found, a part of it is none', () => {
  const text = `21 1 0:5 / /proc rw - proc proc rw\n${mount(30, '/', '/mnt/a\\040b')}${mount(31, '/gold', '/mnt/part')}`;
  expect(mountpointOf(text, 'resctrl')).toBe('/mnt/a b');
  expect(mountpointOf(text, 'tmpfs')).toBeNull();
});

test('the schemata file of the class is read where it exists', () => {
  const files = {
    '/proc/self/mountinfo': mount(30, '/', '/sys/fs/resctrl'),
    '/proc/filesystems': 'nodev\tresctrl\n\text4\n',
    '/sys/fs/resctrl/web/schemata': 'L3:0=f\n',
    '/sys/fs/resctrl/schemata': 'L3:0=ff\n',
  };
  const host = fakeHost({ files });
  const found = (closID: string | null) => probeResctrl(host, { ...rdt, closID }, 'web');
  expect(found(null)).toEqual({ mountpoint: '/sys/fs/resctrl', isKnown: true, schemata: 'L3:0=f\n' });
  expect(found('/').schemata).toBe('L3:0=ff\n');
  expect(found('gold').schemata).toBeNull();
});

test('without resctrl the facts say so', () => {
  const host = fakeHost({ files: { '/proc/self/mountinfo': '', '/proc/filesystems': 'nodev\tproc\n' } });
  expect(probeResctrl(host, rdt, 'web')).toEqual({ mountpoint: null, isKnown: false, schemata: null });
});

test('a device has a state and addresses', () => {
  const bytes = new Uint8Array(4 + 2 * addressBytes).fill(0xab);
  bytes.set([0x43, 0x10, 0, 0]);
  const facts = probeNetDevice(fakeHost({ files: {} }), 'eth0', '/linux/netDevices/eth0', () => bytes);
  expect(facts.up).toBe(true);
  expect(facts.addresses).toEqual(['ab'.repeat(addressBytes), 'ab'.repeat(addressBytes)]);
});

test('a device that is not there is an error that lists those that are', () => {
  const files = { '/proc/self/net/dev': 'Inter-|   Receive\n face |bytes\n    lo:  0 0\n  eth0: 1 1\n' };
  const missing = () => {
    throw new SysError('rtm_getaddr', 19, 'eth9');
  };
  try {
    probeNetDevice(fakeHost({ files }), 'eth9', '/linux/netDevices/eth9', missing);
    expect.unreachable();
  } catch (error) {
    expect((error as TeuError).data).toMatchObject({
      code: 'teu.config.net-device',
      field: { pointer: '/linux/netDevices/eth9' },
      hint: 'there are: lo, eth0',
    });
  }
});
