import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import { COUNT_KINDS } from '../model/ids.ts';
import type { CentreAct, Refusal } from './acts.ts';
import { faultsOfArrivals } from './arrivals-judge.test-support.ts';
import { Centre, station } from './centre-example.test-support.ts';
import { Judge } from './centre-judge.test-support.ts';
import type { CentreState } from './centre-state.ts';
import { dice, randomAct, randomFigures } from './centre-walk.test-support.ts';
import { dumpCentre } from './dump.ts';
import { exploreMachine } from './machine-explore.ts';
import { STAGES } from './waiting.ts';

const STEPS = 700;
const WALKS = lawRuns(120);

/** A night of random acts; few nights close a count early. */
function walk(seed: number): Centre {
  const d = dice(seed);
  const centre = Centre.open();
  const closing = d.pick([60, 300, 2000]);
  for (let i = 0; i < STEPS; i++) centre.try(randomAct(centre.state, d, closing));
  return centre;
}

/** A night on which the phones of one station do not stop, and those of another are busy; `refused` is told of every refusal. */
function talkativeWalk(seed: number, refused: (act: CentreAct, refusal: Refusal) => void): Centre {
  const d = dice(seed);
  const centre = Centre.open();
  for (let i = 0; i < STEPS / 2; i++) {
    const act =
      d.below(2) === 0 ? randomFigures(d, station(d.below(8) === 0 ? 's2' : 's0')) : randomAct(centre.state, d, 300);
    const decided = centre.try(act);
    if (!decided.ok) refused(act, decided.error);
  }
  return centre;
}

/** What waits where, asked of every sheet afresh. */
function waitingAfresh(state: CentreState): readonly string[] {
  const stages = { 'awaiting-first': 'first', 'awaiting-second': 'second', differ: 'differ', observed: 'observed' };
  return [...state.typing.all()].flatMap(([work, typing]) => {
    const { sheet, contest } = state.partsOf(work);
    const known = state.papers.sheet(sheet);
    if (known?.state.kind !== 'standing' || state.counts.state(known.count).kind !== 'open') return [];
    const stage = (stages as Readonly<Record<string, string>>)[typing.kind];
    return stage === undefined ? [] : [`${known.count} ${contest} ${stage} ${work}`];
  });
}

function waitingListed(state: CentreState): readonly string[] {
  return COUNT_KINDS.flatMap((count) =>
    [0, 1].flatMap((contest) =>
      STAGES.flatMap((stage) =>
        [...state.waiting.at(count, contest, stage).items()].map((work) => `${count} ${contest} ${stage} ${work}`),
      ),
    ),
  );
}

describe('any sequence of acts', () => {
  it(`of ${STEPS * WALKS} in all: a plain reading of the record finds nothing wrong, and the centre says the same`, () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { state, events } = walk(seed);
        const judge = new Judge(events);
        expect(judge.faults).toEqual([]);
        expect([...state.papers.all()].map(({ number, state: s }) => [number, s.kind])).toEqual([...judge.sheets]);
        events.forEach((_, i) => {
          expect(state.typing.fateOf(i)).toBe(judge.fates.get(i));
        });
        const works = [...state.waiting.toType.items()].length + [...state.waiting.toResolve.items()].length;
        const afresh = waitingAfresh(state);
        expect([...waitingListed(state)].sort()).toEqual([...afresh].sort());
        expect(works).toBe(afresh.filter((line) => !line.includes('observed')).length);
        for (const { body } of events) kinds.add(body.kind);
      }),
      { numRuns: WALKS },
    );
    for (const kind of ['SheetObserved', 'RulingIssued', 'DifferenceResolved', 'SheetSuperseded', 'EntryVoided'])
      expect(kinds).toContain(kind);
  });

  it('keep devices to their stations and quotas, and read out what was announced', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { events } = talkativeWalk(seed, ({ kind }, refusal) => {
          const sms = refusal.kind === 'quota' && refusal.device === 'sms' ? ' sms' : '';
          met.add(`${kind}: ${refusal.kind}${sms}`);
        });
        expect(faultsOfArrivals(events)).toEqual([]);
        for (const { header, body } of events) {
          met.add(header.contest === null ? body.kind : `${body.kind} ${header.contest}`);
          if (body.kind === 'DeviceEnrolled' && body.only !== null) met.add('a device of one station');
        }
      }),
      { numRuns: 80 },
    );
    for (const what of [
      'announce-figures: already-received',
      'announce-figures: device-out-of-scope',
      'announce-figures: quota',
      'announce-figures: quota sms',
      'announce-figures: unknown-contest',
      'announce-figures: wrong-number-of-boxes',
      'enrol-device: unknown-station',
      'enrol-device: unknown-device',
      'tell-refused: bad-content',
      'a device of one station',
      'ArrivalsRefused',
      'DeviceRevoked',
      'FiguresRead gov',
    ])
      expect(met).toContain(what);
  });

  it('leave each receipt in one state and each station with one paper, or none, or a dispute', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { state } = walk(seed);
        for (const count of COUNT_KINDS) {
          const speaking = state.geography.stations.flatMap((_, place) => {
            const papers = state.papers.station(count, place);
            if (papers.kind === 'none') return [];
            return papers.kind === 'standing'
              ? [`${papers.sheet} standing`]
              : papers.sheets.map((s) => `${s} disputed`);
          });
          const said = [...state.papers.all()]
            .filter((sheet) => sheet.count === count && ['received', 'standing', 'disputed'].includes(sheet.state.kind))
            .map((sheet) => `${sheet.number} ${sheet.state.kind}`);
          expect(said.sort()).toEqual(speaking.sort());
        }
        for (const [, typing] of state.typing.all()) expect(['both-in', 'settling']).not.toContain(typing.kind);
      }),
      { numRuns: 60 },
    );
  });

  it('counts a standing sheet as often as the record does', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { state, events } = walk(seed);
        const { settled, sheets } = new Judge(events);
        for (const count of COUNT_KINDS) {
          if (state.counts.state(count).kind !== 'open') continue;
          const counted = [...settled].filter(([key, now]) => {
            const sheet = Number(key.split(' ')[0]);
            return now === 'counted' && sheets.get(sheet) === 'standing' && state.papers.sheet(sheet)?.count === count;
          });
          expect(state.waiting.agreed(count, 0) + state.waiting.agreed(count, 1)).toBe(counted.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('replayed in a fresh centre give the same centre', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const centre = walk(seed);
        expect(JSON.stringify(dumpCentre(centre.replay(), true))).toBe(JSON.stringify(dumpCentre(centre.state, true)));
      }),
      { numRuns: 40 },
    );
  });

  it('and a refused act leaves no trace', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const d = dice(seed);
        const centre = walk(seed);
        for (let i = 0; i < 40; i++) {
          const before = JSON.stringify(dumpCentre(centre.state, true));
          if (!centre.try(randomAct(centre.state, d, 50)).ok) {
            expect(JSON.stringify(dumpCentre(centre.state, true))).toBe(before);
          }
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('the machine', () => {
  const steps = exploreMachine();
  const states = new Set(steps.flatMap(({ from, to }) => [from, to]));
  const isEnd = (label: string) => /^(superseded|withdrawn|late|closed, .*)$/.test(label);

  it('comes to every state', () => {
    const typing = ['awaiting-first', 'awaiting-second', 'differ', 'observed', 'agreed'];
    const expected = [
      'none',
      ...typing,
      ...typing.map((t) => `disputed, ${t}`),
      'superseded',
      'withdrawn',
      'late',
      'closed, disputed',
      ...typing.filter((t) => t !== 'awaiting-second').map((t) => `closed, ${t}`),
    ];
    expect([...states].sort()).toEqual(expected.sort());
  });

  it('ends where it ends, and from everywhere else an end and an agreement can be reached', () => {
    const reach = (goal: (label: string) => boolean) => {
      const good = new Set([...states].filter(goal));
      for (let grew = true; grew; ) {
        const more = steps.filter(({ from, to }) => good.has(to) && !good.has(from));
        for (const { from } of more) good.add(from);
        grew = more.length > 0;
      }
      return good;
    };
    expect(steps.filter(({ from }) => isEnd(from))).toEqual([]);
    expect(reach(isEnd)).toEqual(states);
    expect(reach((label) => label === 'agreed').size).toBe([...states].filter((s) => !isEnd(s)).length);
  });
});
