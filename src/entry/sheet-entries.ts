import { unreachable } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { EventBody } from '../record/index.ts';

/** One person's typing, committed; nobody else sees its boxes before both entries are in. */
export type Entry = {
  readonly slot: 1 | 2;
  readonly actor: string;
  readonly boxes: readonly Box[];
  /** Record number of its EntryCommitted. */
  readonly record: number;
};

/** How far the typing of one contest of one received sheet is. */
export type EntriesState =
  | { readonly kind: 'awaiting-first' }
  | { readonly kind: 'awaiting-second'; readonly first: Entry }
  | { readonly kind: 'differ'; readonly first: Entry; readonly second: Entry }
  | { readonly kind: 'agreed'; readonly boxes: readonly Box[] };

export type EntryAct =
  | { readonly kind: 'commit-entry'; readonly slot: 1 | 2; readonly actor: string; readonly boxes: readonly Box[] }
  | { readonly kind: 'resolve-difference'; readonly actor: string; readonly boxes: readonly Box[] };

export type EntryRefusal =
  | { readonly kind: 'already-agreed' }
  | { readonly kind: 'wrong-number-of-boxes'; readonly expected: number; readonly found: number }
  /** The second entry, and the resolution, have to be another person's. */
  | { readonly kind: 'same-person'; readonly actor: string }
  | { readonly kind: 'slot-taken'; readonly slot: 1 | 2 }
  | { readonly kind: 'first-entry-missing' }
  | { readonly kind: 'no-difference-to-resolve' };

/** What an act leads to: the next state, and what is to be recorded, with the person where one acted. */
export type EntryDecision = {
  readonly state: EntriesState;
  readonly events: readonly { readonly body: EventBody; readonly actor?: string }[];
};

/** Where the decision takes place: which sheet, how many boxes its paper has, and the record number of its first event. */
export type EntryPlace = { readonly station: StationId; readonly boxes: number; readonly nextRecord: number };

/**
 * Decides an act of typing. The two entries are equal box by box, or a third person resolves the difference; only then is
 * the sheet agreed. EntriesRevealed stands in the record after both commitments, so that neither could follow the other.
 */
export function decideEntry(
  state: EntriesState,
  act: EntryAct,
  place: EntryPlace,
): Result<EntryDecision, EntryRefusal> {
  if (state.kind === 'agreed') return err({ kind: 'already-agreed' });
  if (act.boxes.length !== place.boxes) {
    return err({ kind: 'wrong-number-of-boxes', expected: place.boxes, found: act.boxes.length });
  }
  switch (act.kind) {
    case 'commit-entry':
      return commitEntry(state, act, place);
    case 'resolve-difference':
      return resolveDifference(state, act, place);
    default:
      return unreachable(act);
  }
}

function commitEntry(
  state: Exclude<EntriesState, { kind: 'agreed' }>,
  act: Extract<EntryAct, { kind: 'commit-entry' }>,
  place: EntryPlace,
): Result<EntryDecision, EntryRefusal> {
  const entry: Entry = { slot: act.slot, actor: act.actor, boxes: act.boxes, record: place.nextRecord };
  const body: EventBody = { kind: 'EntryCommitted', station: place.station, slot: act.slot, boxes: act.boxes };
  const committed = { body, actor: act.actor };
  switch (state.kind) {
    case 'awaiting-first':
      if (act.slot === 2) return err({ kind: 'first-entry-missing' });
      return ok({ state: { kind: 'awaiting-second', first: entry }, events: [committed] });
    case 'awaiting-second': {
      if (act.slot === 1) return err({ kind: 'slot-taken', slot: 1 });
      if (act.actor === state.first.actor) return err({ kind: 'same-person', actor: act.actor });
      return ok(reveal(state.first, entry, committed, place));
    }
    case 'differ':
      return err({ kind: 'slot-taken', slot: act.slot });
    default:
      return unreachable(state);
  }
}

function reveal(
  first: Entry,
  second: Entry,
  committed: EntryDecision['events'][number],
  { station }: EntryPlace,
): EntryDecision {
  const equal = equalBoxes(first.boxes, second.boxes);
  const entries = [first.record, second.record] as const;
  const revealed: EventBody = { kind: 'EntriesRevealed', station, entries, equal };
  if (!equal) return { state: { kind: 'differ', first, second }, events: [committed, { body: revealed }] };
  const agreed: EventBody = { kind: 'SheetAgreed', station, boxes: first.boxes, from: first.record };
  return { state: { kind: 'agreed', boxes: first.boxes }, events: [committed, { body: revealed }, { body: agreed }] };
}

function resolveDifference(
  state: Exclude<EntriesState, { kind: 'agreed' }>,
  act: Extract<EntryAct, { kind: 'resolve-difference' }>,
  { station, nextRecord }: EntryPlace,
): Result<EntryDecision, EntryRefusal> {
  if (state.kind !== 'differ') return err({ kind: 'no-difference-to-resolve' });
  const { first, second } = state;
  if (act.actor === first.actor || act.actor === second.actor) return err({ kind: 'same-person', actor: act.actor });
  const entries = [first.record, second.record] as const;
  const resolved: EventBody = { kind: 'DifferenceResolved', station, boxes: act.boxes, entries };
  const agreed: EventBody = { kind: 'SheetAgreed', station, boxes: act.boxes, from: nextRecord };
  return ok({
    state: { kind: 'agreed', boxes: act.boxes },
    events: [{ body: resolved, actor: act.actor }, { body: agreed }],
  });
}

export function equalBoxes(a: readonly Box[], b: readonly Box[]): boolean {
  return a.length === b.length && a.every((box, i) => box === b[i]);
}
