/** validate: all findings at once, of the text and of this host; changes nothing. */
import { chmodSync, writeFileSync } from 'node:fs';
import { expect } from 'bun:test';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

const teuOnly = 'a verb of teu';

interface Found {
  readonly severity: string;
  readonly code: string;
  readonly pointer: string;
  readonly line: number;
  readonly spec: string | null;
  readonly hint: string | null;
}
interface Report {
  readonly errors: number;
  readonly warnings: number;
  readonly findings: readonly Found[];
}

function validate(box: Box, bundle: string, ...args: string[]): { code: number; report: Report } {
  const result = box.call(['validate', '--format', 'json', ...args, bundle]);
  expect(result.stderr).toBe('');
  return { code: result.code, report: JSON.parse(result.stdout) as Report };
}

const words = ({ findings }: Report): string[] =>
  findings.map(({ code, pointer }) => `${code.slice(11)} ${pointer}`);

/** A file that is there, and may not be executed. */
function plainFile(dir: string): string {
  writeFileSync(`${dir}/plain`, '#!/bin/sh\n');
  chmodSync(`${dir}/plain`, 0o644);
  return `${dir}/plain`;
}

function wrong(config: OciConfig, dir: string): void {
  config.hooks = { createRuntime: [{ path: '/no/hook' }, { path: plainFile(dir) }, { path: dir }] };
  config.mounts.push({ destination: '/a', type: 'bind', source: '/no/source', options: ['rbind'] });
  config.mounts.push({ destination: '/b', type: 'bind', source: 'rootfs', options: ['rbind'] });
  config.linux.namespaces.push(
    { type: 'cgroup', path: '/no/namespace' },
    { type: 'time', path: `${dir}/plain` },
    { type: 'user', path: '/proc/self/ns/uts' },
  );
  config.linux['netDevices'] = { 'no-device': {} };
  config.process.cwd = 'relative';
}

scenario(
  'validate reports what is wrong with the text and what this host lacks, with place and section, and changes nothing',
  (box) => {
    const bundle = box.bundle(wrong);
    const before = box.left();
    const { code, report } = validate(box, bundle);
    expect(code).toBe(1);
    expect(words(report).sort()).toEqual(
      [
        'cwd-absolute /process/cwd',
        'hook-file /hooks/createRuntime/0/path',
        'hook-file /hooks/createRuntime/1/path',
        'hook-file /hooks/createRuntime/2/path',
        'mount-source-file /mounts/7/source',
        'namespace-file /linux/namespaces/5/path',
        'namespace-file /linux/namespaces/6/path',
        'namespace-file /linux/namespaces/7/path',
        'net-device /linux/netDevices/no-device',
      ].sort(),
    );
    expect(report.errors).toBe(report.findings.length);
    expect(report.findings.every(({ line }) => line > 0)).toBe(true);
    expect(report.findings.find(({ code }) => code.endsWith('hook-file'))?.spec).toBe(
      'config.md#posix-platform-hooks',
    );
    expect(report.findings.find(({ code }) => code.endsWith('net-device'))?.hint).toMatch(
      /there are: .*\blo\b/,
    );
    expect(box.left()).toEqual(before);
  },
  { teuOnly },
);

scenario(
  "validate says of the host's own mount namespace that it would not be joined",
  (box) => {
    const bundle = box.bundle((config) => {
      const own = config.linux.namespaces.find(({ type }) => type === 'mount');
      Object.assign(own ?? {}, { path: '/proc/self/ns/mnt' });
    });
    const { code, report } = validate(box, bundle);
    expect(code).toBe(1);
    expect(words(report)).toEqual(['namespace-file /linux/namespaces/4/path']);
  },
  { teuOnly },
);

scenario(
  'validate --config-only does not look at the host',
  (box) => {
    const { code, report } = validate(box, box.bundle(wrong), '--config-only');
    expect(code).toBe(1);
    expect(words(report)).toEqual(['cwd-absolute /process/cwd']);
  },
  { teuOnly },
);

scenario(
  'validate finds nothing in a bundle that runs',
  (box) => {
    const bundle = box.bundle();
    expect(validate(box, bundle)).toMatchObject({
      code: 0,
      report: { errors: 0, warnings: 0, findings: [] },
    });
    expect(box.call(['validate', bundle]).stdout).toBe(`${bundle}/config.json: 0 errors, 0 warnings\n`);
    box.must('run', '--bundle', bundle, box.id());
  },
  { teuOnly },
);

scenario(
  'validate without a root file system names the field',
  (box) => {
    const { code, report } = validate(
      box,
      box.bundle((config) => (config.root.path = 'nothing')),
    );
    expect(code).toBe(1);
    expect(words(report)).toEqual(['root /root/path']);
  },
  { teuOnly },
);

scenario(
  'a warning alone leaves the status 0, and the text begins with file, line and column',
  (box) => {
    const bundle = box.bundle((config) => (config['hostnam'] = 'x'));
    const { code, stdout } = box.call(['validate', bundle]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\/\S+\/config\.json:\d+:\d+: warning: \/hostnam: .* did you mean hostname /);
    expect(stdout).toContain('config.md#extensibility');
    expect(stdout).toMatch(/0 errors, 1 warning\n$/);
  },
  { teuOnly },
);

scenario(
  'what only the plan can tell is a finding as well',
  (box) => {
    const { code, report } = validate(
      box,
      box.bundle((config) => (config.linux['intelRdt'] = { schemata: ['L3:0=f'] })),
    );
    expect(code).toBe(1);
    expect(words(report)).toEqual(['rdt /linux/intelRdt']);
  },
  { needs: ['no-resctrl'], teuOnly },
);

scenario(
  'text that is no JSON is one finding with its place; a missing file is an error of the call',
  (box) => {
    const bundle = box.bundle();
    writeFileSync(`${bundle}/config.json`, '{\n  "ociVersion": }');
    const { code, report } = validate(box, bundle);
    expect(code).toBe(1);
    expect(report.findings).toMatchObject([{ code: 'teu.config.syntax', line: 2, column: 17 }]);
    const missing = box.call(['validate', '--config', `${bundle}/other.json`, bundle]);
    expect(missing.code).toBe(1);
    expect(missing.stdout).toBe('');
    expect(missing.stderr).toContain('other.json');
  },
  { teuOnly },
);
