import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { EventBody } from '../record/index.ts';
import { decideEntry, type EntriesState, type EntryAct } from './sheet-entries.ts';

/** Few people and few figures, so that the same person and the same figures come together often. */
const actor = fc.constantFrom('ana', 'ben', 'cem', 'dua');
const typed = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fc.constantFrom<Box>(1 as Box, 2 as Box, 'empty'), fc.constant<Box>(0 as Box)) },
  { weight: 1, arbitrary: fc.constant([]) },
) as fc.Arbitrary<readonly Box[]>;
const act: fc.Arbitrary<EntryAct> = fc.oneof(
  fc.record({
    kind: fc.constant('commit-entry' as const),
    slot: fc.constantFrom(1 as const, 2 as const),
    actor,
    boxes: typed,
  }),
  fc.record({ kind: fc.constant('resolve-difference' as const), actor, boxes: typed }),
);
/** Thousands of acts a run, each for one of a few sheets. */
const night = fc.array(fc.tuple(fc.nat(19), act), { minLength: 500, maxLength: 2000, size: 'max' });

type Recorded = { readonly body: EventBody; readonly actor?: string };
const same = (a: readonly Box[], b: readonly Box[]) => JSON.stringify(a) === JSON.stringify(b);

/** What a judge, who sees only the record, would want: docs/spec/publication.md section 2, "What counts". */
function isJust(record: readonly Recorded[], agreed: Extract<EventBody, { kind: 'SheetAgreed' }>): boolean {
  const from = record[agreed.from];
  if (from?.body.kind === 'DifferenceResolved') {
    const { entries, boxes, station } = from.body;
    const actors = entries.map((i) => record[i]?.actor);
    return (
      same(boxes, agreed.boxes) &&
      station === agreed.station &&
      new Set([...actors, from.actor]).size === 3 &&
      isPair(record, entries, agreed.station)
    );
  }
  const second = record.findIndex(
    ({ body }, i) =>
      i !== agreed.from && body.kind === 'EntryCommitted' && body.station === agreed.station && body.slot === 2,
  );
  if (!isPair(record, [agreed.from, second], agreed.station)) return false;
  return [agreed.from, second].every((i) => {
    const body = record[i]?.body;
    return body?.kind === 'EntryCommitted' && same(body.boxes, agreed.boxes);
  });
}

function isPair(record: readonly Recorded[], [i, j]: readonly [number, number], station: StationId): boolean {
  const [one, two] = [record[i], record[j]];
  return (
    one?.body.kind === 'EntryCommitted' &&
    two?.body.kind === 'EntryCommitted' &&
    one.body.station === station &&
    two.body.station === station &&
    one.body.slot === 1 &&
    two.body.slot === 2 &&
    one.actor !== undefined &&
    two.actor !== undefined &&
    one.actor !== two.actor
  );
}

describe('any sequence of acts', () => {
  it('agrees only on two equal entries of different people, or on the decision of a third; and no further act changes it', () => {
    fc.assert(
      fc.property(night, (acts) => {
        const states = new Map<StationId, EntriesState>();
        const record: Recorded[] = [];
        const eventsOf = new Map<StationId, EventBody['kind'][]>();
        for (const [sheet, next] of acts) {
          const station = `s${sheet}` as StationId;
          const before: EntriesState = states.get(station) ?? { kind: 'awaiting-first' };
          const decided = decideEntry(before, next, { station, boxes: 2, nextRecord: record.length });
          if (before.kind === 'agreed') expect(decided.ok).toBe(false);
          if (!decided.ok) continue;
          const { state, events } = decided.value;
          record.push(...events);
          eventsOf.set(station, [...(eventsOf.get(station) ?? []), ...events.map((e) => e.body.kind)]);
          states.set(station, state);
          const agreed = events.map((e) => e.body).find((b) => b.kind === 'SheetAgreed');
          expect(agreed !== undefined).toBe(state.kind === 'agreed');
          if (agreed === undefined || state.kind !== 'agreed') continue;
          expect(isJust(record, agreed)).toBe(true);
          expect(state.boxes).toEqual(agreed.boxes);
        }
        for (const kinds of eventsOf.values()) {
          // With the receipt before them: at most six events a sheet and count.
          expect(kinds.length).toBeLessThanOrEqual(5);
          expect(kinds.filter((k) => k === 'SheetAgreed').length).toBeLessThanOrEqual(1);
          expect(kinds.filter((k) => k === 'EntryCommitted').length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('reveals entries only after both are in the record, names them, and says truly whether they are equal', () => {
    fc.assert(
      fc.property(night, (acts) => {
        const states = new Map<StationId, EntriesState>();
        const record: Recorded[] = [];
        for (const [sheet, next] of acts) {
          const station = `s${sheet}` as StationId;
          const place = { station, boxes: 2, nextRecord: record.length };
          const decided = decideEntry(states.get(station) ?? { kind: 'awaiting-first' }, next, place);
          if (!decided.ok) continue;
          states.set(station, decided.value.state);
          record.push(...decided.value.events);
        }
        record.forEach(({ body }, at) => {
          if (body.kind !== 'EntriesRevealed') return;
          expect(Math.max(...body.entries)).toBeLessThan(at);
          expect(isPair(record, body.entries, body.station)).toBe(true);
          const [one, two] = body.entries.map((i) => record[i]?.body);
          const boxes = [one, two].map((b) => (b?.kind === 'EntryCommitted' ? b.boxes : []));
          expect(body.equal).toBe(same(boxes[0] ?? [], boxes[1] ?? []));
        });
      }),
      { numRuns: 15 },
    );
  });

  it('comes to an agreement when the people who may act do', () => {
    fc.assert(
      fc.property(typed, typed, typed, (one, two, three) => {
        fc.pre(one.length === 2 && two.length === 2 && three.length === 2);
        const station = 's' as StationId;
        const steps: EntryAct[] = [
          { kind: 'commit-entry', slot: 1, actor: 'ana', boxes: one },
          { kind: 'commit-entry', slot: 2, actor: 'ben', boxes: two },
          { kind: 'resolve-difference', actor: 'cem', boxes: three },
        ];
        let state: EntriesState = { kind: 'awaiting-first' };
        for (const step of steps) {
          const decided = decideEntry(state, step, { station, boxes: 2, nextRecord: 0 });
          if (decided.ok) state = decided.value.state;
        }
        expect(state).toEqual({ kind: 'agreed', boxes: same(one, two) ? one : three });
      }),
    );
  });
});
