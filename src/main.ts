/** teu-core: the program on Bun. */

import { program } from './cli/program.ts';

try {
  program(process.argv.slice(2));
} catch (error) {
  // libteu.so itself cannot be loaded: the engine's own slow ways are what is left.
  console.error(`teu: cannot load the native library: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
