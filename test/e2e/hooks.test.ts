/** config.md#posix-platform-hooks: all six kinds, their order, namespaces, input, environment and failures. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { hookKinds } from '../../src/config/hook-kinds.ts';
import type { Box } from '../helpers/box.ts';
import type { HookEntry, OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { waitEnd } from '../helpers/sys.ts';

type Kind = (typeof hookKinds)[number];

const shell = (script: string): HookEntry => ({
  path: '/bin/sh',
  args: ['sh', '-c', script],
  env: ['PATH=/usr/bin:/bin'],
});

/** Hooks of all kinds that append a line to a file which host and container both see (a bind mount of it). */
function loggingHooks(config: OciConfig, log: string, line: (kind: Kind) => string): void {
  writeFileSync(log, '');
  chmodSync(log, 0o666);
  config.mounts.push({ destination: '/log', type: 'bind', source: log, options: ['bind'] });
  config.hooks = Object.fromEntries(
    hookKinds.map((kind) => [kind, [shell(`${line(kind)} >> ${kind === 'startContainer' ? '/log' : log}`)]]),
  );
}

function lived(
  box: Box,
  change: (config: OciConfig, log: string) => void,
): { log: string; pid: number; id: string } {
  const log = `${box.dir}/log`;
  const id = box.id();
  box.must(
    'create',
    '--bundle',
    box.bundle((config) => change(config, log)),
    id,
  );
  const { pid } = box.state(id);
  box.must('start', id);
  waitEnd(pid);
  box.must('delete', '--force', id);
  return { log: readFileSync(log, 'utf8'), pid, id };
}

scenario(
  'hooks of all kinds run in the order of the spec, around the payload',
  (box) => {
    const { log } = lived(box, (config, file) => {
      loggingHooks(config, file, (kind) => `echo ${kind}`);
      config.process.args = ['/bin/sh', '-c', 'echo payload >> /log'];
    });
    const lines = log.trimEnd().split('\n');
    expect(lines.filter((line) => line !== 'poststart')).toEqual([
      'prestart',
      'createRuntime',
      'createContainer',
      'startContainer',
      'payload',
      'poststop',
    ]);
    // poststart runs after execve: before or after what the payload writes.
    expect(lines.indexOf('poststart')).toBeGreaterThan(lines.indexOf('startContainer'));
  },
  { teuOnly: 'runc 1.1 runs poststart at create' },
);

scenario(
  'prestart, createRuntime and createContainer have run when create returns',
  (box) => {
    const log = `${box.dir}/log`;
    const id = box.id();
    box.must(
      'create',
      '--bundle',
      box.bundle((config) => loggingHooks(config, log, (kind) => `echo ${kind}`)),
      id,
    );
    expect(readFileSync(log, 'utf8')).toBe('prestart\ncreateRuntime\ncreateContainer\n');
  },
  { teuOnly: 'runc 1.1 runs poststart at create' },
);

scenario('several hooks of a kind run in the order of the list', (box) => {
  const { log } = lived(box, (config, file) => {
    config.hooks = { createRuntime: ['1', '2', '3'].map((n) => shell(`echo ${n} >> ${file}`)) };
  });
  expect(log).toBe('1\n2\n3\n');
});

scenario(
  'hooks run in the namespaces that the spec names',
  (box) => {
    const probe = '{ for n in mnt net pid; do readlink /proc/self/ns/$n; done | tr "\\n" " "; echo; }';
    const log = `${box.dir}/log`;
    const id = box.id();
    const bundle = box.bundle((config) => {
      loggingHooks(config, log, () => probe);
      config.process.args = ['/bin/sh', '-c', 'exec sleep 1000'];
    });
    box.must('create', '--bundle', bundle, id);
    box.must('start', id);
    const { pid } = box.state(id);
    const inside = ['mnt', 'net', 'pid'].map((name) => readlinkSync(`/proc/${pid}/ns/${name}`)).join(' ');
    const outside = ['mnt', 'net', 'pid'].map((name) => readlinkSync(`/proc/self/ns/${name}`)).join(' ');
    const rows = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((row) => row.trim());
    expect(rows[0]).toBe(outside);
    expect(rows[1]).toBe(outside);
    expect(rows[2]?.split(' ').slice(0, 2)).toEqual(inside.split(' ').slice(0, 2));
    expect(rows[3]).toBe(inside);
    expect(rows[4]).toBe(outside);
  },
  { teuOnly: 'runc 1.1 runs poststart at create' },
);

scenario(
  'every hook reads the state on stdin, with the status that the spec names',
  (box) => {
    const { log, id } = lived(box, (config, file) => loggingHooks(config, file, () => '{ cat; echo; }'));
    const states = log
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));
    const order = ['created', 'creating', 'creating', 'created', 'running', 'stopped'];
    expect(states.map(({ status }) => status)).toEqual(order);
    for (const state of states)
      expect(state).toMatchObject({ id, bundle: expect.any(String), ociVersion: expect.any(String) });
  },
  { teuOnly: 'runc says created where the spec says running' },
);

scenario('the pid in the state of a host hook is that of the container', (box) => {
  const log = `${box.dir}/log`;
  const id = box.id();
  const bundle = box.bundle((config) => {
    config.hooks = { createRuntime: [shell(`cat > ${log}`)] };
  });
  box.must('create', '--bundle', bundle, id);
  expect(JSON.parse(readFileSync(log, 'utf8')).pid).toBe(box.state(id).pid);
});

scenario('a hook gets its args, argv[0] included, and its environment alone', (box) => {
  const log = `${box.dir}/log`;
  const id = box.id();
  const bundle = box.bundle((config) => {
    const script = `{ echo "$0 $1"; tr "\\0" "\\n" < /proc/$$/environ; tr "\\0" "\\n" < /proc/$$/cmdline | head -n 1; } > ${log}`;
    const args = ['my-name', '-c', script, 'zero', 'one'];
    config.hooks = { createRuntime: [{ path: '/bin/sh', args, env: ['ONE=1', 'PATH=/usr/bin:/bin'] }] };
  });
  box.must('create', '--bundle', bundle, id);
  expect(readFileSync(log, 'utf8')).toBe('zero one\nONE=1\nPATH=/usr/bin:/bin\nmy-name\n');
});

for (const kind of ['prestart', 'createRuntime', 'createContainer'] as const) {
  scenario(`a failing ${kind} hook fails create with its stderr and leaves nothing`, (box) => {
    const id = box.id();
    const bundle = box.bundle((config) => {
      config.hooks = { [kind]: [shell('echo the reason >&2; exit 3')] };
    });
    const result = box.teu('create', '--bundle', bundle, id);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('the reason');
    expect(box.teu('state', id).code).toBe(1);
    expect(box.left().filter((entry) => !entry.includes('(Z'))).toEqual([]);
  });
}

scenario('a failing startContainer hook fails start, and the payload does not run', (box) => {
  const bundle = box.bundle((config) => {
    config.hooks = { startContainer: [shell('exit 3')] };
    config.process.args = ['/bin/touch', '/ran'];
  });
  const id = box.id();
  box.must('create', '--bundle', bundle, id);
  const { pid } = box.state(id);
  box.teu('start', id);
  waitEnd(pid);
  expect(existsSync(`${bundle}/rootfs/ran`)).toBe(false);
  expect(box.state(id).status).toBe('stopped');
});

scenario(
  'start exits 1 and tells why when a startContainer hook fails',
  (box) => {
    const id = box.created((config) => {
      config.hooks = { startContainer: [shell('echo the reason >&2; exit 3')] };
    });
    const result = box.teu('start', id);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/hooks/startContainer/0');
  },
  { teuOnly: 'runc learns of it too late' },
);

scenario(
  'a failing poststop hook is a warning: delete goes on and the next hook runs',
  (box) => {
    const { log } = lived(box, (config, file) => {
      writeFileSync(file, '');
      config.hooks = { poststop: [shell('exit 1'), shell(`echo second >> ${file}`)] };
    });
    expect(log).toBe('second\n');
  },
  { teuOnly: 'runc 1.1 stops at the first' },
);

scenario('a hook that takes longer than its timeout is killed and fails create', (box) => {
  const bundle = box.bundle((config) => {
    config.hooks = { createRuntime: [{ ...shell('exec sleep 1000'), timeout: 1 }] };
  });
  const begin = performance.now();
  expect(box.teu('create', '--bundle', bundle, box.id()).code).toBe(1);
  expect(performance.now() - begin).toBeLessThan(8_000);
  expect(box.left().filter((entry) => !entry.includes('(Z'))).toEqual([]);
});

scenario(
  'a hook that joins the mount namespace and binds below the host path of the rootfs works, as GPU hooks do',
  (box) => {
    const bundle = box.bundle((config, dir) => {
      writeFileSync(`${dir}/rootfs/target`, '');
      writeFileSync(`${dir}/driver`, 'from the hook\n');
      const script = `pid=$(sed 's/.*"pid": *\\([0-9]*\\).*/\\1/'); nsenter -t $pid -m mount --bind ${dir}/driver ${dir}/rootfs/target`;
      config.hooks = { createRuntime: [shell(script)] };
      config.process.args = ['/bin/cat', '/target'];
    });
    expect(box.must('run', '--bundle', bundle, box.id()).stdout).toBe('from the hook\n');
  },
);

for (const engine of ['small', 'core'] as const)
  scenario(`hooks ignore the signals that the caller ignores, and no others (${engine} engine)`, (box) => {
    const file = `${box.dir}/ignored`;
    const bundle = box.bundle((config) => {
      config.hooks = { createRuntime: [shell(`grep SigIgn /proc/self/status > ${file}`)] };
    });
    const ignoring = ['env', '--ignore-signal=HUP,USR1'];
    const claims = [
      `${engine === 'core' ? 'TEU_NO_FAST' : 'TEU_ANYTHING'}=1`,
      'TEU_LAUNCH=v=1 sigign=ffffffff',
    ];
    box.call(['run', '--bundle', bundle, box.id()], { wrap: [...ignoring, ...claims] });
    // Whoever runs the tests may ignore more.
    const { stdout } = spawnSync('env', [...ignoring.slice(1), 'grep', 'SigIgn', '/proc/self/status']);
    expect(stdout.toString()).toMatch(/^SigIgn:\t[0-9a-f]*[2367abef][0-9a-f][13579bdf]\n$/);
    expect(readFileSync(file, 'utf8')).toBe(stdout.toString());
  });
