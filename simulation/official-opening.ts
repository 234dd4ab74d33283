import type { Instant } from '../src/base/instant.ts';
import type { Act } from '../src/canvass/acts.ts';
import type { PollingStation } from '../src/model/election.ts';
import type { Count } from '../src/model/ids.ts';
import type { Box, ContestTally } from '../src/model/votes.ts';
import type { OfficeDraft } from './official-draft.ts';
import { staffActs } from './official-staff.ts';
import type { OfficialRates } from './official-story.ts';
import { BOARD_REASONS } from './official-words.ts';
import type { Random } from './random.ts';

const HOUR = 3_600_000;

/** People and roles, the zero act, and what `declare` adds before it. */
export function openBoard(draft: OfficeDraft, begins: Instant, declare: () => void = () => {}): void {
  const { staff } = draft;
  for (const act of staffActs(staff)) draft.add(begins - 2 * HOUR, act);
  declare();
  draft.add(begins - HOUR, { kind: 'open-count', count: 'official', by: staff.publisher });
  for (const { id: contest } of draft.contests) {
    draft.add(begins - HOUR, { kind: 'lift-embargo', contest, by: staff.publisher });
  }
}

/** Stations that were not installed, or whose voters voted at the next one of their place. Gives what is left to be counted. */
export function amendStations(
  draft: OfficeDraft,
  random: Random,
  rates: OfficialRates,
  begins: Instant,
  stations: readonly PollingStation[],
  truth: readonly (readonly ContestTally[])[],
): readonly { readonly station: PollingStation; readonly tallies: readonly ContestTally[] }[] {
  const papers: { station: PollingStation; tallies: readonly ContestTally[] }[] = [];
  const at = begins - HOUR / 2;
  let moved: { readonly from: PollingStation; readonly tallies: readonly ContestTally[] } | null = null;
  stations.forEach((station, i) => {
    const tallies = truth[i] ?? [];
    const next = stations[i + 1];
    if (moved !== null) {
      papers.push(mergedPaper(draft, at, moved, station, tallies));
      moved = null;
    } else if (random.chance(rates.notInstalled)) {
      addAmendment(draft, at, { kind: 'station-not-installed', station: station.id }, 'notInstalled');
      endAll(draft, station, tallies, 'not-installed');
    } else if (next?.place === station.place && random.chance(rates.merged)) {
      endAll(draft, station, tallies, 'merged');
      moved = { from: station, tallies };
    } else papers.push({ station, tallies });
  });
  return papers;
}

function mergedPaper(
  draft: OfficeDraft,
  at: number,
  moved: { readonly from: PollingStation; readonly tallies: readonly ContestTally[] },
  into: PollingStation,
  tallies: readonly ContestTally[],
) {
  const registered = (moved.from.registered ?? 0) + (into.registered ?? 0);
  const change = { kind: 'station-merged', station: moved.from.id, into: into.id, registered } as const;
  addAmendment(draft, at, change, 'merged');
  const both = tallies.map((tally, i) => {
    return { ...tally, boxes: tally.boxes.map((box, n) => sum(box, moved.tallies[i]?.boxes[n])) };
  });
  return { station: { ...into, registered: registered as Count }, tallies: both };
}

function sum(one: Box, other: Box | undefined): Box {
  return typeof one === 'number' && typeof other === 'number' ? ((one + other) as Count) : one;
}

function addAmendment(
  draft: OfficeDraft,
  at: number,
  change: Extract<Act, { kind: 'amend' }>['change'],
  reason: 'merged' | 'notInstalled',
): void {
  const by = draft.staff.administrators;
  draft.add(at, { kind: 'amend', change, law: BOARD_REASONS.law, by, reason: BOARD_REASONS[reason] });
}

function endAll(
  draft: OfficeDraft,
  station: PollingStation,
  tallies: readonly ContestTally[],
  kind: 'merged' | 'not-installed',
): void {
  for (const { contest } of tallies) draft.end(station.id, contest, { kind });
}
