/**
 * Prints native/gen/ops.h and src/wire/abi.ts from src/wire/{ops,protocol}.ts.
 * With --check it writes nothing and exits 1 when a printed file differs (`make check`).
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { computeAbi } from '../src/wire/hash.ts';
import { callNames } from '../src/wire/calls.ts';
import { layoutOf, type WireKind } from '../src/wire/layout.ts';
import { actors } from '../src/wire/actors.ts';
import { type OpRow, ops } from '../src/wire/ops.ts';
import * as protocol from '../src/wire/protocol.ts';

const cTypes: Readonly<Record<WireKind, string>> = {
  u32: 'uint32_t',
  i32: 'int32_t',
  u64: 'uint64_t',
  i64: 'int64_t',
  str: 'struct wire_str',
  strs: 'struct wire_strs',
  bytes: 'struct wire_bytes',
  slot: 'uint32_t',
  'slot?': 'uint32_t',
};

const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
const upper = (name: string): string => snake(name).toUpperCase();
const rows = Object.entries(ops) as unknown as ReadonlyArray<readonly [string, OpRow]>;
const kindName = (kind: WireKind): string => `KIND_${kind === 'slot?' ? 'SLOT_OR_NONE' : kind.toUpperCase()}`;

function constants(): string[] {
  const out: string[] = [];
  for (const [name, value] of Object.entries(protocol))
    if (typeof value === 'number') out.push(`#define ${upper(name)} 0x${value.toString(16)}u`);
  out.push(`#define WIRE_ABI 0x${computeAbi().toString(16)}ull`);
  return out;
}

function enums(): string[] {
  const list = (tag: string, prefix: string, names: readonly string[]): string =>
    `enum ${tag} {\n${names.map((n, i) => `\t${prefix}_${upper(n)} = ${i},`).join('\n')}\n};`;
  const codes = rows.map(([name, row]) => `\tOP_${upper(name)} = ${row.code},`).join('\n');
  const kinds: WireKind[] = ['u32', 'i32', 'u64', 'i64', 'str', 'strs', 'bytes', 'slot', 'slot?'];
  const messages = Object.entries(protocol.messages).map(([n, v]) => `\tMSG_${upper(n)} = ${v},`);
  return [
    list('actor', 'ACTOR', actors),
    list('call', 'CALL', callNames()),
    list('outcome_state', 'OUTCOME', protocol.outcomeStates),
    `enum op {\n${codes}\n};`,
    `#define MAX_OP ${Math.max(...rows.map(([, row]) => row.code))}`,
    `enum message_type {\n${messages.join('\n')}\n};`,
    `enum field_kind {\n${kinds.map((k) => `\t${kindName(k)},`).join('\n')}\n};`,
  ];
}

const fixedStructs = `struct wire_str {
	uint32_t off, len;
};
struct wire_strs {
	uint32_t off, count;
};
struct wire_bytes {
	uint32_t off, len;
};
struct plan_header {
	uint32_t magic, size;
	uint64_t abi;
	uint32_t steps, n_slots, start, zero;
};
struct step_header {
	uint16_t op;
	uint8_t actor;
	uint8_t alt; /* how many alternatives follow this step */
	uint16_t on_errno[MAX_ON_ERRNO]; /* errnos of this step that lead to the next alternative; 0 ends */
	uint32_t body, body_size, zero;
};
struct outcome {
	uint32_t state, op;
	uint16_t call, errno_;
	int32_t item; /* index of the failing item of a list, or -1 */
	int64_t value;
	uint64_t start_ns, end_ns; /* CLOCK_MONOTONIC */
	uint64_t zero;
};
struct ring {
	uint32_t magic, note_len;
	int32_t host_pid, fault_step, fault_kind;
	uint32_t zero[11];
	char note[RING_NOTE_BYTES]; /* evidence of the failing step, e.g. the tail of a hook's stderr */
	struct outcome outcomes[MAX_STEPS];
};
struct message {
	uint32_t type, from, to;
	int32_t value;
	int64_t pid;
};
struct field_shape {
	uint16_t offset;
	uint8_t kind;
};
_Static_assert(sizeof(struct plan_header) == PLAN_HEADER_BYTES, "plan header");
_Static_assert(sizeof(struct step_header) == STEP_HEADER_BYTES, "step header");
_Static_assert(sizeof(struct outcome) == OUTCOME_BYTES, "outcome");
_Static_assert(sizeof(struct message) == MESSAGE_BYTES, "message");
_Static_assert(offsetof(struct ring, outcomes) == RING_HEADER_BYTES, "ring");`;

function opStruct([name, row]: readonly [string, OpRow]): string {
  const layout = layoutOf(row);
  const members = layout.fields.map((f) => `\t${cTypes[f.kind]} ${snake(f.name)};`);
  const asserts = layout.fields.map(
    (f) =>
      `_Static_assert(offsetof(struct op_${name}, ${snake(f.name)}) == ${f.offset}, "${name}.${f.name}");`,
  );
  const body = members.length > 0 ? members.join('\n') : '\tuint64_t nothing;';
  return `/* ${row.doc} */\nstruct op_${name} {\n${body}\n};\n${asserts.join('\n')}`;
}

function shapesMacro(): string {
  const line = ([name, row]: readonly [string, OpRow]): string => {
    const layout = layoutOf(row);
    const mask = row.actors.reduce((m, a) => m | (1 << actors.indexOf(a)), 0);
    const fields = layout.fields.map((f) => `{${f.offset}, ${kindName(f.kind)}}`).join(', ');
    return `\tX(${name}, ${upper(name)}, ${mask}, ${layout.size}, ${layout.fields.length}, ${fields || '{0, 0}'})`;
  };
  return `/* X(name, NAME, actor mask, body size, number of fields, {offset, kind}...) */\n#define WIRE_OPS(X) \\\n${rows
    .map(line)
    .join(' \\\n')}`;
}

function header(): string {
  return [
    '/* Printed from src/wire/ops.ts by scripts/gen-ops.ts. Do not edit. */',
    '#ifndef TEU_GEN_OPS_H\n#define TEU_GEN_OPS_H\n#include <stddef.h>\n#include <stdint.h>\n',
    ...constants(),
    '',
    ...enums(),
    fixedStructs,
    ...rows.map(opStruct),
    shapesMacro(),
    '#endif',
    '',
  ].join('\n');
}

const abiModule = `/** Printed by scripts/gen-ops.ts. Do not edit. */\n\nexport const abi = '${computeAbi().toString(16)}';\n`;
const files: ReadonlyArray<readonly [string, string]> = [
  ['native/gen/ops.h', header()],
  ['src/wire/abi.ts', abiModule],
];
for (const [path, text] of files) {
  const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (old === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path} is out of date: run scripts/gen-ops.ts`);
    process.exit(1);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
