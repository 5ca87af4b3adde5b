/** Properties of a unit as the manager takes them over D-Bus, and as one line of text in a plan. Pure. org.freedesktop.systemd1(5) */

import type { BusValue } from '../native/types.ts';
import type { Pointer } from '../wire/types.ts';

export interface UnitProperty {
  readonly name: string;
  /** D-Bus signature of the value. */
  readonly type: string;
  readonly value: BusValue;
  /** The field that caused it. */
  readonly from: Pointer;
}

/** Says "no limit" where a property is a number. */
export const infinity = 2n ** 64n - 1n;

/** Numbers of 64 bits as texts: JSON has none. */
const replacer = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}` : value instanceof Uint8Array ? [...value] : value;

/** `MemoryMax t 1048576`; explain shows it, the step carries it. */
export const propertyText = ({ name, type, value }: UnitProperty): string =>
  `${name} ${type} ${JSON.stringify(value, replacer)}`;

/** Name, signature and value again. */
export function parseProperty(text: string): { name: string; type: string; value: BusValue } {
  const [name = '', type = ''] = text.split(' ', 2);
  const json = JSON.parse(text.slice(name.length + type.length + 2)) as BusValue;
  return { name, type, value: type === 'ay' ? new Uint8Array(json as readonly number[]) : json };
}
