import { unreachable } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import type { CentreState } from '../entry/centre-state.ts';
import type { Sheet } from '../intake/papers.ts';
import type { Basis, ContestEnd, Custody, OpenWhy } from './canvass-types.ts';
import type { Envelopes } from './envelopes.ts';
import type { Rulings } from './rulings.ts';

/** What an end is read from: each of these says its part, and none says another's. */
export type Books = {
  readonly centre: CentreState;
  readonly envelopes: Envelopes;
  readonly rulings: Rulings;
};

/** Where a contest of a station ends: docs/spec/official-count.md section 6. Exactly one answer, whatever happened. */
export function endingOf(books: Books, place: number, contest: number): ContestEnd {
  const { centre, rulings } = books;
  const out = centre.ended.outOf(place);
  if (out !== null) return { kind: out.kind, record: out.record };
  const pending = centre.repeats.pending(place);
  if (pending?.contests.includes(contest) === true) {
    const missing = books.envelopes.custodyOf(place, pending.generation).kind === 'missing';
    return open(missing ? 'missing' : 'repeat', pending.until);
  }
  const lost = rulings.newestOf(place, contest);
  const isLost = lost?.effect === 'lost';
  // Which paper of the first vote stands, or comes, is nothing to a vote that was repeated.
  if (isLost && centre.repeats.isLost(place, contest)) return { kind: 'lost', record: lost.record };
  const number = centre.sheetOf('official', place, contest);
  const sheet = number === null ? undefined : centre.papers.sheet(number);
  if (centre.papers.station('official', place).kind === 'disputed' && (sheet?.generation ?? 1) === 1) {
    return open('disputed');
  }
  if (sheet === undefined || sheet.state.kind !== 'standing') {
    if (isLost) return { kind: 'lost', record: lost.record };
    const why = withoutSheet(books, place, sheet);
    return open(why, why === 'expected' ? centre.places.dateOf(place) : null);
  }
  const typing = centre.typing.state(centre.workOf(sheet.number, contest));
  // A sheet that turned up after all is typed, and then the contest is not lost.
  if (typing === undefined && isLost) return { kind: 'lost', record: lost.record };
  return endOfSheet(books, sheet, contest, place);
}

function endOfSheet({ centre, envelopes, rulings }: Books, sheet: Sheet, contest: number, place: number): ContestEnd {
  const work = centre.workOf(sheet.number, contest);
  const typing = centre.typing.state(work);
  if (typing === undefined) return open(whyUntyped(envelopes.custodyOfSheet(sheet.number)));
  switch (typing.kind) {
    case 'awaiting-first':
    case 'awaiting-second':
    case 'both-in':
    case 'differ':
    case 'settling':
      return open('typing');
    case 'awaiting-recount':
      return open('recount');
    case 'observed':
      return open(rulings.isHeld(place, sheet.number, contest) ? 'objected' : 'observed');
    case 'agreed': {
      if (rulings.isHeld(place, sheet.number, contest)) return open('objected');
      const from = basisOf(sheet, centre.typing.isRecount(work));
      const corrected = typing.corrected === true;
      return { kind: 'counted', from, corrected, sheet: sheet.number, record: typing.record };
    }
    case 'struck':
      // What waits for a repeated vote was found above; a repeat whose sheet is there has another sheet.
      return typing.by === 'repeat'
        ? open('repeat')
        : { kind: typing.by === 'lost' ? 'lost' : 'annulled', record: typing.record };
    default:
      return unreachable(typing);
  }
}

function basisOf({ paper, generation }: Sheet, recounted: boolean): Basis {
  if (recounted) return 'recount';
  if (paper === 'copy') return 'copy';
  return generation > 1 ? 'repeat' : 'original';
}

function whyUntyped(custody: Custody | null): OpenWhy {
  return custody !== null && custody.kind !== 'expected' && custody.kind !== 'missing' && hasNoSheet(custody)
    ? 'nothing-found'
    : 'sealed';
}

/** Whether an envelope was opened and held no sheet. */
export function hasNoSheet(custody: Custody): boolean {
  return 'found' in custody && custody.found !== null && custody.found !== 'sheet';
}

function withoutSheet({ envelopes }: Books, place: number, sheet: Sheet | undefined): OpenWhy {
  const custody = envelopes.custodyOf(place, sheet?.generation ?? 1);
  if (hasNoSheet(custody)) return 'nothing-found';
  if (custody.kind === 'expected' || custody.kind === 'missing') return custody.kind;
  return 'sealed';
}

function open(why: OpenWhy, until: Instant | null = null): ContestEnd {
  return { kind: 'open', why, until };
}
