/** Names of containers: what is accepted, what is refused before anything is made. */
import { expect } from 'bun:test';
import { readdirSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';

const bad = ['', '.', '..', 'a/b', '../up', '/abs', 'sp ace', 'new\nline', 'x'.repeat(1025), 'nul%', 'ünï'];

for (const id of bad) {
  scenario(
    `the id ${JSON.stringify(id.length > 30 ? `${id.slice(0, 8)}... (${id.length})` : id)} is refused`,
    (box) => {
      const result = box.teu('create', '--bundle', box.bundle(), id);
      expect(result.code).toBe(1);
      expect(result.stderr).not.toBe('');
      expect(result.stdout).toBe('');
      expect(box.left().filter((entry) => !/\/state$/.test(entry))).toEqual([]);
    },
  );
}

for (const id of ['a', 'with-dash_and.dot+plus', 'x'.repeat(200)]) {
  scenario(`the id ${id.slice(0, 30)} is accepted`, (box) => {
    box.must('run', '--bundle', box.bundle(), id);
    expect(readdirSync(box.root)).toEqual([]);
  });
}

scenario('every verb refuses an id that climbs', (box) => {
  for (const verb of ['state', 'start', 'kill', 'delete'])
    expect([verb, box.teu(verb, '../x').code]).toEqual([verb, 1]);
});

scenario('a missing id is an error with the usage, not a stack trace', (box) => {
  for (const verb of ['create', 'start', 'run', 'state', 'kill', 'delete']) {
    const result = box.teu(verb);
    expect([verb, result.code]).toEqual([verb, 1]);
    expect(result.stderr).not.toMatch(/\.ts:\d+|node:internal/);
  }
});

scenario('an unknown verb and an unknown flag are errors', (box) => {
  expect(box.teu('conjure').code).not.toBe(0);
  expect(box.teu('create', '--no-such-flag', 'id').code).not.toBe(0);
});
