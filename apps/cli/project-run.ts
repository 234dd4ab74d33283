import type { Instant } from '../../src/base/instant.ts';
import type { CountKind } from '../../src/model/ids.ts';
import type { ProjectionSource } from '../../src/projection/projection-source.ts';
import { sourceOfTabulation } from '../../src/projection/source-of-tabulation.ts';
import { type AsOfRule, type ReadRun, viewAsOf } from '../run/read-run.ts';

export type RunSource = { readonly source: ProjectionSource; readonly rule: AsOfRule };

/** What one count of a run showed the public, now or at an instant, as the source of a projection. */
export function sourceOfRun(run: ReadRun, count: CountKind, contest: number, asOf: Instant | null): RunSource {
  const { view, rules } = viewAsOf(run, asOf);
  const { geography, tabulation } = view;
  const arrivedAt = arrivalsOf(run, count, geography.stationIndex, geography.stations.length, contest);
  return { source: sourceOfTabulation({ geography, tabulation, count, contest, arrivedAt }), rule: rules[count] };
}

/**
 * When each sheet was first counted: of figures taken from files as the file says (received, else published), of typed ones when
 * they were agreed. Only instants are read here, and only those of sheets that are shown are used.
 */
function arrivalsOf(
  run: ReadRun,
  count: CountKind,
  stations: ReadonlyMap<string, number>,
  size: number,
  contest: number,
): Float64Array {
  const arrivals = new Float64Array(size).fill(Number.NaN);
  const asked = run.geography.definition.election.contests[contest]?.id;
  for (const { header, body } of run.events()) {
    if (body === null || header.count !== count || header.contest !== asked) continue;
    if (body.kind !== 'SheetImported' && body.kind !== 'SheetAgreed') continue;
    const station = stations.get(body.station);
    if (station === undefined || !Number.isNaN(arrivals[station] as number)) continue;
    if (body.kind === 'SheetAgreed') arrivals[station] = header.at;
    else if (body.status === 'counted') arrivals[station] = body.arrivedAt ?? body.publishedAt ?? Number.NaN;
  }
  return arrivals;
}
