/** Options of crun about links and of mount(8) about comments, tmpfs by mount(2), and --no-pivot with locked mounts. */
import { expect } from 'bun:test';
import { mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import type { OciConfig } from '../helpers/config.ts';
import { withUserNamespace } from '../helpers/config.ts';
import { isTeu, repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

const teuOnly = { teuOnly: 'an option of crun' };

const bind = (config: OciConfig, destination: string, source: string, ...options: string[]) =>
  config.mounts.push({ destination, type: 'bind', source, options: ['bind', ...options] });

const script = (config: OciConfig, text: string) => {
  config.process.args = ['/bin/sh', '-c', text];
};

scenario(
  'copy-symlink makes the link of the host again, and binds what is none',
  (box) => {
    const out = box.output((config, dir) => {
      symlinkSync('some/where', `${dir}/link`);
      writeFileSync(`${dir}/file`, 'text\n');
      bind(config, '/made/link', `${dir}/link`, 'copy-symlink');
      bind(config, '/made/file', `${dir}/file`, 'copy-symlink');
      script(config, 'readlink /made/link; cat /made/file');
    });
    expect(out).toBe('some/where\ntext\n');
  },
  teuOnly,
);

scenario(
  'copy-symlink takes the same link that is there already, and nothing else',
  (box) => {
    const change = (target: string) => (config: OciConfig, dir: string) => {
      symlinkSync('some/where', `${dir}/link`);
      symlinkSync(target, `${dir}/rootfs/there`);
      bind(config, '/there', `${dir}/link`, 'copy-symlink');
      script(config, 'readlink /there');
    };
    expect(box.output(change('some/where'))).toBe('some/where\n');
    const result = box.run(change('else/where'));
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/ \/mounts\/7\/source /);
    expect(result.stderr).toContain('something else is already there');
  },
  teuOnly,
);

scenario(
  'dest-nofollow covers the link itself, with the link that src-nofollow binds',
  (box) => {
    let rootfs = '';
    const out = box.output((config, dir) => {
      rootfs = `${dir}/rootfs`;
      symlinkSync('from-host', `${dir}/link`);
      symlinkSync('of-image', `${rootfs}/link`);
      bind(config, '/link', `${dir}/link`, 'src-nofollow', 'dest-nofollow');
      script(config, 'readlink /link');
    });
    expect(out).toBe('from-host\n');
    expect(readlinkSync(`${rootfs}/link`)).toBe('of-image');
  },
  teuOnly,
);

scenario(
  'dest-nofollow makes a missing mountpoint',
  (box) => {
    const out = box.output((config, dir) => {
      writeFileSync(`${dir}/file`, 'text\n');
      bind(config, '/new/file', `${dir}/file`, 'dest-nofollow');
      script(config, 'cat /new/file');
    });
    expect(out).toBe('text\n');
  },
  teuOnly,
);

scenario(
  'a link as source is followed by the mounter as by init, unless src-nofollow says otherwise',
  (box) => {
    const out = box.output((config, dir) => {
      withUserNamespace(config);
      mkdirSync(`${dir}/real`);
      writeFileSync(`${dir}/real/f`, 'text\n');
      symlinkSync('real', `${dir}/link`);
      mkdirSync(`${dir}/rootfs/m`);
      writeFileSync(`${dir}/rootfs/l`, '');
      bind(config, '/m', `${dir}/link`);
      bind(config, '/l', `${dir}/link`, 'src-nofollow');
      script(config, 'cat /m/f; readlink /l');
    });
    expect(out).toBe('text\nreal\n');
  },
  { ...teuOnly, needs: ['userns'] },
);

scenario(
  'x- options are comments, and recursive super block options of crun are those of the file system',
  (box) => {
    const out = box.output((config) => {
      const options = ['x-systemd.automount', 'X-mount.mkdir', 'comment=this', 'rsync', 'rdirsync', 'rasync'];
      config.mounts.push({ destination: '/t', type: 'tmpfs', source: 'tmpfs', options });
      script(config, 'grep " /t " /proc/self/mountinfo | sed "s/.* - //"');
    });
    expect(out).toMatch(/^tmpfs tmpfs rw,dirsync(,|$)/m);
  },
  teuOnly,
);

for (const [option, shown] of [
  ['sync', /rw,sync/],
  ['dirsync', /rw,dirsync/],
  ['lazytime', /rw,lazytime/],
  ['iversion', /rw/],
  ['mand', /rw/],
  ['silent', /rw/],
] as const) {
  scenario(
    `the super block option ${option} is taken by a tmpfs, and its opposite takes it back`,
    (box) => {
      const superOptions = (...options: string[]) =>
        box.output((config) => {
          config.mounts.push({ destination: '/t', type: 'tmpfs', source: 'tmpfs', options });
          script(config, 'grep " /t " /proc/self/mountinfo | sed "s/.* - tmpfs tmpfs //"');
        });
      expect(superOptions(option)).toMatch(shown);
      const opposites: Record<string, string> = { sync: 'async', silent: 'loud', dirsync: 'defaults' };
      const plain = superOptions(option, opposites[option] ?? `no${option}`);
      if (option === 'sync' || option === 'lazytime') expect(plain).not.toMatch(shown);
    },
    { teuOnly: 'runc says some of them otherwise' },
  );
}

scenario(
  'when the new mount calls are refused then a tmpfs keeps mode and contents of what it covers',
  (box) => {
    const filter = [`${repository}build/test/filter`, '38', 'fsopen,fsconfig,fsmount,fspick'];
    const bundle = box.bundle((config, dir) => {
      mkdirSync(`${dir}/rootfs/full`, { mode: 0o1777 });
      Bun.spawnSync(['chmod', '1777', `${dir}/rootfs/full`]);
      writeFileSync(`${dir}/rootfs/full/f`, 'text\n');
      config.mounts.push({
        destination: '/full',
        type: 'tmpfs',
        source: 'tmpfs',
        options: ['tmpcopyup', 'ro'],
      });
      config.linux.maskedPaths = [];
      // The hierarchies of v1 are made by the new calls alone.
      config.mounts = config.mounts.filter(({ type }) => type !== 'cgroup');
      script(
        config,
        'stat -c %a /full; cat /full/f; touch /full/x 2>/dev/null || echo ro; grep -c " /full .*tmpfs" /proc/mounts',
      );
    });
    const result = box.call(['run', '--bundle', bundle, box.id()], { wrap: filter });
    expect([result.stdout, result.stderr]).toEqual(['1777\ntext\nro\n1\n', '']);
  },
  { teuOnly: 'runc needs none of them' },
);

scenario('a remount that makes /dev read-only does so when its nodes and links are made', (box) => {
  const out = box.output((config) => {
    config.mounts.push({ destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['remount', 'ro'] });
    script(config, 'test -c /dev/null && test -L /dev/fd && echo made; touch /dev/x 2>/dev/null || echo ro');
  });
  expect(out).toBe('made\nro\n');
});

for (const destination of ['/', '/proc/version', '/proc']) {
  scenario(
    `a tmpfs at ${destination} is refused by its pointer`,
    (box) => {
      const result = box.run((config) => {
        config.mounts.push({ destination, type: 'tmpfs', source: 'tmpfs', options: [] });
      });
      expect(result.code).toBe(1);
      expect(result.stderr).toMatch(/ \/mounts\/7\/destination /);
    },
    { teuOnly: 'runc mounts over /' },
  );
}

scenario('a bind at /proc must be of a procfs', (box) => {
  const change = (source: string) => (config: OciConfig) => {
    config.mounts = config.mounts.filter(({ destination }) => destination !== '/proc');
    config.linux.maskedPaths = [];
    config.linux.readonlyPaths = [];
    config.mounts.unshift({ destination: '/proc', type: 'bind', source, options: ['rbind'] });
    script(config, 'stat -f -c %T /proc');
  };
  expect(box.output(change('/proc'))).toBe('proc\n');
  const result = box.run(change('/etc'));
  expect(result.code).toBe(1);
  if (isTeu) expect(result.stderr).toMatch(/ \/mounts\/0\/source /);
});

scenario('a file may be bound over what lxcfs emulates', (box) => {
  const out = box.output((config, dir) => {
    writeFileSync(`${dir}/uptime`, '1.00 1.00\n');
    bind(config, '/proc/uptime', `${dir}/uptime`);
    script(config, 'cat /proc/uptime');
  });
  expect(out).toBe('1.00 1.00\n');
});

for (const userns of [false, true]) {
  const how = userns ? 'covered, for they are locked' : 'unmounted';
  scenario(
    `with --no-pivot ${userns ? 'in a user namespace ' : ''}procfs and sysfs of the host are ${how}`,
    (box) => {
      const bundle = box.bundle((config) => {
        if (userns) withUserNamespace(config);
      });
      const trace = `${box.dir}/trace`;
      box.call(['run', '--no-pivot', '--bundle', bundle, box.id()], {
        wrap: ['strace', '-f', '-qq', '-e', 'trace=umount2,mount', '-o', trace],
      });
      const lines = readFileSync(trace, 'utf8').split('\n');
      const last = (path: string) => lines.filter((line) => line.includes(`"${path}"`)).at(-1) ?? '';
      for (const path of ['/proc', '/sys'])
        expect(last(path)).toMatch(userns ? /mount\("tmpfs", .* = 0$/ : /umount2\(.* EINVAL/);
      expect(lines.filter((line) => /MS_MOVE.* = 0$/.test(line))).toHaveLength(1);
    },
    { teuOnly: 'about its calls', needs: ['userns', 'strace'] },
  );
}
