import { describe, expect, test } from 'bun:test';
import { configShape } from '../../../src/config/gen/shape.ts';
import { nearestName } from '../../../src/config/nearest.ts';
import {
  childPointer,
  isWithin,
  parentPointer,
  pointerTokens,
  valueAt,
} from '../../../src/config/pointer.ts';
import { sysctlPath } from '../../../src/tables/sysctl.ts';
import { sectionOf } from '../../../src/config/sections.ts';
import { isOptional } from '../../../src/config/shape.ts';

describe('pointers', () => {
  test('slashes and tildes in names are escaped and come back', () => {
    const pointer = childPointer('/linux/sysctl', 'net/ipv4~x');
    expect(pointer).toBe('/linux/sysctl/net~1ipv4~0x');
    expect(pointerTokens(pointer)).toEqual(['linux', 'sysctl', 'net/ipv4~x']);
    expect(valueAt({ linux: { sysctl: { 'net/ipv4~x': '1' } } }, pointer)).toBe('1');
  });

  test('the root is its own parent', () => {
    expect(parentPointer('/a/b')).toBe('/a');
    expect(parentPointer('/a')).toBe('');
    expect(parentPointer('')).toBe('');
  });

  test('a pointer is within itself and its ancestors, not within a longer name', () => {
    expect(isWithin('/a/b', '/a')).toBe(true);
    expect(isWithin('/a', '/a')).toBe(true);
    expect(isWithin('/ab', '/a')).toBe(false);
  });

  test('inherited properties are not values', () => {
    expect(valueAt({}, '/constructor')).toBeUndefined();
  });
});

describe('what the schema knows of names', () => {
  test('required fields and items of arrays cannot be left out', () => {
    expect(isOptional(configShape, '/mounts/0/destination')).toBe(false);
    expect(isOptional(configShape, '/mounts/0')).toBe(false);
    expect(isOptional(configShape, '/mounts/0/options')).toBe(true);
    expect(isOptional(configShape, '/linux/sysctl/a.b')).toBe(true);
  });

  test('the section of a field is that of its nearest ancestor with one', () => {
    expect(sectionOf('/linux/resources/memory/limit')).toBe('config-linux.md#memory');
    expect(sectionOf('/linux/resources/pidss')).toBe('config-linux.md#control-groups');
    expect(sectionOf('/vm')).toBeNull();
  });

  test('a misspelt name finds its neighbour, a foreign one finds none', () => {
    expect(nearestName('noNewPrivilege', ['noNewPrivileges', 'oomScoreAdj'])).toBe('noNewPrivileges');
    expect(nearestName('x', ['noNewPrivileges'])).toBeNull();
  });
});

describe('sysctl keys', () => {
  test('the first separator decides which one separates', () => {
    expect(sysctlPath('net.ipv4.conf.eth0/1.forwarding')).toBe('net/ipv4/conf/eth0.1/forwarding');
    expect(sysctlPath('net/ipv4/conf/eth0.1/forwarding')).toBe('net/ipv4/conf/eth0.1/forwarding');
  });
});
