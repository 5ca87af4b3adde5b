/** `scenario` is a test with a box: a directory, a state root and containers that are gone when it ends. */
import { expect, test } from 'bun:test';
import { Box } from './box.ts';
import { isTeu, runtime } from './paths.ts';
import { recordPlace } from './place.ts';
import { type Need, unmet } from './probes.ts';
import { skip } from './skip.ts';
import { onCgroup2 } from './v2.ts';

interface Options {
  readonly needs?: readonly Need[];
  /** Only teu promises this; with RUNTIME=runc the test is left out. */
  readonly teuOnly?: string;
  readonly timeoutMs?: number;
  /** Every call of the box is made where cgroup v2 is all there is: made for it on a host that has v1 too. */
  readonly on?: 'cgroup2';
}

function reasonToSkip(options: Options): string | null {
  if (options.teuOnly !== undefined && !isTeu) return `${runtime}: ${options.teuOnly}`;
  return unmet([...(options.needs ?? []), ...(options.on === undefined ? [] : [options.on])]);
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
  test(
    title,
    () => inBox(title, body, options.on === undefined ? [] : onCgroup2),
    options.timeoutMs ?? 60_000,
  );
}

async function inBox(
  title: string,
  body: (box: Box) => void | Promise<void>,
  wrap: readonly string[],
): Promise<void> {
  const box = new Box(wrap);
  try {
    await body(box);
  } catch (error) {
    // What a failed test leaves is not its news.
    box.close();
    throw error;
  }
  recordPlace(title, box.wasPrivate);
  expect(box.close()).toEqual([]);
}
