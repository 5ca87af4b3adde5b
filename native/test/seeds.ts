/**
 * Writes the encoded plan of every golden case into a directory: real plans, as seeds of the fuzzer and as what
 * plan_check has to accept. usage: bun seeds.ts DIRECTORY
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePlan } from '../../src/wire/encode.ts';
import { goldenCases } from '../../test/golden/cases.ts';

const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: bun seeds.ts DIRECTORY');
mkdirSync(directory, { recursive: true });
for (const { name, plan } of goldenCases) writeFileSync(join(directory, name), encodePlan(plan).bytes);
