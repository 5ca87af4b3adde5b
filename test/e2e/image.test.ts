/** Real input: a Debian root file system with an interactive bash, and a bundle that umoci unpacked from an image. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type OciConfig, withAllCapabilities } from '../helpers/config.ts';
import { repository, runtime } from '../helpers/paths.ts';
import { Pty } from '../helpers/pty.ts';
import { makeRootfs } from '../helpers/rootfs.ts';
import { scenario } from '../helpers/scenario.ts';

const cache = `${repository}build/debian`;

/** A debootstrapped Debian, made once and kept below build/; the mirror is the one of this machine. */
function debian(): string {
  if (existsSync(cache)) return cache;
  const sources = Bun.spawnSync([
    'sh',
    '-c',
    'cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources 2>/dev/null',
  ]).stdout.toString();
  const mirror = /(https?:\/\/\S+\/debian\/?)(\s|$)/.exec(sources)?.[1] ?? '';
  mkdirSync(`${repository}build`, { recursive: true });
  const made = Bun.spawnSync([
    'debootstrap',
    '--variant=minbase',
    'bookworm',
    `${cache}.new`,
    ...(mirror === '' ? [] : [mirror]),
  ]);
  if (made.exitCode !== 0) throw new Error(`debootstrap: ${made.stdout.toString().slice(-2000)}`);
  renameSync(`${cache}.new`, cache);
  return cache;
}

scenario(
  'a Debian root file system runs bash -i on a terminal: prompt, job control, window size, exit status',
  async (box) => {
    const rootfs = debian();
    const bundle = box.bundle((config) => {
      config.root.path = rootfs;
      config.root.readonly = true;
      config.process.terminal = true;
      config.process.args = ['/bin/bash', '--norc', '-i'];
      config.process.env.push('PS1=teu$ ', 'HISTFILE=');
      withAllCapabilities(config, ['CAP_SETUID', 'CAP_SETGID', 'CAP_KILL']);
    });
    const pty = new Pty([runtime, '--root', box.root, 'run', '--bundle', bundle, box.id()], {
      rows: 30,
      columns: 90,
    });
    const command = (line: string, answer: RegExp) => {
      pty.type(`${line}\n`);
      pty.until(answer);
      pty.until(/teu\$ /);
    };
    pty.until(/teu\$ /);
    expect(pty.seen).not.toMatch(/no job control|cannot set terminal/);
    command('. /etc/os-release; echo "<$ID>"', /<debian>/);
    command('stty size', /30 90/);
    pty.resize(50, 132);
    command('stty size', /50 132/);
    // The job speaks first: before that the keys would go to bash's own line editor.
    pty.type("sh -c 'echo g''o; exec cat'\n");
    pty.until(/go\r?\n/);
    pty.type('\x1a');
    pty.until(/Stopped +sh -c/);
    pty.until(/teu\$ /);
    command('jobs -l | tr -s " " | cut -d" " -f3,4', /Stopped sh/);
    pty.type('fg\n');
    pty.until(/fg\r?\n[\s\S]*sh -c/);
    pty.type('line\n');
    pty.until(/line\r?\nline/);
    pty.type('\x03');
    pty.until(/teu\$ /);
    command('echo "<$?>"', /<130>/);
    pty.type('exit 42\n');
    expect((await pty.exited).code).toBe(42);
    pty.close();
  },
  { needs: ['debootstrap'], timeoutMs: 300_000 },
);

scenario(
  'apt, dpkg and perl of a Debian root file system run',
  (box) => {
    const rootfs = debian();
    const out = box.output((config) => {
      config.root.path = rootfs;
      config.root.readonly = true;
      config.process.args = [
        '/bin/bash',
        '-c',
        'dpkg-query -W -f "\\${Package}\\n" bash; perl -e "print 6*7, qq(\\n)"; apt-get --version | head -c 3',
      ];
    });
    expect(out).toBe('bash\n42\napt');
  },
  { needs: ['debootstrap'], timeoutMs: 300_000 },
);

scenario(
  'a bundle that umoci unpacked from an OCI image runs',
  (box) => {
    const layout = `${box.dir}/image`;
    const run = (...words: string[]) => {
      const { exitCode, stderr } = Bun.spawnSync(words, { cwd: box.dir });
      if (exitCode !== 0) throw new Error(`${words.join(' ')}: ${stderr.toString()}`);
    };
    run('umoci', 'init', '--layout', layout);
    run('umoci', 'new', '--image', `${layout}:box`);
    makeRootfs(`${box.dir}/layer`);
    writeFileSync(`${box.dir}/layer/etc/from-image`, 'layered\n');
    run('umoci', 'insert', '--image', `${layout}:box`, `${box.dir}/layer`, '/');
    run(
      'umoci',
      'config',
      '--image',
      `${layout}:box`,
      '--config.cmd=/bin/cat',
      '--config.cmd=/etc/from-image',
      '--config.env=A=b',
    );
    run('umoci', 'unpack', '--image', `${layout}:box`, `${box.dir}/unpacked`);
    const path = `${box.dir}/unpacked/config.json`;
    const config = JSON.parse(readFileSync(path, 'utf8')) as OciConfig;
    config.process.terminal = false;
    writeFileSync(path, JSON.stringify(config));
    expect(box.must('run', '--bundle', `${box.dir}/unpacked`, box.id()).stdout).toBe('layered\n');
  },
  { needs: ['umoci'] },
);
