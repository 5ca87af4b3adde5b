/** The engine in teu and teu-core say alike what this runtime is, and begin a bundle alike. */
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { bothWays, type Way } from '../helpers/both-ways.ts';
import { runtime } from '../helpers/paths.ts';

const asking = [
  ['--version'],
  ['-v'],
  ['-version'],
  ['version'],
  ['--version=true'],
  ['--version=false', 'version'],
  ['--version=false'],
  ['--version=maybe'],
  ['--version', '--version=false', 'validate', 'none'],
  ['--version=false', '--version', 'validate', 'none'],
  ['--version', 'validate', 'none'],
  ['--version', 'create', 'none'],
  ['--version', '--nope'],
  ['--nope', '--version'],
  ['--root', '--version', 'list'],
  ['--debug', '--log-format', 'json', '--version'],
  ['--', '--version'],
  ['version', '--version'],
  ['version', 'more'],
];

bothWays('the version, by any of its names', (way) => {
  for (const args of asking) way.thrice(args);
  // go-runc reads another word there.
  const runc = `${way.box.dir}/runc`;
  symlinkSync(runtime, runc);
  for (const args of asking.slice(0, 4)) way.call(args, { runtime: runc });
});

const streams = ['<&-', '>&-', '2>&-', '<&- >&- 2>&-', '>/dev/full', '2>/dev/full'];

bothWays('version and features where nobody listens', (way) => {
  for (const which of streams)
    for (const verb of ['--version', 'features'])
      way.call([verb], { wrap: ['sh', '-c', `exec "$@" ${which}`, 'sh'] });
});

bothWays('features, of any caller', (way) => {
  way.thrice(['features']);
  way.call(['--root', '/no/such', 'features']);
  way.call(['--trace', `${way.box.dir}/trace`, 'features']);
  way.call(['features'], { wrap: ['setpriv', '--reuid=65534', '--clear-groups', '--inh-caps=-all'] });
  way.thrice(['features', 'more']);
});

/** Writes down what a file of `spec` holds, and whose it is. */
function written(way: Way, path: string): void {
  const { mode, uid } = statSync(path);
  way.note(`${path} ${mode.toString(8)} ${uid}\n${readFileSync(path, 'utf8')}`);
}

bothWays('spec: a config.json to start from, which replaces none', (way) => {
  const dir = `${way.box.dir}/new`;
  mkdirSync(dir);
  way.call(['spec'], { cwd: dir });
  written(way, `${dir}/config.json`);
  way.thrice(['spec', '--bundle', dir]);
  rmSync(`${dir}/config.json`);
  way.call(['spec', '--rootless', '-b', dir]);
  written(way, `${dir}/config.json`);
  way.call(['spec', '-f', 'other.json', '-b', dir], { cwd: dir });
  written(way, `${dir}/other.json`);
  const nobody = ['setpriv', '--reuid=65534', '--regid=65533', '--clear-groups', '--inh-caps=-all'];
  for (const args of [['-f', '/no/such'], ['-b', '/no/such'], ['more'], ['-f'], ['-f', '/']])
    way.thrice(['spec', ...args]);
  way.call(['spec', '--rootless', '-b', dir], { wrap: nobody });
  way.call(['spec', '--rootless', '-f', '/dev/stdout'], { wrap: nobody });
  way.call(['spec'], { cwd: dir, wrap: ['sh', '-c', 'umask 077; ulimit -f 0; exec "$@"', 'sh'] });
});
