/** org.systemd.property.*: what an annotation may say to systemd, and what not. */
import { expect, test } from 'bun:test';
import { annotationProperties, unitAnnotations } from '../../../src/cgroup/unit-annotations.ts';
import { TeuError } from '../../../src/errors/types.ts';

const prefix = 'org.systemd.property.';
const one = (name: string, text: string) => unitAnnotations(new Map([[`${prefix}${name}`, text]]))[0];

const taken: readonly (readonly [
  name: string,
  text: string,
  property: string,
  type: string,
  value: unknown,
])[] = [
  ['TimeoutStopUSec', 'uint64 123456789', 'TimeoutStopUSec', 't', 123456789n],
  ['TimeoutStopUSec', '5', 'TimeoutStopUSec', 't', 5n],
  ['TimeoutStopSec', '2.5', 'TimeoutStopUSec', 't', 2500000n],
  ['TimeoutStopSec', "'3'", 'TimeoutStopUSec', 't', 3000000n],
  ['CollectMode', "'inactive-or-failed'", 'CollectMode', 's', 'inactive-or-failed'],
  ['CollectMode', '"inactive"', 'CollectMode', 's', 'inactive'],
  ['SendSIGHUP', 'true', 'SendSIGHUP', 'b', true],
  ['KillSignal', 'int32 15', 'KillSignal', 'i', 15n],
  ['After', "['a.service', 'b, c.service']", 'After', 'as', ['a.service', 'b, c.service']],
  ['After', '@as []', 'After', 'as', []],
  ['Documentation', "['man:x\\'y']", 'Documentation', 'as', ["man:x'y"]],
];
for (const [name, text, property, type, value] of taken)
  test(`${name} = ${text}`, () => {
    expect(one(name, text)).toMatchObject({
      name: property,
      type,
      value: value as string,
      from: `/annotations/${prefix}${name}`,
    });
  });

const refused = [
  ...[
    'ExecStartPre',
    'User',
    'BindPaths',
    'Slice',
    'Delegate',
    'Requires',
    'Wants',
    'OnFailure',
    'MemoryMax',
  ].map((name) => [name, "'x'"] as const),
  ...['Description', 'PIDs', 'DeviceAllow', 'constructor', '', 'Sec'].map((name) => [name, "'x'"] as const),
  ['TimeoutStopUSec', "'5'"],
  ['TimeoutStopUSec', '-1'],
  ['TimeoutStopUSec', `uint64 ${2n ** 64n}`],
  ['TimeoutStopSec', 'soon'],
  ['CollectMode', "'never'"],
  ['CollectMode', 'inactive'],
  ['KillSignal', '65'],
  ['KillSignal', "'SIGTERM'"],
  ['SendSIGHUP', '1'],
  ['After', "'a.service'"],
  ['After', '[a.service]'],
  ['After', "['a', 5]"],
] as const;
for (const [name, text] of refused)
  test(`${name} = ${text} is refused with its pointer`, () => {
    try {
      one(name, text);
    } catch (error) {
      if (!(error instanceof TeuError)) throw error;
      expect(error.data.code).toBe('teu.config.annotation');
      expect(error.data.field?.pointer).toBe(`/annotations/${prefix}${name}`);
      return;
    }
    throw new Error('it was taken');
  });

test('nothing in the table executes, starts or moves anything', () => {
  const never =
    /^(Exec|User|Group|Bind|Slice|Delegate|Requires|Requisite|BindsTo|Wants|Upholds|On|Triggers|PIDs|Device)/;
  expect(annotationProperties.filter((name) => never.test(name))).toEqual([]);
});

test('other annotations are no business of systemd', () => {
  expect(unitAnnotations(new Map([['org.systemd.other', 'x']]))).toEqual([]);
});
