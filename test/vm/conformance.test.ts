/**
 * Programs of runtime-tools that need what the host may not have: capabilities, AppArmor, or that tell of cgroup v2. All of
 * them, with what is expected in the guest, are in test/conformance/expected-guest.json; `make conformance-vm` runs them all.
 */
import { beforeAll, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { compare, type Expected, programs, removeLeftovers, runProgram } from '../conformance/run.ts';
import { repository, runtime } from '../helpers/paths.ts';
import { recordPlace } from '../helpers/place.ts';
import { skip } from '../helpers/skip.ts';

const expected = JSON.parse(
  readFileSync(`${repository}test/conformance/expected-guest.json`, 'utf8'),
) as Expected;

/** What emulation has time for in each run. */
const few = [
  ...['linux_process_apparmor_profile', 'process_capabilities', 'process_rlimits'],
  ...['default', 'linux_cgroups_pids', 'linux_devices'],
];
const chosen = process.env['TEU_ALL_PROGRAMS'] === undefined ? few : Object.keys(expected);

/** The profile that linux_process_apparmor_profile asks for. */
const profile = 'abi <abi/4.0>,\nprofile acme_secure_profile flags=(unconfined) { userns, }';
beforeAll(() => {
  const { exitCode, stderr } = Bun.spawnSync(['apparmor_parser', '-r'], { stdin: Buffer.from(profile) });
  if (exitCode !== 0) throw new Error(stderr.toString());
});

for (const name of chosen) {
  const title = `conformance ${name}`;
  if (!existsSync(`${programs}/${name}`)) {
    skip(title, 'its sources come from the Debian mirror, which may be out of reach');
    continue;
  }
  test(title, () => {
    const bundles = mkdtempSync('/tmp/teu-conformance-');
    const { outcome, detail } = compare(name, runProgram(name, runtime, bundles), expected);
    removeLeftovers(runtime, bundles);
    recordPlace(title, false);
    expect([outcome, outcome === 'pass' ? '' : detail]).toEqual(['pass', '']);
  });
}
