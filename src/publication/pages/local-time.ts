import type { Language } from '../../model/ids.ts';

/** An instant as the clocks of a place show it. */
export type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Ahead of UTC, in minutes. */
  readonly offset: number;
};

const MINUTE = 60_000;
// Every offset of the time-zone database since 1970 begins at a full quarter of an hour, so one Intl call serves it all.
const QUARTER = 15 * MINUTE;

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/** Minutes by which the zone is ahead of UTC at an instant. */
export function zoneOffset(at: number, timeZone: string): number {
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, known);
  const quarter = Math.floor(at / QUARTER);
  const offset = known.get(quarter) ?? askOffset(quarter * QUARTER, timeZone);
  known.set(quarter, offset);
  return offset;
}

function askOffset(at: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  const part = new Map(formatter.formatToParts(at).map((p) => [p.type as string, Number(p.value)]));
  const of = (type: string): number => part.get(type) ?? 0;
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return Math.round((local - at) / MINUTE);
}

export function localTime(at: number, timeZone: string): LocalTime {
  const offset = zoneOffset(at, timeZone);
  const d = new Date(at + offset * MINUTE);
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
    second: d.getUTCSeconds(),
    offset,
  };
}

// Written out instead of asked from Intl: the bytes of a page may not depend on the release of the runtime's data.
const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  es: 'ene feb mar abr may jun jul ago sep oct nov dic'.split(' '),
  en: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '),
};
const LONG_MONTHS: Readonly<Record<Language, readonly string[]>> = {
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};

/** `20 oct, 19:40` */
export function shortTime(at: number, timeZone: string, language: Language): string {
  const t = localTime(at, timeZone);
  return `${t.day} ${MONTHS[language][t.month - 1]}, ${two(t.hour)}:${two(t.minute)}`;
}

/** `20 oct 2019, 19:40:57` */
export function fullTime(at: number, timeZone: string, language: Language): string {
  const t = localTime(at, timeZone);
  const clock = `${two(t.hour)}:${two(t.minute)}:${two(t.second)}`;
  return `${t.day} ${MONTHS[language][t.month - 1]} ${t.year}, ${clock}`;
}

/** `19:40` */
export function clockTime(at: number, timeZone: string): string {
  const t = localTime(at, timeZone);
  return `${two(t.hour)}:${two(t.minute)}`;
}

/** `20 oct` */
export function dayText(at: number, timeZone: string, language: Language): string {
  const t = localTime(at, timeZone);
  return `${t.day} ${MONTHS[language][t.month - 1]}`;
}

/** `20 oct 2019` */
export function dateInYear(at: number, timeZone: string, language: Language): string {
  return `${dayText(at, timeZone, language)} ${localTime(at, timeZone).year}`;
}

/** An ISO date in words; as it is where it is none. */
export function dateText(iso: string, language: Language): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  const month = LONG_MONTHS[language][Number(m?.[2]) - 1];
  if (m === null || month === undefined) return iso;
  const day = Number(m[3]);
  return language === 'es' ? `${day} de ${month} de ${m[1]}` : `${day} ${month} ${m[1]}`;
}

/** `22 h 49 min`, `49 min`, `3 d 2 h`: a duration in its two largest units. */
export function durationText(ms: number): string {
  const minutes = Math.round(ms / MINUTE);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** The zone for a reader: the city of its name and what it differs from UTC at that instant. */
export function zoneText(at: number, timeZone: string, city: string): string {
  const offset = zoneOffset(at, timeZone);
  const size = Math.abs(offset);
  const minutes = size % 60 === 0 ? '' : `:${two(size % 60)}`;
  const utc = `UTC${offset < 0 ? '\u2212' : '+'}${Math.floor(size / 60)}${minutes}`;
  // Etc/GMT+4 is four hours BEHIND UTC: such a name would only mislead.
  const name = timeZone.startsWith('Etc/') ? '' : (timeZone.split('/').at(-1) ?? '').replaceAll('_', ' ');
  return name === '' || name === 'UTC' ? utc : `${city.replace('{city}', name)}, ${utc}`;
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}
