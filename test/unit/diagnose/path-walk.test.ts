import { expect, test } from 'bun:test';
import { walk, type WalkRules } from '../../../src/diagnose/path-walk.ts';
import { type SceneFiles, sceneHost } from './scene.ts';

const open: WalkRules = { mayEnter: () => true, isForeign: () => false };
const walked = (path: string, files: SceneFiles, rules = open) => walk(path, rules, sceneHost(files));

test('the first component that is not there is named', () => {
  const entries = { '/srv': {}, '/srv/data': {} };
  expect(walked('/srv/data/web/x', { entries })).toEqual({ missing: '/srv/data/web' });
  expect(walked('/none', { entries })).toEqual({ missing: '/none' });
});

test('a path that is there has nothing missing', () => {
  expect(walked('/srv//./data/', { entries: { '/srv': {}, '/srv/data': { kind: 'file' } } })).toEqual({});
  expect(walked('/', {})).toEqual({});
});

test('links are followed to the name that is not there', () => {
  const entries = { '/a': { link: 'b/c' }, '/b': {}, '/b/c': { link: '/gone/x' } };
  expect(walked('/a/deep', { entries })).toEqual({ missing: '/gone' });
});

test('two dots leave a directory as it really lies, not as it is written', () => {
  const entries = { '/a': { link: '/b/c' }, '/b': {}, '/b/c': {} };
  expect(walked('/a/../d', { entries })).toEqual({ missing: '/b/d' });
});

test('a loop of links and a link of a procfs end the walk', () => {
  expect(walked('/a', { entries: { '/a': { link: '/a' } } })).toEqual({});
  const entries = { '/proc': {}, '/proc/self': { link: '12' } };
  expect(walked('/proc/self/ns/net', { entries, procfs: ['/proc'] })).toEqual({});
});

test('a file in the middle ends the walk', () => {
  expect(walked('/f/x', { entries: { '/f': { kind: 'file' } } })).toEqual({});
});

test('the first directory that may not be entered is named with its mode and owner', () => {
  const entries = { '/srv': { mode: 0o700, owner: 5 }, '/srv/data': { mode: 0o700 } };
  const rules = { ...open, mayEnter: (path: string) => path === '/' };
  expect(walked('/srv/data/x', { entries }, rules)).toEqual({
    blocked: { path: '/srv', mode: 0o700, uid: 5, gid: 5 },
  });
});

test('a closed directory at the end is no obstacle', () => {
  const rules = { ...open, mayEnter: (path: string) => path === '/' };
  expect(walked('/srv', { entries: { '/srv': { mode: 0 } } }, rules)).toEqual({});
});

test('what lies below the rootfs is not looked at, not even through a link', () => {
  const host = sceneHost({ entries: { '/b': {}, '/b/rootfs': {}, '/l': { link: '/b/rootfs/etc' } } });
  const rules = { ...open, isForeign: (path: string) => path.startsWith('/b/rootfs/') };
  expect(walk('/b/rootfs/etc/none', rules, host)).toEqual({});
  expect(walk('/l/none', rules, host)).toEqual({});
  expect(host.seen.filter((path) => path.startsWith('/b/rootfs/'))).toEqual([]);
});
