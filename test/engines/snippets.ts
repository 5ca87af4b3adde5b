/** The settings that docs/engines.md shows to people, for the engines of the tests. */
import { readFileSync } from 'node:fs';
import { repository } from '../helpers/paths.ts';

const page = readFileSync(`${repository}docs/engines.md`, 'utf8');

/** The indented block after the paragraph that begins with the name, with the runtime's path for the one it shows. */
export function snippet(name: string, runtime: string): string {
  const [, after = ''] = page.split(`\n**${name}**`);
  const [, block = ''] = /\n\n((?: {4}.*\n|\n)+)/.exec(after) ?? [];
  const text = block.replaceAll(/^ {4}/gm, '').trimEnd();
  if (!text.includes('teu')) throw new Error(`docs/engines.md has no block for ${name}`);
  return `${text.replaceAll('/usr/local/bin/teu', runtime)}\n`;
}
