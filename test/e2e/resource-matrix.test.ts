/** Every resource in every kind of cgroup that this machine has, read back from the kernel: docs/resource-matrix.md */
import { type Need, unmet } from '../helpers/probes.ts';
import { scenario } from '../helpers/scenario.ts';
import { recordAbsence, runCase } from '../matrix/run.ts';
import { cases, cellOf } from '../matrix/tables/cases.ts';
import type { Column } from '../matrix/types.ts';

export const alsoIn = 'guest';

/** What a machine must be for a column; the others are of other machines, and no skip here. */
const hosts: Readonly<Record<Column, readonly Need[]>> = {
  v1: ['cgroup-v1'],
  v2: ['cgroup-v2'],
  systemd: ['cgroup-v2', 'systemd-manager'],
};

const here = (Object.keys(hosts) as Column[]).filter((column) => unmet(hosts[column]) === null);

for (const column of here)
  for (const one of cases) {
    const cell = cellOf(one, column);
    if (cell === undefined) continue;
    const reason = unmet(one.needs?.[column] ?? []);
    if (reason !== null) recordAbsence(one, column, reason);
    scenario(`matrix, ${column}: ${one.title}`, (box) => runCase(box, one, column, cell), {
      needs: one.needs?.[column] ?? [],
      teuOnly: 'the matrix is of teu',
    });
  }
