/**
 * The same calls twice, by the engine in teu and by teu-core (TEU_NO_FAST=1): what they said, logged and left must be
 * the same but for numbers of processes, times, and the names of the test's own directory and containers.
 */
import { expect, test } from 'bun:test';
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Box, type CallOptions, type Result } from './box.ts';
import { isTeu } from './paths.ts';
import { skip } from './skip.ts';

/** One of the two ways. */
export interface Way {
  readonly box: Box;
  readonly isFast: boolean;
  /** Calls, and writes down what it said and logged; the result is for decisions of the scenario. */
  readonly call: (args: readonly string[], options?: CallOptions) => Result;
  /** As call, with --log: once as text, once as JSON lines, once on stderr alone. */
  readonly thrice: (args: readonly string[], options?: CallOptions) => void;
  /** Writes down what is there now: processes, cgroups, mounts, state directories and their files. */
  readonly look: () => void;
  /** Writes down something else. */
  readonly note: (text: string) => void;
}

const quiet = ['init.sock', 'lock'];

function stateFiles(root: string): string[] {
  if (!existsSync(root)) return [];
  const entries = readdirSync(root, { withFileTypes: true, recursive: true, encoding: 'utf8' });
  return entries
    .filter((entry) => entry.isFile() && !quiet.includes(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .map((file) => `${file} ${(lstatSync(file).mode & 0o7777).toString(8)} ${readFileSync(file, 'utf8')}`);
}

/** Fields of /proc/self/mountinfo that are not numbers of this boot. */
const mountText = (entry: string): string => entry.split(' ').slice(4).join(' ');
const entryText = (entry: string): string => (entry.startsWith('mount ') ? mountText(entry) : entry);

function normalised(text: string, box: Box, prefix: string): string {
  return text
    .replaceAll(box.dir, 'DIR')
    .replaceAll(prefix, 'ID')
    .replaceAll(/("pid": ?)[1-9]\d*/g, '$1PID')
    .replaceAll(/(process )\d+( \([RSD] \(\w+\)\))?/g, '$1PID')
    .replaceAll(/(startTime":)\d+/g, '$1N')
    .replaceAll(/^\[\d+(,\d+)*\]$/gm, (pids) => pids.replaceAll(/\d+/g, 'PID'))
    .replaceAll(/(container uses |swap to \d+: |memory to \d+: )\d+( bytes| is in use)/g, '$1N$2')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replaceAll(/^(ID\d+ +)[1-9]\d* +(running|created|paused)/gm, '$1PID $2');
}

function wayOf(box: Box, isFast: boolean, said: string[]): Way {
  const prefix = box.id().slice(0, -1);
  const env = { ...process.env } as Record<string, string>;
  delete env.TEU_NO_FAST;
  if (!isFast) env.TEU_NO_FAST = '1';
  const note = (text: string) => void said.push(normalised(text, box, prefix));
  const call = (args: readonly string[], options: CallOptions = {}): Result => {
    const result = box.call(args, { ...options, env: { ...env, ...options.env } });
    const { code, stdout, stderr } = result;
    note(`${args.join(' ')} -> ${code}\n${stdout}-- stderr\n${stderr}`);
    return result;
  };
  const thrice = (args: readonly string[], options: CallOptions = {}): void => {
    const log = `${box.dir}/log`;
    for (const format of ['text', 'json']) {
      call(['--log', log, '--log-format', format, ...args], options);
      note(existsSync(log) ? readFileSync(log, 'utf8') : 'no log');
      rmSync(log, { force: true });
    }
    call(args, options);
  };
  const look = () => {
    box.settle();
    note([...box.left().map(entryText), ...stateFiles(box.root)].sort().join('\n'));
  };
  return { box, isFast, call, thrice, look, note };
}

async function transcript(act: (way: Way) => void | Promise<void>, isFast: boolean): Promise<string[]> {
  const said: string[] = [];
  const box = new Box();
  let left: string[] = [];
  try {
    await act(wayOf(box, isFast, said));
  } finally {
    left = box.close();
  }
  expect(left).toEqual([]);
  return said;
}

/** Registers a test that performs `act` both ways and compares what was written down. */
export function bothWays(title: string, act: (way: Way) => void | Promise<void>): void {
  if (!isTeu) {
    skip(title, 'teu has two engines');
    return;
  }
  test(title, async () => {
    const slow = await transcript(act, false);
    const fast = await transcript(act, true);
    const different = slow.flatMap((core, i) => (core === fast[i] ? [] : [{ core, small: fast[i] }]));
    expect(different.slice(0, 8)).toEqual([]);
    expect(fast.length).toBe(slow.length);
    expect(fast.length).toBeGreaterThan(0);
  }, 120_000);
}
