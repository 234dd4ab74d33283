import { present } from '../base/assert.ts';
import type { CountKind } from '../model/ids.ts';
import {
  type BoxDifference,
  Collation,
  type CollationData,
  type CollationReason,
  changeOf,
  comparedBoxes,
  leadMoved,
  type SheetCollation,
} from './collation.ts';
import type { PublicView } from './public-view.ts';

/** A sheet that differs: docs/spec/official-count.md section 11. Stations and units by their place in the definition. */
export type DifferingSheet = {
  readonly station: number;
  readonly unit: number;
  readonly change: number;
  readonly lead: number;
  readonly reason: CollationReason | null;
  readonly boxes: readonly BoxDifference[];
};

/** The collation of what two views show: of one published state, or the preliminary count as of an earlier instant. */
export class CollatedView {
  readonly preliminary: PublicView;
  readonly official: PublicView;
  readonly collation: Collation;

  constructor(preliminary: PublicView, official: PublicView) {
    this.preliminary = preliminary;
    this.official = official;
    const version = (count: CountKind, contest: number, station: number) =>
      (count === 'preliminary' ? preliminary : official).tabulation.current(count, contest, station);
    this.collation = new Collation({ geography: official.geography, version });
  }

  /** Sums of a unit; null where there is nothing to hold beside. */
  of(contest: number, unit: number): CollationData | null {
    return this.collation.of(contest, unit);
  }

  /** Class and reason of a sheet that differs or is annulled; null of any other. */
  sheet(contest: number, station: number): SheetCollation | null {
    const kind = this.collation.classOf(contest, station);
    if (kind !== 'differs' && kind !== 'annulled') return null;
    return { class: kind, reason: this.reasonOf(contest, station) };
  }

  reasonOf(contest: number, station: number): CollationReason | null {
    const { geography, history, readings } = this.official;
    return history.causes.reasonOf({
      class: this.collation.classOf(contest, station),
      contest,
      station,
      preliminary: this.preliminary.tabulation.current('preliminary', contest, station),
      official: this.official.tabulation.current('official', contest, station),
      readings: readings.of(station).flatMap((r) => (r.contest === contest && r.boxes !== null ? [r.boxes] : [])),
      covers: this.official.covers(),
      compared: comparedBoxes(present(geography.definition.election.contests[contest], 'contest')),
    });
  }

  /** Indexes of the two selections that lead the official count, the first in the contest's order among equals; -1: none. */
  leaders(contest: number): readonly [number, number] {
    const { votes } = this.official.tabulation.sums('official', contest, 0);
    const order = votes.map((_, i) => i).sort((a, b) => (votes[b] ?? 0) - (votes[a] ?? 0) || a - b);
    return [order[0] ?? -1, order[1] ?? -1];
  }

  /** Every sheet that differs, the largest change first, then by the definition's order. */
  differing(contest: number): readonly DifferingSheet[] {
    const [first, second] = this.leaders(contest);
    const { placeOf } = this.official.geography;
    const sheets = this.collation.differing(contest).map((station): DifferingSheet => {
      const boxes = this.collation.boxesThatDiffer(contest, station);
      const reason = this.reasonOf(contest, station);
      const [change, lead] = [changeOf(boxes), leadMoved(boxes, first, second)];
      return { station, unit: placeOf[station] ?? 0, change, lead, reason, boxes };
    });
    return sheets.sort((a, b) => b.change - a.change || a.station - b.station);
  }
}

type Kept = { readonly collated: CollatedView; size: number; preliminary: number; official: number };
const known = new WeakMap<PublicView, Kept>();

/** The collation of a published state: made once a view, and brought up to date when its state moved on. */
export function collatedView(view: PublicView): CollatedView {
  const { preliminary, official } = view.covers();
  const kept = known.get(view);
  if (kept === undefined) {
    const collated = new CollatedView(view, view);
    known.set(view, { collated, size: view.size, preliminary, official });
    return collated;
  }
  // A state has a size of its own, and covers move with it.
  if (kept.size !== view.size || kept.preliminary !== preliminary || kept.official !== official) {
    kept.collated.collation.refresh();
    Object.assign(kept, { size: view.size, preliminary, official });
  }
  return kept.collated;
}

/** Brings the collation up to date whatever is known of the view: once for each state, before its files are made. */
export function refreshCollation(view: PublicView): CollatedView {
  const collated = collatedView(view);
  collated.collation.refresh();
  return collated;
}
