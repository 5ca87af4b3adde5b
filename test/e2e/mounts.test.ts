/** config.md#mounts: every type, sources and destinations of every kind. */
import { expect } from 'bun:test';
import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import type { MountEntry, OciConfig } from '../helpers/config.ts';
import { withoutNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

/** A container with one more mount that runs `script`. */
function mounting(entry: MountEntry, script: string, prepare: (dir: string) => void = () => {}) {
  return (config: OciConfig, dir: string) => {
    prepare(dir);
    config.mounts.push({
      ...entry,
      ...(entry.source === undefined ? {} : { source: entry.source.replace('BUNDLE', dir) }),
    });
    config.process.args = ['/bin/sh', '-c', script];
  };
}

scenario('when the source is a directory then the destination is made as a directory', (box) => {
  const entry = { destination: '/new/data', type: 'bind', source: 'BUNDLE/src', options: ['bind'] };
  const out = box.output(
    mounting(entry, 'cat /new/data/f', (dir) => {
      mkdirSync(`${dir}/src`);
      writeFileSync(`${dir}/src/f`, 'content');
    }),
  );
  expect(out).toBe('content');
});

scenario('when the source is a file then the mountpoint is a file', (box) => {
  const entry = {
    destination: '/etc/new/file',
    type: 'bind',
    source: 'BUNDLE/file',
    options: ['bind', 'ro'],
  };
  const out = box.output(
    mounting(entry, 'cat /etc/new/file; echo x > /etc/new/file || true', (dir) =>
      writeFileSync(`${dir}/file`, 'one file\n'),
    ),
  );
  expect(out).toBe('one file\n');
});

scenario('a relative source is relative to the bundle', (box) => {
  const entry = { destination: '/data', type: 'bind', source: 'src', options: ['bind'] };
  const out = box.output(
    mounting(entry, 'ls /data', (dir) => {
      mkdirSync(`${dir}/src`);
      writeFileSync(`${dir}/src/here`, '');
    }),
  );
  expect(out).toBe('here\n');
});

scenario('type none with the option bind is a bind mount', (box) => {
  const entry = { destination: '/data', type: 'none', source: '/etc/hostname', options: ['bind'] };
  expect(box.output(mounting(entry, 'test -s /data && echo yes'))).toBe('yes\n');
});

scenario('a later mount covers an earlier one', (box) => {
  const out = box.output((config) => {
    for (const name of ['one', 'two']) {
      config.mounts.push({
        destination: '/data',
        type: 'tmpfs',
        source: name,
        options: [`nr_inodes=${name.length}k`],
      });
    }
    config.process.args = ['/bin/sh', '-c', 'grep " /data " /proc/mounts | cut -d" " -f1'];
  });
  expect(out).toBe('one\ntwo\n');
});

scenario('tmpfs takes mode, size and uid as file system options', (box) => {
  const entry = {
    destination: '/t',
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['mode=1700', 'size=64k', 'uid=7', 'nosuid'],
  };
  const out = box.output(
    mounting(entry, 'stat -c "%a %u" /t; df -k /t | tail -n 1 | tr -s " " | cut -d" " -f2'),
  );
  expect(out).toBe('1700 7\n64\n');
});

scenario('tmpcopyup copies what the image has below the destination', (box) => {
  const entry = { destination: '/etc', type: 'tmpfs', source: 'tmpfs', options: ['tmpcopyup'] };
  const out = box.output(
    mounting(entry, 'cat /etc/group; readlink /etc/link; stat -c %a /etc/dir; touch /etc/new', (dir) => {
      symlinkSync('target', `${dir}/rootfs/etc/link`);
      mkdirSync(`${dir}/rootfs/etc/dir`, { mode: 0o710 });
    }),
  );
  expect(out).toBe('root:x:0:\nuser:x:1000:\ntarget\n710\n');
});

scenario(
  'an overlay mount shows its layers',
  (box) => {
    const options = ['lowerdir=BUNDLE/low', 'upperdir=BUNDLE/up', 'workdir=BUNDLE/work'];
    let upper = '';
    const out = box.output((config, dir) => {
      for (const name of ['low', 'up', 'work']) mkdirSync(`${dir}/${name}`);
      writeFileSync(`${dir}/low/file`, 'low\n');
      upper = `${dir}/up`;
      config.mounts.push({
        destination: '/o',
        type: 'overlay',
        source: 'overlay',
        options: options.map((o) => o.replace('BUNDLE', dir)),
      });
      config.process.args = ['/bin/sh', '-c', 'cat /o/file; echo new > /o/new'];
    });
    expect(out).toBe('low\n');
    expect(readdirSync(upper)).toEqual(['new']);
  },
  { needs: ['overlay'] },
);

scenario(
  'an overlay with many long lower directories is mounted',
  (box) => {
    const out = box.output((config, dir) => {
      const layers = Array.from(
        { length: 12 },
        (_, n) => `${dir}/layer-with-a-long-name-${'x'.repeat(40)}-${n}`,
      );
      for (const [n, layer] of layers.entries()) {
        mkdirSync(layer);
        writeFileSync(`${layer}/f${n}`, '');
      }
      config.mounts.push({
        destination: '/o',
        type: 'overlay',
        source: 'overlay',
        options: [`lowerdir=${layers.join(':')}`],
      });
      config.process.args = ['/bin/sh', '-c', 'ls /o | wc -l'];
    });
    expect(out).toBe('12\n');
  },
  { needs: ['overlay'] },
);

scenario('mqueue, devpts, sysfs and proc are file systems of the container', (box) => {
  const out = box.output('for d in /proc /sys /dev/pts /dev/mqueue /dev/shm; do stat -f -c %T $d; done');
  expect(out).toBe(
    box.output('for d in /proc /sys /dev/pts /dev/mqueue /dev/shm; do stat -f -c %T $d; done'),
  );
  expect(box.output('ls /proc | grep -c "^[0-9]"').trim()).not.toBe('0');
});

scenario('a source that does not exist is an error that names it and leaves nothing', (box) => {
  const result = box.run(
    mounting({ destination: '/d', type: 'bind', source: '/no/such', options: ['bind'] }, 'true'),
  );
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('/no/such');
  expect(box.left().filter((entry) => !entry.includes('(Z'))).toEqual([]);
});

scenario('an unknown file system type is an error', (box) => {
  const result = box.run(mounting({ destination: '/d', type: 'nosuchfs', source: 'x' }, 'true'));
  expect(result.code).toBe(1);
});

scenario('a destination that is a symlink stays inside the rootfs', (box) => {
  let dir = '';
  const entry = { destination: '/link/deep', type: 'bind', source: '/etc/hostname', options: ['bind'] };
  const out = box.output(
    mounting(entry, 'test -s /outside/deep && echo inside', (bundle) => {
      dir = bundle;
      mkdirSync(`${bundle}/outside`);
      mkdirSync(`${bundle}/rootfs/outside`);
      symlinkSync('../../outside', `${bundle}/rootfs/link`);
    }),
  );
  expect(out).toBe('inside\n');
  expect(readdirSync(`${dir}/outside`)).toEqual([]);
});

for (const target of ['/host-canary', '../../../../../../host-canary']) {
  scenario(`a destination through the symlink ${target} makes nothing on the host`, (box) => {
    const entry = { destination: '/evil/made', type: 'tmpfs', source: 'tmpfs' };
    box.run(mounting(entry, 'true', (dir) => symlinkSync(target, `${dir}/rootfs/evil`)));
    expect(existsSync('/host-canary')).toBe(false);
  });
}

scenario('/proc or /sys as a symlink of the image is refused or harmless', (box) => {
  const bundle = box.bundle((config, dir) => {
    Bun.spawnSync(['rmdir', `${dir}/rootfs/proc`]);
    mkdirSync(`${dir}/rootfs/fake`);
    symlinkSync('fake', `${dir}/rootfs/proc`);
    config.process.args = ['/bin/sh', '-c', 'stat -f -c %T /proc; echo x > /proc/sys/kernel/domainname'];
  });
  const result = box.teu('run', '--bundle', bundle, box.id());
  if (result.code === 0)
    expect([result.stdout, result.stderr]).toEqual([
      'proc\n',
      expect.stringContaining('Read-only file system'),
    ]);
  else expect(result.code).toBe(1);
  expect(lstatSync(`${bundle}/rootfs/proc`).isSymbolicLink()).toBe(true);
});

scenario('sysfs with the host network namespace works', (box) => {
  const out = box.output((config) => {
    withoutNamespace(config, 'network');
    config.process.args = ['/bin/sh', '-c', 'test -d /sys/kernel && echo sys'];
  });
  expect(out).toBe('sys\n');
});
