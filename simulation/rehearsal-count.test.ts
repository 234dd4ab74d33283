import { expect, test } from 'vitest';
import { generateElection } from './generate-election.ts';
import { planNight } from './night.ts';
import { withOfficialCount } from './official-rules.ts';
import { BOARD_NAMES, happenings, planRehearsedBoard } from './rehearsal-count.ts';

const SEED = 'board';
const ASK = { offices: 0, certifierKeys: [], required: 0, scans: true };
const rehearsal = withOfficialCount(generateElection({ seed: SEED, stations: 300 }), ASK);
const night = planNight(rehearsal, { scenario: 'stop', seed: SEED });
const board = planRehearsedBoard(rehearsal, { seed: SEED });
const all = [...happenings(night, board.steps)];

test('night and board come in the order of time, all of both', () => {
  const times = all.map(({ act }) => act.at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(all.filter(({ of }) => of === 'night').length).toBe(night.total);
  expect(all.filter(({ of }) => of === 'board').map(({ act }) => act)).toEqual(board.steps);
});

test('the night opens both counts and lifts the embargoes, and does nothing else of the official count', () => {
  const ofNight = [...night.acts()].flatMap((act) => ('count' in act && act.count === 'official' ? [act.kind] : []));
  expect(ofNight).toEqual(['open-count']);
  const acts = board.steps.flatMap((step) => (step.kind === 'act' ? [step.act] : []));
  expect(acts.filter(({ kind }) => kind === 'open-count' || kind === 'lift-embargo')).toEqual([]);
});

test('the count is closed last, behind sessions and a certificate of each contest', () => {
  expect(board.steps.at(-1)).toMatchObject({ kind: 'act', act: { kind: 'close-count', count: 'official' } });
  expect(board.steps.at(-1)?.at).toBe(board.lastAt);
  expect(board.steps.filter(({ kind }) => kind === 'close-session').length).toBeGreaterThan(1);
  const certified = board.steps.flatMap((step) => (step.kind === 'certify' ? [step.contest] : []));
  expect(certified).toEqual(rehearsal.definition.election.contests.map(({ id }) => id));
});

test('nobody of the night works in the official count', () => {
  const people = (acts: readonly unknown[]) =>
    [...JSON.stringify(acts).matchAll(/"([a-z-]+-\d{3})"/g)].map(([, p]) => p);
  const ofBoard = new Set(people(board.steps));
  expect(ofBoard.size).toBeGreaterThan(20);
  expect([...ofBoard].filter((person) => !person?.startsWith(BOARD_NAMES))).toEqual([]);
  expect(people([...night.acts()]).filter((person) => person?.startsWith(BOARD_NAMES))).toEqual([]);
});
