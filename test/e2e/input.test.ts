/** Bundles and configurations that are wrong, hostile or not there: a clear error, status 1, nothing left. */
import { expect } from 'bun:test';
import { chmodSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';

/** Creates with config.json replaced; checks what every bad input has in common. */
function refused(box: Box, change: (config: string, bundle: string) => void): string {
  const bundle = box.bundle();
  change(`${bundle}/config.json`, bundle);
  const result = box.teu('create', '--bundle', bundle, box.id());
  expect(result.code).toBe(1);
  expect(result.stdout).toBe('');
  expect(result.stderr).not.toMatch(/\.ts:\d+|at async|node:internal/);
  expect(box.left().filter((entry) => !/\/state$/.test(entry))).toEqual([]);
  return result.stderr;
}

scenario('a missing config.json is named', (box) => {
  expect(refused(box, (config) => rmSync(config))).toContain('config.json');
});

scenario(
  'a config.json that is a fifo is refused at once',
  (box) => {
    refused(box, (config) => {
      rmSync(config);
      Bun.spawnSync(['mkfifo', config]);
    });
  },
  { teuOnly: 'runc waits for ever' },
);

scenario('a config.json that is a directory is refused', (box) => {
  refused(box, (config) => {
    rmSync(config);
    mkdirSync(config);
  });
});

scenario(
  'a config.json of 1 GiB is refused without reading it',
  (box) => {
    refused(box, (config) => truncateSync(config, 2 ** 30));
  },
  { teuOnly: 'runc stops at the end of the object' },
);

scenario('an empty config.json is refused', (box) => {
  refused(box, (config) => writeFileSync(config, ''));
});

scenario(
  'a JSON syntax error is told with line and column',
  (box) => {
    const error = refused(box, (config) =>
      writeFileSync(config, '{\n  "ociVersion": "1.0.2",\n  "root": {"path" "x"}\n}\n'),
    );
    expect(error).toMatch(/config\.json:3:19/);
  },
  { teuOnly: 'runc tells an offset' },
);

scenario(
  'a wrong type is told with pointer, line and column',
  (box) => {
    const error = refused(box, (config) =>
      writeFileSync(config, '{\n  "ociVersion": "1.0.2",\n  "root": {"path": 7},\n  "linux": {}\n}\n'),
    );
    expect(error).toMatch(/config\.json:3:20/);
    expect(error).toContain('/root/path');
  },
  { teuOnly: 'runc names the type of its struct' },
);

scenario('a bundle that does not exist is named', (box) => {
  const result = box.teu('create', '--bundle', '/no/such/bundle', box.id());
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('/no/such/bundle');
});

scenario(
  'an unsupported property is refused with its pointer, not ignored',
  (box) => {
    const bundle = box.bundle((config) => {
      config.linux['intelRdt'] = { closID: 'x' };
    });
    const result = box.teu('create', '--bundle', bundle, box.id());
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/linux/intelRdt');
  },
  { teuOnly: 'runc knows it' },
);

scenario('an unknown property is not an error', (box) => {
  const bundle = box.bundle((config) => {
    config['org.example.unknown'] = { anything: [1, 2] };
    config.process['alsoUnknown'] = true;
  });
  expect(box.teu('run', '--bundle', bundle, box.id()).code).toBe(0);
});

scenario('a rootfs that is a file is refused', (box) => {
  refused(box, (_, bundle) => {
    rmSync(`${bundle}/rootfs`, { recursive: true });
    writeFileSync(`${bundle}/rootfs`, '');
  });
});

scenario('a relative root path with dots stays relative to the bundle', (box) => {
  const bundle = box.bundle((config) => {
    config.root.path = './rootfs/../rootfs';
    config.process.args = ['/bin/echo', 'there'];
  });
  expect(box.must('run', '--bundle', bundle, box.id()).stdout).toBe('there\n');
});

scenario(
  'a program without the execute bit, of a wrong format or missing its interpreter is told apart',
  (box) => {
    const attempt = (prepare: (path: string) => void) => {
      const bundle = box.bundle((config, dir) => {
        writeFileSync(`${dir}/rootfs/program`, '');
        prepare(`${dir}/rootfs/program`);
        config.process.args = ['/program'];
      });
      const result = box.teu('run', '--bundle', bundle, box.id());
      expect(result.code).toBe(1);
      expect(result.stderr).toContain('/program');
      return result.stderr;
    };
    const texts = [
      attempt((path) => chmodSync(path, 0o644)),
      attempt((path) => {
        writeFileSync(path, 'neither');
        chmodSync(path, 0o755);
      }),
      attempt((path) => {
        writeFileSync(path, '#!/no/interpreter\n');
        chmodSync(path, 0o755);
      }),
    ];
    expect(
      new Set(
        texts.map((text) =>
          /E(ACCES|NOEXEC|NOENT)|permission denied|exec format error|no such file/i
            .exec(text)?.[0]
            ?.toLowerCase(),
        ),
      ).size,
    ).toBe(3);
  },
  { teuOnly: 'runc says it at start alone' },
);

scenario('with --config an error of the schema names that file', (box) => {
  const bundle = box.bundle('true');
  const file = `${box.dir}/other.json`;
  writeFileSync(file, '{"ociVersion": "1.2.0", "root": {"path": "/"},\n "hostname": 5}');
  const result = box.teu('create', '--bundle', bundle, '--config', file, box.id());
  expect([result.code, result.stderr.includes(`${file}:2:14 /hostname`)]).toEqual([1, true]);
});
