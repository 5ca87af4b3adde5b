import { expect, test } from 'bun:test';
import { versionText } from '../../../src/cli/version.ts';
import { version } from '../../../src/version.ts';
import pack from '../../../package.json';

test('the version is that of package.json', () => {
  expect(version).toBe(pack.version);
});

test('the text is what dockerd and go-runc parse', () => {
  const lines = versionText('/usr/bin/teu').split('\n');
  expect(lines[0]).toBe(`teu version ${version}`);
  expect(lines[1]).toMatch(/^commit: \S+$/);
  expect(lines[2]).toMatch(/^spec: 1\.\d+\.\d+$/);
  expect(lines.slice(1).join('\n')).not.toContain('version');
});

test('when it is installed under the name runc then it says so', () => {
  expect(versionText('/opt/runc')).toStartWith('runc version ');
  expect(versionText('runc')).toStartWith('runc version ');
  expect(versionText('/opt/runc/teu')).toStartWith('teu version ');
});
