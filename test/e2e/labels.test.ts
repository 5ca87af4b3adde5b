/** apparmorProfile, selinuxLabel, mountLabel: an error where they cannot be had, seen from inside where they can. */
import { expect } from 'bun:test';
import { scenario } from '../helpers/scenario.ts';

export const alsoIn = 'guest';

for (const [field, name] of [
  ['apparmorProfile', 'AppArmor'],
  ['selinuxLabel', 'SELinux'],
] as const)
  scenario(
    `${field} where ${name} is off is an error that names it, and leaves nothing`,
    (box) => {
      const { code, stdout, stderr } = box.run((config) => {
        config.process[field] = 'system_u:system_r:web_t:s0';
      });
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(`/process/${field}`);
      expect(stderr).toContain(`${name} is not enabled here`);
    },
    { needs: [`no-${name.toLowerCase() as 'apparmor' | 'selinux'}`] },
  );

scenario(
  'the profile unconfined asks for nothing where AppArmor is off',
  (box) => {
    const out = box.output((config) => {
      config.process.apparmorProfile = 'unconfined';
      config.process.args = ['/bin/echo', 'inside'];
    });
    expect(out).toBe('inside\n');
  },
  { needs: ['no-apparmor'] },
);

scenario(
  'mountLabel changes nothing where SELinux is off',
  (box) => {
    const mounts = (label?: string) =>
      box
        .output((config) => {
          config.process.args = ['/bin/cat', '/proc/self/mounts'];
          if (label !== undefined) config.linux.mountLabel = label;
        })
        .replace(/^.* \/ .*\n/, '');
    const plain = mounts();
    expect(plain).toContain('/dev/shm');
    expect(mounts('system_u:object_r:container_file_t:s0:c1,c2')).toBe(plain);
  },
  { needs: ['no-selinux'] },
);

const profile = 'teu-test-profile';

/** Loads (-r) or removes (-R) a profile that allows all but to make directories below /denied. */
function parser(option: '-r' | '-R'): void {
  const text = `profile ${profile} flags=(attach_disconnected) {
    file, capability, network, signal, unix, ptrace, mount, umount, pivot_root,
    deny /denied/** w,
  }`;
  const { exitCode, stderr } = Bun.spawnSync(['apparmor_parser', option], { stdin: Buffer.from(text) });
  if (exitCode !== 0) throw new Error(stderr.toString());
}

scenario(
  'the process has the AppArmor profile of the configuration',
  (box) => {
    parser('-r');
    try {
      const { stdout, stderr } = box.run((config) => {
        config.process.args = ['/bin/sh', '-c', 'cat /proc/self/attr/current; mkdir -p /denied/a'];
        config.process.apparmorProfile = profile;
      });
      expect(stdout).toBe(`${profile} (enforce)\n`);
      expect(stderr).toContain('Permission denied');
    } finally {
      parser('-R');
    }
  },
  { needs: ['apparmor'] },
);

scenario(
  'a profile that is not loaded is an error that names it',
  (box) => {
    const { code, stderr } = box.run((config) => {
      config.process.apparmorProfile = 'teu-test-absent';
    });
    expect(code).toBe(1);
    expect(stderr).toContain('/process/apparmorProfile');
    expect(stderr).toMatch(/hint .*no such profile is loaded/);
  },
  { needs: ['apparmor'] },
);
