/** Bundles the program for the small engine: build-engine.ts OUT [ENTRY]. Every module is evaluated when the heap is made. */

import { readInputs } from '../test/golden/cases.ts';

const commit = process.env.COMMIT ?? '';

async function bundle(entry: string): Promise<string> {
  const built = await Bun.build({
    entrypoints: [entry],
    target: 'node',
    format: 'cjs',
    external: ['commander', 'pino'],
    define: commit === '' ? {} : { TEU_BUILD_COMMIT: JSON.stringify(commit) },
  });
  const [output] = built.outputs;
  if (!built.success || output === undefined) throw new AggregateError(built.logs, `cannot bundle ${entry}`);
  return `(function () {\n${await output.text()}`;
}

const program = await bundle(Bun.argv[3] ?? 'src/engine/main.ts');
/** What needs a package of Node's world is not there. */
const modules = [...program.matchAll(/^var (init_\w+) = __esm\(/gm)].map(([, name]) => name ?? '');
const evaluated = modules.filter((name) => !/^init_commander/.test(name)).map((name) => `${name}();`);
/** Golden cases of the plans that most calls make. */
const pieces = [
  'plain',
  'cgroup-v2',
  'cgroup-hybrid',
  'seccomp',
  'user-namespace',
  'exec',
  'exec-v1-terminal',
]
  .map(readInputs)
  .map(({ text, facts, request }) => ({ config: text, facts, request }));
/** Another program (test/parity) does without. */
const rehearsal = `globalThis.rehearse?.(${JSON.stringify(pieces)});delete globalThis.rehearse;`;
const globals = await bundle('src/engine/globals.ts');
await Bun.write(
  Bun.argv[2] ?? '',
  `${globals}})();\n${program}\n${evaluated.join('\n')}\n${rehearsal}\n})();\n`,
);
