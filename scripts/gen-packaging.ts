/** Prints the manual page and the completions of three shells from src/cli/verbs.ts into packaging/gen. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { bashCompletion, fishCompletion, zshCompletion } from './completions.ts';
import { manualPage } from './manual-page.ts';

const directory = new URL('../packaging/gen/', import.meta.url).pathname;

const printed: Readonly<Record<string, () => string>> = {
  'teu.8': manualPage,
  'teu.bash': bashCompletion,
  _teu: zshCompletion,
  'teu.fish': fishCompletion,
};

mkdirSync(directory, { recursive: true });
for (const [name, print] of Object.entries(printed)) writeFileSync(`${directory}${name}`, print());
