import { present } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { CanvassOffice } from './canvass-rules.ts';
import type { Contest, Election, ElectionDefinition } from './election.ts';
import { type Geography, layOutGeography } from './geography.ts';
import type { GpUnitId } from './ids.ts';

/** Why the offices of a definition are none: each station is to be of exactly one. */
export type OfficesProblem =
  | { readonly kind: 'repeated-office'; readonly office: string }
  | { readonly kind: 'office-without-stations'; readonly office: string }
  | { readonly kind: 'unknown-office-unit'; readonly office: string; readonly unit: string }
  | { readonly kind: 'offices-overlap'; readonly offices: readonly [string, string]; readonly unit: string }
  | { readonly kind: 'station-without-office'; readonly station: string }
  /** It lies in another office than the one whose own stations could be named so. */
  | { readonly kind: 'station-named-for-office'; readonly station: string; readonly office: string };

/** What stands in the way of these offices; null: every station is of exactly one, or there are none. */
export function checkOffices({ election, units, stations }: ElectionDefinition): OfficesProblem | null {
  const offices = election.canvass?.offices ?? [];
  if (offices.length === 0) return null;
  const of = new Map<GpUnitId, string>();
  const known = new Set(units.map(({ id }) => id));
  for (const [i, { id, units: own }] of offices.entries()) {
    if (offices.findIndex((other) => other.id === id) !== i) return { kind: 'repeated-office', office: id };
    for (const unit of own) {
      if (!known.has(unit)) return { kind: 'unknown-office-unit', office: id, unit };
      const other = of.get(unit);
      if (other !== undefined) return { kind: 'offices-overlap', offices: [other, id], unit };
      of.set(unit, id);
    }
  }
  // Parents come before their children: what a unit inherits is known when it is met.
  for (const { id, parent } of units) {
    const above = parent === null ? undefined : of.get(parent);
    const own = of.get(id);
    if (above === undefined) continue;
    if (own !== undefined) return { kind: 'offices-overlap', offices: [above, own], unit: id };
    of.set(id, above);
  }
  const outside = stations.find(({ place }) => !of.has(place));
  if (outside !== undefined) return { kind: 'station-without-office', station: outside.id };
  const used = new Set(stations.map(({ place }) => of.get(place)));
  const empty = offices.find(({ id }) => !used.has(id));
  if (empty !== undefined) return { kind: 'office-without-stations', office: empty.id };
  return checkNames(stations, new Set(offices.map(({ id }) => id)), (place) => of.get(place));
}

/** An office does not know the stations of others: one that it adds later would have the name of one that is there. */
function checkNames(
  stations: ElectionDefinition['stations'],
  offices: ReadonlySet<string>,
  of: (place: GpUnitId) => string | undefined,
): OfficesProblem | null {
  for (const { id, place } of stations) {
    // No office has a dot in its id.
    const office = id.slice(0, Math.max(0, id.indexOf('.')));
    if (offices.has(office) && isOfOffice(office, id) && of(place) !== office) {
      return { kind: 'station-named-for-office', station: id, office };
    }
  }
  return null;
}

/** The office of each station, by its place in the definition; null: the definition has no offices. */
export function officeOf(definition: ElectionDefinition): (station: number) => string | null {
  const of = officeOfPlaces(definition);
  const byStation = definition.stations.map(({ place }) => of(place));
  return (station) => byStation[station] ?? null;
}

/** The office of the stations that lie in a unit, by the id of the unit; null: none has it. */
export function officeOfPlaces({ election, units }: ElectionDefinition): (place: string) => string | null {
  const offices = election.canvass?.offices ?? [];
  if (offices.length === 0) return () => null;
  const of = new Map<string, string>(offices.flatMap(({ id, units: own }) => own.map((unit) => [unit, id] as const)));
  for (const { id, parent } of units) {
    const above = parent === null ? undefined : of.get(parent);
    if (above !== undefined) of.set(id, above);
  }
  return (place) => of.get(place) ?? null;
}

/** The same where stations may have been added or moved since the definition. */
export function officeOfStations({ definition, stations }: Geography): (station: number) => string | null {
  const of = officeOfPlaces(definition);
  return (station) => of(stations[station]?.place ?? '');
}

/** The origin of an office's log follows from that of the national one. */
export function officeOrigin(national: string, office: string): string {
  return `${national}/office/${office}`;
}

/** The office whose log has this origin; null: it is no office's. */
export function officeOfOrigin(origin: string): string | null {
  return /\/office\/([A-Z0-9-]{1,16})$/.exec(origin)?.[1] ?? null;
}

/** Whether somebody of this name is one of the office's people. */
export function isOfOffice(office: string, person: string): boolean {
  return person.startsWith(`${office}.`) && person.length > office.length + 1;
}

/**
 * The definition that an office runs the count of: the same election with only its units (and those above them), its stations and
 * the contests that they vote in. It follows from the national definition alone, so everybody makes the same bytes of it.
 */
export function officeDefinition(
  definition: ElectionDefinition,
  office: string,
): Result<ElectionDefinition, OfficesProblem | { readonly kind: 'unknown-office'; readonly office: string }> {
  const { election, units, stations } = definition;
  const named = election.canvass?.offices.find(({ id }) => id === office);
  if (election.canvass === null || named === undefined) return err({ kind: 'unknown-office', office });
  const { problem, of, votesIn } = wholeOf(definition);
  if (problem !== null) return err(problem);
  const kept = unitsOf(definition, named);
  const own = stations.map((_, place) => of(place) === office);
  const contests = election.contests.flatMap((contest, c) => {
    const votes = present(votesIn[c], 'contest').filter((_, place) => own[place] === true);
    return votes.includes(true) ? [cutContest(contest, kept, votes.every(Boolean))] : [];
  });
  return ok({
    election: {
      ...election,
      name: {
        es: `${election.name.es} · ${named.name.es}`,
        en: `${election.name.en} · ${named.name.en}`,
      },
      contests,
      desk: cutDesk(election.desk, contests),
      canvass: { ...election.canvass, offices: [] },
    },
    units: units.filter(({ id }) => kept.has(id)),
    stations: stations.filter((_, place) => own[place] === true),
  });
}

/** What every office of a definition is cut out of. */
type Whole = {
  readonly problem: OfficesProblem | null;
  readonly of: (station: number) => string | null;
  readonly votesIn: Geography['votesIn'];
};
const wholes = new WeakMap<ElectionDefinition, Whole>();

/** Laid out once for all offices: that of a country takes a tenth of a second. */
function wholeOf(definition: ElectionDefinition): Whole {
  const known = wholes.get(definition);
  if (known !== undefined) return known;
  const problem = checkOffices(definition);
  const votesIn = problem === null ? layOutGeography(definition).votesIn : [];
  const whole = { problem, of: officeOf(definition), votesIn };
  wholes.set(definition, whole);
  return whole;
}

/** The office's units, all below them and all above them. */
function unitsOf({ units }: ElectionDefinition, office: CanvassOffice): ReadonlySet<GpUnitId> {
  const kept = new Set<GpUnitId>(office.units);
  for (const { id, parent } of units) if (parent !== null && kept.has(parent)) kept.add(id);
  // From the back each child is met before its parent. What stands above is not extended downwards any more.
  for (const { id, parent } of units.toReversed()) if (parent !== null && kept.has(id)) kept.add(parent);
  return kept;
}

function cutContest(contest: Contest, kept: ReadonlySet<GpUnitId>, everybody: boolean): Contest {
  const electorate = everybody ? null : (contest.electorate?.filter((unit) => kept.has(unit)) ?? null);
  return { ...contest, electorate };
}

/** Its paper has no boxes of contests that nobody votes in here. */
function cutDesk(desk: Election['desk'], contests: readonly Contest[]): Election['desk'] {
  if (desk === null) return null;
  const ids = new Set(contests.map(({ id }) => id));
  return { ...desk, form: { ...desk.form, boxes: desk.form.boxes.filter(({ contest }) => ids.has(contest)) } };
}
