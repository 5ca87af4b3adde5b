/** teu seccomp: what a profile becomes, told before it is loaded. */
import { expect } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';
import { answer, filtered, profile, refuse } from '../helpers/seccomp.ts';
import type { Box } from '../helpers/box.ts';

const rules = profile(refuse(28, 'mkdir', 'mkdirat'), {
  ...answer('KILL_PROCESS', 'kill'),
  args: [{ index: 1, value: 0, op: 'SCMP_CMP_EQ' }],
});

function fileOf(box: Box, value: unknown): string {
  const path = `${box.dir}/profile.json`;
  writeFileSync(path, JSON.stringify(value, null, 2));
  return path;
}

scenario('explain prints the ranges of calls, their names and the rules for their arguments', (box) => {
  const out = box.must('seccomp', 'explain', fileOf(box, rules)).stdout;
  expect(out).toMatch(/SCMP_ACT_ERRNO ENOSPC\n +mkdir\n/);
  expect(out).toContain('arg1 == 0x0: SCMP_ACT_KILL_PROCESS  /syscalls/1');
  expect(out).toContain('any other architecture: SCMP_ACT_KILL_THREAD');
});

scenario('test names the rule that decides, with its pointer, in the words of the profile', (box) => {
  const bundle = box.bundle((config) => {
    config.linux.seccomp = rules;
  });
  const config = `${bundle}/config.json`;
  const by = (...call: string[]) => {
    const { stdout } = box.must('seccomp', 'test', config, ...call, '--format', 'json');
    const { verdict, path, reason } = JSON.parse(stdout);
    return [verdict.action, verdict.data, path, reason];
  };
  expect(by('mkdir')).toEqual(['SCMP_ACT_ERRNO', 28, '/linux/seccomp/syscalls/0', 'rule']);
  expect(by('kill', '1', '0')).toEqual(['SCMP_ACT_KILL_PROCESS', null, '/linux/seccomp/syscalls/1', 'rule']);
  expect(by('kill', '1', '0x9')).toEqual(['SCMP_ACT_ALLOW', null, '/linux/seccomp/defaultAction', 'default']);
  expect(box.must('seccomp', 'test', config, 'mkdir').stdout).toContain('SCMP_ACT_ERRNO ENOSPC');
});

scenario('what test says is what a container meets', (box) => {
  const said = JSON.parse(
    box.must('seccomp', 'test', fileOf(box, rules), 'mkdir', '--format', 'json').stdout,
  );
  expect(said.verdict.data).toBe(28);
  expect(box.run(filtered(rules, 'mkdir /tmp/x')).stderr).toContain('No space left on device');
});

scenario('a profile that create would refuse is refused, with the place in its own file', (box) => {
  const file = fileOf(box, profile({ ...answer('ALLOW', 'mkdir'), errnoRet: 1 }));
  const result = box.teu('seccomp', 'explain', file);
  const line =
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('errnoRet')) + 1;
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(`${file}:${line}:`);
  expect(result.stderr).toContain('/syscalls/0/errnoRet');
});

for (const [what, args] of [
  ['an unknown view', ['show', 'FILE']],
  ['a call without a name', ['test', 'FILE']],
  ['a call that does not exist', ['test', 'FILE', 'nocall']],
  ['an argument that is no number', ['test', 'FILE', 'mkdir', '1x']],
  ['an unknown architecture', ['test', 'FILE', 'mkdir', '--arch', 'pdp11']],
] as const)
  scenario(`${what} is a usage error`, (box) => {
    const file = fileOf(box, rules);
    const result = box.teu('seccomp', ...args.map((word) => (word === 'FILE' ? file : word)));
    expect([result.code, result.stdout]).toEqual([1, '']);
    expect(result.stderr).toStartWith('teu: seccomp');
  });
