import { expect, test } from 'bun:test';
import { decideStatus, type Evidence } from '../../../src/state/status.ts';

const created: Evidence = {
  saved: 'created',
  isAlive: true,
  isBeingChanged: () => false,
  hasSocket: () => true,
  isFrozen: () => false,
  executable: () => '/memfd:teu-init (deleted)',
};
const statusFor = (evidence: Partial<Evidence>) => decideStatus({ ...created, ...evidence });

test('when init waits on its socket then the container is created', () => {
  expect(statusFor({})).toBe('created');
});

test('when the executable may not be read then the socket decides', () => {
  expect(statusFor({ executable: () => null })).toBe('created');
});

test('when init is a file without a name then the container is created too', () => {
  expect(statusFor({ executable: () => '/dev/shm/#6 (deleted)' })).toBe('created');
});

test('when start was killed after execve and before it removed the socket then the container is running', () => {
  expect(statusFor({ executable: () => '/bin/sh' })).toBe('running');
});

test('when the socket is gone then the container is running', () => {
  expect(statusFor({ hasSocket: () => false })).toBe('running');
});

test('when init has ended then the container is stopped, socket or not', () => {
  expect(statusFor({ isAlive: false })).toBe('stopped');
  expect(statusFor({ isAlive: false, hasSocket: () => false })).toBe('stopped');
});

test('when nothing was saved and the creator runs then the container is creating', () => {
  expect(statusFor({ saved: null, isAlive: false, isBeingChanged: () => true })).toBe('creating');
  expect(statusFor({ saved: 'creating', isBeingChanged: () => true })).toBe('creating');
});

test('when the creator was killed then the container is stopped', () => {
  expect(statusFor({ saved: null, isAlive: false })).toBe('stopped');
  expect(statusFor({ saved: 'creating' })).toBe('stopped');
});

test('when its cgroup is frozen then the container is paused, created or running, but not when init has ended', () => {
  expect(statusFor({ isFrozen: () => true })).toBe('paused');
  expect(statusFor({ isFrozen: () => true, hasSocket: () => false })).toBe('paused');
  expect(statusFor({ isFrozen: () => true, isAlive: false })).toBe('stopped');
});
