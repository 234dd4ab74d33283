import { expect, it } from 'vitest';
import { Room } from './arriving.ts';

it('room is taken and given back; an address with several sheets leaves a quarter to others, one with a single sheet may have all', () => {
  const room = new Room(100);
  expect(room.take('a', 0, 40)).toBe(true);
  // The same sheet goes on.
  expect(room.take('a', 40, 10)).toBe(true);
  // Another one of the same address.
  expect(room.take('a', 0, 25)).toBe(true);
  expect(room.take('a', 25, 1)).toBe(false);
  expect(room.take('a', 50, 1)).toBe(false);
  expect(room.take('b', 0, 25)).toBe(true);
  expect(room.take('b', 25, 1)).toBe(false);
  room.give('a', 25);
  expect(room.take('a', 50, 25)).toBe(true);
  room.give('a', 75);
  room.give('b', 25);
  expect(room.take('c', 0, 100)).toBe(true);
  expect(room.take('a', 0, 1)).toBe(false);
});
