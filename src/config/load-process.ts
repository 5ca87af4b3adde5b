/**
 * The text of a process by itself (exec --process) -> Process. It is held to everything that config.json's process is
 * held to: where something is unusual, it is put into a config.json, and that is looked at. Pointers are relative to
 * the text, lines and columns are its own.
 */

import type { TeuError } from '../errors/types.ts';
import { accepted } from './accepted.ts';
import { completeProcess } from './complete-process.ts';
import { acceptsProcess } from './gen/acceptor.js';
import { isPlain } from './plain.ts';
import type { Problem } from './problem.ts';
import type { RawConfig, RawProcess } from './schema.ts';
import type { Config, Finding, Process } from './types.ts';

export interface LoadedProcess {
  readonly process: Process;
  readonly warnings: readonly Finding[];
}

/** Throws a TeuError for the first error. `file` names the text in it; `container` has the mappings that rules ask for. */
export function loadProcess(text: string, file: string, container: Config): LoadedProcess {
  const raw = accepted(text, acceptsProcess) as RawProcess | null;
  if (raw === null) throw refusal(text, file, container);
  const process = completeProcess(raw);
  const config = { ...container, process };
  const small = asConfig(raw, container);
  if (!text.includes('\\u0000') && isPlain(small, config)) return { process, warnings: [] };
  const { loadProblems } = require('./load-problems.ts') as typeof import('./load-problems.ts');
  const problems = loadProblems(small, config, text).filter(isOfProcess);
  if (problems.some(({ severity }) => severity === 'error')) throw refusal(text, file, container);
  return { process, warnings: placed(problems, text, container) };
}

const prefix = '/process';

/** The rest of the configuration is not what was asked about. */
const isOfProcess = ({ path }: { readonly path: string }): boolean =>
  path === prefix || path.startsWith(`${prefix}/`);

/** The smallest configuration with this process: the rest of the container's was looked at by create. */
function asConfig(process: RawProcess, { ociVersion, linux }: Config): RawConfig {
  const { uidMappings, gidMappings } = linux;
  const mappings = [...uidMappings, ...gidMappings].length === 0 ? {} : { uidMappings, gidMappings };
  return { ociVersion, root: { path: '/' }, process, linux: mappings } as unknown as RawConfig;
}

/** The text stands in a line of its own, so that only line numbers shift, by one. */
function wrapped(text: string, { ociVersion, linux }: Config): string {
  const namespaces = linux.namespaces.map(({ type, path }) => (path === null ? { type } : { type, path }));
  const { uidMappings, gidMappings } = linux;
  const isMapped = namespaces.some(({ type }) => type === 'user');
  const rest = {
    ociVersion,
    root: { path: '/' },
    linux: { namespaces, ...(isMapped ? { uidMappings, gidMappings } : {}) },
  };
  return `{"process":\n${text}\n,${JSON.stringify(rest).slice(1)}`;
}

const ownPlace = (found: Finding): Finding => ({
  ...found,
  path: found.path.slice(prefix.length),
  line: Math.max(found.line - 1, 0),
});

function placed(problems: readonly Problem[], text: string, container: Config): readonly Finding[] {
  if (problems.length === 0) return [];
  const { placeProblems } = require('./problem.ts') as typeof import('./problem.ts');
  const { readJson } = require('./json.ts') as typeof import('./json.ts');
  const whole = wrapped(text, container);
  return placeProblems(problems, readJson(whole), whole).map(ownPlace);
}

/** Everything that is wrong, and the text itself first: put into another it might be JSON by accident. */
function refusal(text: string, file: string, container: Config): TeuError {
  const { inspect, inspectSyntax } = require('./inspect.ts') as typeof import('./inspect.ts');
  const { refusalOf } = require('./refusal.ts') as typeof import('./refusal.ts');
  const found =
    inspectSyntax(text) ??
    inspect(wrapped(text, container))
      .filter(isOfProcess)
      .map(ownPlace)
      .find(({ severity }) => severity === 'error');
  if (found === undefined) throw new Error('the process was refused, but inspect finds no error in it');
  return refusalOf(found, 'process', file);
}
