/** What else of the container's configuration an exec process gets: CPUs, scheduling, keys, labels. */
import { expect } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { running, sh, told } from '../helpers/exec.ts';
import { scenario } from '../helpers/scenario.ts';

const cpus = (text: string) => /Cpus_allowed_list:\t(.*)/.exec(text)?.[1];
const allowed = 'grep Cpus_allowed_list /proc/self/status';

scenario(
  'execCPUAffinity.final is where the process runs, and nowhere for init',
  (box) => {
    const id = running(box, (config) => {
      config.process.execCPUAffinity = { initial: '0', final: '0' };
    });
    expect(cpus(told(box, id, allowed))).toBe('0');
    const { pid } = box.state(id);
    const all = cpus(readFileSync('/proc/self/status', 'utf8'));
    expect(cpus(readFileSync(`/proc/${pid}/status`, 'utf8'))).toBe(all ?? '');
  },
  { teuOnly: 'Debian 12 has runc 1.1, where it is new' },
);

scenario(
  'execCPUAffinity.initial is set before the process is in the cgroup',
  (box) => {
    const id = running(box, (config) => {
      config.process.execCPUAffinity = { initial: '0' };
    });
    const file = `${box.dir}/calls`;
    const trace = 'sched_setaffinity,clone3,clone,openat,write';
    const wrap = ['strace', '-f', '-qq', '-e', `trace=${trace}`, '-o', file];
    expect(box.call(['exec', id, '/bin/true'], { wrap }).code).toBe(0);
    const calls = readFileSync(file, 'utf8').split('\n');
    const set = calls.flatMap((line) => /sched_setaffinity\(0, \d+, (\[.*?\])/.exec(line)?.[1] ?? []);
    // First alone on the CPU that was asked for, then wherever the cgroup lets it.
    expect(set[0]).toBe('[0]');
    expect(set.length).toBe(2);
    expect(set[1]).not.toBe('[0]');
  },
  { needs: ['strace'], teuOnly: 'Debian 12 has runc 1.1, where it is new' },
);

scenario(
  'without execCPUAffinity.final a process may use every CPU of its cgroup',
  (box) => {
    const id = running(box, (config) => {
      config.process.execCPUAffinity = { initial: '0' };
    });
    const { pid } = box.state(id);
    expect(cpus(told(box, id, allowed))).toBe(cpus(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '');
  },
  { teuOnly: 'Debian 12 has runc 1.1, where it is new' },
);

scenario(
  'a CPU that is not there is told with its place in the file of the process',
  (box) => {
    const id = running(box);
    const text = '{"args": ["true"], "cwd": "/",\n "execCPUAffinity": {"final": "4000"}}';
    writeFileSync(`${box.dir}/process.json`, text);
    const result = box.call(['exec', '--process', 'process.json', id]);
    expect(result.code).toBe(255);
    expect(result.stderr).toMatch(/process\.json:2:31 \/execCPUAffinity\/final +"4000"/);
  },
  { teuOnly: 'about its words' },
);

scenario(
  'the scheduler is that of the configuration',
  (box) => {
    const id = running(box, (config) => {
      config.process.scheduler = { policy: 'SCHED_BATCH', nice: 7 };
    });
    const stat = told(box, id, 'cat /proc/self/stat').split(') ')[1]?.split(' ') ?? [];
    // proc_pid_stat(5): 19 nice, 41 policy; 3 is the first here.
    expect([stat[19 - 3], stat[41 - 3]]).toEqual(['7', '3']);
  },
  { teuOnly: 'Debian 12 has runc 1.1, where it is new' },
);

scenario(
  'the process has the session keyring of the container, not that of the caller',
  (box) => {
    const id = running(box, (config) => {
      config.linux.maskedPaths = config.linux.maskedPaths.filter((path) => path !== '/proc/keys');
    });
    // Root sees the rings of other containers too; of this one there is one, which all its processes share.
    const rings = () => [...told(box, id, 'cat /proc/keys').matchAll(/^([0-9a-f]+) .*_ses\.([^:]*):/gm)];
    const own = () => rings().flatMap(([, serial, name]) => (name === id ? [serial] : []));
    const first = own();
    expect(first.length).toBe(1);
    expect(own()).toEqual(first);
  },
  { needs: ['keys'] },
);

scenario(
  'a container made with --no-new-keyring has none, nor has its exec',
  (box) => {
    const id = box.id();
    const bundle = box.bundle((config) => {
      config.linux.maskedPaths = [];
      config.process.args = ['/bin/sleep', '1000'];
    });
    box.must('run', '--detach', '--no-new-keyring', '--bundle', bundle, id);
    expect(told(box, id, 'cat /proc/keys')).not.toContain(`_ses.${id}`);
  },
  { needs: ['keys'] },
);

scenario(
  'a label that cannot be had is an error that names the option',
  (box) => {
    const id = running(box);
    for (const [flag, words] of [
      ['--apparmor', /AppArmor is not enabled/],
      ['--process-label', /SELinux is not enabled/],
    ] as const) {
      const result = sh(box, id, 'true', flag, 'docker-default');
      expect(result.code).toBe(255);
      expect(result.stderr).toMatch(words);
      expect(result.stderr).toContain(`${flag}  "docker-default"`);
    }
    expect(sh(box, id, 'true', '--apparmor', '').code).toBe(0);
  },
  { needs: ['no-lsm'], teuOnly: 'the peers pass over labels that cannot be had' },
);

scenario(
  'a capability that cannot be had is a warning that names the option, once and not with every exec',
  (box) => {
    const id = running(box, (config) => {
      config.process.capabilities = { bounding: ['CAP_KILL'], permitted: ['CAP_KILL'] };
    });
    const wrap = ['setpriv', '--inh-caps=-kill', '--bounding-set=-kill'];
    const asked = box.call(['exec', '--cap', 'CAP_KILL', id, 'true'], { wrap });
    expect(asked.code).toBe(0);
    expect(asked.stderr).toMatch(/CAP_KILL is not granted.*\(--cap\)/);
    expect(box.call(['exec', id, 'true'], { wrap })).toEqual({ code: 0, stdout: '', stderr: '' });
  },
  { teuOnly: 'about its words' },
);
