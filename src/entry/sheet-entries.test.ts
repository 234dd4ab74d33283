import { describe, expect, it } from 'vitest';
import type { Count, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { decideEntry, type EntriesState, type Entry, type EntryAct, type EntryPlace } from './sheet-entries.ts';

const station = '1001' as StationId;
const PLACE: EntryPlace = { station, boxes: 3, nextRecord: 40 };
const boxes = (...list: (number | 'empty' | 'illegible')[]): readonly Box[] => list as Box[];
const X = boxes(10, 20, 'empty');
const Y = boxes(10, 20, 0);
const Z = boxes(10, 21, 'illegible');

const first: Entry = { slot: 1, actor: 'ana', boxes: X, record: 7 };
const second: Entry = { slot: 2, actor: 'ben', boxes: Y, record: 9 };
const STATES = {
  'awaiting first': { kind: 'awaiting-first' },
  'awaiting second': { kind: 'awaiting-second', first },
  differ: { kind: 'differ', first, second },
  agreed: { kind: 'agreed', boxes: X },
} as const satisfies { readonly [name: string]: EntriesState };

const commit = (slot: 1 | 2, actor: string, typed = X): EntryAct => ({
  kind: 'commit-entry',
  slot,
  actor,
  boxes: typed,
});
const resolve = (actor: string, decided = Z): EntryAct => ({ kind: 'resolve-difference', actor, boxes: decided });

/** The name of where an act leads: a state, or the refusal. */
function outcome(state: keyof typeof STATES, act: EntryAct): string {
  const decided = decideEntry(STATES[state], act, PLACE);
  return decided.ok ? decided.value.state.kind : decided.error.kind;
}

describe('state · act · outcome', () => {
  it.each<[keyof typeof STATES, string, string, EntryAct]>([
    ['awaiting first', 'first entry', 'awaiting-second', commit(1, 'ana')],
    ['awaiting first', 'second entry', 'first-entry-missing', commit(2, 'ana')],
    ['awaiting first', 'resolution', 'no-difference-to-resolve', resolve('cem')],
    ['awaiting second', 'first entry again', 'slot-taken', commit(1, 'ben')],
    ['awaiting second', 'first entry again by the same person', 'slot-taken', commit(1, 'ana')],
    ['awaiting second', 'equal second entry', 'agreed', commit(2, 'ben', X)],
    ['awaiting second', 'different second entry', 'differ', commit(2, 'ben', Y)],
    ['awaiting second', 'second entry by the same person', 'same-person', commit(2, 'ana', X)],
    ['awaiting second', 'different second entry by the same person', 'same-person', commit(2, 'ana', Y)],
    ['awaiting second', 'resolution', 'no-difference-to-resolve', resolve('cem')],
    ['differ', 'first entry', 'slot-taken', commit(1, 'cem')],
    ['differ', 'second entry', 'slot-taken', commit(2, 'cem')],
    ['differ', 'second entry corrected by its own typist', 'slot-taken', commit(2, 'ben', X)],
    ['differ', 'resolution by the first typist', 'same-person', resolve('ana')],
    ['differ', 'resolution by the second typist', 'same-person', resolve('ben')],
    ['differ', 'resolution by a third', 'agreed', resolve('cem')],
    ['differ', 'resolution by a third as the first entry', 'agreed', resolve('cem', X)],
    ['agreed', 'first entry', 'already-agreed', commit(1, 'cem')],
    ['agreed', 'second entry', 'already-agreed', commit(2, 'cem')],
    ['agreed', 'resolution', 'already-agreed', resolve('cem')],
  ])('%s · %s · %s', (state, _, expected, act) => {
    expect(outcome(state, act)).toBe(expected);
  });

  it.each(['awaiting first', 'awaiting second', 'differ'] as const)(
    '%s · too few or too many boxes · refused',
    (state) => {
      for (const typed of [[], X.slice(1), [...X, ...X]]) {
        expect(outcome(state, commit(state === 'awaiting first' ? 1 : 2, 'cem', typed))).toBe('wrong-number-of-boxes');
        expect(outcome(state, resolve('cem', typed))).toBe('wrong-number-of-boxes');
      }
    },
  );
});

describe('what is recorded', () => {
  it('first entry: the commitment, under its person, and nothing else', () => {
    expect(decideEntry(STATES['awaiting first'], commit(1, 'ana'), PLACE)).toEqual({
      ok: true,
      value: {
        state: { kind: 'awaiting-second', first: { slot: 1, actor: 'ana', boxes: X, record: 40 } },
        events: [{ body: { kind: 'EntryCommitted', station, slot: 1, boxes: X }, actor: 'ana' }],
      },
    });
  });

  it('equal second entry: commitment, revelation behind both, agreement resting on the first', () => {
    const decided = decideEntry(STATES['awaiting second'], commit(2, 'ben', boxes(10, 20, 'empty')), PLACE);
    expect(decided.ok && decided.value.events).toEqual([
      { body: { kind: 'EntryCommitted', station, slot: 2, boxes: X }, actor: 'ben' },
      { body: { kind: 'EntriesRevealed', station, entries: [7, 40], equal: true } },
      { body: { kind: 'SheetAgreed', station, boxes: X, from: 7 } },
    ]);
  });

  it('different second entry: commitment and revelation, no agreement', () => {
    const decided = decideEntry(STATES['awaiting second'], commit(2, 'ben', Y), PLACE);
    expect(decided.ok && decided.value.events).toEqual([
      { body: { kind: 'EntryCommitted', station, slot: 2, boxes: Y }, actor: 'ben' },
      { body: { kind: 'EntriesRevealed', station, entries: [7, 40], equal: false } },
    ]);
  });

  it('resolution: the decision naming both entries, and agreement resting on it', () => {
    const decided = decideEntry(STATES.differ, resolve('cem'), PLACE);
    expect(decided.ok && decided.value.events).toEqual([
      { body: { kind: 'DifferenceResolved', station, boxes: Z, entries: [7, 9] }, actor: 'cem' },
      { body: { kind: 'SheetAgreed', station, boxes: Z, from: 40 } },
    ]);
  });
});

describe('equal entries', () => {
  it.each<[string, readonly Box[], readonly Box[], boolean]>([
    ['alike', boxes(1, 'empty', 'illegible'), boxes(1, 'empty', 'illegible'), true],
    ['empty against zero', boxes(1, 2, 'empty'), boxes(1, 2, 0), false],
    ['illegible against empty', boxes(1, 2, 'illegible'), boxes(1, 2, 'empty'), false],
    ['the same figures in another order', boxes(1, 2, 3), boxes(1, 3, 2), false],
    ['one vote', boxes(1, 2, 3), boxes(1, 2, 4), false],
  ])('%s', (_, one, two, equal) => {
    const state: EntriesState = { kind: 'awaiting-second', first: { ...first, boxes: one } };
    const decided = decideEntry(state, commit(2, 'ben', two), PLACE);
    expect(decided.ok && decided.value.state.kind).toBe(equal ? 'agreed' : 'differ');
  });
});

it('a decision leaves the state it was asked about as it was', () => {
  const frozen = Object.freeze({
    kind: 'awaiting-second',
    first: Object.freeze({ ...first, boxes: Object.freeze([...X]) }),
  });
  const decided = decideEntry(frozen as EntriesState, commit(2, 'ben', [...X] as Count[]), PLACE);
  expect(decided.ok).toBe(true);
});
