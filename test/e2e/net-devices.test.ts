/**
 * config-linux.md#network-devices. The host is a network namespace of the test's own, which ends with it: devices are pairs
 * of veth, whose other ends stay.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'bun:test';
import type { Box, Result } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

const needs = ['net-devices'] as const;
const teuOnly = 'runc 1.1 has no network devices';

const veth = (name: string, peer: string) => `ip link add ${name} type veth peer name ${peer}`;
const addresses = [
  'ip addr add 10.1.2.3/24 brd + dev dm0 label dm0:web',
  'ip addr add 10.9.0.1 peer 10.9.0.2/32 dev dm0',
  'ip addr add 10.7.0.1/24 dev dm0 valid_lft 900 preferred_lft 800',
  'ip addr add 10.8.0.1/24 dev dm0 scope link',
  'ip addr add fd00::5/64 dev dm0 nodad',
];
const setup = [veth('dm0', 'p0'), veth('dm1', 'p1'), ...addresses, 'ip link set dm0 mtu 1400 up'];

interface Looked extends Result {
  /** `ip -o addr` of the host, before and after. */
  readonly before: string;
  readonly after: string;
}

/** Runs a container on a host with these devices. */
function onHost(
  box: Box,
  change: (config: OciConfig, dir: string) => void,
  commands: readonly string[] = setup,
): Looked {
  const file = (name: string) => `${box.dir}/${name}`;
  const look = (name: string) =>
    `(ip -o link; ip -o addr) | sed 's/state [A-Z]*//; s/valid_lft [0-9]*sec.*//' >${file(name)}`;
  const script = `set -e; ${commands.join('; ')}; ${look('before')}; set +e; "$@"; code=$?; ${look('after')}; exit $code`;
  const result = box.run(change, { wrap: ['unshare', '-nm', 'sh', '-c', script, 'sh'] });
  const read = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');
  return { ...result, before: read('before'), after: read('after') };
}

const asks = (netDevices: Record<string, { name?: string }>, script: string) => (config: OciConfig) => {
  config.linux['netDevices'] = netDevices;
  config.process.args = ['/bin/sh', '-c', script];
};
/** Names without the index of the peer. */
const list = 'busybox ip -o link | sed "s/^[0-9]*: \\([^:@]*\\).*/\\1/"';

scenario(
  'netDevices: a device is inside with its address, peer, broadcast, label, mtu and state, and no longer outside',
  (box) => {
    const result = onHost(box, asks({ dm0: {} }, 'busybox ip addr show dm0'));
    expect(result.stderr).toBe('');
    expect(result.stdout).toMatch(/<.*\bUP\b.*> mtu 1400 /);
    expect(result.stdout).toContain('inet 10.1.2.3/24 brd 10.1.2.255 scope global dm0:web');
    expect(result.stdout).toContain('inet 10.9.0.1 peer 10.9.0.2/32 scope global dm0');
    expect(result.stdout).toContain('inet6 fd00::5/64 scope global');
    expect(result.after).not.toMatch(/ dm0[@:]/);
    expect(result.after).toMatch(/ dm1@/);
  },
  { needs, teuOnly },
);

scenario(
  'netDevices: addresses that are not permanent or not of global scope stay behind',
  (box) => {
    const { stdout } = onHost(box, asks({ dm0: {} }, 'busybox ip addr show dm0'));
    expect(stdout).not.toContain('10.7.0.1');
    expect(stdout).not.toContain('10.8.0.1');
  },
  { needs, teuOnly },
);

scenario(
  'netDevices: a device gets its new name, its label follows, and %d becomes a number',
  (box) => {
    const result = onHost(
      box,
      asks({ dm0: { name: 'net0' }, dm1: { name: 'lan%d' } }, `${list}; busybox ip addr show net0`),
    );
    expect(result.stderr).toBe('');
    expect(result.stdout.split('\n').slice(0, 3).sort()).toEqual(['lan0', 'lo', 'net0']);
    expect(result.stdout).toContain('scope global net0:web');
  },
  { needs, teuOnly },
);

scenario(
  'netDevices: a device reaches a container with a user namespace, and a sysctl of it is set',
  (box) => {
    const result = onHost(box, (config) => {
      asks({ dm0: { name: 'net0' } }, `${list}; cat /proc/sys/net/ipv4/conf/net0/forwarding`)(config);
      config.linux.namespaces.push({ type: 'user' });
      config.linux.uidMappings = [{ containerID: 0, hostID: 100000, size: 65536 }];
      config.linux.gidMappings = [{ containerID: 0, hostID: 100000, size: 65536 }];
      config.linux.sysctl = { 'net.ipv4.conf.net0.forwarding': '1' };
    });
    expect(result.stderr).toBe('');
    expect(result.stdout).toBe('lo\nnet0\n1\n');
  },
  { needs, teuOnly },
);

scenario(
  'netDevices: no device leaves a socket of the container open in teu',
  (box) => {
    const sockets = (netDevices: Record<string, object>) => {
      const file = `${box.dir}/sockets`;
      const { code } = onHost(box, (config) => {
        asks(netDevices, 'true')(config);
        const count = `ls -l /proc/$PPID/fd | grep -c socket: >${file}`;
        config.hooks = { createRuntime: [{ path: '/bin/sh', args: ['sh', '-c', count] }] };
      });
      expect(code).toBe(0);
      return readFileSync(file, 'utf8');
    };
    expect(sockets({ dm0: {}, dm1: {} })).toBe(sockets({}));
  },
  { needs, teuOnly },
);

const failures: Readonly<Record<string, (config: OciConfig, dir: string) => void>> = {
  'the program is missing': (config) => {
    config.process.args = ['/nowhere'];
  },
  'a hook fails': (config) => {
    config.hooks = { createRuntime: [{ path: '/bin/false' }] };
  },
  'a later device cannot be moved': (config) => {
    config.linux['netDevices'] = { dm0: { name: 'net0' }, dm1: { name: 'lo' } };
  },
};

for (const [title, change] of Object.entries(failures))
  scenario(
    `netDevices: when ${title} then the host has its devices back as they were`,
    (box) => {
      const lasting = setup.filter((command) => !/10\.[78]/.test(command));
      const result = onHost(
        box,
        (config, dir) => {
          asks({ dm0: { name: 'net0' } }, 'true')(config);
          change(config, dir);
        },
        lasting,
      );
      expect(result.code).not.toBe(0);
      expect(result.after.split('\n').sort()).toEqual(result.before.split('\n').sort());
    },
    { needs, teuOnly },
  );

scenario(
  'netDevices: a device that is not there is answered with those that are',
  (box) => {
    const { code, stderr } = onHost(box, asks({ nope: {} }, 'true'));
    expect(code).toBe(1);
    expect(stderr).toContain('no network device nope');
    expect(stderr).toContain('/linux/netDevices/nope');
    expect(stderr).toMatch(/hint +there are: lo, p0, dm0, p1, dm1/);
  },
  { needs, teuOnly },
);

scenario(
  'netDevices: a name that is taken inside is answered with the pointer of the device',
  (box) => {
    const { code, stderr } = onHost(box, asks({ dm1: { name: 'lo' } }, 'true'));
    expect(code).toBe(1);
    expect(stderr).toContain('/linux/netDevices/dm1');
    expect(stderr).toContain('EEXIST');
  },
  { needs, teuOnly },
);

scenario(
  'netDevices: a device that is bound to its namespace is answered with the reason',
  (box) => {
    const { code, stderr } = onHost(box, asks({ br0: {} }, 'true'), [
      ...setup,
      'ip link add br0 type bridge',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('/linux/netDevices/br0');
    expect(stderr).toContain('EINVAL');
  },
  { needs, teuOnly },
);

scenario(
  "netDevices: a container in the caller's own network namespace has the devices anyway, which is an error",
  (box) => {
    const result = onHost(box, (config) => {
      asks({ dm0: {} }, 'true')(config);
      for (const namespace of config.linux.namespaces)
        if (namespace.type === 'network') namespace.path = '/proc/self/ns/net';
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('shares the network namespace');
    expect(result.after).toMatch(/ dm0@/);
  },
  { needs, teuOnly },
);

/** A namespace that outlives its processes, as engines make them: a file that it is mounted on. */
const lasting = (box: Box) => {
  const file = `${box.dir}/netns`;
  const change = (config: OciConfig): void => {
    for (const namespace of config.linux.namespaces) if (namespace.type === 'network') namespace.path = file;
  };
  return {
    change,
    commands: [...setup, `touch ${file}`, `unshare --net=${file} true`],
    within: `nsenter --net=${file}`,
  };
};

scenario(
  'netDevices: in a joined namespace a device stays when the container has ended',
  (box) => {
    const { change, commands, within } = lasting(box);
    const hook = `${box.dir}/look`;
    writeFileSync(hook, `#!/bin/sh\n${within} ip -o addr show net0 >${box.dir}/inside\n`, { mode: 0o755 });
    const result = onHost(
      box,
      (config) => {
        asks({ dm0: { name: 'net0' } }, 'true')(config);
        change(config);
        config.hooks = { poststop: [{ path: hook, env: [`PATH=${process.env['PATH']}`] }] };
      },
      commands,
    );
    expect(result.stderr).toBe('');
    expect(readFileSync(`${box.dir}/inside`, 'utf8')).toContain('10.1.2.3/24');
    expect(result.after).not.toMatch(/ dm0[@:]/);
  },
  { needs, teuOnly },
);

scenario(
  'netDevices: a name that a joined namespace has in use is an error, a template finds another one',
  (box) => {
    const { change, commands, within } = lasting(box);
    const taken = [...commands, `${within} ip link add net0 type bridge`];
    const run = (name: string) =>
      onHost(
        box,
        (config) => {
          asks({ dm1: { name } }, `${list}; true`)(config);
          change(config);
        },
        taken,
      );
    const refused = run('net0');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('EEXIST');
    expect(refused.after).toMatch(/ dm1@/);
    expect(run('net%d').stdout.split('\n').sort()).toEqual(['', 'lo', 'net0', 'net1']);
  },
  { needs, teuOnly },
);
