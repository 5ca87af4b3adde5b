/** validate: everything that is to be said of a bundle, at once, with its place. Reads only. */

import { inspect } from '../config/inspect.ts';
import type { Problem } from '../config/problem.ts';
import type { Config, Finding } from '../config/types.ts';
import { probeFacts } from '../facts/probe.ts';
import { capabilityWarnings, type PlanWarning } from '../plan/capabilities.ts';
import { cgroupWarnings } from '../plan/cgroup-target.ts';
import { planCreate } from '../plan/create.ts';
import type { Request } from '../plan/types.ts';
import { hostProblems, problemOf } from './host-checks.ts';

const asProblems = (code: Problem['code'], warnings: readonly PlanWarning[]): readonly Problem[] =>
  warnings.map(({ message, pointer }) => ({ severity: 'warning', code, path: pointer, message, spec: null }));

/** What only the plan tells: controllers that are not mounted, limits without meaning here, a missing newuidmap. */
function planProblems(config: Config, request: Request): readonly Problem[] {
  try {
    const facts = probeFacts(config, request);
    planCreate(config, facts, request);
    return [
      ...asProblems('teu.config.capability-unavailable', capabilityWarnings(config, facts)),
      ...asProblems('teu.config.cgroup', cgroupWarnings(config, facts, request)),
    ];
  } catch (cause) {
    return [problemOf(cause)];
  }
}

const hasError = (list: readonly { readonly severity: string }[]): boolean =>
  list.some(({ severity }) => severity === 'error');

/**
 * Findings of the text, and of the host where `request` is given. A plan is made only for a config without errors:
 * planners may take for granted what rules have checked.
 */
export function validateBundle(text: string, request: Request | null): readonly Finding[] {
  if (request === null) return inspect(text);
  const isSound = !hasError(inspect(text));
  return inspect(text, (config) => {
    const seen = hostProblems(config, request.bundle);
    return isSound && !hasError(seen) ? [...seen, ...planProblems(config, request)] : seen;
  });
}

const count = (findings: readonly Finding[], severity: Finding['severity']): number =>
  findings.filter((one) => one.severity === severity).length;

const plural = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

function paragraph(
  file: string,
  { severity, path, line, column, message, found, spec, hint, code }: Finding,
): string {
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  const rows = [
    ['found', found],
    ['spec', spec],
    ['hint', hint ?? null],
  ] as const;
  return [
    `${place}: ${severity}: ${path === '' ? '' : `${path}: `}${message} [${code}]`,
    ...rows.flatMap(([label, text]) => (text === null ? [] : [`  ${label.padEnd(7)} ${text}`])),
  ].join('\n');
}

/** For people, one paragraph each, and for editors: the first line begins with FILE:LINE:COLUMN. */
export function validateText(file: string, findings: readonly Finding[]): string {
  const sum = `${plural(count(findings, 'error'), 'error')}, ${plural(count(findings, 'warning'), 'warning')}`;
  return `${[...findings.map((finding) => paragraph(file, finding)), `${file}: ${sum}`].join('\n')}\n`;
}

export function validateJson(file: string, findings: readonly Finding[]): string {
  const list = findings.map(({ path, hint, ...finding }) => ({
    pointer: path,
    ...finding,
    hint: hint ?? null,
  }));
  const sums = { errors: count(findings, 'error'), warnings: count(findings, 'warning') };
  return `${JSON.stringify({ file, ...sums, findings: list }, null, 2)}\n`;
}

/** 1 when there is an error among the findings. */
export const validateStatus = (findings: readonly Finding[]): number => (hasError(findings) ? 1 : 0);
