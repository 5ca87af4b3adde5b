/** What a host may be like that this guest can be made to look like. */
import { expect } from 'bun:test';
import { repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

const onInitramfs = [`${repository}build/test/initramfs`];

scenario(
  'on an initramfs pivot_root is refused with its reason, and following the hint makes it work',
  (box) => {
    const call = (...flags: string[]) => {
      const bundle = box.bundle('echo inside; ls /host 2>&1 | grep -c "No such"; mount | grep -c " / "');
      return box.call(['run', ...flags, '--bundle', bundle, box.id()], { wrap: onInitramfs });
    };
    const refused = call();
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/pivot_root\(2\): EINVAL/);
    expect(refused.stderr).toMatch(/hint .*an initramfs, .*: --no-pivot/);
    expect(call('--no-pivot')).toEqual({ code: 0, stdout: 'inside\n1\n1\n', stderr: '' });
  },
);

scenario('exec enters a container on an initramfs, and delete removes it', (box) => {
  const bundle = box.bundle((config) => {
    config.process.args = ['/bin/sleep', '1000'];
  });
  const id = box.id();
  const script = `"$@" create --no-pivot --bundle ${bundle} ${id} </dev/null >/dev/null 2>&1 && "$@" start ${id} &&
"$@" exec ${id} echo inside && "$@" delete --force ${id}`;
  const result = box.call([], { wrap: [...onInitramfs, 'sh', '-c', script, 'sh'] });
  expect(result).toEqual({ code: 0, stdout: 'inside\n', stderr: '' });
});
