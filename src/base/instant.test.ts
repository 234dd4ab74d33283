import { describe, expect, it } from 'vitest';
import { formatInstant, instant, parseInstant } from './instant.ts';

const ms = (text: string) => {
  const parsed = parseInstant(text);
  return parsed.ok ? parsed.value : null;
};

describe('parseInstant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2019-10-20T19:40:57-04:00', 1_571_614_857_000],
    ['2019-10-20T23:40:57Z', 1_571_614_857_000],
    ['2019-10-21T05:10:57+05:30', 1_571_614_857_000],
    ['2019-10-20T23:40:57.1Z', 1_571_614_857_100],
    ['2019-10-20T23:40:57.012Z', 1_571_614_857_012],
    ['1969-12-31T23:59:59.999Z', -1],
    ['2020-02-29T00:00:00Z', 1_582_934_400_000],
    ['2019-12-31T23:59:59-14:00', 1_577_887_199_000],
  ])('%s is %i', (text, at) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: at });
  });

  it.each([
    ['no offset', '2019-10-20T19:40:57'],
    ['no seconds', '2019-10-20T19:40-04:00'],
    ['a space for the T', '2019-10-20 19:40:57-04:00'],
    ['a lower-case z', '2019-10-20T19:40:57z'],
    ['an offset of four digits', '2019-10-20T19:40:57-0400'],
    ['an offset of a day', '2019-10-20T19:40:57-24:00'],
    ['an offset beyond 14 hours', '2019-10-20T19:40:57+14:01'],
    ['sixty minutes of offset', '2019-10-20T19:40:57+05:60'],
    ['30 February', '2019-02-30T00:00:00Z'],
    ['29 February of 2019', '2019-02-29T00:00:00Z'],
    ['29 February of 1900', '1900-02-29T00:00:00Z'],
    ['31 April', '2019-04-31T00:00:00Z'],
    ['month 0', '2019-00-10T00:00:00Z'],
    ['month 13', '2019-13-10T00:00:00Z'],
    ['day 0', '2019-10-00T00:00:00Z'],
    ['hour 24', '2019-10-20T24:00:00Z'],
    ['minute 60', '2019-10-20T19:60:00Z'],
    ['second 60', '2016-12-31T23:59:60Z'],
    ['the year 19', '0019-10-20T19:40:57Z'],
    ['microseconds', '2019-10-20T19:40:57.123456Z'],
    ['a twelve-hour clock', '2019-10-20T07:40:57 p.m.'],
    ['a line end', '2019-10-20T19:40:57Z\n'],
    ['two lines', '2019-10-20T19:40:57Z\n2019-10-20T19:40:57Z'],
    ['other digits', '２019-10-20T19:40:57Z'],
  ])('refuses %s', (_, text) => {
    expect(parseInstant(text)).toEqual({ ok: false, error: { kind: 'not-an-instant' } });
  });
});

describe('order', () => {
  it('is that of time, not of text: the trap of a twelve-hour clock', () => {
    const texts = ['01:00 p.m.', '01:01 a.m.'];
    expect([...texts].sort()[0]).toBe('01:00 p.m.');
    const times = ['2019-10-20T13:00:00-04:00', '2019-10-20T01:01:00-04:00'].map((t) => ms(t) ?? 0);
    expect([...times].sort((a, b) => a - b)[0]).toBe(ms('2019-10-20T01:01:00-04:00'));
  });

  it('is that of time across offsets, where text is in the opposite order', () => {
    const [early, late] = ['2019-10-21T00:30:00+05:00', '2019-10-20T20:00:00-04:00'];
    expect(String(early) > String(late)).toBe(true);
    expect(Number(ms(String(early)))).toBeLessThan(Number(ms(String(late))));
  });
});

describe('instant', () => {
  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('is a whole number, not %d', (value) => {
    expect(() => instant(value)).toThrow(/whole number of ms/);
  });

  it('is shown in UTC, with milliseconds only where there are any', () => {
    expect(formatInstant(instant(0))).toBe('1970-01-01T00:00:00Z');
    expect(formatInstant(instant(1))).toBe('1970-01-01T00:00:00.001Z');
    expect(formatInstant(instant(1_571_614_857_000))).toBe('2019-10-20T23:40:57Z');
  });
});
