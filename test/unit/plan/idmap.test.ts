import { expect, test } from 'bun:test';
import { TeuError } from '../../../src/errors/types.ts';
import { idMaps } from '../../../src/plan/idmap.ts';
import { credentials } from '../../../src/plan/process.ts';
import { configOf, factsOf, only, request, rootless, stepsOf, userNamespace } from './fixture.ts';

const ownIdOnly = {
  ...userNamespace,
  uidMappings: [{ containerID: 0, hostID: 1000, size: 1 }],
  gidMappings: [{ containerID: 0, hostID: 1000, size: 1 }],
};
const withHelpers = factsOf({
  user: { euid: 1000, egid: 1000, newuidmap: '/usr/bin/newuidmap', newgidmap: '/usr/bin/newgidmap' },
});

test('root writes both maps, one line for each range', () => {
  const steps = only(stepsOf(idMaps, configOf({ linux: userNamespace })), 'id_map');
  expect(steps.map(({ file, value }) => [file, value])).toEqual([
    ['uid_map', '0 100000 65536\n'],
    ['gid_map', '0 100000 65536\n'],
  ]);
});

test('a caller without privileges denies setgroups before it writes its one gid', () => {
  const steps = only(stepsOf(idMaps, configOf({ linux: ownIdOnly }), rootless), 'id_map');
  expect(steps.map(({ file, value }) => [file, value])).toEqual([
    ['setgroups', 'deny'],
    ['uid_map', '0 1000 1\n'],
    ['gid_map', '0 1000 1\n'],
  ]);
});

test('more than the own id needs the helpers, which leave setgroups alone', () => {
  const steps = stepsOf(idMaps, configOf({ linux: userNamespace }), withHelpers);
  expect(steps).toMatchObject([
    { op: 'id_map_helper', helper: '/usr/bin/newuidmap', args: ['0', '100000', '65536'] },
    { op: 'id_map_helper', helper: '/usr/bin/newgidmap', from: '/linux/gidMappings' },
  ]);
});

test('a missing helper is an error that names the field', () => {
  try {
    idMaps(configOf({ linux: userNamespace }), rootless, request);
    throw new Error('a plan was made');
  } catch (error) {
    expect(error).toBeInstanceOf(TeuError);
    expect((error as TeuError).data).toMatchObject({
      code: 'teu.host',
      field: { pointer: '/linux/uidMappings' },
    });
  }
});

test('a joined user namespace has its maps already', () => {
  const linux = { namespaces: [{ type: 'user', path: '/ns/user' }] };
  expect(stepsOf(idMaps, configOf({ linux }))).toEqual([]);
});

test('where setgroups is denied the groups stay as they are', () => {
  const steps = stepsOf(credentials, configOf({ linux: ownIdOnly }), rootless);
  expect(steps).toMatchObject([{ op: 'credentials', setGroups: 0 }]);
});

test('groups that config.json asks for are never left out in silence', () => {
  const process = { user: { additionalGids: [5] } };
  const inside = factsOf({ user: { inUserns: true } });
  const [step] = only(stepsOf(credentials, configOf({ process }), inside), 'credentials');
  expect(step?.setGroups).toBe(1);
  expect(step?.otherwise).toBeUndefined();
  expect([...(step?.groups ?? [])]).toEqual([5, 0, 0, 0]);
});

test('inside of a user namespace of others having no groups to set is not an error', () => {
  const [step] = only(stepsOf(credentials, configOf(), factsOf({ user: { inUserns: true } })), 'credentials');
  expect(step?.otherwise).toMatchObject({ onErrno: ['EPERM'], step: { setGroups: 0 } });
});
