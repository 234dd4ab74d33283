import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOV, PRES, read, sheetOf, station } from '../entry/centre-example.test-support.ts';
import { dice, randomAct } from '../entry/centre-walk.test-support.ts';
import { dumpCentre } from '../entry/dump.ts';
import type { EventBody } from '../record/index.ts';
import { canvassDefinition, OfficialCentre, opening, scan } from './canvass-example.test-support.ts';
import { certificateFor, randomOfficialAct } from './canvass-walk.test-support.ts';
import { decideAct } from './decide.ts';

/*
 * Of two official counts that differ only in what a sealed entry says, or in the figures of the preliminary count, nobody may learn
 * by an official act which one this is. The official count reads the paper, and nothing else.
 */

function walk(seed: number, steps: number): OfficialCentre {
  const d = dice(seed);
  const centre: OfficialCentre = OfficialCentre.open(canvassDefinition({ scans: seed % 2 === 0, partial: true }), {
    verify: () => true,
    judge: (_contest, area) => certificateFor(area, centre.centre.size, false),
    newestState: () => centre.centre.size,
  });
  centre.session();
  for (const [i, of] of ['s0', 's1', 's2'].entries()) centre.do(sheetOf(of, i + 1));
  for (let i = 0; i < steps; i++) {
    centre.try(d.below(3) === 0 ? randomAct(centre.centre, d, 5000) : randomOfficialAct(centre, d, 5000));
  }
  return centre;
}

/** Leaves some official entries alone and sealed. */
function enterOnce(official: OfficialCentre): void {
  const { centre, state } = official;
  for (const of of ['s0', 's1', 's2']) {
    official.try({ kind: 'take-envelope', station: station(of), from: 'x', by: 'cat', seal: null, condition: 'none' });
  }
  for (const sheet of [...state.lists.at('toOpen').items()]) official.try(opening(sheet));
  for (const sheet of [...state.lists.at('toScan').items()]) official.try(scan(sheet));
  for (const work of [...centre.waiting.toType.items()]) {
    const { sheet, contest } = centre.partsOf(work);
    const typing = centre.typing.state(work)?.kind;
    const by = [...centre.people.all()].find(
      (person) => centre.people.has(person, 'typist') && !centre.typing.typistsOf(work).includes(person),
    );
    if (by === undefined || typing !== 'awaiting-first' || centre.papers.sheet(sheet)?.count !== 'official') continue;
    const [of, boxes] = contest === 0 ? [PRES, [1, 2, 3]] : [GOV, [5, 6]];
    official.do({ kind: 'commit-entry', sheet, contest: of, by, content: read(boxes) });
  }
}

/** The same record, with other bodies; it answers as of the same newest state. */
function twinOf(centre: OfficialCentre, otherwise: (index: number, body: EventBody) => EventBody): OfficialCentre {
  const twin = new OfficialCentre(centre.centre.geography.definition, centre.options);
  centre.events.forEach(({ header, body }, index) => {
    twin.take(header, otherwise(index, body));
  });
  return twin;
}

const NOISE = [88, 77, 66, 55];

/** Other figures of the preliminary count, wherever it has any. */
function noise(centre: OfficialCentre): (index: number, body: EventBody) => EventBody {
  return (index, body) => {
    const preliminary = centre.events[index]?.header.count === 'preliminary';
    if (!preliminary || !('boxes' in body)) return body;
    return { ...body, boxes: read(body.boxes.map((_, i) => NOISE[i % NOISE.length] ?? 0)).boxes };
  };
}

describe('a sealed entry of the official count', () => {
  it('changes no answer to any act before both entries are in', () => {
    let sealed = 0;
    let answered = 0;
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 8, max: 60 }), (seed, steps) => {
        const centre = walk(seed, steps);
        enterOnce(centre);
        const pending = centre.centre.typing.pending('official');
        sealed += pending.size;
        const twin = twinOf(centre, (index, body) =>
          pending.has(index) && body.kind === 'EntryCommitted'
            ? { ...body, ...read([], ['not-a-sheet', 'torn']) }
            : body,
        );
        expect(JSON.stringify(dumpCentre(twin.centre, false))).toBe(JSON.stringify(dumpCentre(centre.centre, false)));
        expect(JSON.stringify(twin.state.dump())).toBe(JSON.stringify(centre.state.dump()));
        const d = dice(seed + 1);
        for (let i = 0; i < 60; i++) {
          const act = randomOfficialAct(centre, d, 5000);
          const [one, other] = [decideAct(centre.state, act, centre.at), decideAct(twin.state, act, centre.at)];
          const reveals = one.ok && one.value.some(({ body }) => body.kind === 'EntriesRevealed');
          if (reveals && other.ok) expect(other.value[0]).toEqual(one.value[0]);
          else {
            expect(other).toEqual(one);
            if (one.ok) answered++;
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(Math.min(sealed, answered)).toBeGreaterThan(30);
  });
});

describe('figures of the preliminary count', () => {
  it('are read by nothing of the official count: with noise in their place every official answer and state is the same', () => {
    let noisy = 0;
    let answered = 0;
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 40, max: 250 }), (seed, steps) => {
        const centre = walk(seed, steps);
        const other = noise(centre);
        const twin = twinOf(centre, other);
        noisy += centre.events.filter(({ body }, index) => other(index, body) !== body).length;
        expect(JSON.stringify(twin.state.dump())).toBe(JSON.stringify(centre.state.dump()));
        const d = dice(seed + 1);
        for (let i = 0; i < 60; i++) {
          const act = randomOfficialAct(centre, d, 5000);
          const sheet = 'sheet' in act && act.sheet !== null ? centre.centre.papers.sheet(act.sheet) : undefined;
          if (sheet?.count === 'preliminary') continue;
          const one = decideAct(centre.state, act, centre.at);
          expect(decideAct(twin.state, act, centre.at)).toEqual(one);
          if (one.ok) answered++;
        }
      }),
      { numRuns: 60 },
    );
    expect(Math.min(noisy, answered)).toBeGreaterThan(100);
  });

  it('and the whole night may be another: an official count of the same papers is the same', () => {
    const night = (contents: readonly number[]) => {
      const centre = OfficialCentre.open(canvassDefinition({ scans: false }));
      const preliminary = centre.centre.size;
      centre.do(sheetOf('s0', 1));
      for (const by of ['tess', 'tim']) {
        centre.do({ kind: 'commit-entry', sheet: preliminary, contest: PRES, by, content: read(contents) });
      }
      centre.session();
      const sheet = centre.agreed(read([1, 2, 3]));
      const drafts = decideAct(
        centre.state,
        { kind: 'take-envelope', station: station('s1'), from: 'x', by: 'cat', seal: null, condition: 'none' },
        centre.at,
      );
      return JSON.stringify([centre.state.dump(), sheet, centre.events.at(-1)?.body, drafts]);
    };
    expect(night([9, 9, 9])).toBe(night([1, 2, 3]));
  });
});
