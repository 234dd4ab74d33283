/**
 * The instant of a day and an hour on the clocks of a time zone; null if that is none. Where clocks are set back the earlier one
 * of two, where they are set forward the first after the gap.
 */
export function instantIn(timeZone: string, day: string, hour: string): number | null {
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  const [, hh, mm] = /^(\d{2}):(\d{2})$/.exec(hour) ?? [];
  if (y === undefined || m === undefined || d === undefined || hh === undefined || mm === undefined) return null;
  const said = Date.UTC(Number(y), Number(m) - 1, Number(d), Number(hh), Number(mm));
  if (Number.isNaN(said) || new Date(said).getUTCDate() !== Number(d) || Number(hh) > 23 || Number(mm) > 59)
    return null;
  // The zone's offset at about that time; asked twice, because it may change in between.
  const before = said - offsetAt(timeZone, said - DAY);
  const after = said - offsetAt(timeZone, said + DAY);
  return [before, after].find((at) => at + offsetAt(timeZone, at) === said) ?? after;
}

const DAY = 86_400_000;

function offsetAt(timeZone: string, at: number): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  const parts = new Map(format.formatToParts(new Date(at)).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const there = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return there - Math.floor(at / 1000) * 1000;
}
