import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatInstant, instant, parseInstant } from './instant.ts';

/** 1000-01-01 to the end of 9999: years of four digits. */
const at = fc.integer({ min: -30_610_224_000_000, max: 253_402_300_799_999 }).map(instant);
const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
const two = (n: number) => String(n).padStart(2, '0');

it('what is shown is read back', () => {
  fc.assert(
    fc.property(at, (t) => {
      expect(parseInstant(formatInstant(t))).toEqual({ ok: true, value: t });
    }),
  );
});

it('the same moment written with any offset is the same instant', () => {
  fc.assert(
    fc.property(at, offset, (t, minutes) => {
      const local = new Date(t + minutes * 60_000).toISOString();
      if (!/^\d{4}-/.test(local) || local.startsWith('0')) return;
      const size = Math.abs(minutes);
      const zone = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
      expect(parseInstant(`${local.slice(0, -1)}${zone}`)).toEqual({ ok: true, value: t });
    }),
  );
});

it('a date is taken exactly when the calendar has it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 9999 }),
      fc.nat(14),
      fc.nat(33),
      fc.nat(25),
      fc.nat(61),
      (year, month, day, hour, minute) => {
        const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
        const days = [0, 31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month] ?? 0;
        const exists = month >= 1 && day >= 1 && day <= days && hour < 24 && minute < 60;
        const text = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:00Z`;
        expect(parseInstant(text).ok).toBe(exists);
      },
    ),
    { numRuns: 2000 },
  );
});
