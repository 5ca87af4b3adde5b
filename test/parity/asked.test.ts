/** What is asked of a container that lives, and of one that does not, is answered alike by both engines. */
import { readFileSync, writeFileSync } from 'node:fs';
import { bothWays, type Way } from '../helpers/both-ways.ts';
import { kill, reap } from '../helpers/sys.ts';
import { onCgroup2 } from '../helpers/v2.ts';

const forever = 'exec sleep 1000';

function started(way: Way): string {
  const id = way.box.id();
  way.box.must('run', '--detach', '--bundle', way.box.bundle(forever), id);
  return id;
}

/** With one more process; `end` ends that. */
function withTwo(way: Way): { id: string; end: () => void } {
  const id = started(way);
  const file = `${way.box.dir}/exec.pid`;
  way.box.must('exec', '--detach', '--pid-file', file, id, 'sleep', '1000');
  const pid = Number(readFileSync(file, 'utf8'));
  const end = (): void => {
    kill(pid, 9);
    reap(pid);
  };
  return { id, end };
}

/** What makes a call go one way or the other. */
function environment({ isFast }: Way): Record<string, string> {
  const env: Record<string, string | undefined> = { ...process.env };
  delete env['TEU_NO_FAST'];
  return { ...(env as Record<string, string>), ...(isFast ? {} : { TEU_NO_FAST: '1' }) };
}

/** As way.call, for output that has times in it: its shape. */
function shape(way: Way, args: readonly string[], wrap: readonly string[] = []): void {
  const { code, stdout, stderr } = way.box.call(args, { env: environment(way), wrap });
  way.note(`${code} ${stdout.replaceAll(/[\d.]+/g, 'N').replaceAll(/ +/g, ' ')}\n${stderr}`);
}

bothWays('ps: the pids, and the table of ps(1)', (way) => {
  const { id, end } = withTwo(way);
  for (const args of [['-f', 'json'], ['--format=json']]) way.thrice(['ps', ...args, id]);
  shape(way, ['ps', id]);
  shape(way, ['ps', id, '-e', '-o', 'pid,comm']);
  way.thrice(['ps', id, '-o', 'comm']);
  way.thrice(['ps', id, '--nope']);
  way.thrice(['ps', '--format', 'xml', id]);
  way.call(['ps', id], { env: { PATH: '/no/such' } });
  way.call(['--trace', `${way.box.dir}/trace`, 'ps', '-f', 'json', id]);
  way.box.must('pause', id);
  way.call(['ps', '-f', 'json', id]);
  way.box.must('resume', id);
  end();
  way.call(['ps', '-f', 'json', id]);
  way.box.end(id);
  way.thrice(['ps', '-f', 'json', id]);
  way.thrice(['ps', id]);
  way.thrice(['ps', 'none']);
});

const wrongIntervals = ['0', '-1s', '5', 's', '1s2', '', '1e3s', '0.4ms'];

bothWays('events --stats, and intervals that are none', (way) => {
  const { id, end } = withTwo(way);
  shape(way, ['events', '--stats', id]);
  shape(way, ['--debug', 'events', '--stats', '--interval', '1m30s', id]);
  for (const interval of wrongIntervals) way.thrice(['events', '--interval', interval, id]);
  const full = ['sh', '-c', 'exec "$@" >/dev/full', 'sh'];
  for (const args of [['--stats'], ['--interval', '1h']]) way.call(['events', ...args, id], { wrap: full });
  way.call(['events', '--stats', id], { wrap: ['sh', '-c', 'exec "$@" >&-', 'sh'] });
  end();
  const file = `${way.box.root}/${id}/config.json`;
  const config = readFileSync(file, 'utf8');
  for (const text of ['{', '[]', config.replace('"linux"', '"linux": 1, "linuy"')]) {
    writeFileSync(file, text);
    way.thrice(['events', '--stats', id]);
  }
  writeFileSync(file, config);
  way.box.end(id);
  way.thrice(['events', '--stats', id]);
  way.thrice(['events', id]);
  way.thrice(['events', '--stats', 'none']);
});

bothWays('ps and events where cgroup v2 is all there is', (way) => {
  const id = way.box.id();
  const bundle = way.box.bundle((config) => {
    config.process.args = ['/bin/sleep', '1000'];
    config.linux.resources = { devices: config.linux.resources.devices };
  });
  way.box.call(['run', '--detach', '--bundle', bundle, id], { wrap: onCgroup2 });
  way.call(['ps', '-f', 'json', id], { wrap: onCgroup2 });
  shape(way, ['events', '--stats', id], onCgroup2);
  way.call(['delete', '--force', id], { wrap: onCgroup2 });
  way.look();
});

bothWays('events until the container ends', async (way) => {
  const id = started(way);
  const running = way.box.begin(['events', '--interval', '20ms', id], { env: environment(way) });
  const output = way.box.outputOfLast();
  way.box.eventually(() => output().split('\n').length > 3);
  way.box.end(id);
  const { code, stdout, stderr } = await running.result();
  // How many there are is a matter of time; after the last one the cgroup may be gone.
  way.note(`${code} ${(stdout.split('\n')[1] ?? '').replaceAll(/[\d.]+/g, 'N')} ${stderr}`);
});
