/** The engine in teu and teu-core perform the verbs of a container's life alike. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hookKinds } from '../../src/config/hook-kinds.ts';
import { bothWays, type Way } from '../helpers/both-ways.ts';
import type { OciConfig } from '../helpers/config.ts';
import { waitEnd } from '../helpers/sys.ts';

type Change = string | ((config: OciConfig, dir: string) => void);
const forever = 'exec sleep 1000';

function created(way: Way, change: Change = forever): string {
  const id = way.box.id();
  way.call(['create', '--bundle', way.box.bundle(change), id]);
  return id;
}

function started(way: Way, change: Change = forever): string {
  const id = created(way, change);
  way.call(['start', id]);
  return id;
}

function ended(way: Way, id: string): void {
  const { pid } = way.box.state(id);
  way.call(['kill', id, 'KILL']);
  waitEnd(pid);
  way.box.settle();
}

bothWays('create, state, start, kill, delete: in order and out of order', (way) => {
  const id = created(way);
  way.look();
  const all = [['state'], ['start'], ['kill'], ['delete'], ['pause'], ['resume'], ['exec', 'true']] as const;
  way.call(['state', id]);
  way.call(['create', '--bundle', `${way.box.dir}/bundle0`, id]);
  way.call(['start', id]);
  way.call(['start', id]);
  way.look();
  way.call(['delete', id]);
  ended(way, id);
  way.look();
  for (const [verb, ...rest] of all.slice(0, 3)) way.thrice([verb, id, ...rest]);
  way.thrice(['pause', id]);
  way.call(['delete', id]);
  way.look();
  for (const [verb, ...rest] of all) way.thrice([verb, id, ...rest]);
  way.call(['delete', '--force', id]);
});

bothWays('a created container is killed, or deleted with force', (way) => {
  const killed = created(way);
  ended(way, killed);
  way.call(['state', killed]);
  way.call(['start', killed]);
  way.call(['delete', killed]);
  const forced = created(way);
  way.call(['delete', forced]);
  way.call(['delete', '--force', forced]);
  const running = started(way);
  way.call(['delete', '--force', running]);
  way.look();
});

bothWays('signals by number and name, and those that are none', (way) => {
  const id = started(way, `trap '' USR1 HUP; ${forever}`);
  for (const signal of ['USR1', 'SIGHUP', '10', 'hup', '0', 'RTMIN+3x', '65', '-1', 'NOPE', '', '1.5', '9x'])
    way.thrice(['kill', id, signal]);
  way.call(['kill', '--all', id, 'USR1']);
  way.call(['kill', '-a', id, 'KILL']);
  waitEnd(way.box.state(id).pid || 1 << 29, 5000);
  way.look();
});

bothWays('run in the foreground, detached, and kept', (way) => {
  const bundle = way.box.bundle('echo out; echo err >&2; read line; echo "$line"; exit 7');
  way.call(['run', '--bundle', bundle, way.box.id()], { stdin: 'a line\n' });
  way.look();
  way.call(['run', '--keep', '--bundle', bundle, way.box.id()]);
  way.look();
  const id = way.box.id();
  way.call(['run', '--detach', '--pid-file', `${way.box.dir}/pid`, '--bundle', way.box.bundle(forever), id]);
  way.note(`${readFileSync(`${way.box.dir}/pid`, 'utf8') === String(way.box.state(id).pid)}`);
  way.look();
  way.call(['run', '--bundle', way.box.bundle('kill -TERM $$'), way.box.id()]);
});

const words = (text: string, id: string): string[] => text.replace('ID', id).split(' ');

bothWays('exec: programs that run', (way) => {
  const id = started(way);
  const { dir } = way.box;
  const file = `${dir}/process`;
  writeFileSync(file, '{"args":["/bin/sh","-c","pwd; id"],"cwd":"/tmp","user":{"uid":3,"gid":4}}');
  way.call(['exec', id, 'sh', '-c', 'echo out; echo err >&2; exit 3']);
  way.call([...words('exec --cwd /tmp -e A=b -u 5:6 -g 7 ID sh -c', id), 'pwd; id; echo $A']);
  way.call(['exec', '--detach', '--pid-file', `${dir}/pid`, id, 'true']);
  way.call(['exec', '--process', file, id]);
  way.call(['--debug', 'exec', id, 'true']);
  way.call(['--log-level', 'debug', '--log-format', 'json', 'exec', id, 'true']);
  way.call(['exec', '--process', file, '--cwd', '/', id, 'ls']);
  way.look();
});

/** Behind `exec`. */
const wrongExecs = [
  'ID',
  'ID nope',
  'ID /etc/passwd',
  '--cwd /nope ID true',
  '--cwd rel ID true',
  '--user x ID true',
  '--user -1 ID true',
  '-e novalue ID env',
  '--tty ID true',
  '--cap CAP_NOPE ID true',
  '--process wrong ID',
  '--process broken ID',
  '--process none ID',
  '--cgroup nope ID true',
  '--preserve-fds 2 ID true',
  '--apparmor x ID true',
  '--detach --tty ID true',
];

bothWays('exec: what cannot run', (way) => {
  const id = started(way);
  const { dir } = way.box;
  writeFileSync(`${dir}/wrong`, '{"args":["true"],"cwd":"/","user":{"uid":-1},"rlimits":[{"type":"X"}]}');
  writeFileSync(`${dir}/broken`, '{"args":[');
  for (const text of wrongExecs) way.thrice(['exec', ...words(text, id)]);
  way.look();
});

bothWays('pause and resume, and what a paused container refuses', (way) => {
  const id = started(way);
  way.thrice(['resume', id]);
  way.call(['pause', id]);
  for (const args of [['state'], ['pause'], ['start'], ['delete']]) way.thrice([...args, id]);
  way.thrice(['exec', id, 'true']);
  way.look();
  way.call(['resume', id]);
  way.call(['state', id]);
  way.call(['pause', id]);
  way.call(['delete', '--force', id]);
});

bothWays('list of containers in every state, and of what is damaged', (way) => {
  way.call(['list']);
  created(way);
  ended(way, started(way));
  way.call(['pause', started(way)]);
  mkdirSync(`${way.box.root}/empty`);
  mkdirSync(`${way.box.root}/wrong`);
  writeFileSync(`${way.box.root}/wrong/state.json`, '{"teuState":1,');
  writeFileSync(`${way.box.root}/not a container`, '');
  for (const args of [[], ['-q'], ['--format', 'json'], ['--format', 'table']]) {
    const { stdout } = way.box.call(['list', ...args]);
    // The columns are as wide as the names: the words alone.
    way.note(stdout.replaceAll(/ +/g, ' '));
  }
  way.thrice(['list', '--format', 'yaml']);
  way.call(['delete', '--force', 'empty']);
  way.call(['delete', '--force', 'wrong']);
  rmSync(`${way.box.root}/not a container`);
});

for (const kind of hookKinds)
  bothWays(`a hook of kind ${kind} that fails, says too much, or is too slow`, (way) => {
    const scripts = [
      'cat >&2; exit 3',
      'kill -9 $$',
      'echo "a b\\"c\\\\" >&2; exit 1',
      'head -c 70000 /dev/zero | tr "\\0" x >&2; false',
      'exec sleep 5',
    ];
    for (const script of scripts) {
      const bundle = way.box.bundle((config) => {
        const hook = {
          path: '/bin/sh',
          args: ['sh', '-c', script],
          ...(script.startsWith('exec') ? { timeout: 1 } : {}),
        };
        config.hooks = { [kind]: [hook] };
      });
      const id = way.box.id();
      way.call(['create', '--bundle', bundle, id]);
      way.call(['start', id]);
      way.call(['delete', '--force', id]);
    }
    way.look();
  });
