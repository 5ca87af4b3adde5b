/** Errors as text: several lines for people, one line for --log and the engines behind it. */

import { errnoSymbol, errnoText } from '../tables/errno.ts';
import type { ErrorData } from './types.ts';

/**
 * What a failed kernel call says of itself in one line would, for these, be taken by an engine for a
 * statement about the container's program (docs/errors.md), so there only the symbol is printed.
 */
const misread: ReadonlySet<string> = new Set(['EPERM', 'ENOENT', 'ESRCH', 'EACCES', 'EISDIR']);

/** ENOTDIR makes Docker advise about a directory on a file: right for the mounts of a plan, wrong for a bundle. */
const isMisread = (symbol: string, code: ErrorData['code']): boolean =>
  misread.has(symbol) || (symbol === 'ENOTDIR' && code !== 'teu.step');

/** Calls of the ops table that are library functions, or no calls of the kernel at all. */
const manualSections: Readonly<Record<string, string>> = {
  grantpt: '(3)',
  read: '(2)',
  rtm_getlink: '(7)',
  rtm_newlink: '(7)',
  rtm_newaddr: '(7)',
};

/** Methods of D-Bus are in capitals, and in no section. */
const sectionOf = (name: string): string => manualSections[name] ?? (/^[A-Z]/.test(name) ? '' : '(2)');

const longestDetail = 400;

/**
 * The whole story: `teu: create web1: cannot attach mount at /data` and a line each for the field,
 * the call, the hint and the evidence. No newline at the end.
 */
export function renderError(verb: string, id: string | null, data: ErrorData): string {
  const head = ['teu', id === null ? verb : `${verb} ${id}`, data.message].join(': ');
  const lines = [
    ...(data.field === undefined ? [] : [labelled('field', fieldText(data.field))]),
    ...(data.call === undefined ? [] : [labelled('call', callText(data.call))]),
    ...(data.hint === undefined ? [] : [labelled('hint', data.hint)]),
    ...(data.detail ?? []).map((line, index) => labelled(index === 0 ? 'detail' : '', line)),
  ];
  return [head, ...lines].map(printable).join('\n');
}

/**
 * One line with all that is known. Sentences that engines search for stay as they are, at the
 * beginning and unchanged.
 */
export function bareMessage(data: ErrorData): string {
  const { message, field, call, hint, detail, code } = data;
  const parts = [message];
  const isProgram = code === 'teu.exec';
  if (field !== undefined && !isProgram) {
    parts.push(`${field.pointer === '' ? '' : `${field.pointer} `}(${place(field)})`);
  }
  if (call !== undefined && !isProgram) parts.push(bareCall(call, code));
  const extra = [...(hint === undefined ? [] : [hint]), ...(isProgram ? [] : (detail ?? []))].join('; ');
  const tail = extra === '' ? '' : ` (${shortened(extra)})`;
  return printable(parts.join(': ') + tail);
}

function labelled(label: string, text: string): string {
  return `  ${label.padEnd(7)} ${text}`;
}

function place({ file, line, column }: NonNullable<ErrorData['field']>): string {
  return line === 0 ? file : `${file}:${line}:${column}`;
}

function fieldText(field: NonNullable<ErrorData['field']>): string {
  const where = field.pointer === '' ? place(field) : `${place(field)} ${field.pointer}`;
  return field.value === null ? where : `${where}  ${field.value}`;
}

function callText({ name, errno }: NonNullable<ErrorData['call']>): string {
  return `${name}${sectionOf(name)}: ${errnoSymbol(errno)} (${errnoText(errno)})`;
}

function bareCall({ name, errno }: NonNullable<ErrorData['call']>, code: ErrorData['code']): string {
  const symbol = errnoSymbol(errno);
  return isMisread(symbol, code)
    ? `${name}: ${symbol}`
    : `${name}: ${symbol} (${errnoText(errno).toLowerCase()})`;
}

function shortened(text: string): string {
  return text.length <= longestDetail ? text : `${text.slice(0, longestDetail - 3)}...`;
}

/** Paths and a hook's output may hold anything; a terminal must not obey it, and a line must stay one. */
function printable(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) =>
    character === '\n' || character === '\t'
      ? ' '
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
