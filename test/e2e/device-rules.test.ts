/** Device rules with wildcards and parts of the access decide alike in the v1 controller and in the v2 program. */
import { expect } from 'bun:test';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { onCgroup2 } from '../helpers/v2.ts';

export const alsoIn = 'guest';

/** No driver has these numbers: an open that the rules allow ends in ENXIO, one that they deny in EPERM before. */
const nodes = [
  ['any-minor', 'c', 4000, 77],
  ['other-major', 'c', 3999, 77],
  ['write-only', 'c', 4001, 5],
  ['its-neighbour', 'c', 4001, 6],
  ['any-major', 'b', 3999, 7],
  ['not-block', 'c', 3998, 7],
] as const;

const rules = [
  { allow: false, access: 'rwm' },
  { allow: true, type: 'c', major: 4000, access: 'r' },
  { allow: true, type: 'c', major: 4001, minor: 5, access: 'w' },
  { allow: true, type: 'b', minor: 7, access: 'rw' },
];

const open = (name: string): string =>
  `r=$( (: < /dev/${name}) 2>&1 ); w=$( (: > /dev/${name}) 2>&1 ); say ${name} "$r" "$w"`;
const script = [
  'word() { case "$1" in *permitted*) printf -;; *address*) printf "$2";; *) printf "?$1";; esac; }',
  'say() { printf "%s " $1; word "$2" r; word "$3" w; echo; }',
  ...nodes.map(([name]) => open(name)),
].join('\n');

function change(config: OciConfig): void {
  config.linux.resources = { devices: rules };
  config.linux.devices = nodes.map(([name, type, major, minor]) => {
    return { path: `/dev/${name}`, type, major, minor, fileMode: 0o666 };
  });
  config.process.args = ['/bin/sh', '-c', script];
}

const decided = 'any-minor r-\nother-major --\nwrite-only -w\nits-neighbour --\nany-major rw\nnot-block --\n';

scenario(
  'on v1 a rule may leave out numbers, and allow a part of the access',
  (box) => {
    expect(box.run(change)).toEqual({ code: 0, stdout: decided, stderr: '' });
  },
  { needs: ['v1-devices'] },
);

scenario(
  'on v2 a rule may leave out numbers, and allow a part of the access',
  (box) => {
    expect(box.run(change, { wrap: onCgroup2 })).toEqual({ code: 0, stdout: decided, stderr: '' });
  },
  { needs: ['cgroup2'], teuOnly: 'crun needs more rights here' },
);
