import { TeuError } from '../errors/types.ts';
import { close, pidfdOpen, pidfdWait } from '../native/lib.ts';
import { exactJson } from '../query/exact-json.ts';
import { type Meter, meterOf } from '../query/stats.ts';
import { loadLive } from '../run/live.ts';
import { storedBundle } from '../run/stored-config.ts';
import type { State } from '../state/file.ts';
import { isAlive } from '../state/process.ts';
import { usageError } from './call.ts';
import { containerOf, type Handler, print } from './context.ts';

const defaultIntervalMs = 5000;
/** How late an OOM kill may be told: the counters wake nobody on v1. */
const oomLatenessMs = 200;

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration as Go writes it: 5s, 1m30s, 250ms. */
function durationMs(text: string): number {
  const parts = [...text.matchAll(/([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)/g)];
  const total = parts.reduce((sum, [, n, unit = '']) => sum + Number(n) * (unitsMs[unit] ?? 0), 0);
  if (parts.map(([whole]) => whole).join('') === text && total >= 1) return total;
  throw usageError(`option --interval takes a time like 5s or 1m30s, not ${JSON.stringify(text)}`);
}

const doesNotRun = (id: string): TeuError =>
  new TeuError({ code: 'teu.state', message: `container ${id} does not run` });

const printEvent = (event: Readonly<Record<string, unknown>>): void => print(`${exactJson(event)}\n`);

/** Until init ends; it is the pidfd that wakes. */
function stream(state: State, meter: Meter, intervalMs: number, pidfd: number): void {
  let seen = meter.oomKills() ?? 0;
  for (let next = performance.now(), ended = false; !ended; ) {
    const now = performance.now();
    if (now >= next) {
      printEvent({ type: 'stats', id: state.id, data: meter.read() });
      next = now + intervalMs;
    }
    ended = pidfdWait(pidfd, Math.ceil(Math.min(next - now, oomLatenessMs)));
    const kills = meter.oomKills() ?? seen;
    for (; seen < kills; seen++) printEvent({ type: 'oom', id: state.id });
  }
}

/** Prints what a container uses, once or again and again, and when the OOM killer came. Takes no lock. */
export const events: Handler<'events'> = ({ operands, options }, context) => {
  const intervalMs = options.interval === null ? defaultIntervalMs : durationMs(options.interval);
  const dir = containerOf(context, operands[0]);
  const state = loadLive(dir, doesNotRun);
  const meter = meterOf(state, storedBundle(dir, state.bundle).config.linux.intelRdt);
  if (options.stats) {
    printEvent({ type: 'stats', id: state.id, data: meter.read() });
    return;
  }
  const pidfd = pidfdOpen(state.pid);
  try {
    if (pidfd >= 0 && isAlive(state)) stream(state, meter, intervalMs, pidfd);
  } finally {
    if (pidfd >= 0) close(pidfd);
  }
};
