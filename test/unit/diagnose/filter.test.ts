/** Whether the filter of a plan lets the one call behind it through. */
import { expect, test } from 'bun:test';
import { answerToExecve } from '../../../src/diagnose/filter.ts';
import { configOf, planOf } from '../plan/fixture.ts';

const stepsWith = (action: string, errnoRet?: number) =>
  planOf(
    configOf({
      linux: {
        seccomp: {
          defaultAction: 'SCMP_ACT_ALLOW',
          syscalls: [{ names: ['execve'], action, ...(errnoRet === undefined ? {} : { errnoRet }) }],
        },
      },
    }),
  );

test('an errno is told by its symbol', () => {
  expect(answerToExecve(stepsWith('SCMP_ACT_ERRNO'), 'x86_64')).toBe('EPERM');
  expect(answerToExecve(stepsWith('SCMP_ACT_ERRNO', 38), 'x86_64')).toBe('ENOSYS');
});

test('what kills is SIGSYS', () => {
  for (const action of ['SCMP_ACT_KILL', 'SCMP_ACT_KILL_PROCESS', 'SCMP_ACT_KILL_THREAD', 'SCMP_ACT_TRAP'])
    expect(answerToExecve(stepsWith(action), 'x86_64')).toBe('SIGSYS');
});

test('what lets it through, leaves it to a tracer, or is no filter, answers nothing', () => {
  for (const action of ['SCMP_ACT_LOG', 'SCMP_ACT_ALLOW', 'SCMP_ACT_TRACE'])
    expect(answerToExecve(stepsWith(action), 'x86_64')).toBeNull();
  expect(answerToExecve(planOf(configOf()), 'x86_64')).toBeNull();
  expect(answerToExecve(stepsWith('SCMP_ACT_ERRNO'), 'riscv64')).toBeNull();
});
