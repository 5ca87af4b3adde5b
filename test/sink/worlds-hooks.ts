/** Rows of hooks, and of what their input says. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Box, Result } from '../helpers/box.ts';
import { row } from './rows.ts';
import { hookKinds } from '../../src/config/hook-kinds.ts';
import type { Look, Place, Row, Seen, World } from './world.ts';

/** Its name, its second operand, its variable, and then its input, in a file beside it that the first operand names. */
const script = `#!/bin/sh
d=\${0%/*}
{ echo "\${0##*/} $2 $X"; cat; } > "$d/log-$1"
`;

/** startContainer hooks are files of the container. */
const homeOf = (kind: string, dir: string) => (kind === 'startContainer' ? `${dir}/rootfs` : dir);

const word = (kind: string, index: number): Look => ({
  deleted: ({ dir }) =>
    readFileSync(`${homeOf(kind, dir)}/log-${kind}`, 'utf8')
      .split('\n')[0]
      ?.split(' ')[index] ?? '',
});

const stateWord = (name: (state: Record<string, unknown>) => unknown): Look => ({
  deleted: ({ dir }) => {
    const [, text = ''] = readFileSync(`${dir}/log-createRuntime`, 'utf8').split('\n');
    return String(name(JSON.parse(text) as Record<string, unknown>));
  },
});

/** The path is relative to the bundle until `base` has its directory. */
const rowsOf = (kind: string): readonly Row[] => {
  const leaf = (name: string) => [`/hooks/${kind}/*/${name}`, `/hooks/${kind}/0/${name}`] as const;
  const [path, at] = leaf('path');
  return [
    row(path, at, ['h0', 'h1'], word(kind, 0)),
    row(`/hooks/${kind}/*/args/*`, `/hooks/${kind}/0/args/2`, ['one', 'two'], word(kind, 1)),
    row(`/hooks/${kind}/*/env/*`, `/hooks/${kind}/0/env/0`, ['X=three', 'X=four'], word(kind, 2), [
      'three',
      'four',
    ]),
  ];
};

function base(config: { hooks?: unknown }, { dir }: Place): void {
  for (const place of [dir, `${dir}/rootfs`])
    for (const name of ['h0', 'h1']) writeFileSync(`${place}/${name}`, script, { mode: 0o755 });
  const hook = (kind: string) => ({ path: '', args: ['hook', kind], env: ['', 'PATH=/usr/bin:/bin'] });
  config.hooks = Object.fromEntries(hookKinds.map((kind) => [kind, [hook(kind)]]));
}

/** Paths of hooks are absolute. */
function finish(config: { hooks?: Record<string, { path: string }[]> }, { dir }: Place): void {
  for (const [kind, [hook]] of Object.entries(config.hooks ?? {}))
    if (hook !== undefined) hook.path = `${kind === 'startContainer' ? '' : dir}/${hook.path}`;
}

const hookWorld: World = {
  title: 'hooks and their input',
  needs: [],
  base,
  finish,
  rows: () => [
    ...hookKinds.flatMap(rowsOf),
    row(
      '/annotations/*',
      '/annotations/org.example',
      ['one', 'two'],
      stateWord(({ annotations }) => (annotations as Record<string, string>)['org.example']),
    ),
  ],
};

/** Each hook sleeps longer than the first limit and shorter than the second, and all of them at once. */
export const timeoutLeaves = hookKinds.map((kind) => `/hooks/${kind}/*/timeout`);
const limits = [1, 4] as const;

/** Whether the hook ended by itself or was killed, for each kind. */
export async function timeouts(box: Box): Promise<readonly Seen[]> {
  const begun = hookKinds.map((kind) =>
    limits.map((timeout) => {
      const hook = { path: '/bin/busybox', args: ['busybox', 'sleep', '1.3'], timeout };
      const bundle = box.bundle((config) => {
        config.hooks = { [kind]: [hook] };
      });
      return box.begin(['run', '--bundle', bundle, box.id()]);
    }),
  );
  const ends = await Promise.all(begun.map((pair) => Promise.all(pair.map((one) => one.result()))));
  // A poststop hook that fails is a warning.
  const how = ({ code, stderr }: Result) => (code === 0 && stderr === '' ? 'ended' : 'killed');
  return ends.map((pair, index) => ({ leaf: timeoutLeaves[index] ?? '', sees: pair.map(how).join(' ') }));
}

export const hookWorlds = [hookWorld];
