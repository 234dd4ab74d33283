import type { Instant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { EventDraft, SheetNumber } from '../entry/acts.ts';
import { refuseUnlessOpen } from '../entry/authority.ts';
import type { Sheet } from '../intake/papers.ts';
import type { LocalizedText, StationId } from '../model/ids.ts';
import { decodeBody, type EventBody, encodeBody } from '../record/index.ts';
import type { ActRefusal, CanvassAct } from './acts.ts';
import type { CanvassState } from './canvass-state.ts';

export type ActDecision = Result<readonly EventDraft[], ActRefusal>;
export type Act<K extends CanvassAct['kind']> = Extract<CanvassAct, { kind: K }>;
export type At = Instant;

/** Names of places, parties, delegates and papers. */
const PLACE_MAX = 200;
const TEXT_MAX = 4000;

export const OFFICIAL = 'official' as const;

/** The place of a station whose official count is done in this record. */
export function stationHere(canvass: CanvassState, station: StationId): Result<number, ActRefusal> {
  const place = canvass.centre.geography.stationIndex.get(station);
  if (place === undefined) return err({ kind: 'unknown-station', station });
  const office = canvass.officeDoing(place);
  return office === null ? ok(place) : err({ kind: 'of-office', office });
}

/** A sheet of the official count that is done in this record. */
export function sheetHere(canvass: CanvassState, number: SheetNumber): Result<Sheet, ActRefusal> {
  const sheet = canvass.centre.papers.sheet(number);
  if (sheet === undefined || sheet.count !== OFFICIAL) return err({ kind: 'unknown-sheet', sheet: number });
  const office = canvass.officeDoing(sheet.place);
  return office === null ? ok(sheet) : err({ kind: 'of-office', office });
}

/** The official count takes typing, objections and rulings. */
export function refuseUnlessCounting(canvass: CanvassState): ActRefusal | null {
  return refuseUnlessOpen(canvass.centre, OFFICIAL);
}

/** It was opened: papers are carried and results signed also behind its closing. */
export function refuseUnlessOpened(canvass: CanvassState): ActRefusal | null {
  const now = canvass.centre.counts.state(OFFICIAL);
  return now.kind === 'unopened' || now.mode !== 'entered' ? { kind: 'count-not-open', count: OFFICIAL } : null;
}

/** Any contest of the station whose result is certified. */
export function refuseCertified(
  { centre }: CanvassState,
  place: number,
  contests: readonly number[],
): ActRefusal | null {
  const { geography } = centre;
  const contest = contests.find((one) => centre.ended.isCertified(place, one));
  if (contest === undefined) return null;
  const of = geography.definition.election.contests[contest];
  const area = geography.units[geography.electorateUnit[contest] ?? 0];
  return { kind: 'certified', contest: of?.id ?? '', area: area?.id ?? '' };
}

/** Places of the contests that the station votes in. */
export function contestsAt({ centre }: CanvassState, place: number): readonly number[] {
  const { votesIn, definition } = centre.geography;
  return definition.election.contests.flatMap((_, contest) => (votesIn[contest]?.[place] === true ? [contest] : []));
}

export function bad(detail: string): ActRefusal {
  return { kind: 'bad-content', detail };
}

/** Whether a short text says something. */
export function isPlace(text: string): boolean {
  return text.trim() !== '' && text.length <= PLACE_MAX && text.isWellFormed();
}

/** The first text that says nothing in one of the languages, or too much. */
export function emptyText(texts: Readonly<Record<string, LocalizedText>>): ActRefusal | null {
  for (const [name, { es, en }] of Object.entries(texts)) {
    const good = [es, en].every((text) => text.trim() !== '' && text.length <= TEXT_MAX && text.isWellFormed());
    if (!good) return bad(name);
  }
  return null;
}

/** A body that readers of the record would refuse. */
export function refuseUnsound(body: EventBody): ActRefusal | null {
  const read = decodeBody(body.kind, encodeBody(body) as Parameters<typeof decodeBody>[1]);
  return read.ok ? null : bad(read.error.field);
}
