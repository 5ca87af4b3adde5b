/** From samples to figures: medians with quartiles, and ratios of pairs that were measured in the same iteration. Pure. */
import type { Missing } from './contenders.ts';
import type { Sample } from './stopwatch.ts';

/** Milliseconds and KiB. */
export interface Figure {
  readonly ms: number;
  readonly q1: number;
  readonly q3: number;
  readonly rssKiB: number;
}

export interface RowReport {
  readonly row: string;
  readonly figures: Readonly<Record<string, Figure>>;
  /** teu's time by that of each peer: median of the pairs, with quartiles. */
  readonly ratios: Readonly<
    Record<string, { readonly median: number; readonly q1: number; readonly q3: number }>
  >;
}

export interface PartReport {
  /** cgroup v2, cgroup v1, containerd */
  readonly part: string;
  readonly iterations: number;
  readonly contenders: readonly string[];
  readonly missing: readonly Missing[];
  readonly rows: readonly RowReport[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  /** One minute's load before and after. */
  readonly load: readonly [number, number];
}

/** What is charged to a memory cgroup for one call. */
export interface ChargedReport {
  readonly missing: readonly Missing[];
  /** verb -> contender -> KiB at the peak, median. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Of scale.ts: medians in milliseconds under each load. */
export interface ScaleReport {
  readonly host: string;
  readonly containers: number;
  readonly rows: {
    what: string;
    teu: number;
    runc: number;
    /** Of floor.c, where it was measured. */
    floor: number | null;
    ratio: number;
    cpuRatio: number;
  }[];
  /** What is left beside containers that run, as sentences. */
  readonly left: string[];
}

export interface BenchReport {
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
  /** name -> first line of --version */
  readonly versions: Readonly<Record<string, string>>;
  readonly parts: readonly PartReport[];
  readonly charged: ChargedReport;
}

/** The value below which a share of the sorted values lies, between neighbours by their distance. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low = Number.NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

const threeOf = (values: readonly number[]) => ({
  median: quantile(values, 0.5),
  q1: quantile(values, 0.25),
  q3: quantile(values, 0.75),
});

function figureOf(samples: readonly Sample[]): Figure {
  const { median, q1, q3 } = threeOf(samples.map(({ nanos }) => nanos / 1e6));
  return {
    ms: median,
    q1,
    q3,
    rssKiB: quantile(
      samples.map(({ rssKiB }) => rssKiB),
      0.5,
    ),
  };
}

/** contender -> its samples, one for each iteration. */
export type SamplesOf = ReadonlyMap<string, readonly Sample[]>;

export function rowReport(row: string, samples: SamplesOf): RowReport {
  const figures = Object.fromEntries([...samples].map(([name, own]) => [name, figureOf(own)]));
  const ours = samples.get('teu') ?? [];
  const peers = [...samples].filter(([name]) => name !== 'teu' && ours.length > 0);
  const ratios = peers.map(([name, theirs]) => {
    const pairs = ours.flatMap(({ nanos }, n) => (theirs[n] === undefined ? [] : [nanos / theirs[n].nanos]));
    return [name, threeOf(pairs)] as const;
  });
  return { row, figures, ratios: Object.fromEntries(ratios) };
}

/** The goals for the ratio to each peer; `run+filter` is of a run with nothing cached. */
export const goals: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  run: { crun: 1.0, runc: 0.35 },
  create: { crun: 1.0, runc: 0.35 },
  exec: { crun: 1.0, runc: 0.35 },
  start: { crun: 0.4, runc: 0.25 },
  kill: { crun: 0.4, runc: 0.25 },
  state: { crun: 0.4, runc: 0.25 },
  delete: { crun: 0.4, runc: 0.25 },
  life: { crun: 0.7, runc: 0.3 },
  'run+filter': { crun: 0.5, runc: 0.3 },
};

/** Peers whose goal a row misses, with the ratio and the goal. */
export function missed({ row, ratios }: RowReport): readonly { name: string; ratio: number; goal: number }[] {
  return Object.entries(goals[row] ?? {}).flatMap(([name, goal]) => {
    const ratio = ratios[name]?.median;
    return ratio === undefined || ratio <= goal ? [] : [{ name, ratio, goal }];
  });
}
