import type { Contest, ElectionDefinition, PollingStation } from '../src/model/election.ts';
import { layOutGeography } from '../src/model/geography.ts';
import type { ContestId, Count, StationId } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import { Random } from './random.ts';
import type { StationTallies } from './voters.ts';

/** A station whose voters are not known, or that has no list of its own, is taken to have about so many. */
const UNKNOWN = 200;
const WITHOUT_LIST = 40;

/** Votes for whatever contests a definition has: each station splits its voters by chance, and writes its totals right. */
export function drawGenericTruth(definition: ElectionDefinition, seed: string): ReadonlyMap<ContestId, StationTallies> {
  const { votesIn, stations } = layOutGeography(definition);
  return new Map(
    definition.election.contests.map((contest, c) => {
      const tallies = new Map<StationId, ContestTally>();
      stations.forEach((station, s) => {
        if (votesIn[c]?.[s] === true) tallies.set(station.id, drawTally(contest, station, seed));
      });
      return [contest.id, tallies];
    }),
  );
}

function drawTally(contest: Contest, station: PollingStation, seed: string): ContestTally {
  const random = new Random(`${seed}/generic/${contest.id}/${station.id}`);
  const voters = station.registered === null ? UNKNOWN : station.registered === 0 ? WITHOUT_LIST : station.registered;
  const figures = split(random, random.between(0, voters), contest.selections.length + contest.others.length);
  const valid = sum(figures.slice(0, contest.selections.length));
  const totals: Readonly<Record<string, number>> = { valid };
  const boxes = [...figures, ...contest.controls.map((id) => totals[id] ?? sum(figures))];
  return { contest: contest.id, boxes: boxes as Count[] };
}

/** Cuts a number into parts of very different sizes, as votes are. */
function split(random: Random, total: number, parts: number): number[] {
  const out: number[] = [];
  let left = total;
  for (let i = 0; i < parts - 1; i++) {
    const part = random.below(left + 1);
    out.push(part);
    left -= part;
  }
  return [...out, left];
}

function sum(figures: readonly number[]): number {
  let all = 0;
  for (const figure of figures) all += figure;
  return all;
}
