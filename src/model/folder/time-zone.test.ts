import { expect, test } from 'vitest';
import { instant } from '../../base/instant.ts';
import { isKnownTimeZone, offsetText, statedOffset, ZoneOffsets } from './time-zone.ts';

test('offsets follow the zone through the year', () => {
  const madrid = new ZoneOffsets('Europe/Madrid');
  expect(madrid.at(instant(Date.UTC(2024, 0, 1)))).toBe(60);
  expect(madrid.at(instant(Date.UTC(2024, 2, 31, 0, 59, 59)))).toBe(60);
  expect(madrid.at(instant(Date.UTC(2024, 2, 31, 1)))).toBe(120);
  expect(new ZoneOffsets('America/St_Johns').at(instant(Date.UTC(2024, 0, 1)))).toBe(-210);
  expect(new ZoneOffsets('UTC').at(instant(0))).toBe(0);
});

test('only names that the zone data has are known', () => {
  expect(['America/La_Paz', 'UTC', 'Asia/Kolkata'].every(isKnownTimeZone)).toBe(true);
  expect(['', '+05:00', 'America/Atlantis', 'America/La Paz'].some(isKnownTimeZone)).toBe(false);
});

test('stated offsets are read and written', () => {
  expect(statedOffset('2019-10-20T19:40:57-04:00')).toBe(-240);
  expect(statedOffset('2019-10-20T19:40:57+05:30')).toBe(330);
  expect(statedOffset('2019-10-20T19:40:57Z')).toBeNull();
  expect([-240, 330, 0].map(offsetText)).toEqual(['-04:00', '+05:30', '+00:00']);
});
