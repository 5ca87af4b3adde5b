/** Tests that some machines cannot run: the reason is printed, and the runner checks the list of skips. */
import { skip } from '../helpers/skip.ts';
import { type Engine, testOf } from './titled.ts';

/** `testOf` where there is no reason against it; otherwise one that skips, and says why. */
export function testWhere(reason: string | null, engine: Engine): (title: string, body: () => void) => void {
  if (reason === null) return testOf(engine);
  return (title) => {
    skip(title, reason);
  };
}
