import { fromBase64, toHex } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import type { CountKind } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { type EventBody, isFigureKind } from '../record/index.ts';
import type { ViewRecorder } from './view-recorder.test-support.ts';

/*
 * A second reading of docs/spec/publication.md section 2, sentence by sentence, which asks of each state afresh what is due
 * and what counts. Slow on purpose.
 */

type Body<K extends EventBody['kind']> = Extract<EventBody, { kind: K }>;

/** "When a body is due." */
export function isDue({ events, states }: ViewRecorder, index: number): boolean {
  const state = states.at(-1);
  const event = events[index];
  if (event === undefined || !isFigureKind(event.body.kind)) return true;
  const { count, contest } = event.header;
  if (state === undefined || count === null) return false;
  const covered = events.slice(0, state.covers[count]);
  if (index >= covered.length) return false;
  const isLifted = (e: (typeof events)[number]) => e.body.kind === 'EmbargoLifted' && e.header.contest === contest;
  if (!events.slice(0, state.size).some(isLifted)) return false;
  if (event.body.kind === 'FiguresRead') {
    const { station } = event.body;
    return covered.some(({ header, body }) => {
      if (header.count !== count) return false;
      if (body.kind === 'CountClosed') return true;
      return /^Sheet(Agreed|Observed)$/.test(body.kind) && header.contest === contest && stationOf(body) === station;
    });
  }
  if (event.body.kind !== 'EntryCommitted') return true;
  const { sheet } = event.body;
  const revealed = covered.flatMap(({ header, body }, i) =>
    body.kind === 'EntriesRevealed' && body.sheet === sheet && header.contest === contest ? [{ i, body }] : [],
  );
  if (revealed.some(({ body }) => body.entries.includes(index))) return true;
  const voided = covered.findIndex(
    ({ body }) => body.kind === 'EntryVoided' && body.entry === index && body.reason !== 'lost',
  );
  if (voided < 0) return false;
  return (
    revealed.some(({ i }) => i > voided) ||
    covered.some(({ body }) => body.kind === 'SheetWithdrawn' && body.sheet === sheet) ||
    covered.some(({ header, body }) => body.kind === 'CountClosed' && header.count === count)
  );
}

export type PlainVersion = { readonly status: string; readonly boxes: readonly Box[]; readonly record: number };

/** "What counts", of an entered count: of the first `upTo` events. */
export function versionOf(
  recorder: ViewRecorder,
  count: CountKind,
  station: string,
  contest: string,
  upTo = recorder.states.at(-1)?.covers[count] ?? 0,
): PlainVersion | null {
  const all = recorder.events.slice(0, upTo);
  const closed = all.findIndex(({ header, body }) => header.count === count && body.kind === 'CountClosed');
  const own = all.flatMap(({ header, body }, i) =>
    header.count === count && 'station' in body && body.station === station ? [{ i, header, body }] : [],
  );
  const receipts = own
    .filter(({ i, body }) => /Received$/.test(body.kind) && (closed < 0 || i < closed))
    .map((e) => e.i);
  const withdrawnIn = (list: typeof own) =>
    list.flatMap(({ body }) => (body.kind === 'SheetWithdrawn' ? [body.sheet] : []));
  const newest = (kind: string) => own.findLast(({ body }) => body.kind === kind);
  const dispute = newest('SheetDisputed');
  const chosen = newest('SheetSuperseded');
  const gone = withdrawnIn(own);
  if (dispute !== undefined && dispute.i > (chosen?.i ?? -1)) {
    const { sheets } = dispute.body as Body<'SheetDisputed'>;
    if (sheets.filter((sheet) => !gone.includes(sheet)).length > 1) {
      const before = versionOf(recorder, count, station, contest, dispute.i);
      const boxes = before !== null && /^(counted|disputed)$/.test(before.status) ? before.boxes : [];
      return { status: 'disputed', boxes, record: dispute.i };
    }
  }
  const over = own.flatMap(({ body }) => (body.kind === 'SheetSuperseded' ? body.over : []));
  const standing = receipts.find((sheet) => !gone.includes(sheet) && !over.includes(sheet));
  const about = own.filter(
    ({ header, body }) => header.contest === contest && 'sheet' in body && body.sheet === standing,
  );
  const decided = about.findLast(({ i, body }) => /^Sheet(Agreed|Observed)$/.test(body.kind) && isDue(recorder, i));
  const retype = about.findLast(({ body }) => body.kind === 'RulingIssued' && body.ruling === 'retype');
  if (decided === undefined || (retype?.i ?? -1) > decided.i) return null;
  const { body } = decided;
  if (body.kind === 'SheetAgreed') return { status: 'counted', boxes: body.boxes, record: decided.i };
  const from = recorder.events[(body as Body<'SheetObserved'>).from]?.body as Body<'EntryCommitted'>;
  return { status: 'observed', boxes: from.boxes, record: decided.i };
}

function bodyOf<K extends EventBody['kind']>({ events }: ViewRecorder, index: number, kind: K): Body<K> {
  const body = events[index]?.body;
  if (body?.kind !== kind) throw new Error(`record number ${index} is no ${kind}`);
  return body as Body<K>;
}

function stationOf(body: EventBody): string | null {
  return 'station' in body ? body.station : null;
}

export type PlainReading = {
  readonly contest: string;
  readonly record: number;
  readonly device: string | null;
  readonly boxes: readonly Box[] | null;
  readonly differs: boolean | null;
};

/** READING, of every contest of every FiguresAnnounced of a station. */
export function plainReadings(recorder: ViewRecorder, station: string): PlainReading[] {
  const { events, states } = recorder;
  const inState = events.slice(0, states.at(-1)?.size ?? 0);
  return inState.flatMap(({ body }, record) => {
    if (body.kind !== 'FiguresAnnounced' || body.station !== station) return [];
    return body.figures.map(([contest]) => {
      const read = inState.findIndex(
        (e) => e.body.kind === 'FiguresRead' && e.body.announced === record && e.header.contest === contest,
      );
      const boxes = isDue(recorder, read) ? bodyOf(recorder, read, 'FiguresRead').boxes : null;
      return {
        contest,
        record,
        device: body.device,
        boxes,
        differs: plainlyDiffers(recorder, station, contest, boxes),
      };
    });
  });
}

function plainlyDiffers(
  recorder: ViewRecorder,
  station: string,
  contest: string,
  boxes: readonly Box[] | null,
): boolean | null {
  const version = versionOf(recorder, 'preliminary', station, contest);
  if (boxes === null || version?.status !== 'counted') return null;
  const corrected = correctionsOf(recorder, version.record);
  for (let i = 0; i < boxes.length; i++) {
    if (boxes[i] === 'illegible' || version.boxes[i] === 'illegible' || boxes[i] === version.boxes[i]) continue;
    if (corrected.get(i) === boxes[i]) continue;
    return true;
  }
  return false;
}

/** By the box's place, what the boxes say that the jury corrected, of what a SheetAgreed rests on. */
function correctionsOf(recorder: ViewRecorder, agreed: number): Map<number, Box | undefined> {
  const { events } = recorder;
  let { from } = bodyOf(recorder, agreed, 'SheetAgreed');
  const ruling = events[from]?.body;
  if (ruling?.kind === 'RulingIssued') {
    const { contest } = events[from]?.header ?? { contest: null };
    const observed = events.findLastIndex(
      ({ header, body }, i) =>
        i < from && body.kind === 'SheetObserved' && body.sheet === ruling.sheet && header.contest === contest,
    );
    from = bodyOf(recorder, observed, 'SheetObserved').from;
  }
  const typed = events[from]?.body;
  if (typed?.kind !== 'EntryCommitted' && typed?.kind !== 'DifferenceResolved')
    throw new Error(`nothing typed at ${from}`);
  const { boxes, corrections } = typed;
  return new Map(corrections.map(([box]) => [box, boxes[box]]));
}

/** `announced` and `readingsDiffer` of a contest, of the stations that `isHere` names. */
export function plainlySent(recorder: ViewRecorder, contest: string, isHere: (station: number) => boolean) {
  const { events, states, geography } = recorder;
  const inState = events.slice(0, states.at(-1)?.size ?? 0);
  const here = geography.stations.filter((_, s) => isHere(s)).map(({ id }) => id);
  const announced = here.filter((id) => {
    const of = inState.filter(({ body }) => stationOf(body) === id).map(({ body }) => body);
    const told = of.some((body) => body.kind === 'FiguresAnnounced' && body.figures.some(([c]) => c === contest));
    return told && !of.some((body) => body.kind === 'SheetReceived');
  });
  const differing = here.filter((id) => {
    const of = plainReadings(recorder, id).filter((r) => r.contest === contest);
    return of.some((r) => r.differs === true && of.findLast((other) => other.device === r.device) === r);
  });
  return { announced: announced.length, readingsDiffer: differing.length };
}

/** "Pictures": hex of those that have to be there. */
export function plainlyDuePictures(recorder: ViewRecorder): Set<string> {
  const { events, states, geography } = recorder;
  const state = states.at(-1);
  const due = new Set<string>();
  if (state === undefined) return due;
  const covered = events.slice(0, state.covers.preliminary).filter(({ header }) => header.count === 'preliminary');
  const isLifted = (contest: string) =>
    events.slice(0, state.size).some(({ header, body }) => body.kind === 'EmbargoLifted' && header.contest === contest);
  events.slice(0, state.size).forEach(({ body }, sheet) => {
    if (body.kind !== 'SheetReceived') return;
    const station = geography.stationIndex.get(body.station) ?? -1;
    const votes = geography.definition.election.contests.filter((_, c) => geography.votesIn[c]?.[station] === true);
    if (!votes.every(({ id }) => isLifted(id))) return;
    const isOpen = covered.some(({ body: b }) => {
      if (b.kind === 'SheetDisputed') return b.sheets.includes(sheet);
      return (
        b.kind === 'CountClosed' || (/EntriesRevealed|SheetWithdrawn/.test(b.kind) && 'sheet' in b && b.sheet === sheet)
      );
    });
    const isSomethingElse = covered.some(({ body: b }) => {
      if (b.kind === 'SheetObserved') return b.sheet === sheet && b.reasons.includes('not-a-sheet');
      return b.kind === 'SheetWithdrawn' && b.sheet === sheet && b.code === 'not-a-sheet';
    });
    if (!isOpen || isSomethingElse) return;
    for (const { shown } of body.pictures) due.add(toHex(expectOk(fromBase64(shown), 'a hash')));
  });
  return due;
}
