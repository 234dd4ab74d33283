import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import type { EntryContent } from '../model/desk-rules.ts';
import type { EventBody } from '../record/index.ts';
import type { EventDraft } from './acts.ts';
import { Assignments } from './assignments.ts';
import { Centre, GOV, hash, PRES, read } from './centre-example.test-support.ts';
import { CentreState } from './centre-state.ts';
import { dice, randomAct, TYPISTS } from './centre-walk.test-support.ts';
import { decide } from './decide.ts';
import { dumpCentre } from './dump.ts';

/*
 * Of two centres that differ only in what pending entries say, nobody may learn which one this is: not by any act, not by its
 * refusal, not by what is assigned to whom. DESIGN section 8: a typist cannot see the other entry before committing. Nor what a
 * phone said: its figures are no help to those who type or resolve (section 4).
 */

/** The same record, but every pending entry says something else. */
function twinOf(centre: Centre): CentreState {
  const twin = new CentreState(centre.state.geography, centre.options);
  centre.events.forEach(({ header, body }, index) => {
    const pending = centre.state.typing.fateOf(index) === 'pending';
    twin.take(index, header, pending ? otherwise(body) : body);
  });
  return twin;
}

/** The same record, but phones and SMS said other figures. */
function phonesTwinOf(centre: Centre): CentreState {
  const twin = new CentreState(centre.state.geography, centre.options);
  centre.events.forEach(({ header, body }, index) => {
    twin.take(index, header, saidOtherwise(body));
  });
  return twin;
}

function saidOtherwise(body: EventBody): EventBody {
  if (body.kind === 'FiguresRead') return { ...body, boxes: read(body.boxes.map(() => 88)).boxes, salt: hash(77) };
  if (body.kind !== 'FiguresAnnounced') return body;
  return { ...body, figures: body.figures.map(([contest]) => [contest, hash(88)] as const) };
}

function otherwise(body: EventBody): EventBody {
  if (body.kind !== 'EntryCommitted') return body;
  const wide = body.boxes.length === 0 || body.boxes[0] === 88;
  const other: EntryContent = wide ? read([], ['not-a-sheet']) : read([], ['illegible', 'torn']);
  return { ...body, ...(body.boxes.length > 0 && body.sheet % 2 === 0 ? read(body.boxes.map(() => 88)) : other) };
}

/** What an act gave before both entries were in. */
function beforeReveal(drafts: readonly EventDraft[]): readonly EventDraft[] {
  const reveal = drafts.findIndex(({ body }) => body.kind === 'EntriesRevealed');
  return reveal < 0 ? drafts : drafts.slice(0, reveal);
}

function walk(seed: number, steps: number) {
  const d = dice(seed);
  const centre = Centre.open();
  for (let i = 0; i < steps; i++) centre.try(randomAct(centre.state, d, 5000));
  return { centre, d };
}

/** Long enough that in most walks something waits. */
const STEPS = fc.integer({ min: 60, max: 200 });

/** Every way to commit to what waits, and what anybody may try. */
function actsIn(state: CentreState, d: ReturnType<typeof dice>) {
  const acts = Array.from({ length: 60 }, () => randomAct(state, d, 30));
  const contents = [
    read([1, 2, 3]),
    read([88, 88, 88]),
    read([88, 88]),
    read([], ['illegible']),
    read([1]),
    read([-1, 0, 0]),
  ];
  for (const work of state.waiting.toType.items()) {
    const { sheet, contest } = state.partsOf(work);
    for (const content of contents) {
      acts.push({ kind: 'commit-entry', sheet, contest: contest === 0 ? PRES : GOV, by: d.pick(TYPISTS), content });
    }
  }
  return acts;
}

describe('what a pending entry says', () => {
  it('changes no answer to any act before both entries are in', () => {
    let pending = 0;
    let revealed = 0;
    fc.assert(
      fc.property(fc.integer(), STEPS, (seed, steps) => {
        const { centre, d } = walk(seed, steps);
        const twin = twinOf(centre);
        pending += centre.state.typing.pending('preliminary').size;
        for (const act of actsIn(centre.state, d)) {
          const [one, other] = [decide(centre.state, act, centre.at), decide(twin, act, centre.at)];
          if (!one.ok || !other.ok) expect(other).toEqual(one);
          else {
            expect(beforeReveal(other.value)).toEqual(beforeReveal(one.value));
            const reveals = one.value.length > beforeReveal(one.value).length;
            if (reveals) revealed++;
            else expect(other.value).toEqual(one.value);
          }
        }
      }),
      { numRuns: lawRuns(160) },
    );
    expect(Math.min(pending, revealed)).toBeGreaterThan(20);
  });

  it('is nowhere in what the centre shows', () => {
    fc.assert(
      fc.property(fc.integer(), STEPS, (seed, steps) => {
        const { centre } = walk(seed, steps);
        const twin = twinOf(centre);
        expect(JSON.stringify(dumpCentre(twin, false))).toBe(JSON.stringify(dumpCentre(centre.state, false)));
        const all = [...centre.state.typing.pending('preliminary').keys()];
        const differs = JSON.stringify(dumpCentre(twin, true)) !== JSON.stringify(dumpCentre(centre.state, true));
        expect(differs).toBe(all.length + centre.state.typing.pending('official').size > 0);
      }),
      { numRuns: lawRuns(40) },
    );
  });

  it('changes nothing in who gets which sheet, and when', () => {
    let given = 0;
    fc.assert(
      fc.property(fc.integer(), STEPS, (seed, steps) => {
        const { centre } = walk(seed, steps);
        const sides = [centre.state, twinOf(centre)].map((state) => ({
          desk: new Assignments(state, 60_000),
          d: dice(seed + 1),
        }));
        for (let i = 0; i < 40; i++) {
          const [one, other] = sides.map(({ desk, d }) => {
            const role = d.pick(['typist', 'typist', 'verifier'] as const);
            const person = role === 'typist' ? d.pick(TYPISTS) : 'val';
            const lease = desk.next(person, role, centre.at, () => d.below(1000) / 1000);
            if (lease !== null && d.below(2) === 0) desk.release(lease.sheet, lease.contest, person);
            return lease;
          });
          if (one !== null) given++;
          expect(other).toEqual(one);
        }
      }),
      { numRuns: 80 },
    );
    expect(given).toBeGreaterThan(100);
  });
});

describe('what a phone said', () => {
  it('changes no answer to any act, and nothing of what the centre holds', () => {
    let readings = 0;
    let revealed = 0;
    fc.assert(
      fc.property(fc.integer(), STEPS, (seed, steps) => {
        const { centre, d } = walk(seed, steps);
        const twin = phonesTwinOf(centre);
        readings += centre.events.filter(({ body }) => body.kind === 'FiguresRead').length;
        expect(JSON.stringify(dumpCentre(twin, true))).toBe(JSON.stringify(dumpCentre(centre.state, true)));
        for (const act of actsIn(centre.state, d)) {
          const one = decide(centre.state, act, centre.at);
          expect(decide(twin, act, centre.at)).toEqual(one);
          if (one.ok && one.value.some(({ body }) => body.kind === 'EntriesRevealed')) revealed++;
        }
      }),
      { numRuns: lawRuns(100) },
    );
    expect(Math.min(readings, revealed)).toBeGreaterThan(100);
  });

  it('changes nothing in who gets which sheet', () => {
    let given = 0;
    fc.assert(
      fc.property(fc.integer(), STEPS, (seed, steps) => {
        const { centre } = walk(seed, steps);
        const [one, other] = [centre.state, phonesTwinOf(centre)].map((state) => {
          const [desk, d] = [new Assignments(state, 60_000), dice(seed + 1)];
          return Array.from({ length: 20 }, () =>
            desk.next(d.pick(TYPISTS), 'typist', centre.at, () => d.below(1000) / 1000),
          );
        });
        given += one?.filter((lease) => lease !== null).length ?? 0;
        expect(other).toEqual(one);
      }),
      { numRuns: 80 },
    );
    expect(given).toBeGreaterThan(50);
  });
});
