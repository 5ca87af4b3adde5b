/**
 * timeline.ts [TRACE [SVG]]: draws a trace of `teu --trace` as a picture, a lane for each actor. Without arguments it runs a container of the
 * default configuration several times, takes the trace of the quickest, in which the fewest others were in the way, and writes docs/timeline.svg. Needs root for that.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { actorOrder, type TraceEvent } from '../src/query/trace-events.ts';
import { readTrace } from '../src/query/trace-table.ts';
import { defaultConfig } from '../test/helpers/config.ts';
import { makeRootfs } from '../test/helpers/rootfs.ts';

const repository = new URL('..', import.meta.url).pathname;
const teu = `${repository}build/bin/teu`;
const rounds = 40;

const ink = '#444';
const left = 70;
const plot = 860;
const laneHeight = 44;
const barHeight = 16;
const top = 40;
/** Bars of at least so many pixels have their name written on them or below. */
const labelled = 26;

type Kind = 'phase' | 'wait' | 'step';
const colours: Readonly<Record<Kind, string>> = { phase: '#1b6ca8', wait: '#e6e6e6', step: '#e0a030' };

const kindOf = ({ cat, name }: TraceEvent): Kind =>
  cat === 'host' ? 'phase' : name === 'await' || name === 'start_wait' ? 'wait' : 'step';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const write = (x: number, y: number, text: string, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y}" ${more}>${escaped(text)}</text>`;

function bar(event: TraceEvent, scale: number, y: number): string {
  const [x, width] = [left + event.ts * scale, Math.max(0.4, event.dur * scale)];
  const title = `${event.name} ${event.args.detail ?? ''}: ${event.dur.toFixed(1)} us`;
  const kind = kindOf(event);
  const rect = `<rect x="${x.toFixed(2)}" y="${y}" width="${width.toFixed(2)}" height="${barHeight}" fill="${colours[kind]}"><title>${escaped(title)}</title></rect>`;
  if (width < labelled) return rect;
  const most = Math.max(3, Math.floor(width / 4.6));
  const text = event.name.length > most ? `${event.name.slice(0, most - 1)}.` : event.name;
  const fill = kind === 'phase' ? 'fill="#fff"' : '';
  return rect + write(x + 2, y + 11, text, `font-size="8" ${fill}`);
}

/** A line for each millisecond, or for more where there are many. */
function axis(end: number, scale: number, bottom: number): string[] {
  const every = [1, 2, 5, 10, 20, 50, 100].find((ms) => end / 1000 / ms <= 14) ?? 200;
  const lines: string[] = [];
  for (let ms = 0; ms * 1000 <= end; ms += every) {
    const x = left + ms * 1000 * scale;
    lines.push(
      `<path d="M${x.toFixed(1)} ${top - 8}V${bottom}" stroke="#ddd"/>`,
      write(x - 3, top - 12, `${ms}`, 'font-size="9"'),
    );
  }
  return [...lines, write(left + plot + 12, top - 12, 'ms', 'font-size="9"')];
}

/** As if nobody had traced: what loading the tracer took is cut out. */
function withoutTracer(events: readonly TraceEvent[]): TraceEvent[] {
  const own = events.find(({ name, cat }) => cat === 'host' && name === 'prepare to trace');
  if (own === undefined) return [...events];
  return events
    .filter((event) => event !== own)
    .map((event) => (event.ts > own.ts ? { ...event, ts: event.ts - own.dur } : event));
}

/** The picture of a trace file's text. */
function timeline(text: string, file: string): string {
  const { head, events: all } = readTrace(text, file);
  const events = withoutTracer(all);
  const end = Math.max(...events.map(({ ts, dur }) => ts + dur));
  const scale = plot / end;
  const actors = actorOrder.filter((actor) => events.some(({ args }) => args.actor === actor));
  const bottom = top + actors.length * laneHeight;
  const lanes = actors.flatMap((actor, n) => {
    const y = top + n * laneHeight;
    const own = events.filter(({ args }) => args.actor === actor);
    const steps = own.filter((event) => kindOf(event) === 'step');
    const busy = steps.reduce((sum, { dur }) => sum + dur, 0) / 1000;
    const told = `${steps.length} steps, ${busy.toFixed(2)} ms`;
    return [
      write(8, y + 11, actor, 'font-weight="bold"'),
      ...own.map((event) => bar(event, scale, y)),
      write(left, y + barHeight + 12, told, 'font-size="9"'),
    ];
  });
  const legend = (['phase', 'step', 'wait'] as const).map((kind, n) => {
    const x = left + n * 190;
    const what = {
      phase: 'the host beside the plan',
      step: 'a step of the plan',
      wait: 'waiting for another actor',
    }[kind];
    return `<rect x="${x}" y="${bottom + 4}" width="10" height="10" fill="${colours[kind]}"/>${write(x + 14, bottom + 13, what)}`;
  });
  const title = write(
    8,
    16,
    `teu ${head.verb}: ${head.steps} steps in ${(end / 1000).toFixed(2)} ms, from the start of the engine`,
  );
  const [width, height] = [left + plot + 40, bottom + 24];
  const body = [title, ...axis(end, scale, bottom), ...lanes, ...legend].join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="${ink}">\n<rect width="100%" height="100%" fill="#fff"/>\n${body}\n</svg>\n`;
}

const lengthOf = (text: string) => Math.max(...readTrace(text, '').events.map(({ ts, dur }) => ts + dur));

/** The shortest trace of several runs. */
function measured(): string {
  const dir = mkdtempSync('/tmp/teu-timeline-');
  // A tmpfs, as /run is.
  const state = mkdtempSync('/dev/shm/teu-timeline-');
  try {
    mkdirSync(`${dir}/bundle`);
    makeRootfs(`${dir}/bundle/rootfs`);
    const config = defaultConfig();
    config.process.args = ['/bin/true'];
    writeFileSync(`${dir}/bundle/config.json`, JSON.stringify(config));
    const traces: string[] = [];
    for (let n = 0; n < rounds; n++) {
      const words = [
        teu,
        '--root',
        `${dir}/state`,
        '--trace',
        `${dir}/trace`,
        'run',
        '--bundle',
        `${dir}/bundle`,
      ];
      const { exitCode, stderr } = Bun.spawnSync([...words, `timeline${process.pid}`], { stdin: 'ignore' });
      if (exitCode !== 0) throw new Error(`run: exit ${exitCode}: ${stderr}`);
      traces.push(readFileSync(`${dir}/trace`, 'utf8'));
    }
    traces.sort((a, b) => lengthOf(a) - lengthOf(b));
    return traces[0] ?? '';
  } finally {
    for (const made of [dir, state]) rmSync(made, { recursive: true, force: true });
  }
}

const [source, target = `${repository}docs/timeline.svg`] = process.argv.slice(2);
const text = source === undefined ? measured() : readFileSync(source, 'utf8');
writeFileSync(target, timeline(text, source ?? ''));
