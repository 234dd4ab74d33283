import type { PreviousElection } from './projection-input.ts';
import type { ProjectionSource, SheetStates } from './projection-source.ts';
import { decideBase, type SheetRow, VersionsBuilder } from './sheet-versions.ts';
import { makeStations, type StationColumns } from './station-columns.ts';
import { UnitColumns } from './unit-columns.ts';

/** A station of a little election: its level cells and what is known of it. */
export type LittleStation = {
  readonly path: readonly string[];
  readonly table?: number;
  readonly registered?: number;
  readonly registeredLevel?: string;
};

/** Columns of a little election with the levels `department`, `town` and `place`, or others. */
export function stationColumns(
  stations: readonly LittleStation[],
  levels: readonly string[] = ['department', 'town', 'place'],
): StationColumns {
  const units = new UnitColumns(levels);
  const stated = stations.some((s) => s.registeredLevel !== undefined);
  return {
    ids: stations.map((_, s) => `s${s}`),
    units,
    levels,
    unitOf: stations.map((s) => units.visit(s.path)),
    table: stations.map((s) => s.table ?? Number.NaN),
    registered: stations.map((s) => s.registered ?? Number.NaN),
    setting: stations.map(() => ''),
    covariates: [],
    registeredLevel: stated ? stations.map((s) => s.registeredLevel ?? '') : null,
    placesStated: null,
  };
}

export const unknown = Number.NaN;

/** A counted first version without instants; `change` says what is otherwise. */
export function sheetRow(station: number, options: readonly number[], change: Partial<SheetRow> = {}): SheetRow {
  const orderAt = change.arrivedAt ?? change.publishedAt ?? unknown;
  const own = { station, version: 1, arrivedAt: unknown, publishedAt: unknown, orderAt, status: 'counted' };
  return {
    ...own,
    options: Float64Array.from(options),
    others: new Float64Array(0),
    valid: unknown,
    total: unknown,
    ...change,
  };
}

type Little = {
  readonly stations: readonly LittleStation[];
  readonly preliminary?: readonly SheetRow[];
  readonly official?: readonly SheetRow[];
  readonly states?: SheetStates;
  readonly previous?: PreviousElection;
};

/** A source of A against B, most votes win. */
export function littleSource({ stations, preliminary, official, states, previous }: Little): ProjectionSource {
  const columns = { options: [true, true], others: [], valid: false, total: false };
  const rule = { kind: 'plurality' } as const;
  const build = (rows: readonly SheetRow[] | undefined, isResult: boolean) => {
    if (rows === undefined) return null;
    const base = decideBase(rule, [columns]);
    const made = new VersionsBuilder({ stations: stations.length, columns, base, isResult, figures: 'as-then' });
    for (const row of rows) made.add(row);
    return made.finish();
  };
  return {
    options: ['A', 'B'],
    base: 'options',
    rule,
    stations: makeStations(stationColumns(stations)).table,
    previous: previous ?? null,
    preliminary: build(preliminary, false),
    official: build(official, true),
    states: states ?? null,
    notes: [],
  };
}
