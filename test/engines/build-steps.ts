/** Builds by Podman and Buildah, whose every RUN is a container of teu; the same for root and for other users. */
import { expect } from 'bun:test';
import type { PodmanRig } from './podman-rig.ts';
import { testOf } from './titled.ts';

const dockerfile = [
  'FROM localhost/bb:1',
  'RUN echo built > /made && id -u',
  'RUN test "$(cat /made)" = built',
  'USER 5',
  'ENTRYPOINT ["sh", "-c", "id -u; cat /made"]',
  '',
].join('\n');
const offline = ['--network', 'none'];

export function buildTests(rigOf: () => PodmanRig, kind = ''): void {
  for (const builder of ['podman', 'buildah'] as const)
    testOf(builder === 'podman' ? 'Podman' : 'Buildah', kind)(
      `${builder} build runs its steps on teu, and tells the status of one that fails`,
      () => {
        const rig = rigOf();
        const build = (tag: string, text: string) => {
          const words = ['build', ...offline, '--no-cache', '-t', tag, '-f', rig.file('Dockerfile', text)];
          return builder === 'podman'
            ? rig.podman(...words, rig.path)
            : rig.buildah(...words, '--runtime', rig.runtime, rig.path);
        };
        const built = build(`${builder}:1`, dockerfile);
        expect([built.code, built.code === 0 ? '' : built.stdout + built.stderr]).toEqual([0, '']);
        expect(rig.must('run', '--rm', ...offline, `localhost/${builder}:1`)).toBe('5\nbuilt\n');
        const bad = build('bad:1', 'FROM localhost/bb:1\nRUN exit 9\n');
        expect([bad.code === 0, `${bad.stdout}${bad.stderr}`]).toEqual([
          false,
          expect.stringContaining('exit status 9'),
        ]);
      },
    );

  testOf('Buildah', kind)('run and from', () => {
    const rig = rigOf();
    const told = (...args: string[]) => {
      const { code, stdout, stderr } = rig.buildah(...args);
      if (code !== 0) throw new Error(`buildah ${args.join(' ')}: ${code}: ${stderr}`);
      return stdout;
    };
    const name = told('from', '--pull-never', 'localhost/bb:1').trim();
    const run = ['run', ...offline, '--runtime', rig.runtime, name, '--'];
    expect(told(...run, 'sh', '-c', 'echo x > /kept; echo $$')).toBe('1\n');
    expect(told(...run, 'cat', '/kept')).toBe('x\n');
    expect(rig.buildah(...run, 'sh', '-c', 'exit 7').code).toBe(7);
    told('rm', name);
  });
}
