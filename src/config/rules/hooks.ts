/** config.md#posix-platform-hooks. timeout > 0 is in the schema. */

import { hookKinds } from '../hook-kinds.ts';
import type { Config, Hook } from '../types.ts';
import type { Rule, Violation } from './rule.ts';
import { isAbsolute } from './rule.ts';

const spec = 'config.md#posix-platform-hooks';
const reads = ['/hooks'];

function eachHook(
  { hooks }: Config,
  visit: (hook: Hook, pointer: string) => readonly Violation[],
): Violation[] {
  return hookKinds.flatMap((kind) =>
    hooks[kind].flatMap((hook, index) => visit(hook, `/hooks/${kind}/${index}`)),
  );
}

export const hookPath: Rule = {
  code: 'teu.config.hook-path',
  severity: 'error',
  spec,
  reads,
  check: (config) =>
    eachHook(config, ({ path }, pointer) =>
      isAbsolute(path) ? [] : [{ path: `${pointer}/path`, message: 'the path of a hook must be absolute' }],
    ),
};

export const hookEnv: Rule = {
  code: 'teu.config.hook-env',
  severity: 'warning',
  spec,
  reads,
  check: (config) =>
    eachHook(config, ({ env }, pointer) =>
      (env ?? []).flatMap((entry, index) =>
        entry.indexOf('=') > 0 ? [] : [{ path: `${pointer}/env/${index}`, message: 'expected NAME=value' }],
      ),
    ),
};

export const hookPrestart: Rule = {
  code: 'teu.config.hook-prestart',
  severity: 'warning',
  spec: 'config.md#prestart',
  reads,
  advice: true,
  check: ({ hooks }) =>
    hooks.prestart.length === 0
      ? []
      : [
          {
            path: '/hooks/prestart',
            message: 'prestart is deprecated: createRuntime runs at the same place',
          },
        ],
};
