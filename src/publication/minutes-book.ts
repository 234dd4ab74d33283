import { assert } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import type { EventBody, EventHeader, Voted } from '../record/index.ts';
import type {
  MinutedActs,
  MinutedAmendment,
  MinutedCopy,
  MinutedLot,
  MinutedMember,
  MinutedMissing,
  MinutedObjection,
  MinutedRuling,
  MinutedSheet,
  MinutedVote,
} from './minutes-entries.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { kind: K }>;
type Custody =
  | 'CopyAdmitted'
  | 'EnvelopeMoved'
  | 'EnvelopeOpened'
  | 'EnvelopeReceived'
  | 'EnvelopeStored'
  | 'SheetScanned';

const MINUTED = [
  ...(['MemberSeated', 'SessionOpened', 'SessionClosed', 'EnvelopeReceived', 'EnvelopeMoved'] as const),
  ...(['EnvelopeOpened', 'SheetScanned', 'EnvelopeStored', 'EnvelopeMissing', 'CopyAdmitted'] as const),
  ...(['ObjectionRaised', 'BoardRuled', 'LotDrawn', 'DefinitionAmended'] as const),
] as const;
type Minuted = Body<(typeof MINUTED)[number]>;
const MINUTED_KINDS: ReadonlySet<string> = new Set(MINUTED);

/** Whether minutes can tell of the event: only then is its body asked for. */
export function isMinuted({ kind, office }: Pick<EventHeader, 'kind' | 'office'>): boolean {
  return office === undefined && MINUTED_KINDS.has(kind);
}

/**
 * What the minutes of the next session to close have to say, kept while the record goes on. It is a replay of the record alone: of
 * bodies that are never sealed, so it knows nothing that the public does not. Events of an office are in the minutes of that
 * office's own record.
 */
export class MinutesBook {
  size = 0;
  private readonly members = new Map<string, MinutedMember>();
  /** Sheets as they are now, by the record number that names them. */
  private readonly sheets = new Map<number, MinutedSheet>();
  private readonly objections = new Map<number, MinutedObjection>();
  private open: { readonly body: Body<'SessionOpened'>; readonly record: number; readonly at: Instant } | null = null;
  private from = 0;
  // Since `from`, in record order.
  private handled = new Set<number>();
  private missing: MinutedMissing[] = [];
  private copies: MinutedCopy[] = [];
  private rulings: MinutedRuling[] = [];
  private lots: MinutedLot[] = [];
  private amendments: MinutedAmendment[] = [];

  /** Takes the next event; null for a body of a kind that this version does not know. */
  take(index: number, header: EventHeader, body: EventBody | null): void {
    assert(index === this.size, 'events are taken in record order');
    this.size++;
    if (body === null || header.office !== undefined || !isTold(body)) return;
    const place = { record: index, at: header.at };
    switch (body.kind) {
      case 'MemberSeated':
        this.members.set(body.member, { person: body.member, name: body.name, title: body.title });
        return;
      case 'SessionOpened':
        this.open = { body, ...place };
        return;
      case 'SessionClosed':
        this.turn(index + 1);
        return;
      case 'EnvelopeReceived':
      case 'EnvelopeMoved':
      case 'EnvelopeOpened':
      case 'SheetScanned':
      case 'EnvelopeStored':
        if (header.count === 'official') this.handle(index, header, body);
        return;
      case 'EnvelopeMissing':
        this.missing.push({ ...place, station: body.station, reason: body.reason });
        return;
      case 'CopyAdmitted':
        this.handle(index, header, body);
        this.copies.push({ ...place, station: body.station, holder: body.holder, vote: voteOf(body) });
        return;
      case 'ObjectionRaised': {
        const { kind: _kind, ...objection } = body;
        this.objections.set(index, { ...place, contest: header.contest ?? '', ...objection, answer: null });
        return;
      }
      case 'BoardRuled':
        this.rule(place, header.contest ?? '', body);
        return;
      case 'LotDrawn':
        this.lots.push({
          ...place,
          contest: header.contest ?? '',
          area: body.area,
          order: body.order,
          vote: voteOf(body),
        });
        return;
      case 'DefinitionAmended':
        this.amendments.push({ ...place, change: body.change, law: body.law, reason: body.reason });
        return;
    }
  }

  /** The open session as it stands; null where none was open at that size. */
  session(size: number): MinutedActs | null {
    if (this.open === null || this.open.record >= size) return null;
    const { body, record, at } = this.open;
    const { session, place, counted, delegates } = body;
    const objections = [...this.objections.values()];
    return {
      ...{ session, place, opened: { record, at, counted }, from: this.from },
      members: body.members.map((person) => this.members.get(person) ?? unnamed(person)),
      delegates,
      sheets: [...this.handled].flatMap((sheet) => this.sheets.get(sheet) ?? []),
      ...{ missing: [...this.missing], copies: [...this.copies], objections },
      ...{ rulings: [...this.rulings], lots: [...this.lots], amendments: [...this.amendments] },
    };
  }

  /** A session closed: what its minutes told is told. Objections that it left open go on. */
  private turn(from: number): void {
    this.open = null;
    this.from = from;
    this.handled = new Set();
    this.missing = [];
    this.copies = [];
    this.rulings = [];
    this.lots = [];
    this.amendments = [];
    for (const [record, { answer }] of this.objections) if (answer !== null) this.objections.delete(record);
  }

  private handle(index: number, header: EventHeader, body: Body<Custody>): void {
    const sheet = 'sheet' in body ? body.sheet : index;
    const fresh: MinutedSheet = {
      ...{ station: body.station, sheet, generation: header.generation ?? 1, state: 'received' },
      ...{ seal: null, condition: null, everBroken: false, found: null },
    };
    this.sheets.set(sheet, handed(this.sheets.get(sheet) ?? fresh, body));
    this.handled.add(sheet);
  }

  private rule(place: { record: number; at: Instant }, contest: string, body: Body<'BoardRuled'>): void {
    const { station, sheet, effect, ground, until, objections } = body;
    this.rulings.push({ ...place, contest, station, sheet, effect, ground, until, objections, vote: voteOf(body) });
    for (const [record, upheld] of objections) {
      const objection = this.objections.get(record);
      if (objection === undefined) continue;
      this.objections.set(record, { ...objection, answer: { ruling: place.record, upheld } });
    }
  }
}

function isTold(body: EventBody): body is Minuted {
  return MINUTED_KINDS.has(body.kind);
}

/** A sheet after one more act of custody. */
function handed(before: MinutedSheet, body: Body<Custody>): MinutedSheet {
  switch (body.kind) {
    case 'EnvelopeReceived':
      return sealed({ ...before, state: 'received' }, body);
    case 'EnvelopeMoved':
      return sealed(before, body);
    case 'EnvelopeOpened':
      return sealed({ ...before, state: 'opened', found: body.found }, body);
    case 'SheetScanned':
      return { ...before, state: 'scanned' };
    case 'EnvelopeStored':
      return { ...before, state: 'stored' };
    case 'CopyAdmitted':
      return { ...before, state: 'copy' };
  }
}

function sealed(
  sheet: MinutedSheet,
  { seal, condition }: { readonly seal: string | null; readonly condition: MinutedSheet['condition'] },
): MinutedSheet {
  return { ...sheet, seal, condition, everBroken: sheet.everBroken || condition === 'broken' };
}

function voteOf({ for: forIt, against, abstained, law, reason }: Voted): MinutedVote {
  return { for: forIt, against, abstained, law, reason };
}

function unnamed(person: string): MinutedMember {
  return { person, name: person, title: { es: '', en: '' } };
}
