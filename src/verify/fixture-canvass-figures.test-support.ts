import { fromBase64, toHex } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import { expectOk } from '../base/result.ts';
import type { RulingEffect } from '../model/canvass-rules.ts';
import type { EventBody } from '../record/index.ts';
import { all, isDue, isLifted, type ToyReach, type ToyVersion } from './fixture-due.test-support.ts';
import { TOY, type ToyEvent } from './fixture-election.test-support.ts';
import type { ToyState } from './fixture-figures.test-support.ts';

/* What the toy's files say of its official count from the paper, figured out by filters: slow, short, and shared with nothing. */

/** What the toy's publisher knows of the offices that it takes events of. */
export type ToyOfficeSight = {
  readonly id: string;
  readonly records: readonly number[];
  readonly at: readonly number[];
};

/** The ground of the toy whose figures leave the total at once. */
export const HOLDING = 'g1';

/** Asked for every figure: each list of events is looked through once, as long as it is. */
const known = new WeakMap<readonly ToyEvent[], { readonly length: number; readonly has: boolean }>();

export function hasCanvass({ events }: Pick<ToyReach, 'events'>): boolean {
  const before = known.get(events);
  if (before?.length === events.length) return before.has;
  const has = events.some(({ body }) => body.kind === 'MemberSeated');
  known.set(events, { length: events.length, has });
  return has;
}

const plain = (status: string, record: number, boxes: ToyVersion['boxes'] = []): ToyVersion => ({
  ...{ status, record, boxes, reasons: [], observations: [], corrections: [] },
});

const GONE: Readonly<Record<string, string>> = { 'station-merged': 'merged', 'station-not-installed': 'not_installed' };

function stationAmended(body: EventBody): string | null {
  return body.kind === 'DefinitionAmended' && 'station' in body.change ? body.change.station : null;
}

type ToyStation = {
  readonly id: string;
  readonly place: string;
  readonly table: number | null;
  readonly registered: number | null;
  readonly setting: string | null;
};

/** Stations as the definition and every amendment of the state has them: in the order in which they came. */
export function stationsNow(toy: Pick<ToyState, 'events' | 'size'>): readonly ToyStation[] {
  let stations: ToyStation[] = [...TOY.stations];
  for (const { body } of toy.events.slice(0, toy.size)) {
    if (body.kind !== 'DefinitionAmended') continue;
    const { change } = body;
    if (change.kind === 'station-added') {
      const { station: id, place, table, registered, setting } = change;
      stations.push({ id, place, table, registered, setting });
    } else if (change.kind === 'station-moved') {
      stations = stations.map((s) => (s.id === change.station ? { ...s, place: change.place } : s));
    }
  }
  return stations;
}

/** Every event of a station and what it makes of its VERSION, in record order. */
export function officialVersion(toy: ToyReach, station: string, end: number): ToyVersion | null {
  let base: ToyVersion | null = null;
  let open: { at: number; holds: boolean }[] = [];
  let recounted = false;
  for (const [at, event] of toy.events.slice(0, end).entries()) {
    const { body, count, generation } = event;
    const gone = body.kind === 'DefinitionAmended' ? GONE[body.change.kind] : undefined;
    if (gone !== undefined && stationAmended(body) === station) return plain(gone, at);
    if (count !== 'official' || !('station' in body) || body.station !== station || !isDue(toy, at)) continue;
    const copy = 'sheet' in body && body.sheet !== null && toy.events[body.sheet]?.body.kind === 'CopyAdmitted';
    const basis = recounted ? 'recount' : copy ? 'copy' : generation !== undefined ? 'repeat' : null;
    const extra = basis === null ? {} : { basis };
    if (body.kind === 'SheetAgreed')
      base = { ...plain('counted', at, body.boxes), observations: seenBehind(toy, body.from), ...extra };
    if (body.kind === 'SheetObserved')
      base = { ...plain('observed', at, typedBoxes(toy, body.from)), ...seen(toy, body) };
    if (body.kind === 'SheetCorrected') base = { ...plain('counted', at, body.boxes), ...extra, corrected: true };
    if (body.kind === 'SheetAnnulled') base = plain('annulled', at, base?.boxes ?? []);
    if (body.kind === 'ObjectionRaised') open.push({ at, holds: body.ground === HOLDING });
    if (body.kind !== 'BoardRuled') continue;
    const answered = body.objections.map(([n]) => n);
    open = open.filter((one) => !answered.includes(one.at));
    if (body.effect === 'recount') recounted = true;
    base = ruled(base, at, body.effect);
  }
  const holding = open.findLast(({ holds }) => holds);
  if (holding !== undefined) return plain('objected', holding.at, base?.boxes ?? []);
  return base?.status === 'counted' && open.length > 0 ? { ...base, objections: open.length } : base;
}

function ruled(base: ToyVersion | null, at: number, effect: RulingEffect): ToyVersion | null {
  if (effect === 'retype') return null;
  if (effect === 'lost') return plain('lost', at);
  return effect === 'recount' || effect === 'repeat' ? plain(effect, at, base?.boxes ?? []) : base;
}

function typedBoxes(toy: ToyReach, from: number): ToyVersion['boxes'] {
  const body = toy.events[from]?.body;
  return body?.kind === 'EntryCommitted' || body?.kind === 'DifferenceResolved' ? body.boxes : [];
}

/** What was seen on the paper of figures that count, by way of a ruling or not. */
function seenBehind(toy: ToyReach, from: number): readonly string[] {
  const body = toy.events[from]?.body;
  if (body?.kind !== 'BoardRuled') return body?.kind === 'EntryCommitted' ? body.observations : [];
  const observed = all(toy, 'SheetObserved', from).findLast((o) => o.body.sheet === body.sheet);
  return seenBehind(toy, observed?.body.from ?? -1);
}

function seen(toy: ToyReach, { reasons, from }: Extract<EventBody, { kind: 'SheetObserved' }>) {
  const body = toy.events[from]?.body;
  return { reasons, observations: body?.kind === 'EntryCommitted' ? body.observations : [] };
}

/** `canvass` of a BRIEF. */
export function canvassOf(toy: ToyState, stations: readonly string[]): { readonly [key: string]: Json } {
  if (!hasCanvass(toy)) return {};
  const has = (kind: EventBody['kind'], test: (body: EventBody) => boolean = () => true) =>
    stations.filter((s) =>
      toy.events.some(({ body }) => body.kind === kind && 'station' in body && body.station === s && test(body)),
    ).length;
  const last = (s: string) =>
    toy.events.findLast(
      ({ body }) => /^Envelope(Missing|Received)$/.test(body.kind) && 'station' in body && body.station === s,
    );
  const broken = (s: string) =>
    toy.events.some(({ body }) => 'condition' in body && body.condition === 'broken' && body.station === s);
  const version = (s: string) => officialVersion(toy, s, toy.covers.official);
  const are = (status: string) => stations.filter((s) => version(s)?.status === status).length;
  const canvass = {
    ...{ received: has('EnvelopeReceived'), opened: has('EnvelopeOpened'), stored: has('EnvelopeStored') },
    missing: stations.filter((s) => last(s)?.body.kind === 'EnvelopeMissing').length,
    broken: stations.filter(broken).length,
    ...{ objected: are('objected'), annulled: are('annulled') },
    corrected: stations.filter((s) => version(s)?.corrected === true).length,
    ...{ recount: are('recount'), repeat: are('repeat'), lost: are('lost') },
    ...{ notInstalled: are('not_installed'), merged: are('merged') },
  };
  return { canvass };
}

/** Registered voters of a station as its newest amendment says, or as the definition does. */
export function amendedRegister(toy: ToyState, station: string): number | null {
  let { registered = null }: { registered?: number | null } = stationsNow(toy).find((s) => s.id === station) ?? {};
  for (const { body } of toy.events.slice(0, toy.covers.official)) {
    if (body.kind !== 'DefinitionAmended' || body.change.kind !== 'station-merged') continue;
    if (body.change.station === station) registered = 0;
    if (body.change.into === station) ({ registered } = body.change);
  }
  return registered;
}

/** `desk` of a BRIEF of the official count. */
export function officialDesk(toy: ToyState, stations: readonly string[]): { readonly [key: string]: Json } {
  if (!hasCanvass(toy)) return {};
  const typed = stations.filter((s) => all(toy, 'EntriesRevealed').some((r) => r.body.station === s)).length;
  const observed = stations.filter((s) => officialVersion(toy, s, toy.covers.official)?.status === 'observed').length;
  return typed + observed === 0 ? {} : { desk: { typed, observed, disputed: 0, disputedValid: 0, late: 0 } };
}

/** PAPERs of a station's official sheets. */
export function officialPapers(toy: ToyState, station: string): Json[] {
  if (!hasCanvass(toy)) return [];
  const here = toy.events
    .slice(0, toy.size)
    .flatMap((event, at) =>
      'station' in event.body && event.body.station === station ? [{ at, event, body: event.body }] : [],
    );
  return here
    .filter(({ body }) => body.kind === 'EnvelopeReceived' || body.kind === 'CopyAdmitted')
    .map(({ at: sheet, event }) => {
      const own = here.filter(({ body }) => 'sheet' in body && body.sheet === sheet);
      const decided = own.findLast(
        ({ at, body }) => ['SheetAgreed', 'SheetObserved', 'SheetCorrected'].includes(body.kind) && isDue(toy, at),
      );
      const back = own.findLast(({ body }) => body.kind === 'BoardRuled' && /^(retype|recount)$/.test(body.effect));
      const typed = own.some(({ body }) => body.kind === 'EntriesRevealed');
      const stands = decided !== undefined && decided.at > (back?.at ?? -1);
      const state = decided?.body.kind === 'SheetObserved' ? 'observed' : 'agreed';
      const shown = scansOf(toy, sheet);
      return {
        ...{ count: 'official', sheet, at: event.at, state: paperState(here, sheet), pages: shown.length },
        pictures: typed && isLifted(toy, event) ? shown.map((hash) => hexOfBase64(hash)) : [],
        device: null,
        contests: { pres: stands ? state : typed ? 'typed' : 'received' },
      };
    });
}

/** Of what is there, all stands: in the toy nobody disputes an official sheet. */
function paperState(here: readonly { readonly at: number; readonly body: EventBody }[], sheet: number): string {
  const isCopy = here.some(({ at, body }) => at === sheet && body.kind === 'CopyAdmitted');
  const isGone = here.some(({ at, body }) => {
    if (body.kind === 'EnvelopeOpened') return body.sheet === sheet && body.found !== 'sheet';
    const next = here.find((other) => other.at > sheet && other.body.kind === 'EnvelopeReceived');
    return body.kind === 'EnvelopeMissing' && at > sheet && at < (next?.at ?? at + 1);
  });
  return isGone && !isCopy ? 'gone' : 'standing';
}

export function scansOf(toy: ToyReach, sheet: number): readonly string[] {
  return all(toy, 'SheetScanned')
    .filter(({ body }) => body.sheet === sheet)
    .flatMap(({ body }) => body.pictures.map(({ shown }) => shown));
}

function hexOfBase64(base64: string): string {
  return toHex(expectOk(fromBase64(base64), 'base64'));
}

/** `amendments`, `custody`, `objections` and `rulings` of a SHEET. */
export function canvassSheet(toy: ToyState, station: string): { readonly [key: string]: Json } {
  const here = toy.events.flatMap(({ body, at }, i) =>
    i < toy.size && 'station' in body && body.station === station ? [{ body, at, i }] : [],
  );
  const custody = here.flatMap(({ body, at, i }): Json[] => {
    if (!/^(Envelope|SheetScanned)/.test(body.kind)) return [];
    const { seal = null, condition = null } = body as { seal?: string; condition?: string };
    const place = body as { from?: string; to?: string; where?: string };
    const found = body.kind === 'EnvelopeOpened' ? body.found : null;
    return [[i, body.kind, at, seal, condition, place.from ?? place.to ?? place.where ?? null, found]];
  });
  const rulings = here.flatMap(({ body, at, i }) => (body.kind === 'BoardRuled' ? [{ body, at, i }] : []));
  const amendments = toy.events.slice(0, toy.size).flatMap(({ body, at }, i): Json[] => {
    if (body.kind !== 'DefinitionAmended' || !('station' in body.change)) return [];
    const { change } = body;
    const mine = change.station === station || (change.kind === 'station-merged' && change.into === station);
    return mine ? [[i, at, change as unknown as Json]] : [];
  });
  const objections = here.flatMap(({ body, at, i }): Json[] => {
    if (body.kind !== 'ObjectionRaised') return [];
    const ruling = rulings.find((r) => r.body.objections.some(([n]) => n === i));
    const upheld = ruling?.body.objections.find(([n]) => n === i)?.[1] ?? null;
    return [[i, 'pres', body.party, body.ground, at, ruling?.i ?? null, upheld]];
  });
  const votes = rulings.map(({ body, at, i }): Json => {
    const cast = [body.for.length, body.against.length, body.abstained.length];
    return [i, 'pres', body.effect, body.ground, at, cast, body.until];
  });
  return {
    ...(custody.length > 0 ? { custody } : {}),
    ...(amendments.length > 0 ? { amendments } : {}),
    ...(objections.length > 0 ? { objections } : {}),
    ...(votes.length > 0 ? { rulings: votes } : {}),
  };
}

/** `canvass` of `data/state.json`. */
export function canvassState(toy: ToyState): { readonly [key: string]: Json } {
  if (!hasCanvass(toy)) return {};
  const events = toy.events.slice(0, toy.size);
  const of = <K extends EventBody['kind']>(kind: K) =>
    events.flatMap((event, i) =>
      event.body.kind === kind ? [{ i, event, body: event.body as Extract<EventBody, { kind: K }> }] : [],
    );
  const officeOf = ({ office }: ToyEvent) => office ?? null;
  const left = (member: string) => of('MemberLeft').some(({ body }) => body.member === member);
  const closed = (i: number, session: number, office: string | null): number | null =>
    of('SessionClosed').find((c) => c.i > i && c.body.session === session && officeOf(c.event) === office)?.i ?? null;
  return {
    canvass: {
      members: of('MemberSeated').map(({ body }): Json => [body.member, body.name, body.title, !left(body.member)]),
      sessions: of('SessionOpened').map(({ i, event, body }): Json => {
        const office = officeOf(event);
        return [body.session, i, event.at, body.counted, closed(i, body.session, office), office];
      }),
      amendments: of('DefinitionAmended').map(({ i, event, body }): Json => {
        return [i, event.at, body.change as unknown as Json, body.law, body.reason];
      }),
      offices: toy.offices.map(({ id, records, at }): Json => {
        const taken = records.filter((record) => record < toy.size).length;
        return [id, taken, at[taken - 1] ?? null, of('OfficeForked').length > 0];
      }),
      certificates: of('ResultCertified').map(({ i, event, body }): Json => {
        return [i, 'pres', body.area, event.at, officeOf(event)];
      }),
      destroyed: of('MaterialDestroyed').map(({ i, event, body }): Json => [i, event.at, body.what, body.law]),
    },
  };
}

/** `certificate` of FIGURES. */
export function certificateOfRoot(toy: ToyState): { readonly [key: string]: Json } {
  const newest = toy.events.findLastIndex(({ body, office }, i) => {
    return i < toy.size && body.kind === 'ResultCertified' && office === undefined;
  });
  const event = toy.events[newest];
  if (event?.body.kind !== 'ResultCertified') return {};
  if (toy.events.some(({ body }, i) => i > newest && i < toy.size && body.kind === 'CourtOrdered')) return {};
  const { area, partial, seats } = event.body;
  const record = toy.events.findLastIndex(({ body, office }, i) => {
    return i < newest && body.kind === 'LotDrawn' && body.area === area && office === undefined;
  });
  const drawn = toy.events[record]?.body;
  const lot = drawn?.kind === 'LotDrawn' ? { lot: { record, order: drawn.order } } : {};
  return { certificate: { record: newest, at: event.at, partial, ...(seats === null ? {} : { seats }), ...lot } };
}
