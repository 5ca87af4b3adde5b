/** Little memory, little stack: the engine in teu ends a call with one error and leaves nothing; it never dies of a signal. */
import { expect } from 'bun:test';
import { statSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { defaultConfig } from '../helpers/config.ts';
import { runtime } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

/** Bun itself starts with none of these limits: whichever engine the other tests are run with, these are about the one in teu. */
const { TEU_NO_FAST: _, ...env } = process.env as Record<string, string>;

/** `what` of the shell's ulimit, in KiB. */
const limited = (what: string, kib: number): string[] => [
  'sh',
  '-c',
  `ulimit ${what} ${kib}; exec "$@"`,
  'sh',
];

/** A bundle whose configuration needs a lot of memory, or of stack, to be read. */
function greedy(box: Box, kind: 'wide' | 'deep'): string {
  const bundle = box.bundle();
  const annotations = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, i) => [`n${i}`, 'x'.repeat(100)]),
  );
  const config = JSON.stringify({ ...defaultConfig('exec sleep 1000'), annotations });
  const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  writeFileSync(`${bundle}/config.json`, kind === 'wide' ? config : deep);
  return bundle;
}

function endsWell(box: Box, bundle: string, what: string, kib: number): boolean {
  const id = box.id();
  const wrap = limited(what, kib);
  const { code, stderr } = box.call(['create', '--bundle', bundle, id], { wrap, env });
  expect({ kib, code: code === 0 || code === 1 }).toEqual({ kib, code: true });
  if (code !== 0) expect(stderr).toMatch(/^teu: .+\n( {2}.+\n)*$/);
  for (const verb of ['state', 'kill']) expect([0, 1]).toContain(box.call([verb, id], { wrap, env }).code);
  box.must('delete', '--force', id);
  box.settle();
  expect(box.left()).toEqual([]);
  return code === 0;
}

scenario(
  'however little address space there is beyond the program, create ends with 0 or with one error',
  (box) => {
    const program = Math.ceil(statSync(runtime).size / 1024) + 2048;
    const bundle = greedy(box, 'wide');
    const ended = [
      0, 500, 1000, 2000, 3000, 4000, 5000, 6000, 8000, 12_000, 16_000, 24_000, 60_000, 120_000,
    ].map((more) => endsWell(box, bundle, '-v', program + more));
    expect(ended).toContain(false);
    expect(ended.at(-1)).toBe(true);
  },
  { teuOnly: 'the size of its own program', timeoutMs: 120_000 },
);

scenario(
  'however small the stack is, and however deep the configuration, create ends with 0 or with one error',
  (box) => {
    const [plain, deep] = [box.bundle('exec sleep 1000'), greedy(box, 'deep')];
    for (const kib of [96, 128, 192, 256, 512, 1024, 4096, 8192]) {
      endsWell(box, plain, '-s', kib);
      expect(endsWell(box, deep, '-s', kib)).toBe(false);
    }
  },
  { teuOnly: 'its own engine', timeoutMs: 120_000 },
);

scenario(
  'without a descriptor to spare, what is only asked about names the file that cannot be opened',
  (box) => {
    const id = box.id();
    const wrap = limited('-n', 3);
    const state = () => box.call(['state', id], { wrap, env });
    expect(state().stderr).toMatch(
      /^teu: state \S+: cannot read \S+\/state\.json\n {2}call {4}open\(2\): EMFILE /,
    );
    expect(box.call(['list'], { wrap, env }).stderr).toMatch(
      /^teu: list: cannot use .+\n {2}call .+ EMFILE /,
    );
    box.must('create', '--bundle', box.bundle('exec sleep 1000'), id);
    expect(state().code).toBe(1);
    box.must('delete', '--force', id);
  },
  { teuOnly: 'its own words' },
);
