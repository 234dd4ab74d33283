import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideEntry, type EntriesState } from '../entry/sheet-entries.ts';
import { COUNT_KINDS, type CountKind, type StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { isFigureKind } from '../record/index.ts';
import { LITTLE, ViewRecorder } from './view-recorder.test-support.ts';

/*
 * Against a second reading of docs/spec/publication.md section 2, which asks of each state afresh what is due and what
 * counts; and against the same night with other figures, which before their time nobody may be able to tell apart.
 */

const SHEETS = [
  ['pres', 's0', 3],
  ['pres', 's3', 3],
  ['pres', 's4', 3],
  ['gov', 's0', 2],
  ['gov', 's2', 2],
] as const;

type Act =
  | {
      readonly kind: 'type';
      readonly sheet: number;
      readonly count: CountKind;
      readonly actor: string;
      readonly dice: number;
    }
  | { readonly kind: 'receive'; readonly station: string; readonly count: CountKind }
  | { readonly kind: 'stop' | 'resume'; readonly count: CountKind }
  | { readonly kind: 'lift'; readonly contest: string }
  | { readonly kind: 'publish' };

const count = fc.constantFrom(...COUNT_KINDS);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      sheet: fc.nat(SHEETS.length - 1),
      count,
      actor: fc.constantFrom('ana', 'ben', 'cem'),
      dice: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('receive' as const),
      station: fc.constantFrom('s0', 's2', 's3', 's4'),
      count,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('stop' as const, 'resume' as const), count }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lift' as const), contest: fc.constantFrom('pres', 'gov') }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'publish' as const }) },
);
const night = fc.array(act, { minLength: 20, maxLength: 90, size: 'max' });

/** Plays the acts. Figures come from `figure`, so that two nights can differ in them alone. */
function play(
  acts: readonly Act[],
  figure: (seed: number) => Box,
  onPublish: (r: ViewRecorder) => void = () => {},
): ViewRecorder {
  const recorder = new ViewRecorder();
  recorder.openBoth();
  const states = new Map<string, EntriesState>();
  for (const next of acts) {
    switch (next.kind) {
      case 'type':
        type(recorder, states, next, figure);
        break;
      case 'receive':
        recorder.receive(next.count, next.station);
        break;
      case 'lift':
        recorder.lift(next.contest);
        break;
      case 'publish':
        recorder.publish();
        onPublish(recorder);
        break;
      default:
        recorder[next.kind](next.count);
    }
  }
  return recorder;
}

function type(
  recorder: ViewRecorder,
  states: Map<string, EntriesState>,
  { sheet, count: of, actor, dice }: Extract<Act, { kind: 'type' }>,
  figure: (seed: number) => Box,
): void {
  const [contest, station, width] = SHEETS[sheet] ?? SHEETS[0];
  const key = `${of} ${contest} ${station}`;
  const state: EntriesState = states.get(key) ?? { kind: 'awaiting-first' };
  // One die in six mistypes: whether entries are equal is public, so it may not depend on the figures.
  const typed = Array.from({ length: width }, (_, i) => figure(sheet * 100 + i + (dice === 0 && i === 0 ? 50 : 0)));
  const place = { station: station as StationId, boxes: width, nextRecord: recorder.events.length };
  const decided = decideEntry(
    state,
    state.kind === 'differ'
      ? { kind: 'resolve-difference', actor, boxes: typed }
      : { kind: 'commit-entry', slot: state.kind === 'awaiting-first' ? 1 : 2, actor, boxes: typed },
    place,
  );
  if (!decided.ok) return;
  states.set(key, decided.value.state);
  for (const event of decided.value.events) {
    recorder.act(event.body, { count: of, contest, ...(event.actor === undefined ? {} : { actor: event.actor }) });
  }
}

const oneFigure = (seed: number) => (seed % 7 === 3 ? 'empty' : ((seed * 37) % 251) + 1) as Box;
const otherFigure = (seed: number) => (seed % 5 === 2 ? 'illegible' : ((seed * 53) % 401) + 300) as Box;

/** Section 2, "When a body is due", word by word. */
function isDue({ events, states }: ViewRecorder, index: number): boolean {
  const state = states.at(-1);
  const event = events[index];
  if (event === undefined || !isFigureKind(event.body.kind)) return true;
  if (state === undefined || event.header.count === null) return false;
  const covers = state.covers[event.header.count];
  if (index >= covers) return false;
  const lifted = events.findIndex((e) => e.body.kind === 'EmbargoLifted' && e.header.contest === event.header.contest);
  if (lifted < 0 || lifted >= state.size) return false;
  if (event.body.kind !== 'EntryCommitted') return true;
  return events.some((e, i) => i < covers && e.body.kind === 'EntriesRevealed' && e.body.entries.includes(index));
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
      { numRuns: 150 },
    );
  });

  it('the figures are those of the newest agreement due, sheet by sheet, and histories name exactly what is due', () => {
    fc.assert(
      fc.property(night, (acts) => {
        play(acts, oneFigure, (recorder) => {
          const { events, view, geography } = recorder;
          for (const of of COUNT_KINDS) {
            LITTLE.election.contests.forEach((contest, c) => {
              geography.stations.forEach(({ id }, s) => {
                const newest = events.findLastIndex(
                  ({ header, body }, i) =>
                    body.kind === 'SheetAgreed' &&
                    header.count === of &&
                    header.contest === contest.id &&
                    body.station === id &&
                    isDue(recorder, i),
                );
                const body = events[newest]?.body;
                const known =
                  body?.kind === 'SheetAgreed' ? { status: 'counted', boxes: body.boxes, record: newest } : null;
                expect(view.tabulation.current(of, c, s)).toEqual(known);
              });
            });
          }
          geography.stations.forEach(({ id }, s) => {
            const size = recorder.states.at(-1)?.size ?? 0;
            const due = events.flatMap(({ body }, i) =>
              'station' in body && body.station === id && i < size && isDue(recorder, i) ? [i] : [],
            );
            expect(view.historyOf(s).map((h) => h[2])).toEqual(due);
          });
        });
      }),
      { numRuns: 60 },
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
    const acts: Act[] = [
      ...['ana', 'ben'].map((actor) => ({
        kind: 'type' as const,
        sheet: 0,
        count: 'official' as const,
        actor,
        dice: 1,
      })),
      { kind: 'lift', contest: 'pres' },
      { kind: 'publish' },
    ];
    expect(play(acts, oneFigure).payloads()).not.toEqual(play(acts, otherFigure).payloads());
  });
});
