import { present } from '../src/base/assert.ts';
import type { CanvassOffice, CanvassRules, Certifier } from '../src/model/canvass-rules.ts';
import type { ElectionDefinition, GpUnit, PollingStation } from '../src/model/election.ts';
import { NEUTRAL_GROUNDS } from '../src/model/grounds-neutral.ts';
import type { GpUnitId } from '../src/model/ids.ts';
import { officeOf } from '../src/model/office-definition.ts';
import type { Rehearsal } from './generate-election.ts';

export type OfficialAsk = {
  /** Boards with a record of their own; 0: the whole count is at the centre. */
  readonly offices: number;
  /** Base64 of the certifiers' public keys; as many certifiers as keys. */
  readonly certifierKeys: readonly string[];
  /** So many of them sign. */
  readonly required: number;
  readonly scans: boolean;
};

const QUORUM = 3;

/** The same election, with an official count by offices. */
export function withOfficialCount(rehearsal: Rehearsal, ask: OfficialAsk): Rehearsal {
  const { definition } = rehearsal;
  const canvass: CanvassRules = {
    offices: ask.offices === 0 ? [] : drawOffices(definition, ask.offices),
    scans: ask.scans,
    quorum: QUORUM,
    grounds: NEUTRAL_GROUNDS,
    checks: {},
    observations: {},
    certifiers: ask.certifierKeys.map(certifierOf),
    required: ask.required,
    partial: false,
  };
  return { ...rehearsal, definition: { ...definition, election: { ...definition.election, canvass } } };
}

function certifierOf(key: string, place: number): Certifier {
  return {
    id: `certifier-${place + 1}`,
    name: `${['Aurelia', 'Bruno', 'Clemencia', 'Dionisio', 'Estela'][place % 5]} Orbañe`,
    title: { es: `Vocalía ${place + 1} de la Junta Electoral`, en: `Member ${place + 1} of the Electoral Board` },
    key,
  };
}

/** Departments and countries abroad, the largest first, each to the office that has the fewest stations by then. */
function drawOffices(definition: ElectionDefinition, wanted: number): readonly CanvassOffice[] {
  const parts = partsOf(definition);
  const boards = Array.from({ length: Math.min(wanted, parts.length) }, () => ({ stations: 0, units: [] as GpUnit[] }));
  for (const { unit, stations } of parts) {
    const least = boards.reduce((best, board) => (board.stations < best.stations ? board : best));
    least.stations += stations;
    least.units.push(unit);
  }
  return boards.map(({ units }, i) => {
    const named = present(units[0], 'a unit of an office').name;
    return {
      id: `J${i + 1}`,
      name: { es: `Junta Electoral de ${named}`, en: `Electoral Board of ${named}` },
      units: units.map(({ id }) => id).sort(),
    };
  });
}

/** What is not divided further: departments at home, and each country abroad. The home country is the one with departments. */
function partsOf({ units, stations }: ElectionDefinition): readonly { unit: GpUnit; stations: number }[] {
  const inUnit = stationsByUnit(units, stations);
  const home = units.find(({ level }) => level === 'country');
  const parts = units.filter(
    ({ id, level, parent }) =>
      (level === 'country' && id !== home?.id) || (level === 'department' && parent === home?.id),
  );
  return parts
    .map((unit) => ({ unit, stations: inUnit.get(unit.id) ?? 0 }))
    .filter((part) => part.stations > 0)
    .sort((a, b) => b.stations - a.stations || (a.unit.id < b.unit.id ? -1 : 1));
}

function stationsByUnit(units: readonly GpUnit[], stations: readonly PollingStation[]): ReadonlyMap<GpUnitId, number> {
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  const counts = new Map<GpUnitId, number>();
  for (const { place } of stations) {
    for (let unit: GpUnitId | null = place; unit !== null; unit = parents.get(unit) ?? null) {
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
  }
  return counts;
}

/** Stations of each office by its place in the definition's list; one list of all where there is none. */
export function stationsOfOffices(definition: ElectionDefinition): readonly (readonly number[])[] {
  const { stations, election } = definition;
  const offices = election.canvass?.offices ?? [];
  const office = officeOf(definition);
  const of = Map.groupBy(stations.keys(), office);
  return offices.length === 0 ? [stations.map((_, i) => i)] : offices.map(({ id }) => of.get(id) ?? []);
}
