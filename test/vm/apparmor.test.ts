/** AppArmor where it is enabled: what a process and those that exec adds may do, and profiles that are not loaded. */
import { expect } from 'bun:test';
import { rmSync } from 'node:fs';
import type { OciConfig } from '../helpers/config.ts';
import { running, sh, told } from '../helpers/exec.ts';
import { scenario } from '../helpers/scenario.ts';
import { asUser, runAsUser } from './user.ts';

const rules = 'file, capability, network, signal, unix, ptrace, mount, umount, pivot_root, userns,';

/** For the time of a scenario: profiles that allow all but to write below /denied, or what `allowed` says. */
function withProfiles(names: readonly string[], body: () => void, allowed = rules): void {
  const parser = (option: '-r' | '-R') => {
    const text = names.map(
      (name) => `profile ${name} flags=(attach_disconnected) { ${allowed} deny /denied/** w, }`,
    );
    const stdin = Buffer.from(['abi <abi/4.0>,', ...text].join('\n'));
    const { exitCode, stderr } = Bun.spawnSync(['apparmor_parser', option], { stdin });
    if (exitCode !== 0) throw new Error(stderr.toString());
  };
  parser('-r');
  try {
    body();
  } finally {
    parser('-R');
  }
}

const confined = (profile: string) => (config: OciConfig) => {
  config.process.apparmorProfile = profile;
};
const look = 'cat /proc/self/attr/current; mkdir -p /denied/a 2>/dev/null || echo refused';

scenario('exec has the profile of its container, and another one when asked for', (box) => {
  withProfiles(['teu-vm-one', 'teu-vm-two'], () => {
    const id = running(box, confined('teu-vm-one'));
    expect(told(box, id, look)).toBe('teu-vm-one (enforce)\nrefused\n');
    expect(told(box, id, look, '--apparmor', 'teu-vm-two')).toBe('teu-vm-two (enforce)\nrefused\n');
    box.end(id);
  });
});

scenario(
  'exec with a profile that is not loaded is an error that names it, and the container goes on',
  (box) => {
    const id = running(box);
    const { code, stdout, stderr } = sh(box, id, 'echo ran', '--apparmor', 'teu-vm-absent');
    expect([code, stdout]).toEqual([255, '']);
    expect(stderr).toContain('teu-vm-absent');
    expect(stderr).toMatch(/hint .*no such profile is loaded/);
    expect(box.state(id).status).toBe('running');
  },
);

scenario('a container of a user has its profile too', (box) => {
  withProfiles(['teu-vm-user'], () => {
    const result = runAsUser(box, (config) => {
      config.process.apparmorProfile = 'teu-vm-user';
      config.process.args = ['/bin/sh', '-c', look];
    });
    expect(result).toEqual({ code: 0, stdout: 'teu-vm-user (enforce)\nrefused\n', stderr: '' });
  });
});

scenario('a hook of startContainer is confined like the process it precedes', (box) => {
  withProfiles(['teu-vm-hook'], () => {
    const out = box.output((config) => {
      confined('teu-vm-hook')(config);
      config.root.readonly = false;
      config.hooks = {
        startContainer: [
          {
            path: '/bin/sh',
            args: ['sh', '-c', 'cat /proc/self/attr/current >/tmp/hook'],
            env: ['PATH=/bin'],
          },
        ],
      };
      config.process.args = ['/bin/cat', '/tmp/hook', '/proc/self/attr/current'];
    });
    expect(out).toBe('teu-vm-hook (enforce)\nteu-vm-hook (enforce)\n');
  });
});

/** What a host that keeps users from user namespaces does, Ubuntu's way or by a profile for programs it does not know. */
const under = (profile: string) => [...asUser, 'aa-exec', '-p', profile, '--'];
const hello = (config: OciConfig) => {
  config.process.args = ['/bin/echo', 'inside'];
};

scenario(
  'a profile that forbids user namespaces is named, and with the rule that its hint asks for it works',
  (box) => {
    const name = 'teu-vm-narrow';
    withProfiles(
      [name],
      () => {
        const { code, stdout, stderr } = runAsUser(box, hello, under(name));
        expect([code, stdout]).toEqual([1, '']);
        expect(stderr).toMatch(/clone3\(2\): EACCES/);
        expect(stderr).toMatch(/hint +the AppArmor profile teu-vm-narrow .enforce. confines teu: .*userns/);
      },
      rules.replace(' userns,', ''),
    );
    withProfiles([name], () => {
      expect(runAsUser(box, hello, under(name))).toEqual({ code: 0, stdout: 'inside\n', stderr: '' });
    });
  },
);

scenario('a profile under which a user namespace has no capabilities is named by what fails in it', (box) => {
  const name = 'teu-vm-weak';
  withProfiles(
    [name],
    () => {
      const { code, stdout, stderr } = runAsUser(box, hello, under(name));
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/: (EPERM|EACCES) /);
      expect(stderr).toMatch(/hint +the AppArmor profile teu-vm-weak .enforce. confines teu: .*capability/);
    },
    rules.replace(' capability,', ''),
  );
});

scenario('the parent looks at the profile after execve, of start and of exec, and not without one', (box) => {
  withProfiles(['teu-vm-seen'], () => {
    const looked = (...words: string[]) => {
      const file = `${box.dir}/trace`;
      rmSync(file, { force: true });
      box.must('--trace', file, ...words);
      return /label_check .*not unconfined/.test(box.must('trace', file).stdout);
    };
    const id = box.created((config) => {
      confined('teu-vm-seen')(config);
      config.process.args = ['/bin/sleep', '1000'];
    });
    expect(looked('start', id)).toBe(true);
    expect(looked('exec', id, 'true')).toBe(true);
    box.end(id);
    const plain = box.created('exec sleep 1000');
    expect(looked('start', plain)).toBe(false);
    box.end(plain);
  });
});
