/** Being installed: what lands where, that it runs from there, and that nothing stays. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
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
