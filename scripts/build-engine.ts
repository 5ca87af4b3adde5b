/** Bundles the program for the small engine: build-engine.ts OUT [ENTRY [REHEARSAL SCENE]]. Every module is evaluated when the heap is made. */

import { readdirSync, readFileSync } from 'node:fs';
import type { Piece } from '../src/engine/rehearse.ts';

const rehearsals = 'src/engine/rehearsal';
const commit = process.env.COMMIT ?? '';

function readPiece(name: string): Piece {
  const read = (file: string): string => readFileSync(`${rehearsals}/${name}/${file}.json`, 'utf8');
  return {
    config: read('config'),
    facts: JSON.parse(read('facts')) as Piece['facts'],
    request: JSON.parse(read('request')) as Piece['request'],
  };
}

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
const globals = await bundle('src/engine/globals.ts');
await Bun.write(Bun.argv[2] ?? '', `${globals}})();\n${program}\n${evaluated.join('\n')}\n})();\n`);
/** What the heap is made for; another program (test/parity) does without. */
const [pieces, scene] = Bun.argv.slice(4);
if (pieces !== undefined && scene !== undefined) {
  await Bun.write(pieces, JSON.stringify(readdirSync(rehearsals).sort().map(readPiece)));
  await Bun.write(scene, `${await bundle('src/engine/scene.ts')}\n})();\n`);
}
