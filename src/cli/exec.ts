import { TeuError } from '../errors/types.ts';
import { containerStopped, execProcess } from '../exec/exec.ts';
import type { ProcessOptions, ProcessRequest } from '../exec/process.ts';
import { loadState, type State } from '../state/file.ts';
import { statusOf } from '../state/status.ts';
import { capabilities } from '../tables/capabilities.ts';
import { type CallOf, usageError } from './call.ts';
import { absolute, type Context, containerOf, type Handler, launchOf } from './context.ts';
import { listenFds, pathOf } from './creation.ts';

type Options = CallOf<'exec'>['options'];

const largestId = 0xfffffffe;

/** R11: decimal digits and nothing else. -1, which means "leave it" to setresuid(2), is no id. */
function idOf(option: string, text: string, whole: string): number {
  const id = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (id <= largestId) return id;
  throw usageError(`option --${option} takes numbers up to ${largestId}, not ${JSON.stringify(whole)}`);
}

function userOf(text: string | null): Pick<ProcessOptions, 'uid' | 'gid'> {
  if (text === null) return { uid: null, gid: null };
  const [uid = '', gid, ...more] = text.split(':');
  if (more.length > 0) throw usageError(`option --user takes UID[:GID], not ${JSON.stringify(text)}`);
  return { uid: idOf('user', uid, text), gid: gid === undefined ? null : idOf('user', gid, text) };
}

function capabilityOf(text: string): string {
  const upper = text.toUpperCase();
  const name = upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
  if ((capabilities as readonly string[]).includes(name)) return name;
  throw usageError(`option --cap: ${JSON.stringify(text)} is not a known capability`);
}

function checkVariable(text: string): string {
  if (text.indexOf('=') > 0) return text;
  throw usageError(`option --env takes NAME=VALUE, not ${JSON.stringify(text)}`);
}

function checkCwd(text: string | null): string | null {
  if (text === null || text === '') return null;
  if (!text.startsWith('/')) throw usageError('option --cwd takes an absolute path in the container');
  return text;
}

/** Fields of the process that options may set, for errors that name the option. */
const fields = {
  tty: '/process/terminal',
  cwd: '/process/cwd',
  env: '/process/env',
  user: '/process/user',
  'additional-gids': '/process/user/additionalGids',
  cap: '/process/capabilities',
  'no-new-privs': '/process/noNewPrivileges',
  apparmor: '/process/apparmorProfile',
  'process-label': '/process/selinuxLabel',
  cgroup: '/linux/cgroupsPath',
} as const satisfies Partial<Record<keyof Options, string>>;

function flagsOf(options: Options): ProcessOptions['flags'] {
  const flags = new Map<string, { readonly name: string; readonly value: string }>();
  for (const name of Object.keys(fields) as (keyof typeof fields)[]) {
    const value = options[name];
    const text = Array.isArray(value) ? value.join(' ') : typeof value === 'string' ? value : '';
    if (text !== '' || value === true) flags.set(fields[name], { name: `--${name}`, value: text });
  }
  return flags;
}

function processOf({ options, operands }: CallOf<'exec'>, { log }: Context): ProcessRequest {
  const args = operands.slice(1);
  const flags = flagsOf(options);
  if (options.process !== null) {
    // conmon sends --tty, which the file says as well; whoever sends more should know that it does nothing.
    const idle = [...flags.values()].map(({ name }) => name).filter((name) => !usedAlways.includes(name));
    if (args.length > 0 || idle.length > 0)
      log.warn(`with --process there is no effect of ${[...idle, ...args.slice(0, 1)].join(', ')}`);
    return { kind: 'file', file: absolute(options.process) };
  }
  if ((args[0] ?? '') === '') throw usageError('exec needs a COMMAND or --process', 'see teu exec --help');
  return {
    kind: 'options',
    args,
    tty: options.tty,
    cwd: checkCwd(options.cwd),
    env: options.env.map(checkVariable),
    ...userOf(options.user),
    additionalGids: options['additional-gids'].map((text) => idOf('additional-gids', text, text)),
    capabilities: options.cap.map(capabilityOf),
    noNewPrivileges: options['no-new-privs'],
    apparmorProfile: options.apparmor,
    selinuxLabel: options['process-label'],
    flags,
  };
}

const usedAlways = ['--tty', '--cgroup'];

/** runc's sentences for what it refuses. A created container may be entered. */
function loadRunning(call: CallOf<'exec'>, context: Context): State {
  const dir = containerOf(context, call.operands[0]);
  const state = loadState(dir);
  const status = statusOf(dir, state);
  if (state === null || status === 'creating')
    throw new TeuError({
      code: 'teu.state',
      message: 'cannot exec in a container whose creation has not finished',
    });
  if (status === 'stopped') throw containerStopped();
  if (status === 'paused' && !call.options['ignore-paused'])
    throw new TeuError({
      code: 'teu.state',
      message: 'cannot exec in a paused container (use --ignore-paused to override)',
    });
  return state;
}

/** Runs a process in a container; in the foreground its exit status is that of the process. */
export const exec: Handler<'exec'> = (call, context) => {
  const { options } = call;
  const process = processOf(call, context);
  const state = loadRunning(call, context);
  execProcess({
    dir: containerOf(context, call.operands[0]),
    state,
    process,
    consoleSocket: options['console-socket'],
    pidFile: pathOf(options['pid-file']),
    pidfdSocket: pathOf(options['pidfd-socket']),
    preserveFds: options['preserve-fds'] + listenFds(),
    detach: options.detach,
    cgroups: options.cgroup,
    launch: launchOf(),
    log: context.log,
  });
};
