/** Reads bench.c's samples from stdin; prints medians, and paired ratios of teu to the others in the same iteration. */

const samples = new Map<string, number[]>();
for (const line of (await Bun.stdin.text()).trimEnd().split('\n')) {
  const [name = '', verb = '', nanos = ''] = line.split(' ');
  const key = `${name} ${verb}`;
  samples.set(key, [...(samples.get(key) ?? []), Number(nanos) / 1e6]);
}

/** Without the first iteration, which finds caches cold. */
const of = (name: string, verb: string) => (samples.get(`${name} ${verb}`) ?? []).slice(1);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const names = [...new Set([...samples.keys()].map((key) => key.split(' ')[0] ?? ''))];
const verbs = [
  'run',
  'run+filter',
  'create',
  'create+filter',
  'start',
  'state',
  'exec',
  'kill',
  'delete',
].filter((verb) => names.some((name) => of(name, verb).length > 0));
const rivals = names.includes('teu') ? names.filter((name) => name !== 'teu') : [];

/** Upper bounds of the ratio for the first budget (DESIGN section 10). */
const budgets: Readonly<Record<string, number>> = { run: 1.4, 'run+filter': 0.8, create: 1.4, exec: 1.5 };

const cell = (text: string) => text.padStart(9);
const label = (text: string) => text.padEnd(14);
const number = (value: number) => cell(Number.isNaN(value) ? '-' : value.toFixed(2));

function row(verb: string): string {
  const medians = names.map((name) => number(median(of(name, verb))));
  const ratios = rivals.map((rival) => {
    const theirs = of(rival, verb);
    const pairs = of('teu', verb).flatMap((ours, n) => (theirs[n] === undefined ? [] : [ours / theirs[n]]));
    return number(median(pairs));
  });
  const ratio = Number(ratios[rivals.indexOf('crun')]);
  const budget = budgets[verb];
  const verdict = budget === undefined || Number.isNaN(ratio) ? '' : ratio <= budget ? '  within' : '  OVER';
  return `${label(verb)}${medians.join('')}${ratios.join('')}${verdict}${verdict === '' ? '' : ` ${budget} x crun`}`;
}

console.log(
  `${label('')}${names.map((name) => cell(`${name} ms`)).join('')}${rivals.map((name) => cell(`/ ${name}`)).join('')}`,
);
for (const verb of verbs) console.log(row(verb));
console.log(
  `medians of ${of(names[0] ?? '', 'run').length} iterations, the first left out; ratios are medians of pairs`,
);

/** The same iteration with the profile and without: what the filter costs on the way. */
for (const verb of ['run', 'create'])
  for (const name of names) {
    const plain = of(name, verb);
    const added = of(name, `${verb}+filter`).map((filtered, n) => filtered - (plain[n] ?? Number.NaN));
    if (added.length > 0)
      console.log(`Docker's default profile adds ${number(median(added))} ms to ${verb} of ${name}`);
  }

export {};
