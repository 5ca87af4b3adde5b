/** What `--version`, `features` and state.json say of this build. */

export const version = '0.1.0';
export { ociVersion as specVersion } from './tables/oci.ts';

/** Put in place by --define when the core is built; a tree without git has none. */
declare const TEU_BUILD_COMMIT: string | undefined;
export const commit: string = typeof TEU_BUILD_COMMIT === 'string' ? TEU_BUILD_COMMIT : 'unknown';
