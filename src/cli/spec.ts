import { TeuError } from '../errors/types.ts';
import { ids, SysError, statfsMagic, writeText } from '../native/lib.ts';
import { exampleSpec } from '../query/spec.ts';
import { magic } from '../tables/magic.ts';
import { absolute, type Handler } from './context.ts';
import { bundleDir } from './creation.ts';

const EEXIST = 17;

function isCgroup2(): boolean {
  try {
    return statfsMagic('/sys/fs/cgroup') === magic.cgroup2;
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

/** Writes config.json into the bundle; an existing file is never replaced. */
export const spec: Handler<'spec'> = ({ options }) => {
  const { euid, egid } = ids();
  const example = exampleSpec({ rootless: options.rootless, euid, egid, isCgroup2: isCgroup2() });
  const path = options.file === null ? `${bundleDir(options.bundle)}/config.json` : absolute(options.file);
  try {
    writeText(path, `${JSON.stringify(example, null, '\t')}\n`, { exclusive: true, mode: 0o644 });
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== EEXIST) throw error;
    throw new TeuError({ code: 'teu.usage', message: `${path} exists already: remove it first` });
  }
};
