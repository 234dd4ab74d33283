import type { Json } from '../base/canonical.ts';
import type { Derivation } from './derived-json.ts';

const NONE: readonly Json[] = [];
const known = new WeakMap<Derivation, ReadonlyMap<string, readonly Json[]>>();

/** `amendments` of SHEET: those of the state that name the station, in record order. */
export function amendmentsJson(derivation: Derivation, station: string): readonly Json[] {
  const all = known.get(derivation) ?? amendmentsOf(derivation);
  known.set(derivation, all);
  return all.get(station) ?? NONE;
}

function amendmentsOf({ headers, bodies, state }: Derivation): ReadonlyMap<string, readonly Json[]> {
  const found = new Map<string, Json[]>();
  for (let record = 0; record < state.size; record++) {
    const body = bodies[record];
    if (body?.kind !== 'DefinitionAmended' || !('station' in body.change)) continue;
    const { change } = body;
    const named = change.kind === 'station-merged' ? [change.station, change.into] : [change.station];
    for (const station of named) {
      const list = found.get(station) ?? [];
      list.push([record, headers[record]?.at ?? null, { ...change } as unknown as Json]);
      found.set(station, list);
    }
  }
  return found;
}
