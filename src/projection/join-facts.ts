import type { PreviousElection } from './projection-input.ts';
import type { ProjectionSource } from './projection-source.ts';

/** What was known of stations before the count: of another source only this is taken. */
export type StationFacts = Pick<ProjectionSource, 'stations' | 'previous'>;

/**
 * Adds the covariates and the previous election of another source, matched by the ids of the stations, where a source has none of
 * its own. A station that the other does not know stays without.
 */
export function joinFacts(source: ProjectionSource, other: StationFacts): ProjectionSource {
  const index = new Map(other.stations.ids.map((id, s) => [id, s]));
  const found = Int32Array.from(source.stations.ids, (id) => index.get(id) ?? -1);
  const matched = found.reduce((n, s) => n + (s >= 0 ? 1 : 0), 0);
  const own = new Set(source.stations.covariates.map((c) => c.name));
  const added = other.stations.covariates
    .filter((c) => !own.has(c.name))
    .map(({ name, values }) => ({
      name,
      values: Float64Array.from(found, (s) => (s < 0 ? Number.NaN : (values[s] as number))),
    }));
  const previous = source.previous ?? (other.previous && moved(other.previous, found));
  return {
    ...source,
    stations: { ...source.stations, covariates: [...source.stations.covariates, ...added] },
    previous,
    notes: [...source.notes, { code: 'facts-matched', facts: { stations: matched, of: found.length } }],
  };
}

function moved(previous: PreviousElection, found: Int32Array): PreviousElection | null {
  const areaOf = Int32Array.from(found, (s) => (s < 0 ? -1 : (previous.areaOf[s] as number)));
  return areaOf.some((area) => area >= 0) ? { ...previous, areaOf } : null;
}
