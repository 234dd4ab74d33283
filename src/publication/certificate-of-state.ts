import { present } from '../base/assert.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Contest } from '../model/election.ts';
import type { ContestId, GpUnitId, LocalizedText } from '../model/ids.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { Outcome } from '../model/outcome-types.ts';
import { apportion, type SeatsProblem } from '../model/seats.ts';
import type { Certificate, CertifiedFigures } from '../record/index.ts';
import type { AreaSums } from '../tabulation/tabulation.ts';
import { standingFor } from './build-unit-data.ts';
import type { PublicView } from './public-view.ts';

/** Of which record a result is: what a view does not know by itself. */
export type StateAbout = {
  /** Size and root (base64) of the record behind the newest published state. */
  readonly size: number;
  readonly root: string;
  /** Each declared office's size and root as far as it is taken in, ascending by id. */
  readonly offices: Certificate['offices'];
  /** Order of the newest LotDrawn of the contest and area: ids of selections. Null: none was drawn. */
  readonly lot: readonly string[] | null;
  /** Why it is to be certified while some of it is open; null: it is to be complete. */
  readonly partial: LocalizedText | null;
};

/** Why a state gives nothing to certify. */
export type NoCertificate =
  | { readonly kind: 'unknown-contest' | 'unknown-area' | 'publication-stopped' }
  /** Agreed sheets that are recorded and not shown: the embargo of the contest. */
  | { readonly kind: 'figures-held-back'; readonly held: number }
  /** Equal votes decide, and no lot says how: ids in the order of the contest. */
  | { readonly kind: 'lot-needed'; readonly among: readonly string[] }
  | { readonly kind: 'no-list' };

/** What the newest published state of a view gives to certify, papers aside; null where it gives nothing. */
export function certificateOfState(
  view: PublicView,
  about: StateAbout,
  contest: ContestId,
  area: string,
): Omit<Certificate, 'papers'> | null {
  const result = resultOfState(view, about, contest, area);
  return result.ok ? result.value : null;
}

/** The same, with the reason where it gives nothing. */
export function resultOfState(
  view: PublicView,
  about: StateAbout,
  contest: ContestId,
  area: string,
): Result<Omit<Certificate, 'papers'>, NoCertificate> {
  const found = findArea(view, contest, area);
  if (!found.ok) return found;
  const { c, unit, definition } = found.value;
  const state = view.countState('official');
  if (state.stopped !== null) return err({ kind: 'publication-stopped' });
  const held = state.held[contest] ?? 0;
  if (held > 0) return err({ kind: 'figures-held-back', held });
  const sums = view.tabulation.sums('official', c, unit);
  const { ids, input } = standingFor(view, 'official', c, sums);
  const outcome = outcomeOf(definition.rule, ids, input);
  const tied = untold(outcome, about.lot);
  // Of an assembly the rule of the contest decides nothing: its seats do.
  if (tied !== null && definition.seats === null) return err({ kind: 'lot-needed', among: tied });
  const seats = seatsOf(definition, sums, about.lot);
  if (!seats.ok) return seats;
  const { size, root, offices, partial } = about;
  const figures = certifiedFigures(view, c, unit, sums);
  return ok({
    ...{ area, size, root, offices },
    figures,
    outcome: canonicalText(outcome as unknown as Json),
    seats: seats.value,
    // Of what nothing can change there is nothing to excuse.
    partial: figures.open + objectedIn(view, c, unit).length === 0 ? null : partial,
  });
}

/** The figures of a contest in an area, and where each sheet of it ended. */
export function certifiedFigures(
  view: PublicView,
  contest: number,
  unit: number,
  sums: AreaSums = view.tabulation.sums('official', contest, unit),
): CertifiedFigures {
  const ends = { annulled: 0, lost: 0, notInstalled: 0 };
  for (const station of stationsIn(view, contest, unit)) {
    const status = view.tabulation.current('official', contest, station)?.status;
    if (status === 'annulled') ends.annulled++;
    else if (status === 'lost') ends.lost++;
    else if (status === 'not_installed' || status === 'merged') ends.notInstalled++;
  }
  return {
    expected: sums.expected,
    counted: sums.counted,
    ...ends,
    open: sums.expected - sums.counted - sums.void,
    registered: sums.unknownTotal > 0 ? null : sums.registered,
    votes: sums.votes,
    others: sums.others,
    valid: sums.valid,
    cast: sums.cast,
  };
}

/** Places of the stations whose figures count while an objection to them is open. */
export function objectedIn(view: PublicView, contest: number, unit: number): readonly number[] {
  return stationsIn(view, contest, unit).filter((station) => {
    return (view.tabulation.current('official', contest, station)?.objections ?? 0) > 0;
  });
}

/** Places in the definition of the stations of an area that vote in a contest. */
export function stationsIn(view: PublicView, contest: number, unit: number): readonly number[] {
  const { geography } = view;
  const voters = present(geography.votesIn[contest], 'contest');
  return geography.stations.flatMap((_, station) =>
    voters[station] === true && view.tabulation.areas(station).includes(unit) ? [station] : [],
  );
}

function findArea(
  { geography }: PublicView,
  contest: ContestId,
  area: string,
): Result<{ readonly c: number; readonly unit: number; readonly definition: Contest }, NoCertificate> {
  const c = geography.contestIndex.get(contest);
  if (c === undefined) return err({ kind: 'unknown-contest' });
  const unit = geography.unitIndex.get(area as GpUnitId);
  // Only there does the rule say anything: of a part of the electorate nobody is elected.
  const decides = unit === 0 || unit === geography.electorateUnit[c];
  if (unit === undefined || !decides) return err({ kind: 'unknown-area' });
  return ok({ c, unit, definition: present(geography.definition.election.contests[c], 'contest') });
}

/** Who is level where that decides, and the lot does not rank them all; null where nothing is open. */
function untold(outcome: Outcome, lot: readonly string[] | null): readonly string[] | null {
  const result = outcome.kind === 'settled' ? outcome.result : outcome.ofTheSheetsIn;
  if (result.kind !== 'tie') return null;
  return result.among.every((id) => lot?.includes(id) === true) ? null : result.among;
}

function seatsOf(
  { seats: rule, selections }: Contest,
  sums: AreaSums,
  lot: readonly string[] | null,
): Result<Certificate['seats'], NoCertificate> {
  if (rule === null) return ok(null);
  const order = lot === null ? null : lot.map((id) => selections.findIndex((s) => s.id === id)).filter((i) => i >= 0);
  const given = apportion(rule, sums.votes, sums.valid, order);
  if (!given.ok) return err(noSeats(given.error, selections));
  return ok(
    selections.flatMap(({ id }, i) => {
      const seats = given.value.seats[i] ?? 0;
      return seats === 0 ? [] : [[id, seats] as const];
    }),
  );
}

function noSeats(problem: SeatsProblem, selections: Contest['selections']): NoCertificate {
  if (problem.kind === 'no-list') return { kind: 'no-list' };
  return { kind: 'lot-needed', among: problem.among.map((i) => present(selections[i], 'a list').id) };
}
