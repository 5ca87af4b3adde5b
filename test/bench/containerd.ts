/**
 * containerd.ts v1|v2 ROUNDS FILE: `ctr run --rm` of true through Debian's containerd, with each contender as the runtime, and writes the
 * report of the part to FILE. The time is that of the client: containerd and its shim are a part of it, the same for all.
 */
import { writeFileSync } from 'node:fs';
import { ContainerdRig } from '../engines/containerd-rig.ts';
import { type Contender, contendersOf, type Host } from './contenders.ts';
import { type PartReport, rowReport } from './report.ts';
import { type Sample, Stopwatch } from './stopwatch.ts';

const row = 'ctr run --rm';
const image = 'docker.io/library/bench:1';
/** Without shares, because the private mount of cgroup v2 has no controllers. */
const options = ['run', '--rm', '--cpu-shares', '0'];

/** A busybox image in containerd's own store, made of one layer. */
function importImage(rig: ContainerdRig): void {
  const layer = rig.image();
  const made = Bun.spawnSync(['sh', '-c', script, rig.dir, layer, image]);
  if (made.exitCode !== 0) throw new Error(`image: ${made.stderr}`);
  rig.must('images', 'import', `${rig.dir}/image.tar`);
}

/** docker save's format, which containerd reads: a layer, a configuration that names its digest, a manifest. */
const script = `
set -eu
cd "$0"
mkdir image && cp "$1" image/layer.tar
digest=$(sha256sum "$1" | cut -d' ' -f1)
printf '{"architecture":"amd64","os":"linux","config":{"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$digest" >image/config.json
printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$2" >image/manifest.json
tar -C image -cf image.tar config.json layer.tar manifest.json`;

async function measure(host: Host, rounds: number): Promise<PartReport> {
  const { contenders, missing } = contendersOf(host);
  const runtimes = contenders.filter(({ name }) => name !== 'floor');
  // Of the daemon, because it starts crun; nobody else minds.
  for (const variable of runtimes.flatMap(({ environment }) => environment)) {
    const [name = '', value = ''] = variable.split('=');
    process.env[name] = value;
  }
  const rig = new ContainerdRig(() => ['disabled_plugins = ["io.containerd.grpc.v1.cri"]']);
  const watch = new Stopwatch(`${rig.dir}/stderr`);
  const samples = new Map<string, Sample[]>(runtimes.map(({ name }) => [name, []]));
  let number = 0;
  const one = async ({ name, program }: Contender): Promise<Sample> => {
    const words = [...options, '--runc-binary', program, image, `bench-${name}-${number++}`, '/bin/true'];
    const sample = await watch.run(
      ...rig.inside([...rig.client, ...words]).map((word) => Bun.which(word) ?? word),
    );
    if (sample.exit !== 0) throw new Error(`ctr with ${name}: exit ${sample.exit}: ${watch.lastWords()}`);
    return sample;
  };
  try {
    importImage(rig);
    for (const contender of runtimes) await one(contender);
    for (let round = 0; round < rounds; round++)
      for (let n = 0; n < runtimes.length; n++) {
        const contender = runtimes[(n + round) % runtimes.length] as Contender;
        samples.get(contender.name)?.push(await one(contender));
      }
  } finally {
    await watch.close();
    for (const left of rig.close()) console.error(`bench: ${left} is left`);
  }
  const names = runtimes.map(({ name }) => name);
  return {
    part: `containerd, cgroup ${host}`,
    iterations: rounds,
    contenders: names,
    missing,
    rows: [rowReport(row, samples)],
  };
}

const [host = '', rounds = '', file = ''] = process.argv.slice(2);
writeFileSync(file, JSON.stringify(await measure(host as Host, Number(rounds))));
