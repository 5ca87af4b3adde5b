/** Containers to enter, and what is seen in them. */
import { expect } from 'bun:test';
import type { Box } from './box.ts';
import type { OciConfig } from './config.ts';

/** A container that runs; returns its id. */
export function running(box: Box, change: (config: OciConfig, dir: string) => void = () => {}): string {
  const id = box.id();
  const bundle = box.bundle((config, dir) => {
    config.process.args = ['/bin/sleep', '1000'];
    change(config, dir);
  });
  box.must('run', '--detach', '--bundle', bundle, id);
  return id;
}

/** A shell of the container. */
export const sh = (box: Box, id: string, script: string, ...flags: string[]) =>
  box.call(['exec', ...flags, id, '/bin/sh', '-c', script]);

/** What the script prints; it must end well. */
export function told(box: Box, id: string, script: string, ...flags: string[]): string {
  const result = sh(box, id, script, ...flags);
  expect([result.code, result.stderr]).toEqual([0, '']);
  return result.stdout;
}

/** What there is beside the container: a process is the same one, whatever it does and is called by now. */
export const leftBeside = (box: Box): string[] =>
  box.left().map((entry) => entry.replace(/^(process [0-9]+) \([RSD] .*/, '$1'));
