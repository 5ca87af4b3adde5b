/** exec --cgroup: cgroups below those of the container, in the place of its own. They must exist. */

import { TeuError } from '../errors/types.ts';
import { withFacts } from '../facts/exec.ts';
import type { ExecFacts } from '../facts/types.ts';

const usage = (message: string): TeuError => new TeuError({ code: 'teu.usage', message });

interface SubPath {
  /** null: in every hierarchy. */
  readonly controllers: readonly string[] | null;
  readonly path: string;
}

/** R13: a path leads down, never up; components are compared, not beginnings (runc#5351). */
function checkedPath(argument: string, path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw usage(`--cgroup ${argument} leads out of the container's cgroup`);
  return parts.map((part) => `/${part}`).join('');
}

function parse(argument: string): SubPath {
  const [first = '', second, ...more] = argument.split(':');
  if (more.length > 0) throw usage(`--cgroup ${argument} has more than one colon`);
  if (second === undefined) return { controllers: null, path: checkedPath(argument, first) };
  const controllers = first.split(',');
  if (controllers.includes('')) throw usage(`--cgroup ${argument} lacks the name of a controller`);
  return { controllers, path: checkedPath(argument, second) };
}

function parseAll(given: readonly string[]): readonly SubPath[] {
  const all = given.map(parse);
  const bare = all.find(({ controllers }) => controllers === null);
  if (bare !== undefined && all.length > 1)
    throw usage('--cgroup without a controller can be given only once');
  const names = all.flatMap(({ controllers }) => controllers ?? []);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw usage(`--cgroup names the controller ${twice} more than once`);
  return all;
}

/** The controllers of the v1 hierarchy a directory is in. */
function controllersAt(dir: string, { cgroup }: ExecFacts): readonly string[] {
  const found = cgroup.hierarchies.find(({ mountpoint }) => dir.startsWith(`${mountpoint}/`));
  return found?.controllers ?? [];
}

function v1Dir(dir: string, subPaths: readonly SubPath[], facts: ExecFacts): string {
  const wanted = subPaths.find(
    ({ controllers }) =>
      controllers === null || controllers.some((name) => controllersAt(dir, facts).includes(name)),
  );
  return `${dir}${wanted?.path ?? ''}`;
}

function checkControllers(subPaths: readonly SubPath[], facts: ExecFacts): void {
  const { v1Cgroups } = facts.container;
  const known = v1Cgroups.flatMap((dir) => controllersAt(dir, facts));
  for (const name of subPaths.flatMap(({ controllers }) => controllers ?? []))
    if (!known.includes(name)) throw usage(`--cgroup: the container has no cgroup of the controller ${name}`);
}

/** Facts in which the container's cgroups are the ones asked for. Throws teu.usage. */
export function withSubCgroups(facts: ExecFacts, given: readonly string[]): ExecFacts {
  if (given.length === 0) return facts;
  const subPaths = parseAll(given);
  checkControllers(subPaths, facts);
  const { container } = facts;
  const below = subPaths.find(({ controllers }) => controllers === null)?.path ?? '';
  return withFacts(facts, {
    container: {
      ...container,
      v1Cgroups: container.v1Cgroups.map((dir) => v1Dir(dir, subPaths, facts)),
      // One was asked for by name: no other will do in its place.
      unified: container.unified && {
        dir: `${container.unified.dir}${below}`,
        isInner: false,
        initDir: null,
      },
    },
  });
}
