/** In the order of the lifecycle (runtime.md#lifecycle). */

import type { HookKind } from './types.ts';

export const hookKinds = [
  'prestart',
  'createRuntime',
  'createContainer',
  'startContainer',
  'poststart',
  'poststop',
] as const satisfies readonly HookKind[];
