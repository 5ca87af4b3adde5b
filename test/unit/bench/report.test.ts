/** From samples to figures. */
import { expect, test } from 'bun:test';
import { chart } from '../../bench/chart.ts';
import { type BenchReport, missed, quantile, rowReport } from '../../bench/report.ts';
import { reportText } from '../../bench/table.ts';

const sample = (ms: number) => ({ exit: 0, nanos: ms * 1e6, rssKiB: ms * 1024, cpuNanos: 0 });
const samples = (...all: number[]) => all.map(sample);

test('a quantile lies between its neighbours', () => {
  expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile([4, 1, 3, 2], share))).toEqual([
    1, 1.75, 2.5, 3.25, 4,
  ]);
  expect(quantile([7], 0.75)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});

test('a ratio is the median of the pairs, not the ratio of the medians', () => {
  const report = rowReport(
    'run',
    new Map([
      ['teu', samples(1, 10, 100)],
      ['runc', samples(2, 5, 400)],
    ]),
  );
  expect(report.figures['teu']).toMatchObject({ ms: 10, q1: 5.5, q3: 55, rssKiB: 10_240 });
  expect(report.ratios['runc']?.median).toBe(0.5);
});

test('a row without teu has no ratios, and a peer with fewer samples is paired as far as it goes', () => {
  expect(rowReport('run', new Map([['runc', samples(2)]])).ratios).toEqual({});
  const report = rowReport(
    'run',
    new Map([
      ['teu', samples(1, 3, 9)],
      ['crun', samples(2)],
    ]),
  );
  expect(report.ratios['crun']).toEqual({ median: 0.5, q1: 0.5, q3: 0.5 });
});

const slow = rowReport(
  'start',
  new Map([
    ['teu', samples(3)],
    ['crun', samples(2)],
    ['runc', samples(30)],
  ]),
);

test('a missed goal is named with its peer', () => {
  expect(missed(slow)).toEqual([{ name: 'crun', ratio: 1.5, goal: 0.4 }]);
});

const report: BenchReport = {
  date: '2026-01-01',
  commit: 'abc',
  machine: { cpu: 'CPU <1>', cores: 2, memoryGiB: 8, kernel: '6.1', load: [0, 1] },
  versions: { teu: 'teu version 1' },
  parts: [
    {
      part: 'cgroup v2',
      iterations: 1,
      contenders: ['teu', 'crun', 'runc'],
      missing: [{ name: 'youki', why: 'not installed' }],
      rows: [slow],
    },
    { part: 'containerd', iterations: 0, contenders: [], missing: [], rows: [] },
  ],
  charged: { missing: [], rows: { start: { teu: 2048 } } },
};

test('the table has times with quartiles, ratios, what is missing, and what is over its goal', () => {
  const text = reportText(report);
  expect(text).toMatch(/^start +3\.00 \[3\.00-3\.00\] +2\.00 .* 1\.50 +0\.10 {2}over 0\.4 x crun$/m);
  expect(text).toContain('missing: youki (not installed)');
});

test('the chart has a bar for each contender, as long as its time, and escapes what it prints', () => {
  const svg = chart(report);
  const bars = [...svg.matchAll(/<rect x="150" y="[^"]+" width="([^"]+)"/g)].map(([, width]) =>
    Number(width),
  );
  expect(bars).toEqual([56, 37.3, 560]);
  expect(svg).toContain('CPU &lt;1>');
});
