/**
 * CRI-O is not packaged for Debian, so there is none here. What it does with a runtime can be had without it: it has conmon
 * create the container, with the path and the root of its settings, and calls the runtime itself for the rest.
 */
import { afterAll, beforeAll, expect } from 'bun:test';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { defaultConfig } from '../helpers/config.ts';
import { Rig, teu } from './rig.ts';
import { snippet } from './snippets.ts';
import { testOf } from './titled.ts';

const test = testOf('conmon');

let rig: Rig;
beforeAll(() => {
  rig = new Rig();
  rig.image();
}, 60_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 60_000);

interface Handler {
  readonly runtime_path: string;
  readonly runtime_type: string;
  readonly runtime_root: string;
}

/** What docs/engines.md shows to people; its state is below the rig. */
function handler(): Handler {
  const text = snippet('CRI-O', teu).replace('/run/teu', `${rig.dir}/crio`);
  const { crio } = Bun.TOML.parse(text) as { crio: { runtime: { runtimes: { teu: Handler } } } };
  return crio.runtime.runtimes.teu;
}

function bundle(args: readonly string[]): string {
  const dir = `${rig.dir}/bundle`;
  mkdirSync(dir, { recursive: true });
  const config = defaultConfig();
  config.process.args = [...args];
  config.root.path = `${rig.dir}/rootfs`;
  config.linux.cgroupsPath = '/teu-test/crio';
  writeFileSync(`${dir}/config.json`, JSON.stringify(config));
  return dir;
}

/** Options of conmon in the order in which CRI-O gives them; what conmon tells CRI-O is in the file `sync`. */
function conmon(id: string, args: readonly string[]): string[] {
  const { runtime_path, runtime_root } = handler();
  const dir = bundle(args);
  for (const name of ['exits', 'persist', 'sockets']) mkdirSync(`${rig.dir}/${name}`, { recursive: true });
  const files = ['-P', `${rig.dir}/${id}.conmon`, '-p', `${rig.dir}/${id}.pid`, '-l', `${rig.dir}/${id}.log`];
  const places = ['--exit-dir', `${rig.dir}/exits`, '--persist-dir', `${rig.dir}/persist`];
  const sockets = ['--socket-dir-path', `${rig.dir}/sockets`, '--runtime-arg', `--root=${runtime_root}`];
  return [
    'conmon',
    '-b',
    dir,
    '-c',
    id,
    '-n',
    id,
    '-u',
    id,
    ...files,
    ...places,
    '-r',
    runtime_path,
    ...sockets,
  ];
}

const created = (id: string, args: readonly string[]) => {
  const shell = ['sh', '-c', '_OCI_SYNCPIPE=3 exec "$@" 3> "$0"', `${rig.dir}/${id}.sync`];
  return rig.call([...shell, ...conmon(id, args)]);
};
/** What conmon has told. */
const told = (id: string) => readFileSync(`${rig.dir}/${id}.sync`, 'utf8');

/** As CRI-O calls the runtime itself. */
const call = (...args: string[]) => {
  const { runtime_path, runtime_root } = handler();
  return rig.call([runtime_path, '--root', runtime_root, ...args]);
};
const silent = { code: 0, stdout: '', stderr: '' };

test('the settings of CRI-O are a runtime of type oci', () => {
  expect(handler()).toEqual({ runtime_path: teu, runtime_type: 'oci', runtime_root: `${rig.dir}/crio` });
  expect(snippet('CRI-O', teu)).toContain('runtime_root = "/run/teu"\n');
});

test('a container as CRI-O makes it: conmon creates, CRI-O starts, signals and deletes', () => {
  const script = 'echo said; trap "exit 3" TERM; while :; do sleep 0.1; done';
  expect(created('crio1', ['/bin/sh', '-c', script]).code).toBe(0);
  rig.eventually('the pid file', () => existsSync(`${rig.dir}/crio1.pid`) && told('crio1') !== '');
  const pid = Number(readFileSync(`${rig.dir}/crio1.pid`, 'utf8'));
  rig.eventually('the pid', () => told('crio1').includes(`${pid}`));
  expect(JSON.parse(call('state', 'crio1').stdout)).toMatchObject({ status: 'created', pid });
  expect(call('start', 'crio1')).toEqual(silent);
  rig.eventually('its output', () => readFileSync(`${rig.dir}/crio1.log`, 'utf8').includes('stdout F said'));
  expect(call('pause', 'crio1')).toEqual(silent);
  expect(call('resume', 'crio1')).toEqual(silent);
  expect(call('kill', 'crio1', '15')).toEqual(silent);
  rig.eventually('its status', () => existsSync(`${rig.dir}/exits/crio1`));
  expect(readFileSync(`${rig.dir}/exits/crio1`, 'utf8')).toBe('3');
  expect(JSON.parse(call('state', 'crio1').stdout)).toMatchObject({ status: 'stopped', pid: 0 });
  expect(call('delete', '--force', 'crio1')).toEqual(silent);
});

test('a program that is missing is told to CRI-O in our words', () => {
  created('crio2', ['nope']);
  rig.eventually('the error', () => told('crio2').includes('executable file not found in $PATH'));
  expect(call('delete', '--force', 'crio2')).toEqual(silent);
});
