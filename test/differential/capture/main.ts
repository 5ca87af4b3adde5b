/** main.ts [ENGINE-CASE...]: runs each case on its engine and writes captured/ENGINE-CASE.json. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { repository } from '../../helpers/paths.ts';
import { removeCgroups } from '../outside.ts';
import { cases, type Engine } from './cases.ts';
import { engines, type Recording } from './engines.ts';
import { type Captured, normalise } from './normalise.ts';
import { print } from './print.ts';
import { Recorder } from './recorder.ts';

const target = `${repository}test/differential/captured`;
const profiles = `${target}/seccomp`;

/** Seccomp profiles are long and the same in most: each is one file, named in the order of its coming. */
function storeProfile(profile: unknown): string {
  mkdirSync(profiles, { recursive: true });
  const names = readdirSync(profiles).map((name) => name.replace('.json', ''));
  const same = names.find((name) =>
    isDeepStrictEqual(JSON.parse(readFileSync(`${profiles}/${name}.json`, 'utf8')), profile),
  );
  if (same !== undefined) return same;
  const name = `profile${names.length}`;
  writeFileSync(`${profiles}/${name}.json`, `${print(profile)}\n`);
  return name;
}

function store(name: string, captured: Captured): void {
  const { config } = captured;
  if (config.linux['seccomp']) config.linux['seccomp'] = `@SECCOMP@/${storeProfile(config.linux['seccomp'])}`;
  writeFileSync(`${target}/${name}.json`, `${print(captured)}\n`);
}

function capture(engine: Engine, name: string, at: Recording, recorder: Recorder): void {
  const dir = `${at.rig.dir}/host`;
  const flags = cases[engine][name] ?? [];
  const { code, stderr } = at.run(flags.map((flag) => flag.replaceAll('@DIR@', dir)));
  const recorded = recorder.take();
  if (recorded === null) console.log(`${engine}-${name}: no runtime was called: ${code}: ${stderr.trim()}`);
  else {
    if (code !== 0) console.log(`${engine}-${name}: with runc: exit ${code}: ${stderr.trim()}`);
    store(`${engine}-${name}`, { engine, version: at.version, flags, ...normalise(recorded, at.rig.dir) });
  }
}

function captureEngine(engine: Engine, names: readonly string[]): void {
  const place = mkdtempSync('/tmp/teu-recorder-');
  const recorder = new Recorder(`${place}/recorder`);
  const at = engines[engine](recorder.path);
  try {
    recorder.take();
    mkdirSync(`${at.rig.dir}/host/data`, { recursive: true });
    writeFileSync(`${at.rig.dir}/host/file`, '');
    for (const name of names) capture(engine, name, at, recorder);
  } finally {
    for (const left of at.rig.close()) console.log(`${engine} left ${left}`);
    rmSync(place, { recursive: true, force: true });
    // What --cgroup-parent and --cgroup had made.
    for (const name of ['/above', '/elsewhere']) removeCgroups(name);
  }
}

const wanted = process.argv.slice(2);
if (wanted.length === 0 && existsSync(target))
  for (const name of readdirSync(target))
    if (name !== 'README.md') rmSync(`${target}/${name}`, { recursive: true });
mkdirSync(target, { recursive: true });
for (const engine of Object.keys(cases) as Engine[]) {
  const names = Object.keys(cases[engine]).filter(
    (name) => wanted.length === 0 || wanted.includes(`${engine}-${name}`),
  );
  if (names.length > 0) captureEngine(engine, names);
}
