import { describe, expect, test } from 'vitest';
import { present } from '../src/base/assert.ts';
import type { CountKind, StationId } from '../src/model/ids.ts';
import { IS_LONG } from '../tests/law-runs.ts';
import { generateElection, PRESIDENT_ID, type Rehearsal } from './generate-election.ts';
import { NIGHT_RATES, type NightPlan, planNight } from './night.ts';
import type { NightAct } from './night-act.ts';
import type { NightRates } from './night-count.ts';
import { planHash } from './plan-hash.ts';
import { type PlayedNight, playNight } from './play-night.ts';

/** A whole country takes its time: the longer suite has it. */
const SIZES = [1, 2, 7, 100, 2_000, ...(IS_LONG ? [34_555] : [])];
const nights = new Map(
  SIZES.map((stations) => {
    const rehearsal = generateElection({ seed: 'laws', stations });
    const plan = planNight(rehearsal, { scenario: 'stop', seed: 'laws' });
    return [stations, { rehearsal, plan, sheets: playNight(plan) }];
  }),
);

describe.each(SIZES)('a night of %i stations', (size) => {
  const { rehearsal, plan, sheets } = present(nights.get(size), 'a night');
  const { stations } = rehearsal.definition;

  test('runs forward, with the number of acts that was told', () => {
    let before: NightAct | null = null;
    let seen = 0;
    for (const act of plan.acts()) {
      if (before !== null && act.at < before.at) throw new Error(`act ${seen} at ${act.at} is before ${before.at}`);
      before = act;
      seen++;
    }
    expect(seen).toBe(plan.total);
    expect(plan.act(0).at).toBe(plan.firstAt);
    expect(before?.at).toBe(plan.lastAt);
  });

  test('keeps the order of causes and three different people for every sheet', () => {
    expect(sheets.faults).toEqual([]);
    const open = [...sheets.results('preliminary')].filter(({ work }) => work.agreed === null && !work.observed);
    expect(open).toEqual([]);
  });

  test('counts every sheet officially, as it was filled in, and loses 4 % before', () => {
    const lost = Math.round(size * 0.04);
    expect(sheets.arrivals.length).toBe(size - lost);
    expect(sheets.late.length).toBe(Math.min(2, lost));
    expect(differences(rehearsal, sheets, 'official')).toEqual({ all: votes(rehearsal), differ: 0, out: 0 });
  });

  test('opens before the polls close, lifts each embargo at the close, and closes last', () => {
    const kinds = (kind: NightAct['kind']) => sheets.publicActs.filter((act) => act.kind === kind);
    expect(kinds('open-count').map((a) => a.at < plan.pollsClose)).toEqual([true, true]);
    expect(kinds('lift-embargo').map((a) => a.at)).toEqual([plan.pollsClose, plan.pollsClose]);
    expect(kinds('close-count').map((a) => ('count' in a ? a.count : ''))).toEqual(['preliminary', 'official']);
  });

  test('stops once at 84 % and resumes once, 22 hours later', () => {
    const stops = sheets.publicActs.filter((a) => a.kind === 'stop-publication' || a.kind === 'resume-publication');
    expect(stops.map((a) => a.kind)).toEqual(['stop-publication', 'resume-publication']);
    expect(stops.map((a) => a.at)).toEqual([plan.stop?.from, plan.stop?.to]);
    const agreed = sheets.agreedAtStop.get(PRESIDENT_ID);
    expect(agreed).toBeGreaterThanOrEqual(Math.ceil(stations.length * 0.84));
    expect(agreed).toBeLessThanOrEqual(Math.ceil(stations.length * 0.85));
    const hours = (Number(plan.stop?.to) - Number(plan.stop?.from)) / 3_600_000;
    expect(Math.round(hours)).toBe(22);
  });
});

function fullNight(): void {
  const { rehearsal, plan, sheets } = present(nights.get(34_555), 'the night of full size');
  const { stations } = rehearsal.definition;

  test('has half of the sheets in about three hours after the close, and a tail into the next day', () => {
    const hours = (position: number) => {
      const at = present(sheets.arrivals[Math.floor(sheets.arrivals.length * position)], 'an arrival');
      return (at - plan.pollsClose) / 3_600_000;
    };
    expect(Math.abs(hours(0.5) - 3)).toBeLessThan(0.5);
    expect(hours(0)).toBeLessThan(-5);
    expect(hours(0.99)).toBeGreaterThan(20);
  });

  test('types 2 % of the sheets differently, and reads 2 % of the pictures wrongly in agreement', () => {
    const works = [...sheets.results('preliminary')];
    const resolved = works.filter(({ work }) => work.resolver !== null).length;
    expect(Math.abs(resolved / works.length - 0.02)).toBeLessThan(0.004);
    const { all, differ } = differences(rehearsal, sheets, 'preliminary');
    expect(Math.abs(differ / all - 0.02)).toBeLessThan(0.004);
  });

  test('has what a real night has: observations, corrections, disputes, doubles, voids, late sheets, notices', () => {
    const { seen } = sheets;
    // Of each about so many; 34,555 stations, of which a twelfth has two contests.
    for (const [what, about] of Object.entries({
      corrected: 350,
      dispute: 100,
      again: 100,
      'void-entry': 66,
      'choose-sheet': 100,
      observed: 90,
      'rule-observed': 70,
      'withdraw-sheet': 17,
    })) {
      expect(Math.abs((seen[what] ?? 0) - about) / about, `${what}: ${seen[what]}`).toBeLessThan(0.4);
    }
    expect(seen['choose-sheet']).toBe(seen['dispute']);
    expect(seen['give-notice']).toBe(2);
    const { out } = differences(rehearsal, sheets, 'preliminary');
    expect(out).toBeGreaterThan(0);
    expect(out).toBeLessThan(40);
  });

  test('sends figures beside the sheets: of three in ten, of a third of the lost, some of them wrong, by SMS, or twice', () => {
    const [lost, arrived] = [true, false].map((without) =>
      stations.filter(({ id }) => sheets.hasPaper(id) !== without),
    );
    const sent = (of: typeof lost) => present(of, 'stations').filter(({ id }) => sheets.announced.has(id)).length;
    expect(Math.abs(sent(arrived) / present(arrived, 'stations').length - 0.3)).toBeLessThan(0.01);
    // Two of the lost come late, and are no longer among them.
    expect(Math.abs(sent(lost) / present(lost, 'stations').length - 1 / 3)).toBeLessThan(0.05);
    const messages = [...sheets.announced.values()];
    const shareOf = (found: (acts: (typeof messages)[number]) => boolean) =>
      messages.filter(found).length / messages.length;
    expect(Math.abs(shareOf(([first]) => first?.via === 'sms') - 0.02)).toBeLessThan(0.005);
    expect(Math.abs(shareOf((acts) => acts.length === 2) - 0.005)).toBeLessThan(0.0025);
    const isTrue = (act: (typeof messages)[number][number] | undefined) =>
      (act?.tallies ?? []).every(({ contest, boxes }) => {
        return (
          JSON.stringify(rehearsal.truth.get(contest)?.get(act?.station as StationId)?.boxes) === JSON.stringify(boxes)
        );
      });
    expect(Math.abs(shareOf((acts) => !isTrue(acts.at(-1))) - 0.03)).toBeLessThan(0.005);
    expect(messages.filter((acts) => acts.length === 2 && (isTrue(acts[0]) || !isTrue(acts[1])))).toEqual([]);
  });

  test('has them some minutes before the sheet, and one in ten behind it', () => {
    const came = new Map<StationId, number>();
    for (const act of plan.acts()) {
      if (act.kind === 'receive-sheet' && act.count === 'preliminary' && !came.has(act.station))
        came.set(act.station, act.at);
    }
    const minutes = [...sheets.announced].flatMap(([station, [first]]) => {
      const at = came.get(station);
      return at === undefined || first === undefined || sheets.late.includes(station) ? [] : [(first.at - at) / 60_000];
    });
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(-15);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(10);
    expect(minutes.filter((m) => Math.abs(m) < 1)).toEqual([]);
    expect(Math.abs(minutes.filter((m) => m > 0).length / minutes.length - 0.1)).toBeLessThan(0.015);
  });

  test('tells every hour what the door refused', () => {
    const told = sheets.publicActs.filter((act) => act.kind === 'tell-refused');
    expect(told.length).toBeGreaterThan(10);
    expect(new Set(told.map(({ at }) => at)).size).toBe(told.length);
    const times = told.flatMap((act) => act.minutes.map(([, , n]) => n)).reduce((a, b) => a + b, 0);
    expect(Math.abs(times / (stations.length * 0.01 * 2) - 1)).toBeLessThan(0.2);
  });

  test('gives the work to about 350 and 250 people, none of them in both counts', () => {
    const people: { [count in CountKind]: Set<string> } = { preliminary: new Set(), official: new Set() };
    for (const count of ['preliminary', 'official'] as const) {
      for (const { work } of sheets.results(count)) {
        for (const actor of [...work.actors, work.resolver]) if (actor !== null) people[count].add(actor);
      }
    }
    expect([people.preliminary.size, people.official.size]).toEqual([390, 280]);
    expect([...people.preliminary].filter((actor) => people.official.has(actor))).toEqual([]);
  });

  test('has no more votes on an agreed sheet than the station has voters', () => {
    const registered = new Map(rehearsal.definition.stations.map((s) => [s.id as string, Number(s.registered)]));
    for (const { station, work } of sheets.results('preliminary')) {
      const sum = (work.agreed?.boxes ?? []).reduce<number>((a, box) => a + Number(box), 0);
      expect(sum).toBeLessThanOrEqual(registered.get(station) ?? -1);
    }
  });
}
if (IS_LONG) describe('a night of full size', fullNight);

test('with everything going wrong all the time, the official count is still the truth', () => {
  const rehearsal = generateElection({ seed: 'wrong', stations: 400 });
  const each = { illegible: 0.15, 'wrong-station': 0.15, 'second-photograph': 0.15, 'false-sheet': 0.2 };
  const rates: NightRates = {
    ...NIGHT_RATES,
    flaws: { corrected: 0.1, unclear: 0.1, unsigned: 0.05, torn: 0.05 },
    mishaps: { ...each, double: 0.1, voided: 0.1 },
    phones: { announced: 1, lost: 1, wrong: 0.5, sms: 0.3, corrected: 0.3, refused: 1 },
  };
  const sheets = playNight(planNight(rehearsal, { scenario: 'stop', seed: 'wrong', rates }));
  expect(sheets.faults).toEqual([]);
  expect(differences(rehearsal, sheets, 'official')).toEqual({ all: votes(rehearsal), differ: 0, out: 0 });
  for (const what of [
    'dispute',
    'again',
    'void-entry',
    'corrected',
    'rule-observed',
    'withdraw-sheet',
    'tell-refused',
  ]) {
    expect(sheets.seen[what], what).toBeGreaterThan(10);
  }
  expect(sheets.announced.size).toBe(400);
  // What stands is the truth or a misreading; a false paper never does.
  const { all, differ } = differences(rehearsal, sheets, 'preliminary');
  expect(differ / all).toBeLessThan(0.02);
});

/** Contests of sheets in the truth. */
function votes(rehearsal: Rehearsal): number {
  return [...rehearsal.truth.values()].reduce((sum, tallies) => sum + tallies.size, 0);
}

/** How many results there are of a count, how many are not the truth, and how many stay out. */
function differences(rehearsal: Rehearsal, sheets: PlayedNight, count: CountKind) {
  const found = { all: 0, differ: 0, out: 0 };
  for (const { station, contest, work } of sheets.results(count)) {
    const truth = rehearsal.truth.get(contest)?.get(station as StationId);
    found.all++;
    if (work.agreed === null) found.out++;
    else if (JSON.stringify(truth) !== JSON.stringify(work.agreed)) found.differ++;
  }
  return found;
}

test('a calm night stops nothing, and is otherwise the same work', () => {
  const rehearsal = generateElection({ seed: 'calm', stations: 300 });
  const calm = planNight(rehearsal, { scenario: 'calm', seed: 'x' });
  const stopped = planNight(rehearsal, { scenario: 'stop', seed: 'x' });
  expect(calm.stop).toBeNull();
  expect(calm.total).toBe(stopped.total - 2);
  const work = (plan: NightPlan) => [...playNight(plan).results('preliminary'), ...playNight(plan).results('official')];
  expect(work(calm)).toEqual(work(stopped));
});

describe('what comes from phones', () => {
  const none: NightRates = {
    ...NIGHT_RATES,
    phones: { announced: 0, lost: 0, wrong: 0, sms: 0, corrected: 0, refused: 0 },
  };

  test('shifts nothing of the rest of the night', () => {
    const rehearsal = generateElection({ seed: 'beside', stations: 500 });
    const [beside, without] = [undefined, none].map((rates) => {
      return planNight(rehearsal, { scenario: 'stop', seed: 'beside', ...(rates === undefined ? {} : { rates }) });
    });
    const phones: readonly NightAct['kind'][] = ['announce-figures', 'tell-refused'];
    const rest = [...present(beside, 'a plan').acts()].filter(({ kind }) => !phones.includes(kind));
    expect(rest).toEqual([...present(without, 'a plan').acts()]);
    expect(rest.length).toBeLessThan(present(beside, 'a plan').total - 100);
  });

  test('comes from lost stations by a rate of their own', () => {
    const rehearsal = generateElection({ seed: 'lost', stations: 200 });
    const rates: NightRates = { ...NIGHT_RATES, phones: { ...none.phones, lost: 1 } };
    const played = playNight(planNight(rehearsal, { scenario: 'calm', seed: 'lost', rates }));
    expect(played.announced.size).toBe(200 * NIGHT_RATES.lost);
    const late = new Set(played.late);
    expect(new Set([...played.announced.keys()].filter((station) => played.hasPaper(station)))).toEqual(late);
  });

  test('is nothing where no rate says so: the plan of before there were phones', () => {
    const rehearsal = generateElection({ seed: 'one', stations: 300 });
    const plan = planNight(rehearsal, { scenario: 'stop', seed: 'a', rates: none });
    expect(planHash(plan)).toBe('d987b78530f2b836baf5a7c156fd541f70fa2c4634627896f76c1d2da1e253a8');
  });
});

describe('one seed, one night', () => {
  const rehearsal = generateElection({ seed: 'one', stations: 300 });
  const of = (seed: string) => planHash(planNight(rehearsal, { scenario: 'stop', seed }));

  test('the same again', () => {
    expect(of('a')).toBe(of('a'));
  });

  test('another with another seed', () => {
    expect(of('a')).not.toBe(of('b'));
  });

  test('the same on every platform', () => {
    // A change of the generator changes this on purpose; a change of engine or machine must not.
    expect(of('a')).toBe('72646279e03721bb92f56fa0ee58d4a61c6f3598f43a5edd82ca28eed74bb91e');
  });
});
