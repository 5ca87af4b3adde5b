/** The pure rooms on real inputs. */

import { compile } from '../../src/seccomp-bpf-json/compile.ts';
import type { Architecture, Profile } from '../../src/seccomp-bpf-json/types.ts';
import { explainText } from '../../src/query/explain.ts';
import { loadBundle } from '../../src/config/load.ts';
import { TeuError } from '../../src/errors/types.ts';
import { renderError } from '../../src/errors/text.ts';
import { encodePlan } from '../../src/wire/encode.ts';
import { inputsOf, planOf, type Read } from '../golden/plan.ts';
import { generator, randomQuestion } from '../seccomp/random.ts';
import { outcome, quote, show } from './show.ts';

/** The plan of a golden case as plan.txt has it. */
export function goldenText(read: Read, name: string): string {
  const { config, plan } = planned(read, name);
  return explainText(plan, config);
}

const planned = (read: Read, name: string) => planOf(inputsOf(read, name));

/** FNV-1a: the bytes themselves would be megabytes. */
function digest(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `${bytes.length} bytes ${hash.toString(16)}`;
}

/** What crosses the wire. */
export function* encoded(read: Read, names: readonly string[]): Generator<string> {
  for (const name of names) {
    const { bytes, wireIndex } = encodePlan(planned(read, name).plan);
    yield `${name}: ${digest(bytes)} ${wireIndex}`;
  }
}

/** What is said of each configuration. */
export function* loaded(read: Read, names: readonly string[]): Generator<string> {
  for (const name of names)
    try {
      const { config, warnings } = loadBundle(
        read(`spec-fixtures/${name}/config.json`) ?? '',
        '/bundles/web',
      );
      yield `${name}: ${show(config)} ${show(warnings)}`;
    } catch (error) {
      const said = error instanceof TeuError ? renderError('create', 'web', error.data) : String(error);
      yield `${name}: ${quote(said)}`;
    }
}

/** The first one is the kernel's own: no filter serves two byte orders. */
const nativeOf = ({ architectures }: Profile): Architecture =>
  (architectures?.[0] ?? 'SCMP_ARCH_X86_64').slice('SCMP_ARCH_'.length).toLowerCase() as Architecture;

export function* filters(read: Read): Generator<string> {
  for (const engine of ['containerd', 'docker', 'podman']) {
    const { profiles } = JSON.parse(read(`test/seccomp/gen/${engine}.json`) ?? '') as { profiles: Profile[] };
    for (const profile of profiles)
      yield `${engine}: ${outcome(() => compile(profile, { native: nativeOf(profile) }))}`;
  }
  for (let seed = 1; seed <= 150; seed++) {
    const { profile, arches } = randomQuestion(generator(seed), { conflicts: true, plain: false });
    yield `seed ${seed}: ${outcome(() => compile(profile, { native: arches[0] ?? 'x86_64' }))}`;
  }
}
