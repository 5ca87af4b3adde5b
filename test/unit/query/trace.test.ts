/** A trace as events and as a table. */
import { expect, test } from 'bun:test';
import {
  type Span,
  stepSpan,
  traceFile,
  traceText,
  type TraceHead,
} from '../../../src/query/trace-events.ts';
import { traceTable } from '../../../src/query/trace-table.ts';
import type { Outcome, Step } from '../../../src/wire/types.ts';

const head: TraceHead = { verb: 'run', id: 'web', version: '1', steps: 3, error: null };
const host: Span = { name: 'plan', actor: 'host', startNanos: 1_000_000, endNanos: 3_500_000, step: null };
const hostname: Step = { op: 'hostname', actor: 'init', from: '/hostname', name: 'web' };
const outcome = (more: Partial<Outcome>): Outcome => ({
  step: 0,
  state: 'done',
  call: 'sethostname',
  errno: 0,
  item: -1,
  value: 0n,
  startNanos: 4_000_000n,
  endNanos: 4_001_500n,
  ...more,
});
const spanOf = (more: Partial<Outcome>) => stepSpan(hostname, 7, 'web', outcome(more), 5_000_000);
const textOf = (...spans: (Span | null)[]) =>
  traceText(
    traceFile(
      head,
      spans.filter((span) => span !== null),
    ),
  );

test('events begin with the first span, in microseconds, one row for each actor', () => {
  const { traceEvents } = JSON.parse(textOf(spanOf({}), host));
  const timed = traceEvents.filter(({ ph }: { ph: string }) => ph === 'X');
  expect(timed).toMatchObject([
    { name: 'plan', cat: 'host', ts: 0, dur: 2500, tid: 1 },
    { name: 'hostname', cat: 'step', ts: 3000, dur: 1.5, tid: 4, args: { index: 7, from: '/hostname' } },
  ]);
});

test('a step that was not begun, or whose alternative was not needed, is not in the trace', () => {
  expect([spanOf({ state: 'pending' }), spanOf({ state: 'skipped' })]).toEqual([null, null]);
});

test('a step without an end lasts until the trace is written', () => {
  expect(spanOf({ state: 'running', endNanos: 0n })).toMatchObject({
    endNanos: 5_000_000,
    step: { state: 'running', call: null, errno: null },
  });
});

test('the table names the failure and the field, and sums up what each actor did', () => {
  const text = textOf(host, spanOf({ state: 'failed', errno: 1 }));
  expect(traceTable(text, 'f').split('\n')).toEqual([
    'teu run web: 1 of 3 steps in 3.002 ms',
    '',
    ' start ms     took us  who      what',
    '    0.000      2500.0  host     plan',
    '    3.000         1.5  init       7 hostname  web  FAILED sethostname: EPERM  /hostname',
    '',
    'host         2.500 ms in 0 steps',
    'init         0.002 ms in 1 steps',
    '',
  ]);
});

for (const text of ['', '[]', '{"traceEvents":[]}', '{"otherData":{"teu":{}},"traceEvents":{}}'])
  test(`${text || 'the empty text'} is no trace`, () => {
    expect(() => traceTable(text, 'f')).toThrow('f is not a trace');
  });
