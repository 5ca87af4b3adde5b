/**
 * Whatever stands in the state directory of a container, each verb of the small engine ends by itself, with an answer or an error that says
 * which file, in either engine the same; and then `delete --force` removes everything. SEED and TIMES say which and how many.
 */
import { expect, test } from 'bun:test';
import { chmodSync, chownSync, existsSync, lstatSync, readFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { isTeu } from '../helpers/paths.ts';
import { skip } from '../helpers/skip.ts';
import { tryReap } from '../helpers/sys.ts';
import { random } from './random.ts';
import { type Damage, damageOf, everyKind, everyListener } from './state/damage.ts';
import {
  type Born,
  type Case,
  clean,
  hasEnded,
  kinds,
  Lane,
  remains,
  type Stage,
  stages,
} from './state/lane.ts';

const firstSeed = Number(process.env.SEED ?? 1);
const times = Number(process.env.TIMES ?? 120);
const life = [
  ...['list', 'list -q', 'state ID', 'pause ID', 'resume ID', 'update --pids-limit 100 ID', 'exec ID true'],
  ...['start ID', 'state ID', 'ps --format json ID', 'events --stats ID'],
  ...['kill ID KILL', 'delete ID', 'delete --force ID'],
];
/** Calls on one container, in order; ID stands for its name. All but the last of them read every file. */
const walks: readonly (readonly string[])[] = [
  life,
  life,
  ['start ID', 'exec --cwd /tmp ID true', 'pause ID', 'delete --force ID'],
  ['delete ID', 'delete --force ID'],
];

/** Nothing that people should have to read, and no half of an answer. */
const improper =
  /internal error|cannot go on|\.ts:\d|\bat .+:\d+:\d+|(Syntax|Type|Range|Reference|Internal)Error|panic|\bundefined\b|\bNaN\b/;

const shown = (text: string, born: Born, box: Box): string =>
  text
    .replaceAll(box.dir, 'DIR')
    .replaceAll(born.id, 'ID')
    .replaceAll(new RegExp(`\\b${born.pid}\\b`, 'g'), 'PID')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replaceAll(/"data":\{.*\}/g, 'DATA')
    .replaceAll(/ +/g, ' ');

/** Something is there, and neither a file of JSON (of lines of it, in the journal) nor what the lock holds. */
function isUnreadable(born: Born, file: string): boolean {
  const path = `${born.dir}/${file}`;
  try {
    if (!existsSync(path) && !isLoop(path)) return false;
    if (file === '' || !lstatSync(path).isFile()) return true;
    const text = readFileSync(path, 'utf8');
    if (file === 'lock') return false;
    const value: unknown = file === 'journal' ? null : JSON.parse(text);
    return file !== 'journal' && (typeof value !== 'object' || value === null || Array.isArray(value));
  } catch {
    return true;
  }
}

/** A link to itself is there for whoever does not follow it; one to nothing is nothing. */
function isLoop(path: string): boolean {
  try {
    readFileSync(path);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ELOOP';
  }
}

interface Answer {
  readonly words: string;
  readonly code: number;
  readonly text: string;
}

/** What is wrong with one answer. */
function faultsOf(answer: Answer, ms: number, mayFail: boolean, path: string): string[] {
  const { words, code, text } = answer;
  return [
    ...(code < 0 ? [`${words}: ended by a signal, after ${Math.round(ms)} ms`] : []),
    ...(improper.test(text) ? [`${words}: said ${text}`] : []),
    ...(mayFail && code !== 0 && !text.includes(path) ? [`${words}: does not name ${path}: ${text}`] : []),
  ];
}

interface Outcome {
  readonly answers: readonly Answer[];
  readonly faults: readonly string[];
}

/** One walk with one engine. `usual`: the exit status of each call when nothing is damaged. */
async function walk(
  lane: Lane,
  c: Case,
  id: string,
  isFast: boolean,
  usual?: readonly Answer[],
): Promise<Outcome> {
  const { box } = lane;
  const born = lane.born(id, c);
  const [answers, faults]: [Answer[], string[]] = [[], []];
  let isBroken = false;
  let end: (() => void) | undefined;
  if (c.damage !== null) {
    end = (await c.damage.apply(born.dir)) ?? undefined;
    isBroken = !c.damage.isPlausible && isUnreadable(born, c.damage.file);
  }
  const path = c.damage === null || c.damage.file === '' ? 'DIR/state/ID' : `DIR/state/ID/${c.damage.file}`;
  for (const words of walks[c.walk] ?? []) {
    if (words.startsWith('delete --force') && c.damage?.isForeign === true) restore(born);
    const { code, stdout, stderr, ms } = await lane.call(words.replace('ID', id).split(' '), isFast);
    // A state that has lost the freezer of a paused container knows of no need to thaw it.
    if (words.startsWith('kill') && code === 0 && !hasEnded(born.pid) && c.stage !== 'paused')
      faults.push(`${words}: it does not die`);
    tryReap(born.pid, 0);
    const answer = { words, code, text: shown(`${stdout}${stderr}`, born, box) };
    const differs = usual !== undefined && usual[answers.length]?.code !== code;
    faults.push(...faultsOf(answer, ms, isBroken && differs, path));
    if (words.startsWith('delete --force') && code !== 0)
      faults.push(`${words}: exit ${code}: ${answer.text}`);
    answers.push(answer);
  }
  end?.();
  const left = remains(born, box);
  faults.push(...left.map((what) => `left: ${what}`));
  clean(born);
  return { answers, faults };
}

function restore({ dir }: Born): void {
  chownSync(dir, 0, 0);
  chmodSync(dir, 0o700);
}

const usualWalks = new Map<string, readonly Answer[]>();

async function usualOf(lane: Lane, c: Case): Promise<readonly Answer[]> {
  const key = `${c.stage} ${c.kind} ${c.walk}`;
  const known = usualWalks.get(key);
  if (known !== undefined) return known;
  const { answers, faults } = await walk(lane, { ...c, damage: null }, lane.fresh(), true);
  expect({ key, faults }).toEqual({ key, faults: [] });
  usualWalks.set(key, answers);
  return answers;
}

async function faultsWith(lane: Lane, c: Case): Promise<string[]> {
  const usual = await usualOf(lane, c);
  const id = lane.fresh();
  const fast = await walk(lane, c, id, true, usual);
  const core = await walk(lane, c, id, false, usual);
  const different = fast.answers.flatMap((one, i) => {
    const other = core.answers[i];
    return one.code === other?.code && one.text === other.text
      ? []
      : [`${one.words}: teu: ${one.code} ${one.text}-- teu-core: ${other?.code} ${other?.text}`];
  });
  const name = `${c.damage?.what}, ${c.stage}, ${c.kind}, walk ${c.walk}`;
  return [
    ...fast.faults.map((fault) => `teu: ${fault}`),
    ...core.faults.map((fault) => `teu-core: ${fault}`),
    ...different,
  ].map((fault) => `${name}: ${fault}`);
}

/** Two at a time, as there are processors. */
async function faultsOfAll(cases: readonly Case[]): Promise<string[]> {
  const lanes = [new Lane(), new Lane()];
  const rest = [...cases];
  const faults: string[] = [];
  const work = async (lane: Lane): Promise<void> => {
    for (let c = rest.shift(); c !== undefined; c = rest.shift()) faults.push(...(await faultsWith(lane, c)));
  };
  try {
    await Promise.all(lanes.map(work));
  } finally {
    for (const { box } of lanes) faults.push(...box.close().map((what) => `left at the end: ${what}`));
  }
  return faults;
}

/** What is read by one verb alone is damaged where that verb reads it. */
const readBy: Readonly<Record<string, readonly Stage[]>> = {
  'plan.json': ['created'],
  'init.sock': ['created'],
  'config.json': ['created', 'running'],
};

function caseOf(seed: number, damage: Damage): Case {
  const r = random(seed ^ 0x5eed);
  const reading = readBy[damage.file];
  const walk = r.below(reading === undefined ? walks.length : walks.length - 1);
  return { walk, kind: r.pick(kinds), stage: r.pick(reading ?? stages), damage };
}

function fuzz(title: string, cases: readonly Case[]): void {
  if (!isTeu) skip(title, 'the files of teu');
  else
    test(
      title,
      async () => {
        const faults = await faultsOfAll(cases);
        if (faults.length > 0) console.log(faults.join('\n'));
        expect(faults).toEqual([]);
      },
      Math.max(120_000, cases.length * 3000),
    );
}

fuzz(
  'whatever is in place of a file of the state directory, every verb ends well and delete --force removes everything',
  [...everyListener, ...everyKind].map((damage, i) => caseOf(i, damage)),
);
console.log(`state directories damaged by seeds from ${firstSeed} on: SEED=${firstSeed} TIMES=${times}`);
fuzz(
  'whatever a file of the state directory says, every verb ends well and delete --force removes everything',
  Array.from({ length: times }, (_, i) => caseOf(firstSeed + i, damageOf(firstSeed + i))),
);
