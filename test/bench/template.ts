/** Prints the bundle's configuration with the placeholders of bench.c: @P@ the program's words, @N@ a number. With a
 * second word it has Docker's default profile, and a rule of its own each time, so that no program is found in a cache. */
import docker from '../seccomp/gen/docker.json' with { type: 'json' };
import { defaultConfig } from '../helpers/config.ts';

const config = defaultConfig();
config.hostname = 'bench@N@';
config.process.args = ['PROGRAM'];
config.annotations = { 'org.example.number': '@N@' };
if (process.argv[2] === 'v2') config.linux.namespaces.push({ type: 'cgroup' });
if (process.argv[3] === 'filter') {
  const fresh = {
    names: ['mkdir'],
    action: 'SCMP_ACT_KILL_PROCESS',
    args: [{ index: 5, value: 'NUMBER', op: 'SCMP_CMP_EQ' }],
  };
  const profile = docker.profiles[0] ?? {};
  config.linux.seccomp = { ...profile, syscalls: [...(profile as { syscalls: object[] }).syscalls, fresh] };
}
console.log(JSON.stringify(config).replace('"PROGRAM"', '@P@').replace('"NUMBER"', '@N@'));
