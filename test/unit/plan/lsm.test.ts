import { describe, expect, test } from 'bun:test';
import { TeuError } from '../../../src/errors/types.ts';
import { earlyKeyring, sessionKeyring } from '../../../src/plan/keyring.ts';
import { processLabels } from '../../../src/plan/lsm.ts';
import { mounts } from '../../../src/plan/mounts.ts';
import { configOf, factsOf, only, stepsOf, userNamespace } from './fixture.ts';

const on = factsOf({ lsm: { apparmor: true, selinux: true } });
const label = 'system_u:system_r:container_t:s0:c2,c1';

describe('labels of the process', () => {
  test('are written where execve finds them, and compared with what the kernel keeps as it is', () => {
    const config = configOf({ process: { apparmorProfile: 'web', selinuxLabel: label } });
    expect(stepsOf(processLabels, config, on)).toMatchObject([
      {
        from: '/process/apparmorProfile',
        file: 'self/attr/apparmor/exec',
        value: 'exec web',
        expected: 'web',
      },
      {
        from: '/process/selinuxLabel',
        file: 'self/attr/exec',
        value: label,
        expected: 'system_u:system_r:container_t',
      },
    ]);
  });

  test('when the profile is of another namespace then its name is read back differently', () => {
    const config = configOf({ process: { apparmorProfile: ':lxd://web' } });
    expect(stepsOf(processLabels, config, on)).toMatchObject([{ expected: '' }]);
  });

  test.each(['apparmorProfile', 'selinuxLabel'])('when %s cannot be had then it is an error', (field) => {
    const config = configOf({ process: { [field]: 'web' } });
    const error = (() => {
      try {
        return stepsOf(processLabels, config);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(TeuError);
    expect((error as TeuError).data.field?.pointer).toBe(`/process/${field}`);
  });

  test('when AppArmor is off then unconfined is what the process is', () => {
    expect(stepsOf(processLabels, configOf({ process: { apparmorProfile: 'unconfined' } }))).toEqual([]);
  });
});

describe('the session keyring', () => {
  test('has the label of the process where SELinux is on', () => {
    const config = configOf({ process: { selinuxLabel: label } });
    expect(stepsOf(sessionKeyring, config, on)).toMatchObject([
      { op: 'lsm_attribute', file: 'self/attr/keycreate', value: label },
      { op: 'session_keyring', name: '_ses.web', permissions: 0x3f1b0000 },
      { op: 'lsm_attribute', file: 'self/attr/keycreate', value: '' },
    ]);
  });

  test('can be searched by others where the user is another one inside', () => {
    const config = configOf({ linux: userNamespace });
    expect(stepsOf(sessionKeyring, config)).toMatchObject([{ permissions: 0x3f130008 }]);
  });

  test('is joined by the spawner for init to inherit, where neither label nor ids are in the way', () => {
    expect(stepsOf(earlyKeyring, configOf())).toMatchObject([
      { op: 'session_keyring', actor: 'spawner', name: '_ses.web', permissions: 0x3f1b0000 },
    ]);
    expect(stepsOf(sessionKeyring, configOf())).toEqual([]);
    const labelled = configOf({ process: { selinuxLabel: label } });
    expect(stepsOf(earlyKeyring, labelled, on)).toEqual([]);
    expect(stepsOf(earlyKeyring, configOf({ linux: userNamespace }))).toEqual([]);
  });

  test('stays the one of the caller with --no-new-keyring', () => {
    for (const leaf of [earlyKeyring, sessionKeyring])
      expect(stepsOf(leaf, configOf(), factsOf(), { noNewKeyring: true })).toEqual([]);
  });
});

describe('mountLabel', () => {
  const mount = (options: string[], type = 'tmpfs') => ({ destination: '/a', type, source: 'a', options });
  const dataOf = (options: string[], facts = on) =>
    only(
      stepsOf(mounts, configOf({ mounts: [mount(options)], linux: { mountLabel: label } }), facts),
      'mount_new',
    )[0]?.data;

  test('is an option of new file systems where SELinux is on, as it is', () => {
    expect(dataOf(['size=1k'])).toEqual(['size=1k', `context=${label}`]);
    expect(dataOf(['size=1k'], factsOf())).toEqual(['size=1k']);
  });

  test('does not take the place of a context that the mount asks for', () => {
    expect(dataOf(['context=own'])).toEqual(['context=own']);
  });

  test('is quoted where the options are one text, because it may hold commas', () => {
    const facts = factsOf({ lsm: { apparmor: false, selinux: true }, missingCalls: ['fsopen'] });
    const config = configOf({ mounts: [mount([], 'ext4')], linux: { mountLabel: label } });
    expect(only(stepsOf(mounts, config, facts), 'mount_legacy')[0]?.data).toBe(`context="${label}"`);
  });

  test('is set on the root of mqueue, and never on proc', () => {
    const config = (type: string) => configOf({ mounts: [mount([], type)], linux: { mountLabel: label } });
    expect(only(stepsOf(mounts, config('mqueue'), on), 'mount_label')).toMatchObject([{ label }]);
    expect(JSON.stringify(stepsOf(mounts, config('proc'), on).map(({ op }) => op))).not.toContain('label');
  });
});
