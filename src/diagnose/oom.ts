/** Whether the memory limit of a plan has killed one of its actors. */

import type { ErrorData } from '../errors/types.ts';
import { tryReadText } from '../native/lib.ts';
import type { StepOf } from '../wire/types.ts';
import type { Planned } from './types.ts';

const limit = '/linux/resources/memory/limit';

/** v1 has the count since Linux 4.13. */
const kills = (dir: string): number => {
  const text = tryReadText(`${dir}/memory.events`) ?? tryReadText(`${dir}/memory.oom_control`) ?? '';
  return Number(/^oom_kill ([0-9]+)$/m.exec(text)?.[1] ?? 0);
};

/** The field and a hint, for the error of an actor that was killed; null where the OOM killer did not do it. */
export function oomOf({ steps, configText, configFile }: Planned): Pick<ErrorData, 'field' | 'hint'> | null {
  const write = steps.find((step): step is StepOf<'cgroup_write'> & { actor: 'host' } => {
    return step.op === 'cgroup_write' && step.from === limit;
  });
  if (write === undefined || kills(write.file.slice(0, write.file.lastIndexOf('/'))) === 0) return null;
  const { fieldAt } = require('../errors/fieldOf.ts') as typeof import('../errors/fieldOf.ts');
  const field = fieldAt(configText, limit, configFile);
  return {
    ...(field === undefined ? {} : { field }),
    hint: 'the OOM killer did it: the limit is below what a process needs to become a container',
  };
}
