/** `scenario` is a test with a box: a directory, a state root and containers that are gone when it ends. */
import { expect, test } from 'bun:test';
import { Box } from './box.ts';
import { isTeu, runtime } from './paths.ts';
import { type Need, unmet } from './probes.ts';
import { skip } from './skip.ts';

interface Options {
  readonly needs?: readonly Need[];
  /** Only teu promises this; with RUNTIME=runc the test is left out. */
  readonly teuOnly?: string;
  readonly timeoutMs?: number;
}

function reasonToSkip(options: Options): string | null {
  if (options.teuOnly !== undefined && !isTeu) return `${runtime}: ${options.teuOnly}`;
  return unmet(options.needs ?? []);
}

/** Registers a test; a missing need skips it with its reason printed, and the runner checks the list of skips. */
export function scenario(
  title: string,
  body: (box: Box) => void | Promise<void>,
  options: Options = {},
): void {
  const reason = reasonToSkip(options);
  if (reason !== null) {
    skip(title, reason);
    return;
  }
  test(title, () => inBox(body), options.timeoutMs ?? 60_000);
}

async function inBox(body: (box: Box) => void | Promise<void>): Promise<void> {
  const box = new Box();
  try {
    await body(box);
  } catch (error) {
    // What a failed test leaves is not its news.
    box.close();
    throw error;
  }
  expect(box.close()).toEqual([]);
}
