/**
 * config.json of runtime-spec 1.3 for Linux, whole: one source for the raw TypeScript type and the
 * JSON Schema, from which scripts/gen-validator.ts prints gen/. Only that script and tests load
 * this file; everybody else imports the type. Unknown properties are allowed (config.md#extensibility).
 */

import { type Static, Type } from '@sinclair/typebox';
import { flag, foreign, idMappings, optional, text, textMap, texts } from './schema-common.ts';
import { foreignPlatforms, linuxSchema } from './schema-linux.ts';
import { hooksSchema, processSchema } from './schema-process.ts';

const mount = Type.Object({
  destination: text(),
  type: optional(text()),
  source: optional(text()),
  options: optional(texts()),
  uidMappings: optional(idMappings()),
  gidMappings: optional(idMappings()),
});

export const configSchema = Type.Object(
  {
    ociVersion: text(),
    root: Type.Object({ path: text(), readonly: optional(flag()) }),
    mounts: optional(Type.Array(mount)),
    process: optional(processSchema),
    hostname: optional(text()),
    domainname: optional(text()),
    hooks: optional(hooksSchema),
    annotations: optional(textMap()),
    linux: optional(linuxSchema),
    vm: optional(foreign()),
    ...foreignPlatforms,
  },
  { $id: 'config' },
);

/** config.json after the schema, before defaults. */
export type RawConfig = Static<typeof configSchema>;
export type RawProcess = NonNullable<RawConfig['process']>;
export type RawLinux = NonNullable<RawConfig['linux']>;
export type RawResources = NonNullable<RawLinux['resources']>;
