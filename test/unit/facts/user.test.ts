import { expect, test } from 'bun:test';
import { probeUser } from '../../../src/facts/user.ts';
import { fakeHost } from './fake-host.ts';

const status = (uid: number): string =>
  [
    'Name:\tteu-core',
    'Umask:\t0027',
    `Uid:\t${uid}\t${uid}\t${uid}\t${uid}`,
    'Gid:\t7\t8\t8\t8',
    'CapEff:\t000001ffffffffff',
    'CapBnd:\t0000000000000003',
    '',
  ].join('\n');
const files = (uid: number, map: string) => ({
  '/proc/self/status': status(uid),
  '/proc/self/uid_map': map,
  '/usr/bin/newuidmap': '',
});

test('when root runs it in the initial namespace then no map helper is looked for', () => {
  expect(probeUser(fakeHost({ files: files(0, '         0          0 4294967295\n') }))).toEqual({
    euid: 0,
    egid: 8,
    inUserns: false,
    effective: '2199023255551',
    bounding: '3',
    umask: 0o27,
    newuidmap: null,
    newgidmap: null,
  });
});

test('when another user runs it then an installed map helper is found', () => {
  const facts = probeUser(fakeHost({ files: files(1000, '0 0 4294967295') }));
  expect([facts.euid, facts.newuidmap, facts.newgidmap]).toEqual([1000, '/usr/bin/newuidmap', null]);
});

test('when ids are mapped then it is a user namespace', () => {
  expect(probeUser(fakeHost({ files: files(0, '0 100000 65536\n') })).inUserns).toBe(true);
});
