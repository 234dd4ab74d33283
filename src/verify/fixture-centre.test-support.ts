import { fromBase64, toHex } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import { expectOk } from '../base/result.ts';
import type { CountKind } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { encodeBox } from '../record/index.ts';
import { hasCanvass, officialVersion } from './fixture-canvass-figures.test-support.ts';
import {
  all,
  type Body,
  closedAt,
  isDue,
  isLifted,
  type ToyReach,
  type ToyVersion,
} from './fixture-due.test-support.ts';
import type { ToyState } from './fixture-figures.test-support.ts';

/* The toy's counting centre, read from the list of events by filters alone: slow, short, and shared with nothing. */

type Sheets = { readonly dispute: number | null; readonly listed: readonly number[]; readonly live: readonly number[] };

/** Which sheets of a station could stand by the events below `end`, and the dispute in force. */
function sheetsOf(toy: ToyReach, station: string, end: number): Sheets {
  const closed = closedAt(toy, end);
  const out = [
    ...all(toy, 'SheetWithdrawn', end).map((w) => w.body.sheet),
    ...all(toy, 'SheetSuperseded', end).flatMap((s) => s.body.over),
  ];
  const live = all(toy, 'SheetReceived', end)
    .filter((r) => r.body.station === station && !out.includes(r.at) && (closed < 0 || r.at < closed))
    .map((r) => r.at);
  const newest = all(toy, 'SheetDisputed', end).findLast((d) => d.body.station === station);
  const chosen = all(toy, 'SheetSuperseded', end).findLast((s) => s.body.station === station)?.at ?? -1;
  const left = newest?.body.sheets.filter((sheet) => !out.includes(sheet)) ?? [];
  const isOn = newest !== undefined && newest.at > chosen && left.length > 1;
  return { dispute: isOn ? newest.at : null, listed: isOn ? newest.body.sheets : [], live };
}

/** What two people typed behind an outcome, by way of a ruling or not. */
function typedBehind(toy: ToyReach, from: number): Body<'EntryCommitted'> | Body<'DifferenceResolved'> {
  const base = toy.events[from]?.body;
  if (base?.kind === 'EntryCommitted' || base?.kind === 'DifferenceResolved') return base;
  if (base?.kind !== 'RulingIssued') throw new Error(`event ${from} is no basis`);
  const observed = all(toy, 'SheetObserved', from).findLast((o) => o.body.sheet === base.sheet);
  return typedBehind(toy, observed?.body.from ?? -1);
}

/** The newest due decision on a sheet that no ruling sent back. */
function decisionOn(toy: ToyReach, sheet: number, end: number): ToyVersion | null {
  const due = [...all(toy, 'SheetAgreed', end), ...all(toy, 'SheetObserved', end)]
    .filter(({ at, body }) => body.sheet === sheet && isDue(toy, at))
    .sort((a, b) => a.at - b.at);
  const last = due.at(-1);
  const back = all(toy, 'RulingIssued', end).findLast((r) => r.body.sheet === sheet && r.body.ruling === 'retype');
  if (last === undefined || (back !== undefined && back.at > last.at)) return null;
  const nothing = { boxes: [], corrections: [], observations: [] };
  const { boxes, corrections, observations } = safely(() => typedBehind(toy, last.body.from)) ?? nothing;
  const isAgreed = last.body.kind === 'SheetAgreed';
  return {
    status: isAgreed ? 'counted' : 'observed',
    record: last.at,
    boxes: last.body.kind === 'SheetAgreed' ? last.body.boxes : boxes.map((box, i) => find(corrections, i) ?? box),
    reasons: last.body.kind === 'SheetObserved' ? last.body.reasons : [],
    observations,
    corrections: corrections.map(([box, value]) => [box, boxes[box] as Json, value]),
  };
}

const find = (corrections: readonly (readonly [number, Box])[], box: number) =>
  corrections.find(([b]) => b === box)?.[1];

/** A toy that lies may rest on nothing: then nothing is shown beside its figures. */
function safely<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

/** The VERSION of a station in a count. */
export function newest(toy: ToyReach, count: CountKind, station: string, end = toy.covers[count]): ToyVersion | null {
  if (count === 'official') {
    if (hasCanvass(toy)) return officialVersion(toy, station, end);
    const row = all(toy, 'SheetImported', end).findLast((r) => r.body.station === station);
    if (row === undefined) return null;
    return {
      status: row.body.status,
      record: row.at,
      boxes: row.body.boxes,
      reasons: [],
      observations: [],
      corrections: [],
    };
  }
  const { dispute, live } = sheetsOf(toy, station, end);
  if (dispute !== null) {
    const before = newest(toy, count, station, dispute);
    const keeps = before?.status === 'counted' || before?.status === 'disputed';
    return {
      status: 'disputed',
      record: dispute,
      boxes: keeps ? before.boxes : [],
      reasons: [],
      observations: [],
      corrections: [],
    };
  }
  return live[0] === undefined ? null : decisionOn(toy, live[0], end);
}

export type ToyReading = {
  readonly record: number;
  readonly device: string | null;
  readonly boxes: readonly Box[] | null;
  readonly differs: boolean | null;
};

/** The figures that a station sent, as far as they are open, beside what counts. */
export function readingsOf(toy: ToyReach, station: string): readonly ToyReading[] {
  const sent = all(toy, 'FiguresAnnounced').filter(({ body }) => body.station === station);
  if (sent.length === 0) return [];
  const version = newest(toy, 'preliminary', station);
  return sent.map(({ at: record, body: { device } }) => {
    const open = all(toy, 'FiguresRead').find((r) => r.body.announced === record && isDue(toy, r.at));
    const boxes = open?.body.boxes ?? null;
    if (boxes === null || version?.status !== 'counted') return { record, device, boxes, differs: null };
    const same = boxes.every((box, i) => {
      const counted = version.boxes[i];
      const says = version.corrections.find(([at]) => at === i)?.[1];
      return box === 'illegible' || counted === 'illegible' || box === counted || says === encodeBox(box);
    });
    return { record, device, boxes, differs: !same };
  });
}

/** Whether the last that any sender sent differs. */
function hasDifference(toy: ToyReach, station: string): boolean {
  const readings = readingsOf(toy, station);
  return readings.some((r, i) => r.differs === true && !readings.slice(i + 1).some((next) => next.device === r.device));
}

/** `desk` of the preliminary count, as an object with that one key, or without. */
export function deskOf(toy: ToyReach, stations: readonly string[]) {
  const end = toy.covers.preliminary;
  const closed = closedAt(toy, end);
  const with_ = (status: string) => stations.filter((s) => newest(toy, 'preliminary', s)?.status === status);
  const valid = (s: string) =>
    newest(toy, 'preliminary', s)
      ?.boxes.slice(0, 2)
      .reduce((n: number, b) => n + Number(b), 0);
  const desk = {
    typed: stations.filter((s) => all(toy, 'EntriesRevealed').some((r) => r.body.station === s)).length,
    observed: with_('observed').length,
    disputed: with_('disputed').length,
    disputedValid: with_('disputed').reduce((n, s) => n + (valid(s) ?? 0), 0),
    late: stations.filter((s) =>
      all(toy, 'SheetReceived', end).some((r) => r.body.station === s && closed >= 0 && r.at > closed),
    ).length,
  };
  const has = (kind: 'FiguresAnnounced' | 'SheetReceived', s: string) =>
    all(toy, kind).some((e) => e.body.station === s);
  const announced = stations.filter((s) => has('FiguresAnnounced', s) && !has('SheetReceived', s)).length;
  const readingsDiffer = stations.filter((s) => hasDifference(toy, s)).length;
  if (announced + readingsDiffer > 0) return { desk: { ...desk, announced, readingsDiffer } };
  return Object.values(desk).some((n) => n > 0) ? { desk } : {};
}

/** Whether the pictures of a sheet are due, and whether they may be missing. */
export function pictureOf(toy: ToyReach, sheet: number): 'due' | 'withheld' | 'sealed' {
  const end = toy.covers.preliminary;
  const withdrawn = all(toy, 'SheetWithdrawn', end).filter((w) => w.body.sheet === sheet);
  const open =
    closedAt(toy, end) >= 0 ||
    withdrawn.length > 0 ||
    all(toy, 'EntriesRevealed', end).some((r) => r.body.sheet === sheet) ||
    all(toy, 'SheetDisputed', end).some((d) => d.body.sheets.includes(sheet));
  if (!open || !isLifted(toy, toy.events[sheet])) return 'sealed';
  const seen = all(toy, 'SheetObserved').some(
    (o) => o.body.sheet === sheet && isDue(toy, o.at) && o.body.reasons.includes('not-a-sheet'),
  );
  return seen || withdrawn.some((w) => w.body.code === 'not-a-sheet') ? 'withheld' : 'due';
}

/** The PAPERs of a station. */
export function papersOf(toy: ToyState, station: string): Json {
  const end = toy.covers.preliminary;
  return all(toy, 'SheetReceived')
    .filter(({ body }) => body.station === station)
    .map(({ at: sheet, body }) => {
      const decided = decisionOn(toy, sheet, end);
      const typed = all(toy, 'EntriesRevealed').some((r) => r.body.sheet === sheet);
      const contest = decided === null ? (typed ? 'typed' : 'received') : decided.status;
      return {
        count: 'preliminary',
        sheet,
        at: toy.events[sheet]?.at ?? 0,
        state: stateOf(toy, station, sheet, end),
        pages: body.pictures.length,
        pictures: pictureOf(toy, sheet) === 'due' ? body.pictures.map((p) => hexOf(p.shown)) : [],
        device: body.device,
        contests: { pres: contest === 'counted' ? 'agreed' : contest },
      };
    });
}

function stateOf(toy: ToyReach, station: string, sheet: number, end: number): string {
  const closed = closedAt(toy, end);
  if (sheet >= end) return 'received';
  if (closed >= 0 && sheet > closed) return 'late';
  if (all(toy, 'SheetWithdrawn', end).some((w) => w.body.sheet === sheet)) return 'withdrawn';
  if (all(toy, 'SheetSuperseded', end).some((s) => s.body.over.includes(sheet))) return 'superseded';
  return sheetsOf(toy, station, end).listed.includes(sheet) ? 'disputed' : 'standing';
}

/** Base64 of a hash in hex. */
export function hexOf(base64: string): string {
  return toHex(expectOk(fromBase64(base64), 'base64'));
}

export { closedAt, isDue };
