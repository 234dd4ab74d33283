import { describe, expect, test } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../adapters/crypto/node-crypto.ts';
import { toBase64, utf8 } from '../src/base/bytes.ts';
import { encodeDefinition } from '../src/model/encode-definition.ts';
import { decodeDefinition } from '../src/model/encode-definition-strict.ts';
import type { Count } from '../src/model/ids.ts';
import { checkOffices, officeDefinition } from '../src/model/office-definition.ts';
import { GOVERNOR_ID, generateElection } from './generate-election.ts';
import { BUSY_RATES } from './official-busy.test-support.ts';
import { plannedVotes } from './official-closing.ts';
import { type BoardPlan, type OfficialPlan, planOfficialCount } from './official-count.ts';
import { endKey, type PlannedEnd } from './official-draft.ts';
import { PlayedOffice } from './official-play.test-support.ts';
import { withOfficialCount } from './official-rules.ts';

const CASES = [
  { seed: 'one', stations: 1, offices: 0, scans: false },
  { seed: 'two', stations: 2, offices: 1, scans: true },
  { seed: 'busy', stations: 300, offices: 3, scans: false },
  { seed: 'scanned', stations: 300, offices: 2, scans: true },
  { seed: 'centre', stations: 200, offices: 0, scans: true },
];

function planned({ seed, stations, offices, scans }: (typeof CASES)[number]) {
  const keys = ['one', 'two', 'three'].map((name) => toBase64(signerFromSeed(nodeCrypto.sha256(utf8(name))).publicKey));
  const ask = { offices, certifierKeys: keys, required: 2, scans };
  const rehearsal = withOfficialCount(generateElection({ seed, stations }), ask);
  return { rehearsal, plan: planOfficialCount(rehearsal, { seed, rates: BUSY_RATES, appeal: true }) };
}

describe.each(CASES)('an official count of $stations stations by $offices offices ($seed)', (about) => {
  const { rehearsal, plan } = planned(about);
  const boards = boardsOf(plan);
  const played = boards.map((board) => new PlayedOffice(about.scans).play(board));

  test('asks nothing that a counting system would refuse', () => {
    expect(played.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('leads every contest of every station to one end, which is the one that it says', () => {
    const { stations, election } = rehearsal.definition;
    const wanted = stations.flatMap(({ id }) => {
      return election.contests.flatMap((contest) =>
        rehearsal.truth.get(contest.id)?.has(id) ? [[id, contest.id] as const] : [],
      );
    });
    const ends = plan.national.ends;
    expect(ends.size).toBe(wanted.length);
    const differing = wanted.filter(([station, contest]) => {
      const end = ends.get(endKey(station, contest));
      const found = played.flatMap((office) => office.endOf(station, contest) ?? []);
      return found.length !== 1 || found[0] !== textOf(end);
    });
    expect(differing).toEqual([]);
  });

  test('certifies last, in every board', () => {
    for (const [i, office] of played.entries()) {
      expect(office.certified.length, boards[i]?.office ?? 'national').toBeGreaterThan(0);
      expect(office.sessions).toBeGreaterThan(0);
    }
    const last = Math.max(...plan.offices.flatMap(({ steps }) => steps.map(({ at }) => at)), 0);
    const certified = plan.national.steps.filter(({ kind }) => kind === 'certify');
    expect(certified.every(({ at }) => at > last)).toBe(true);
  });

  test('is the same each time it is drawn', () => {
    expect(planned(about).plan).toEqual(plan);
  });
});

test.each(CASES)('its definition is one that a count can be run of ($seed)', (about) => {
  const { definition } = planned(about).rehearsal;
  expect(checkOffices(definition)).toBe(null);
  expect(definition.election.canvass?.offices.length).toBe(about.offices);
  const files = encodeDefinition(definition);
  expect(decodeDefinition(files)).toMatchObject({ ok: true, value: definition });
  for (const { id } of definition.election.canvass?.offices ?? []) {
    expect(officeDefinition(definition, id)).toMatchObject({ ok: true });
  }
});

test('a busy count meets every way that a paper and a board can go', () => {
  const { plan } = planned(CASES[2] as (typeof CASES)[number]);
  const acts = plan.offices.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'act' ? [step.act] : [])));
  const effects = new Set(acts.flatMap((act) => (act.kind === 'rule' ? [act.effect] : [])));
  expect([...effects].sort()).toEqual(['annul', 'correct', 'count', 'lost', 'recount', 'repeat', 'retype', 'stands']);
  const kinds = new Set(acts.map(({ kind }) => kind));
  for (const kind of ['miss-envelope', 'admit-copy', 'resolve-difference', 'amend', 'lift-repeat'] as const) {
    expect(kinds.has(kind), kind).toBe(true);
  }
  const ends = [...plan.national.ends.values()];
  const bases = new Set(ends.flatMap((end) => (end.kind === 'counted' ? [end.from] : [])));
  expect([...bases].sort()).toEqual(['copy', 'original', 'recount', 'repeat']);
  expect([...new Set(ends.map(({ kind }) => kind))].sort()).toEqual([
    ...['annulled', 'counted', 'lost', 'merged', 'not-installed'],
  ]);
});

test('draws a lot in a session where a tie is left', () => {
  const rehearsal = withOfficialCount(generateElection({ seed: 'tied', stations: 3 }), {
    ...{ offices: 0, certifierKeys: [], required: 0, scans: false },
  });
  const tied = [...(rehearsal.truth.get(GOVERNOR_ID) ?? [])].map(([station, { contest }]) => {
    return [station, { contest, boxes: [10, 3, 10, 10, 1, 2] as Count[] }] as const;
  });
  const truth = new Map(rehearsal.truth).set(GOVERNOR_ID, new Map(tied));
  const rates = { ...BUSY_RATES, objected: 0, illegible: 0, flaws: { corrected: 0, unclear: 0, unsigned: 0, torn: 0 } };
  const { national } = planOfficialCount({ ...rehearsal, truth }, { seed: 'tied', rates });
  const lots = national.steps.flatMap((step) => {
    return step.kind === 'act' && step.act.kind === 'draw-lot' ? [[step.act.contest, step.act.order]] : [];
  });
  expect(lots).toEqual([[GOVERNOR_ID, ['alerce', 'surco', 'orilla']]]);
  expect(new PlayedOffice(false).play(national).faults).toEqual([]);
});

test('counts at honest rates what the juries counted, but for what was lost, annulled or repeated', () => {
  const ask = { offices: 2, certifierKeys: [], required: 1, scans: false };
  const rehearsal = withOfficialCount(generateElection({ seed: 'honest', stations: 2000 }), ask);
  const { national } = planOfficialCount(rehearsal, { seed: 'honest' });
  for (const { id } of rehearsal.definition.election.contests) {
    const counted = [...national.ends].filter(([key, end]) => key.endsWith(` ${id}`) && end.kind === 'counted').length;
    const all = rehearsal.truth.get(id)?.size ?? 0;
    expect(counted / all).toBeGreaterThan(0.98);
    const sum = (votes: readonly number[]) => votes.reduce((a, b) => a + b, 0);
    const truth = [...(rehearsal.truth.get(id)?.values() ?? [])].map(({ boxes }) => boxes.map(Number));
    expect(Math.abs(1 - sum(plannedVotes(national.ends, id)) / sum(truth.map(sum)))).toBeLessThan(0.02);
  }
});

function boardsOf(plan: OfficialPlan): readonly BoardPlan[] {
  return [...plan.offices, plan.national];
}

function textOf(end: PlannedEnd | undefined): string {
  if (end?.kind !== 'counted') return end?.kind ?? 'nowhere';
  return `counted ${end.from} ${end.corrected} ${JSON.stringify(end.boxes)}`;
}
