/** config.md#process: the payload gets exactly what the configuration says, whatever the caller is like. */
import { expect } from 'bun:test';
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

export const alsoIn = 'guest';

const status = (text: string, field: string) =>
  new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? null;

function printing(script: string, change: (config: OciConfig) => void) {
  return (config: OciConfig) => {
    config.process.args = ['/bin/sh', '-c', script];
    change(config);
  };
}

scenario('args are passed as they are, also empty ones and ones with spaces', (box) => {
  const out = box.output((config) => {
    config.process.args = [
      '/bin/sh',
      '-c',
      'for a in "$@"; do echo "[$a]"; done',
      'zero',
      '',
      'two words',
      'ünï',
    ];
  });
  expect(out).toBe('[]\n[two words]\n[ünï]\n');
});

scenario('a program without a slash is found along the PATH of process.env', (box) => {
  const out = box.output((config) => {
    config.process.args = ['echo', 'found'];
    config.process.env = ['PATH=/nowhere:/bin'];
  });
  expect(out).toBe('found\n');
});

scenario('the environment is process.env and a HOME from passwd', (box) => {
  const out = box.output((config) => {
    config.process.args = ['/bin/cat', '/proc/self/environ'];
    config.process.env = ['PATH=/bin', 'B=2', 'A=1', 'EMPTY='];
  });
  expect(out.split('\0').filter(Boolean)).toEqual(
    expect.arrayContaining(['PATH=/bin', 'B=2', 'A=1', 'EMPTY=', 'HOME=/root']),
  );
  expect(out.split('\0').filter(Boolean)).toHaveLength(5);
});

scenario('a HOME in process.env is kept', (box) => {
  const out = box.output(
    printing('echo $HOME', (config) => {
      config.process.env.push('HOME=/else');
    }),
  );
  expect(out).toBe('/else\n');
});

scenario('cwd is the working directory, and is made when it is missing', (box) => {
  const out = box.output(
    printing('pwd', (config) => {
      config.process.cwd = '/made/for/you';
    }),
  );
  expect(out).toBe('/made/for/you\n');
});

scenario('uid, gid and additionalGids are the ids of the process, and no other group is', (box) => {
  const out = box.output(
    printing('cat /proc/self/status', (config) => {
      config.process.user = { uid: 1000, gid: 1001, additionalGids: [5, 2000] };
    }),
  );
  expect(status(out, 'Uid')).toBe('1000\t1000\t1000\t1000');
  expect(status(out, 'Gid')).toBe('1001\t1001\t1001\t1001');
  expect(status(out, 'Groups')?.trim().split(' ').sort()).toEqual(['2000', '5']);
});

scenario('a numeric user is never looked up by name in the passwd of the image', (box) => {
  const out = box.output(
    printing('id -u', (config) => {
      config.process.user = { uid: 1000, gid: 1000 };
    }),
  );
  expect(out).toBe('1000\n');
});

for (const umask of [0o027, 0o077, 0]) {
  scenario(`user.umask ${umask.toString(8)} is the umask of the process`, (box) => {
    const out = box.output(
      printing('umask', (config) => {
        config.process.user = { uid: 0, gid: 0, umask };
      }),
    );
    expect(Number.parseInt(out, 8)).toBe(umask);
  });
}

scenario('the five capability sets are those of the configuration', (box) => {
  const out = box.output(
    printing('cat /proc/self/status', (config) => {
      config.process.user = { uid: 1000, gid: 1000 };
      config.process.capabilities = {
        bounding: ['CAP_CHOWN', 'CAP_KILL', 'CAP_NET_RAW'],
        permitted: ['CAP_CHOWN', 'CAP_KILL'],
        effective: ['CAP_KILL'],
        inheritable: ['CAP_KILL'],
        ambient: ['CAP_KILL'],
      };
    }),
  );
  const sets = ['CapBnd', 'CapPrm', 'CapEff', 'CapInh', 'CapAmb'].map((name) =>
    BigInt(`0x${status(out, name)}`),
  );
  // After execve of an unprivileged file: permitted and effective are what is ambient (capabilities(7)).
  expect(sets).toEqual([0x2021n, 0x20n, 0x20n, 0x20n, 0x20n]);
});

scenario('without capabilities in the configuration a root process has none of its own', (box) => {
  const out = box.output(
    printing('cat /proc/self/status', (config) => {
      config.process.capabilities = {
        bounding: [],
        effective: [],
        permitted: [],
        inheritable: [],
        ambient: [],
      };
    }),
  );
  for (const set of ['CapBnd', 'CapPrm', 'CapEff', 'CapInh', 'CapAmb']) {
    expect(status(out, set)).toBe('0000000000000000');
  }
});

for (const noNewPrivileges of [true, false]) {
  scenario(`noNewPrivileges ${noNewPrivileges} shows in NoNewPrivs`, (box) => {
    const out = box.output(
      printing('cat /proc/self/status', (config) => {
        config.process.noNewPrivileges = noNewPrivileges;
      }),
    );
    expect(status(out, 'NoNewPrivs')).toBe(noNewPrivileges ? '1' : '0');
  });
}

scenario('oomScoreAdj is written, and absent it is inherited', (box) => {
  const set = box.output(
    printing('cat /proc/self/oom_score_adj', (config) => {
      config.process.oomScoreAdj = 500;
    }),
  );
  expect(set).toBe('500\n');
  expect(box.output('cat /proc/self/oom_score_adj')).toBe(readFileSync('/proc/self/oom_score_adj', 'utf8'));
});

scenario('rlimits are set, and all others stay those of the caller', (box) => {
  const bundle = box.bundle(
    printing('cat /proc/self/limits', (config) => {
      config.process.rlimits = [
        { type: 'RLIMIT_NOFILE', soft: 128, hard: 256 },
        { type: 'RLIMIT_CORE', soft: 0, hard: 0 },
      ];
    }),
  );
  const caller = ['prlimit', '--stack=4194304:8388608', '--fsize=100000000', '--'];
  const { stdout } = box.call(['run', '--bundle', bundle, box.id()], { wrap: caller });
  const row = (name: string) => new RegExp(`^${name} +(\\S+) +(\\S+)`, 'm').exec(stdout)?.slice(1);
  expect(row('Max open files')).toEqual(['128', '256']);
  expect(row('Max core file size')).toEqual(['0', '0']);
  expect(row('Max stack size')).toEqual(['4194304', '8388608']);
  expect(row('Max file size')).toEqual(['100000000', '100000000']);
});

scenario('a hard limit that may not be raised fails and names the limit', (box) => {
  const bundle = box.bundle(
    printing('true', (config) => {
      config.process.rlimits = [{ type: 'RLIMIT_NOFILE', soft: 1 << 20, hard: 1 << 30 }];
    }),
  );
  const result = box.teu('run', '--bundle', bundle, box.id());
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/RLIMIT_NOFILE|NOFILE|rlimit/i);
});

scenario('an unknown rlimit is refused', (box) => {
  const result = box.run(
    printing('true', (config) => {
      config.process.rlimits = [{ type: 'RLIMIT_TEST', soft: 1, hard: 1 }];
    }),
  );
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('RLIMIT_TEST');
});

scenario(
  'a capability that the caller has not got is left out, with a warning that names it',
  (box) => {
    const bundle = box.bundle((config) => {
      config.process.args = ['/bin/cat', '/proc/self/status'];
    });
    const { code, stdout, stderr } = box.call(['run', '--bundle', bundle, box.id()], {
      wrap: ['setpriv', '--inh-caps=-kill', '--bounding-set=-kill'],
    });
    expect(code).toBe(0);
    expect(BigInt(`0x${status(stdout, 'CapBnd')}`) & 0x20n).toBe(0n);
    expect(stderr).toMatch(/^teu: warning: .*CAP_KILL is not granted.*\/process\/capabilities\/bounding\/1/);
  },
  { teuOnly: 'runc leaves it out in silence' },
);

scenario(
  'an effective capability that is not permitted is left out, with a warning',
  (box) => {
    const { code, stdout, stderr } = box.run(
      printing('cat /proc/self/status', (config) => {
        config.process.capabilities = {
          bounding: ['CAP_KILL'],
          permitted: [],
          effective: ['CAP_KILL'],
        };
        config.process.user = { uid: 1000, gid: 1000 };
      }),
    );
    expect([code, status(stdout, 'CapEff')]).toEqual([0, '0000000000000000']);
    expect(stderr).toContain('/process/capabilities/effective/0');
  },
  { teuOnly: 'runc fails without a field' },
);

scenario(
  "a file given for reading keeps its owner, one given for writing is the user's",
  (box) => {
    const [input, output] = [`${box.dir}/input`, `${box.dir}/output`];
    writeFileSync(input, 'read me\n', { mode: 0o644 });
    const fd = openSync(output, 'w');
    const bundle = box.bundle((config) => {
      config.process.args = ['/bin/sh', '-c', 'cat; echo more > /dev/stdout'];
      config.process.user = { uid: 1000, gid: 1000 };
    });
    const { code } = box.call(['run', '--bundle', bundle, box.id()], {
      stdin: openSync(input, 'r'),
      stdout: fd,
    });
    closeSync(fd);
    expect([code, statSync(input).uid, statSync(output).uid]).toEqual([0, 0, 1000]);
  },
  { teuOnly: 'runc 1.1 gives away both' },
);
