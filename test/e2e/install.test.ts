/** Being installed: what lands where, that it runs from there, and that nothing stays. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

const install = (what: string, prefix: string, more: Record<string, string> = {}): void => {
  const result = spawnSync(`${repository}scripts/install`, [what], {
    encoding: 'utf8',
    env: { ...process.env, PREFIX: prefix, ...more },
  });
  expect([result.status, result.stderr]).toEqual([0, '']);
};

/** Files and links, not directories. */
const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => !lstatSync(`${dir}/${name}`).isDirectory())
    .sort();

const installed = [
  'bin/teu',
  'lib/teu/koffi.node',
  'lib/teu/libteu.so',
  'lib/teu/teu-core',
  'share/bash-completion/completions/teu',
  'share/doc/teu/LICENSE',
  'share/doc/teu/NOTICE',
  'share/fish/vendor_completions.d/teu.fish',
  'share/man/man8/teu.8',
  'share/zsh/site-functions/_teu',
];

scenario(
  'install puts its files below PREFIX, they run a container from there, and uninstall takes them away',
  (box) => {
    const prefix = `${box.dir}/prefix`;
    install('install', prefix);
    expect(filesBelow(prefix)).toEqual(installed);
    const result = box.call(['run', '--bundle', box.bundle('echo hello'), box.id()], {
      runtime: `${prefix}/bin/teu`,
    });
    expect(result).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
    install('uninstall', prefix);
    expect(filesBelow(prefix)).toEqual([]);
  },
);

scenario(
  'the Debian package has the same files below /usr, and runs a container from where it is unpacked',
  (box) => {
    const made = spawnSync(`${repository}scripts/deb`, {
      encoding: 'utf8',
      env: { ...process.env, COMPRESSION: 'none' },
    });
    expect([made.status, made.stderr]).toEqual([0, '']);
    const file = `${repository}${/'(build\/teu_[^']+\.deb)'/.exec(made.stdout)?.[1]}`;
    const root = `${box.dir}/root`;
    expect(spawnSync('dpkg-deb', ['-x', file, root]).status).toBe(0);
    const ofDebian: Readonly<Record<string, string>> = {
      'share/doc/teu/LICENSE': 'share/doc/teu/changelog.gz',
      'share/doc/teu/NOTICE': 'share/doc/teu/copyright',
      'share/man/man8/teu.8': 'share/man/man8/teu.8.gz',
    };
    expect(filesBelow(`${root}/usr`)).toEqual(installed.map((name) => ofDebian[name] ?? name).sort());
    expect(readFileSync(`${root}/usr/share/doc/teu/copyright`, 'utf8')).toContain('--- QuickJS');
    const fields = ['Package', 'Depends', 'Conflicts'].map((name) =>
      spawnSync('dpkg-deb', ['-f', file, name], { encoding: 'utf8' }).stdout.trim(),
    );
    expect(fields).toEqual(['teu', expect.stringMatching(/^libc6 \(>= 2\.\d+\)$/), '']);
    expect(box.call(['features'], { runtime: `${root}/usr/bin/teu` }).code).toBe(0);
    const ran = box.call(['run', '--bundle', box.bundle('echo hello'), box.id()], {
      runtime: `${root}/usr/bin/teu`,
    });
    expect(ran).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
  },
);

scenario('with RUNC=1 it answers to the name runc as engines want, and the link goes with it', (box) => {
  const prefix = `${box.dir}/prefix`;
  install('install', prefix, { RUNC: '1' });
  install('install', prefix, { RUNC: '1' });
  const version = spawnSync(`${prefix}/bin/runc`, ['--version'], { encoding: 'utf8' });
  expect(version.stdout).toStartWith('runc version ');
  install('uninstall', prefix);
  expect(filesBelow(prefix)).toEqual([]);
});

scenario('a runc that is not ours is neither replaced nor removed', (box) => {
  const prefix = `${box.dir}/prefix`;
  spawnSync('install', ['-D', '/bin/true', `${prefix}/bin/runc`]);
  const refused = spawnSync(`${repository}scripts/install`, ['install'], {
    env: { ...process.env, PREFIX: prefix, RUNC: '1' },
  });
  expect(refused.status).not.toBe(0);
  install('uninstall', prefix);
  expect(filesBelow(prefix)).toEqual(['bin/runc']);
});

scenario('bash completes verbs, options, fixed values and containers', (box) => {
  const id = box.created('true');
  const script = `
    source ${repository}packaging/gen/teu.bash
    PATH=${repository}build/bin:$PATH
    complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _teu; echo "\${COMPREPLY[*]}"; }
    complete_words teu cre
    complete_words teu run --no-p
    complete_words teu --log-format ''
    complete_words teu --root ${box.root} kill ''`;
  const result = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(result.stdout).toBe(`create\n--no-pivot\ntext json\n${id}\n`);
});
