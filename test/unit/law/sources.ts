/** Reads the repository's own source files for the law tests. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

export const repository = new URL('../../..', import.meta.url).pathname;

/** Paths of all TypeScript (or, with an ending, other) files below the directories, relative to the repository. */
export function files(ending: RegExp, ...directories: string[]): string[] {
  return directories
    .filter((directory) => existsSync(repository + directory))
    .flatMap((directory) =>
      readdirSync(repository + directory, { recursive: true, encoding: 'utf8' }).map(
        (name) => `${directory}/${name}`,
      ),
    )
    .filter((path) => ending.test(path) && !path.includes('/node_modules/') && !path.includes('/build/'))
    .sort();
}

export const sourceFiles = (...directories: string[]) => files(/\.ts$/, ...directories);

export const text = (path: string) => readFileSync(repository + path, 'utf8');

export function isGenerated(path: string): boolean {
  return /\/gen\/|\.gen\.|\/golden\/.*\.(txt|json)$|^docs\/properties\.md$|^src\/wire\/abi\.ts$/.test(path);
}

/** `src/plan/mounts.ts` -> `plan`; `src/main.ts` -> `main`; also for paths without `src/`. */
export function roomOf(path: string): string {
  const parts = path.replace(/^src\//, '').split('/');
  return (parts[0] ?? '').replace(/\.ts$/, '');
}

export interface Import {
  readonly line: string;
  readonly specifier: string;
  /** Path below src/ of a relative import, null for a package or a built-in. */
  readonly target: string | null;
}

export function imports(file: string): Import[] {
  const statements = text(file).matchAll(
    /^(?:import|export)\b[^'";]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]/gm,
  );
  return [...statements].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    const target = specifier.startsWith('.')
      ? posix.join(posix.dirname(file), specifier).replace(/^src\//, '')
      : null;
    return { line: match[0].replace(/\s+/g, ' '), specifier, target };
  });
}
