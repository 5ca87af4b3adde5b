/** A container made by one build is started, killed and deleted by the next one, whose table of ops differs. */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import { repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';
import { tryReap, waitEnd } from '../helpers/sys.ts';

const next = { runtime: `${repository}build/next/build/bin/teu` };
const teuOnly = 'two builds of teu';

scenario(
  'the next build is another one',
  (box) => {
    const versions = [box.call(['--version']), box.call(['--version'], next)].map(
      ({ stdout }) => stdout.split('\n')[0],
    );
    expect(versions[1]).toContain('99.0.0');
    expect(versions[0]).not.toBe(versions[1]);
  },
  { teuOnly },
);

scenario(
  'the next build starts what this one created, hooks and all',
  (box) => {
    const bundle = box.bundle((config) => {
      config.hooks = {
        startContainer: [{ path: '/bin/touch', args: ['touch', '/started'] }],
        poststart: [{ path: '/bin/sh', args: ['sh', '-c', `echo poststart > ${box.dir}/poststart`] }],
      };
      config.process.args = ['/bin/sleep', '1000'];
    });
    const id = box.id();
    box.must('create', '--bundle', bundle, id);
    const { pid } = box.state(id);
    expect(box.call(['start', id], next)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toBe('/bin/sleep\x001000\0');
    expect(readFileSync(`${bundle}/rootfs/started`, 'utf8')).toBe('');
    expect(readFileSync(`${box.dir}/poststart`, 'utf8')).toBe('poststart\n');
  },
  { teuOnly },
);

scenario(
  'the next build lists, kills and deletes what this one runs',
  (box) => {
    const id = box.started('exec sleep 1000');
    const { pid } = box.state(id);
    expect(JSON.parse(box.call(['state', id], next).stdout)).toMatchObject({ id, pid, status: 'running' });
    expect(box.call(['list', '--quiet'], next).stdout).toBe(`${id}\n`);
    expect(box.call(['kill', id, 'KILL'], next).code).toBe(0);
    waitEnd(pid);
    tryReap(pid);
    expect(box.call(['delete', id], next)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(box.left()).toEqual([]);
  },
  { teuOnly },
);

scenario(
  'the next build deletes by force what this one created',
  (box) => {
    const id = box.created('exec sleep 1000');
    const { pid } = box.state(id);
    expect(box.call(['delete', '--force', id], next).code).toBe(0);
    waitEnd(pid);
    tryReap(pid);
    expect(box.left()).toEqual([]);
  },
  { teuOnly },
);
