/** config-linux.md#intelrdt on a machine without resctrl, which is a MUST of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'bun:test';
import { scenario } from '../helpers/scenario.ts';

scenario(
  'when no resctrl is mounted then intelRdt is an error that names it, and nothing is left',
  (box) => {
    const id = box.id();
    const bundle = box.bundle((config) => {
      config.linux['intelRdt'] = { closID: 'gold', schemata: ['L3:0=f'] };
    });
    const result = box.call(['run', '--bundle', bundle, id]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('no resctrl file system is mounted');
    expect(result.stderr).toContain('/linux/intelRdt');
    const isKnown = readFileSync('/proc/filesystems', 'utf8').includes('\tresctrl\n');
    expect(result.stderr).toContain(isKnown ? 'mount -t resctrl' : 'has no resctrl');
    expect(existsSync(`${box.root}/${id}`)).toBe(false);
  },
  { needs: ['no-resctrl'], teuOnly: 'teu names the field' },
);
