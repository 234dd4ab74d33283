import { expect, test } from 'vitest';
import { instant } from '../../src/base/instant.ts';
import { createVirtualClock, systemClock } from './clock.ts';

test('the system clock shows whole milliseconds of about now', () => {
  const before = Date.now();
  const shown = systemClock.now();
  expect(Number.isSafeInteger(shown)).toBe(true);
  expect(shown).toBeGreaterThanOrEqual(before);
  expect(shown).toBeLessThanOrEqual(Date.now());
});

test('a virtual clock stands still until it is advanced or set', () => {
  const clock = createVirtualClock(instant(1_000));
  expect([clock.now(), clock.now()]).toEqual([1_000, 1_000]);
  clock.advance(250);
  expect(clock.now()).toBe(1_250);
  clock.set(instant(10));
  expect(clock.now()).toBe(10);
});

test('a virtual clock refuses to advance backwards or by a fraction', () => {
  const clock = createVirtualClock(instant(1_000));
  expect(() => clock.advance(-1)).toThrow('to go back, set it');
  expect(() => clock.advance(0.5)).toThrow('whole number');
  expect(clock.now()).toBe(1_000);
});
