import { commit, specVersion, version as teuVersion } from '../version.ts';
import { type Handler, print } from './context.ts';

/**
 * Pure. dockerd wants a line with "version" and one that begins with `commit: `; go-runc wants `runc version `
 * in front, and gets it when teu is installed under that name. No later line may contain the word version.
 */
export function versionText(program: string): string {
  const name = program.slice(program.lastIndexOf('/') + 1) === 'runc' ? 'runc' : 'teu';
  return `${name} version ${teuVersion}\ncommit: ${commit}\nspec: ${specVersion}\n`;
}

/** argv[0] is what the launcher was called as. */
export const version: Handler<'version'> = () => {
  print(versionText(process.argv0));
};
