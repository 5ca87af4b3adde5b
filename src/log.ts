/**
 * Log lines: errors, warnings, debug. JSON lines have the shape of logrus (level, msg, time), which containerd
 * and Podman parse; Podman reads the whole file as one object, so in JSON mode warnings need --debug.
 */

import { errnoSymbol } from './tables/errno.ts';
import { bareMessage, renderError } from './errors/text.ts';
import type { ErrorData } from './errors/types.ts';

export interface LogOptions {
  /** null: stderr. */
  readonly file: string | null;
  readonly format: 'text' | 'json';
  readonly level: 'debug' | 'info' | 'warning' | 'error';
}

export interface LogOutput {
  /** Appends to a file, creating it. May throw: a full disk does not change what the verb did. */
  readonly append: (file: string, text: string) => void;
  readonly stderr: (text: string) => void;
}

export type LogFields = Readonly<Record<string, string | number>>;

export interface Log {
  readonly debug: (message: string) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  /** The one error of a call, last. `id` is null for verbs that name no container. */
  readonly error: (verb: string, id: string | null, data: ErrorData) => void;
}

type Level = 'debug' | 'warning' | 'error';

/** RFC 3339 to the second, in UTC, as logrus writes it. */
const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

/** pino is required only when a line is written (8 ms), and writes through us: synchronous, no worker thread. */
function jsonLine(level: Level, message: string, fields: LogFields): string {
  const { pino } = require('pino') as typeof import('pino');
  let line = '';
  const logger = pino(
    {
      level: 'trace',
      base: null,
      messageKey: 'msg',
      timestamp: () => `,"time":"${now()}"`,
      formatters: { level: () => ({ level }) },
    },
    {
      write: (text: string) => {
        line += text;
      },
    },
  );
  logger.error(fields, message);
  return line;
}

const textLine = (level: Level, message: string): string =>
  `time="${now()}" level=${level} msg=${JSON.stringify(message)}\n`;

/** What the message says already, in keys of their own for programs. */
function fieldsOf({ code, field, call, hint }: ErrorData): LogFields {
  return {
    code,
    ...(field && { pointer: field.pointer, file: field.file, line: field.line, column: field.column }),
    ...(call && { call: call.name, errno: errnoSymbol(call.errno) }),
    ...(hint !== undefined && { hint }),
  };
}

function attempt(effect: () => void): void {
  try {
    effect();
  } catch {
    // Nowhere to say it: the exit status still tells the outcome.
  }
}

const severity = { debug: 0, info: 1, warning: 2, error: 3 } as const;

/** With --log a line goes to the file; an error goes to stderr too, bare, where go-runc looks for its words. */
export function makeLog(options: LogOptions, output: LogOutput): Log {
  const { file, format } = options;
  const isDebug = options.level === 'debug';
  const write = (text: string): void =>
    attempt(() => (file === null ? output.stderr(text) : output.append(file, text)));
  const line = (level: Level, message: string, fields: LogFields): string =>
    format === 'json' ? jsonLine(level, message, fields) : textLine(level, message);
  const warn = (message: string, fields: LogFields = {}): void => {
    if (severity[options.level] > severity.warning || (format === 'json' && !isDebug)) return;
    const place = fields.pointer === undefined ? '' : ` (${fields.pointer})`;
    const isForPeople = file === null && format === 'text';
    const text = `${message}${place}`;
    write(isForPeople ? `teu: warning: ${text}\n` : line('warning', text, fields));
  };
  return {
    debug: (message) => {
      if (isDebug) write(line('debug', message, {}));
    },
    warn,
    error: (verb, id, data) => {
      const isForPeople = file === null && format === 'text';
      const bare = bareMessage(data);
      attempt(() =>
        write(isForPeople ? `${renderError(verb, id, data)}\n` : line('error', bare, fieldsOf(data))),
      );
      if (file !== null) attempt(() => output.stderr(`${bare}\n`));
    },
  };
}
