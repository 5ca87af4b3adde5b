/**
 * Prints docs/properties.md from test/proofs: each property of config.json, the tests that see it and those that refuse
 * what it must not be. test/unit/law/properties.test.ts holds the tables to the schema and to the sources of the tests.
 */
import { writeFileSync } from 'node:fs';
import { sections } from '../test/proofs/properties.ts';
import type { Proof, Reason, Reference, Section } from '../test/proofs/types.ts';

const kinds: Readonly<Record<Reason['kind'], string>> = {
  spec: 'the specification',
  kernel: 'not in the kernels of the test hosts',
  suite: 'a mistake of a suite',
};

/** A title is a sentence with holes, where one test is made for each of some values. */
const cell = (text: string): string => text.replace(/\$\{[^}]*\}/g, '…').replaceAll('|', '\\|');

function shown(reference: Reference): string {
  const at = reference.indexOf(': ');
  const [file, title] = [reference.slice(0, at), reference.slice(at + 2)];
  return file === 'fixture' ? `fixture \`${title}\`` : `${cell(title)} (${file})`;
}

const listed = (references: readonly Reference[]): string =>
  references.length === 0 ? '–' : references.map(shown).join('<br>');

function row({ property, seen, refused, cgroup, reason }: Proof): string {
  const why = reason === null ? '' : `<br>*${kinds[reason.kind]}: ${reason.text}*`;
  return `| ${cell(property)}${why} | ${cgroup ?? ''} | ${listed(seen)} | ${listed(refused)} |`;
}

const table = ({ title, rows }: Section): string =>
  `## ${title}\n\n| property | cgroup | seen by | refused by |\n|---|---|---|---|\n${rows.map(row).join('\n')}\n`;

const count = sections.reduce((sum, { rows }) => sum + rows.length, 0);
const excused = sections.flatMap(({ rows }) => rows).filter(({ reason }) => reason !== null).length;

const head = `# Properties of config.json

Printed by \`bun scripts/gen-properties.ts\` from \`test/proofs\`; do not edit. ${count} properties. Tests are \`title (file)\`: files are
\`test/e2e/FILE.test.ts\`, or \`test/FILE.test.ts\` where FILE has a folder; \`…\` stands for each of several values. *Seen by*: tests
that look from inside the container or from files of the kernel. *Refused by*: what must not happen; a fixture is a directory of
\`spec-fixtures/\` that create refuses with its pointer, line and column (\`test/e2e/bad-fixtures.test.ts\`). *cgroup*: the versions
on which a property has a meaning. ${excused} properties are not whole, or not seen from inside here, for the reason beside them.
`;

writeFileSync(
  new URL('../docs/properties.md', import.meta.url),
  `${head}\n${sections.map(table).join('\n')}`,
);
