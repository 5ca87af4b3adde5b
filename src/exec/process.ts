/** The process that exec is to run: from a command line or a file, completed from the container's configuration. */

import { inheritProcess, processOrBare } from '../config/inherit.ts';
import { loadProcess } from '../config/load-process.ts';
import type { Bundle, Finding, Process } from '../config/types.ts';
import { valueAt } from '../config/pointer.ts';
import { readConfig } from '../run/bundle.ts';
import type { Source } from '../run/session.ts';

/** What the options say, checked; null or empty where they are silent. */
export interface ProcessOptions {
  readonly args: readonly string[];
  readonly tty: boolean;
  readonly cwd: string | null;
  readonly env: readonly string[];
  readonly uid: number | null;
  readonly gid: number | null;
  readonly additionalGids: readonly number[];
  readonly capabilities: readonly string[];
  readonly noNewPrivileges: boolean;
  readonly apparmorProfile: string | null;
  readonly selinuxLabel: string | null;
  /** Pointer of the field in config.json -> the option that has set it, as it was written. */
  readonly flags: ReadonlyMap<string, { readonly name: string; readonly value: string }>;
}

/** `file`: absolute. */
export type ProcessRequest =
  | { readonly kind: 'file'; readonly file: string }
  | ({ readonly kind: 'options' } & ProcessOptions);

export interface Asked {
  readonly process: Process;
  readonly warnings: readonly Finding[];
  readonly sourceOf: (pointer: string) => Source;
}

const prefix = '/process';

/** /process/user/uid -> /process/user */
const topField = (pointer: string): string => pointer.split('/').slice(0, 3).join('/');

function fromFile(file: string, container: Bundle, configFile: string): Asked {
  const text = readConfig(file);
  const { process, warnings } = loadProcess(text, file, container.config);
  const own: Source = { text: container.text, file: configFile, pointer: '' };
  const isInFile = (pointer: string): boolean =>
    valueAt(JSON.parse(text), topField(pointer).slice(prefix.length)) !== undefined;
  const sourceOf = (pointer: string): Source =>
    pointer.startsWith(`${prefix}/`) && isInFile(pointer)
      ? { text, file, pointer: pointer.slice(prefix.length) }
      : { ...own, pointer };
  return { process: inheritProcess(process, container.config.process), warnings, sourceOf };
}

const capabilityNames = (own: readonly string[] | undefined, more: readonly string[]): readonly string[] => [
  ...new Set([...(own ?? []), ...more]),
];

/** R10: never inheritable or ambient. */
function addCapabilities(own: Process['capabilities'], more: readonly string[]): Process['capabilities'] {
  if (more.length === 0) return own;
  return {
    bounding: capabilityNames(own?.bounding, more),
    permitted: capabilityNames(own?.permitted, more),
    effective: capabilityNames(own?.effective, more),
    inheritable: own?.inheritable ?? [],
    ambient: own?.ambient ?? [],
  };
}

/** The container's process with another program, changed by options. */
function fromOptions(options: ProcessOptions, container: Bundle, configFile: string): Asked {
  const own = processOrBare(container.config.process);
  const { user } = own;
  const process: Process = {
    ...own,
    args: options.args,
    terminal: options.tty,
    consoleSize: null,
    cwd: options.cwd ?? own.cwd,
    env: [...own.env, ...options.env],
    user: {
      ...user,
      uid: options.uid ?? user.uid,
      gid: options.gid ?? user.gid,
      additionalGids: [...user.additionalGids, ...options.additionalGids],
    },
    capabilities: addCapabilities(own.capabilities, options.capabilities),
    noNewPrivileges: options.noNewPrivileges || own.noNewPrivileges,
    // The empty string is what scripts leave for "not said".
    apparmorProfile: options.apparmorProfile || own.apparmorProfile,
    selinuxLabel: options.selinuxLabel || own.selinuxLabel,
  };
  const sourceOf = (pointer: string): Source => {
    const top = topField(pointer);
    // The words of the program are before the reader's eyes; the name is looked up in the text.
    if (top === `${prefix}/args`)
      return { text: JSON.stringify({ args: options.args }), file: '', pointer: '' };
    const flag = options.flags.get(top) ?? options.flags.get(pointer);
    if (flag !== undefined) return { text: '', file: '', pointer: '', flag };
    return { text: container.text, file: configFile, pointer };
  };
  return { process, warnings: [], sourceOf };
}

/** TeuError when the file cannot be read, or what is wrong with the process in it. */
export const askedProcess = (asked: ProcessRequest, container: Bundle, configFile: string): Asked =>
  asked.kind === 'file'
    ? fromFile(asked.file, container, configFile)
    : fromOptions(asked, container, configFile);
