import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import { COUNT_KINDS } from '../model/ids.ts';
import { type Box, castBallots, validVotes, votesIn } from '../model/votes.ts';
import { buildUnitData, encodeUnitData } from './build-unit-data.ts';
import { type Act, night, play } from './little-centre.test-support.ts';
import { isDue, plainlyDuePictures, versionOf } from './plain-reading.test-support.ts';
import { LITTLE, type ViewRecorder } from './view-recorder.test-support.ts';

/*
 * Against a second reading of docs/spec/publication.md (plain-reading.test-support.ts); and against the same night with
 * other figures, which before their time nobody may be able to tell apart.
 */

const oneFigure = (seed: number) => (seed % 7 === 3 ? 'empty' : ((seed * 37) % 251) + 1) as Box;
const otherFigure = (seed: number) => (seed % 5 === 2 ? 'illegible' : ((seed * 53) % 401) + 300) as Box;

function eachSheet(
  visit: (count: (typeof COUNT_KINDS)[number], contest: string, c: number, station: string, s: number) => void,
): void {
  for (const count of COUNT_KINDS) {
    LITTLE.election.contests.forEach(({ id }, c) => {
      LITTLE.stations.forEach((station, s) => {
        visit(count, id, c, station.id, s);
      });
    });
  }
}

function plainSums(recorder: ViewRecorder, of: (typeof COUNT_KINDS)[number], c: number) {
  const contest = LITTLE.election.contests[c];
  if (contest === undefined) throw new Error('no contest');
  const versions = LITTLE.stations.flatMap(({ id }, s) =>
    recorder.geography.votesIn[c]?.[s] === true ? [versionOf(recorder, of, id, contest.id)] : [],
  );
  const having = (status: string) => versions.flatMap((v) => (v?.status === status ? [v.boxes] : []));
  const add = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  const counted = having('counted');
  const box = (i: number) => add(counted.map((boxes) => votesIn(boxes[i])));
  return {
    counted: counted.length,
    votes: contest.selections.map((_, i) => box(i)),
    others: contest.others.map((_, i) => box(contest.selections.length + i)),
    valid: add(counted.map((boxes) => validVotes(contest, boxes))),
    cast: add(counted.map((boxes) => castBallots(contest, boxes))),
    disputed: having('disputed').length,
    disputedValid: add(having('disputed').map((boxes) => validVotes(contest, boxes))),
    observed: having('observed').length,
  };
}

describe('after every published state', () => {
  it('exactly the bodies are open that the rule says are due', () => {
    fc.assert(
      fc.property(night, (acts) => {
        play(acts, oneFigure, (recorder) => {
          recorder.events.forEach((_, i) => {
            if (recorder.view.isDue(i) !== isDue(recorder, i))
              throw new Error(`record number ${i} of ${recorder.events[i]?.body.kind}`);
          });
        });
      }),
      { numRuns: lawRuns(60) },
    );
  });

  it('what counts of each sheet is what the plain reading says, and histories name exactly what is due', () => {
    fc.assert(
      fc.property(night, (acts) => {
        play(acts, oneFigure, (recorder) => {
          const { events, view, geography } = recorder;
          eachSheet((of, contest, c, station, s) => {
            if (geography.votesIn[c]?.[s] !== true) return;
            const known = view.tabulation.current(of, c, s);
            const shown = known && { status: known.status, boxes: known.boxes, record: known.record };
            expect(shown).toEqual(versionOf(recorder, of, station, contest));
          });
          geography.stations.forEach(({ id }, s) => {
            const size = recorder.states.at(-1)?.size ?? 0;
            const due = events.flatMap(({ body }, i) =>
              'station' in body && body.station === id && i < size && isDue(recorder, i) ? [i] : [],
            );
            expect(view.historyOf(s).map((h) => h[2])).toEqual(due);
          });
        });
      }),
      { numRuns: lawRuns(30) },
    );
  });

  it('the sums are a fresh addition of these, whatever was disputed, withdrawn and chosen on the way', () => {
    fc.assert(
      fc.property(night, (acts) => {
        play([...acts, { kind: 'publish' }], oneFigure, (recorder) => {
          for (const of of COUNT_KINDS) {
            LITTLE.election.contests.forEach((_, c) => {
              const { counted, votes, others, valid, cast, disputed, disputedValid, observed } = recorder.sums(of, c);
              const shown = { counted, votes, others, valid, cast, disputed, disputedValid, observed };
              expect(shown).toEqual(plainSums(recorder, of, c));
            });
          }
        });
      }),
      { numRuns: lawRuns(30) },
    );
  });

  it('the pictures that lie open are those that the plain reading says, and each state names what it adds', () => {
    fc.assert(
      fc.property(night, (acts) => {
        const lying = new Set<string>();
        play([...acts, { kind: 'publish' }], oneFigure, (recorder) => {
          for (const hex of recorder.view.pictures.newlyDue()) lying.add(hex);
          for (const hex of recorder.view.pictures.newlyWithheld()) lying.delete(hex);
          recorder.view.clearTouched();
          expect(lying).toEqual(plainlyDuePictures(recorder));
          expect(new Set(recorder.view.pictures.due())).toEqual(lying);
        });
      }),
      { numRuns: lawRuns(30) },
    );
  });

  it('no page but the front page says something else, unless the state names it to be written', () => {
    fc.assert(
      fc.property(night, (acts) => {
        const before = new Map<number, string>();
        play([{ kind: 'publish' }, ...acts, { kind: 'publish' }], oneFigure, ({ view }) => {
          for (const unit of [1, 2, 3, 5, 6]) {
            const data = JSON.stringify(encodeUnitData(buildUnitData(view, unit)));
            if (!view.touchedPages.has(unit)) expect([unit, data]).toEqual([unit, before.get(unit) ?? data]);
            before.set(unit, data);
          }
          view.clearTouched();
        });
      }),
      { numRuns: lawRuns(30) },
    );
  });

  it('covers never fall, and stay while a count is stopped', () => {
    fc.assert(
      fc.property(night, (acts) => {
        const { states, events } = play(acts, oneFigure);
        states.forEach((state, i) => {
          for (const of of COUNT_KINDS) {
            const before = states[i - 1]?.covers[of] ?? 0;
            const last = events
              .slice(0, state.size)
              .findLast(({ header, body }) => header.count === of && /^Publication(Stopped|Resumed)$/.test(body.kind));
            const stopped = last?.body.kind === 'PublicationStopped';
            expect(state.covers[of]).toBe(stopped ? before : state.size);
            expect(state.covers[of]).toBeGreaterThanOrEqual(before);
          }
        });
      }),
    );
  });
});

describe('two nights that differ in their figures alone', () => {
  it('are the same to the last byte of every payload until an embargo is lifted', () => {
    fc.assert(
      fc.property(night, (acts) => {
        const before = acts.filter((a) => a.kind !== 'lift');
        expect(play(before, oneFigure).payloads()).toEqual(play(before, otherFigure).payloads());
      }),
      { numRuns: 12 },
    );
  });

  it('are the same while the publication has been stopped from the start, lifted or not', () => {
    fc.assert(
      fc.property(night, (acts) => {
        const stopped: Act[] = [
          ...COUNT_KINDS.map((of) => ({ kind: 'stop' as const, count: of })),
          ...acts.filter((a) => a.kind !== 'resume'),
          { kind: 'publish' },
        ];
        expect(play(stopped, oneFigure).payloads()).toEqual(play(stopped, otherFigure).payloads());
      }),
      { numRuns: 12 },
    );
  });

  it('and are told apart when their figures are due: the comparison can fail', () => {
    const typed = { kind: 'type', place: 0, count: 'official', dice: 1 } as const;
    const acts: Act[] = [
      { kind: 'receive', station: 's0', count: 'official', dice: 9 },
      typed,
      typed,
      { kind: 'lift', contest: 'pres' },
      { kind: 'publish' },
    ];
    expect(play(acts, oneFigure).payloads()).not.toEqual(play(acts, otherFigure).payloads());
  });
});
