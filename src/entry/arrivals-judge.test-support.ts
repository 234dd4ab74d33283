import type { EventBody, EventHeader } from '../record/index.ts';
import type { Recorded } from './centre-judge.test-support.ts';

/*
 * A second reading of what docs/spec/publication.md section 2 and docs/spec/capture.md section 4 say of devices and of figures
 * from the station: it sees nothing but the record of the little election, and goes through it in the plainest way.
 */

type Of<K extends EventBody['kind']> = Extract<EventBody, { kind: K }>;

/** Stations of each unit, and what they vote in, in the little election. */
const STATIONS: Readonly<Record<string, readonly string[]>> = { u0: ['s0', 's1', 's2'], u1: ['s0', 's1'], u2: ['s2'] };
const CONTESTS: Readonly<Record<string, readonly string[]>> = {
  s0: ['gov', 'pres'],
  s1: ['gov', 'pres'],
  s2: ['pres'],
};
const BOXES: Readonly<Record<string, number>> = { gov: 2, pres: 3 };

/** What is wrong with the arrivals of this record; nothing, if all is well. */
export function faultsOfArrivals(record: readonly Recorded[]): readonly string[] {
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  const sheets = record.flatMap(({ body }, i) => (body.kind === 'SheetReceived' ? [{ i, body }] : []));
  const announced = record.flatMap(({ body }, i) => (body.kind === 'FiguresAnnounced' ? [{ i, body }] : []));
  for (const { i, body } of [...sheets, ...announced]) {
    if (body.device !== null)
      must(mayHaveSent(record.slice(0, i), body.device, body.station), `event ${i}: no such sender`);
  }
  const perSender = (list: readonly { readonly body: Of<'SheetReceived' | 'FiguresAnnounced'> }[]) =>
    counted(list.map(({ body }) => `${body.station} by ${body.device ?? ''}`));
  for (const [of, n] of perSender(sheets.filter(({ body }) => body.device !== null)))
    must(n <= 8, `${n} sheets, ${of}`);
  for (const [of, n] of perSender(announced)) must(n <= (of.endsWith(' ') ? 4 : 16), `${n} readings, ${of}`);
  const times = announced.filter(({ body }) => body.device !== null);
  for (const [of, n] of counted(times.map(({ body }) => `${body.station} ${body.device} ${body.sentAt}`))) {
    must(n === 1, `${n} readings at once, ${of}`);
  }
  for (const { i, body } of announced) must(isReadOut(record, i, body), `announcement ${i} is not as its readings`);
  const readings = record.filter(({ body }) => body.kind === 'FiguresRead').length;
  const named = announced.reduce((sum, { body }) => sum + body.figures.length, 0);
  must(readings === named, 'there are readings of no announcement');
  record.forEach(({ body, header }, i) => {
    if (body.kind === 'DeviceEnrolled')
      must(isNew(record, i, body), `device ${body.device} is enrolled twice, or nowhere`);
    if (body.kind === 'DeviceRevoked')
      must(isLostOnce(record, i, header, body.device), `device ${body.device} is revoked`);
  });
  return faults;
}

function counted(keys: readonly string[]): ReadonlyMap<string, number> {
  const of = new Map<string, number>();
  for (const key of keys) of.set(key, (of.get(key) ?? 0) + 1);
  return of;
}

function mayHaveSent(before: readonly Recorded[], device: string, station: string): boolean {
  if (before.some(({ body }) => body.kind === 'DeviceRevoked' && body.device === device)) return false;
  return before.some(
    ({ body }) =>
      body.kind === 'DeviceEnrolled' &&
      body.device === device &&
      STATIONS[body.scope]?.includes(station) === true &&
      (body.only === null || body.only === station),
  );
}

function isReadOut(record: readonly Recorded[], i: number, { station, figures }: Of<'FiguresAnnounced'>): boolean {
  const contests = figures.map(([contest]) => contest);
  if (contests.some((contest) => CONTESTS[station]?.includes(contest) !== true)) return false;
  if (contests.length === 0 || [...new Set(contests)].sort().join() !== contests.join()) return false;
  return contests.every((contest, n) => {
    const next = record[i + 1 + n];
    if (next?.body.kind !== 'FiguresRead' || next.header.contest !== contest) return false;
    const { body, header } = next;
    const here = body.station === station && body.announced === i && header.count === 'preliminary';
    return here && body.boxes.length === BOXES[contest];
  });
}

function isNew(record: readonly Recorded[], i: number, { device, scope, only }: Of<'DeviceEnrolled'>): boolean {
  const before = record.slice(0, i).some(({ body }) => body.kind === 'DeviceEnrolled' && body.device === device);
  return !before && STATIONS[scope] !== undefined && (only === null || STATIONS[scope].includes(only));
}

function isLostOnce(record: readonly Recorded[], i: number, header: EventHeader, device: string): boolean {
  const before = record.slice(0, i).map(({ body }) => body);
  const enrolled = before.some((body) => body.kind === 'DeviceEnrolled' && body.device === device);
  return enrolled && header.actor !== null && !before.some((b) => b.kind === 'DeviceRevoked' && b.device === device);
}
