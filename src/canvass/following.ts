import type { CentreState } from '../entry/centre-state.ts';
import type { EventBody, EventHeader, EventKind } from '../record/index.ts';

/** What an event must be, when another has to be followed at once. */
export type Follower = {
  readonly kinds: readonly EventKind[];
  /** The record number that its body names as `from` (a receipt: among its `sheets`); null: none that matters here. */
  readonly from: number | null;
};

/**
 * Some decisions are several events, one right behind the other: a second entry and its revelation, equal entries and what they
 * settle, a ruling and what it makes, a receipt and its dispute. An office sends events one by one: here is what comes next.
 */
export class Following {
  private readonly centre: CentreState;
  private readonly next = new Map<string, Follower>();

  constructor(centre: CentreState) {
    this.centre = centre;
  }

  /** What has to be the next event of this office ('' is this record itself); null: anything may. */
  of(office: string | null): Follower | null {
    return this.next.get(office ?? '') ?? null;
  }

  /** Asked behind `centre.take`. */
  take(index: number, header: EventHeader, body: EventBody): void {
    const of = header.office?.id ?? '';
    const follower = this.after(index, body);
    if (follower === null) this.next.delete(of);
    else this.next.set(of, follower);
  }

  private after(index: number, body: EventBody): Follower | null {
    switch (body.kind) {
      case 'EntryCommitted':
        return body.slot === 2 ? { kinds: ['EntriesRevealed'], from: null } : null;
      case 'EntriesRevealed':
        return body.equal ? { kinds: ['SheetAgreed', 'SheetObserved'], from: body.entries[0] } : null;
      case 'DifferenceResolved':
        return { kinds: ['SheetAgreed', 'SheetObserved'], from: index };
      case 'EnvelopeReceived':
        return this.centre.papers.sheet(index)?.state.kind === 'received'
          ? { kinds: ['SheetDisputed'], from: index }
          : null;
      case 'BoardRuled':
        return afterRuling(index, body.effect);
      default:
        return null;
    }
  }
}

function afterRuling(from: number, effect: Extract<EventBody, { kind: 'BoardRuled' }>['effect']): Follower | null {
  if (effect === 'count') return { kinds: ['SheetAgreed'], from };
  if (effect === 'correct') return { kinds: ['SheetCorrected'], from };
  return effect === 'annul' ? { kinds: ['SheetAnnulled'], from } : null;
}
