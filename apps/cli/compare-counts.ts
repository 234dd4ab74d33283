import { present } from '../../src/base/assert.ts';
import { type Box, boxNames } from '../../src/model/votes.ts';
import { COLLATION_REASONS, type CollationReason } from '../../src/publication/collation.ts';
import { CollatedView, type DifferingSheet } from '../../src/publication/collation-view.ts';
import type { PublicView } from '../../src/publication/public-view.ts';

export type SheetDifference = {
  readonly station: string;
  readonly table: number | null;
  readonly place: string;
  /** Id of its polling place. */
  readonly unit: string;
  /** `[box, preliminary, official]` of each box that differs; a word where the box holds no number. */
  readonly boxes: readonly (readonly [string, number | string, number | string])[];
  /** Sum of the changes without their sign. */
  readonly change: number;
  /** By how much it moves the lead of the official leader over the next. */
  readonly lead: number;
  readonly reason: CollationReason | null;
};

/** The sheets of an area, by class. */
export type AreaComparison = {
  readonly unit: string;
  readonly name: string;
  readonly equal: number;
  readonly differs: number;
  readonly annulled: number;
  readonly onlyPreliminary: number;
  readonly onlyOfficial: number;
  readonly neither: number;
  readonly netEffect: Readonly<Record<string, number>>;
  readonly lead: number;
};

export type Comparison = Omit<AreaComparison, 'unit' | 'name'> & {
  readonly contest: string;
  /** The two that lead the official count. */
  readonly leaders: readonly [string, string | null];
  readonly reasons: Readonly<Record<string, number>>;
  /** Units of the level asked for, those with most sheets that differ first; absent where none was. */
  readonly by?: readonly AreaComparison[];
  /** Largest total change first. */
  readonly differences: readonly SheetDifference[];
};

export const DIRECTIONS = ['more', 'less', 'same'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Compares what is counted in both; a sheet seen but not counted is as missing as one never seen. */
export function compareContest(preliminary: PublicView, official: PublicView, contest: number): Comparison {
  return compareCollated(new CollatedView(preliminary, official), contest, null);
}

/** The comparison of a contest; `level`: its areas one by one, by the name of their level. */
export function compareCollated(collated: CollatedView, contest: number, level: string | null): Comparison {
  const { geography } = collated.official;
  const definition = present(geography.definition.election.contests[contest], 'contest');
  const differing = collated.differing(contest);
  const [first, second] = collated.leaders(contest);
  const { unit: _, name: __, ...whole } = areaOf(collated, contest, 0);
  const reasons = [...COLLATION_REASONS, null].map(
    (reason) => [reason ?? 'none', differing.filter((d) => d.reason === reason).length] as const,
  );
  const areas = geography.units.flatMap((unit, u) => (unit.level === level ? [areaOf(collated, contest, u)] : []));
  return {
    contest: definition.id,
    ...whole,
    leaders: [definition.selections[first]?.id ?? '', definition.selections[second]?.id ?? null],
    reasons: Object.fromEntries(reasons),
    ...(level === null ? {} : { by: areas.sort((a, b) => b.differs - a.differs) }),
    differences: differing.map((sheet) => sheetDifference(collated, contest, sheet)),
  };
}

/** Whether a sheet that differs moves the lead the way that was asked for. */
export function goes(direction: Direction | null, lead: number): boolean {
  if (direction === null) return true;
  return direction === 'same' ? lead === 0 : direction === 'more' ? lead > 0 : lead < 0;
}

function areaOf(collated: CollatedView, contest: number, u: number): AreaComparison {
  const { geography } = collated.official;
  const unit = present(geography.units[u], 'unit');
  const names = boxNames(present(geography.definition.election.contests[contest], 'contest'));
  const { net, ...classes } = collated.collation.classes(contest, u);
  const [first, second] = collated.leaders(contest);
  const netEffect = Object.fromEntries(net.map((n, i) => [names[i] ?? '', n]));
  return { unit: unit.id, name: unit.name, ...classes, netEffect, lead: (net[first] ?? 0) - (net[second] ?? 0) };
}

function sheetDifference(collated: CollatedView, contest: number, sheet: DifferingSheet): SheetDifference {
  const { geography } = collated.official;
  const names = boxNames(present(geography.definition.election.contests[contest], 'contest'));
  const { id, table } = present(geography.stations[sheet.station], 'station');
  const place = present(geography.units[sheet.unit], 'place');
  const said = (box: Box): number | string => box;
  const boxes = sheet.boxes.map(([i, before, after]) => [names[i] ?? '', said(before), said(after)] as const);
  const { change, lead, reason } = sheet;
  return { station: id, table, place: place.name, unit: place.id, boxes, change, lead, reason };
}
