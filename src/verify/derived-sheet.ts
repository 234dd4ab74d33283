import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import { type PlaceSheet, placeWarnings } from '../checks/index.ts';
import type { Geography } from '../model/geography.ts';
import { COUNT_KINDS, type Count, type CountKind } from '../model/ids.ts';
import { encodeBox } from '../record/index.ts';
import { collationBook } from './collation-book.ts';
import { contestsInOrder } from './contest-order.ts';
import { amendmentsJson } from './derived-amendments.ts';
import { sheetCanvassJson } from './derived-canvass.ts';
import type { Derivation } from './derived-json.ts';
import { readingsJson } from './derived-readings.ts';
import { deskOfCount } from './desk-of-count.ts';
import { pagesOf, picturesOf } from './picture-due.ts';
import type { Paper } from './sheet-book.ts';
import { type ByCount, byCount } from './state-chain.ts';
import type { SheetVersion } from './version-book.ts';

/** Codes by contest, then by the station's place in its unit. */
type Warnings = ByCount<readonly (readonly (readonly string[])[])[]>;

/** The SHEETs of a unit without children: publication.md section 5. */
export function deriveSheets(derivation: Derivation, unit: number): Json {
  const stations = derivation.geography.stationsOf[unit] ?? [];
  const warnings = warningsOf(derivation, stations);
  return stations.map((station, i) => sheetJson(derivation, station, i, warnings));
}

/** What the sheets of a place meet, each by itself and against each other, in an entered count. */
function warningsOf(derivation: Derivation, stations: readonly number[]): Warnings {
  const { geography, replayed, chain } = derivation;
  const { contests } = geography.definition.election;
  return byCount((count) => {
    const desk = deskOfCount(geography, count);
    if (desk === null || chain.courses[count].mode !== 'entered') return [];
    return contests.map((contest, c) => {
      const current = replayed.centre.versions.current[count][c] ?? [];
      const sheets = stations.map((station): PlaceSheet | null => {
        const version = current[station] ?? null;
        if (version?.status !== 'counted' && version?.status !== 'observed') return null;
        return { registered: registeredFor(derivation, count, station), boxes: version.boxes };
      });
      return placeWarnings({ contest, desk, sheets });
    });
  });
}

/** Amendments change what the official count is held against, and nothing of the preliminary one. */
function registeredFor({ geography, replayed }: Derivation, count: CountKind, station: number): Count | null {
  const { registered } = present(geography.stations[station], 'station');
  return count === 'official' ? (replayed.centre.amended.registeredOf(station) as Count | null) : registered;
}

function sheetJson(derivation: Derivation, station: number, inPlace: number, warnings: Warnings): Json {
  const { geography, replayed } = derivation;
  const { id, table, setting } = present(geography.stations[station], 'station');
  const registered = replayed.centre.amended.registeredOf(station);
  const contests: { [id: string]: Json } = {};
  for (const c of contestsInOrder(geography).places) {
    if (geography.votesIn[c]?.[station] !== true) continue;
    const of = (count: CountKind) => {
      const version = replayed.centre.versions.current[count][c]?.[station] ?? null;
      return versionJson(version, warnings[count][c]?.[inPlace] ?? []);
    };
    const versions = { official: of('official'), preliminary: of('preliminary') };
    const collation = collationBook(derivation).sheetJson(c, station);
    contests[idOf(geography, c)] = collation === null ? versions : { collation, ...versions };
  }
  const history = (replayed.history[station] ?? []).map((record): Json => {
    const header = present(derivation.headers[record], 'a replayed header');
    // An imported row whose clock is not the source's: nobody recorded its instant.
    const untimed = header.kind === 'SheetImported' && header.clock !== 'source';
    return [header.count, header.contest ?? '', record, header.kind, untimed ? null : header.at];
  });
  const readings = readingsJson(derivation, station);
  const { custody, objections, rulings } = sheetCanvassJson(derivation, station);
  const amendments = amendmentsJson(derivation, id);
  return {
    ...(amendments.length > 0 ? { amendments } : {}),
    contests,
    ...(custody.length > 0 ? { custody } : {}),
    history,
    ...(objections.length > 0 ? { objections } : {}),
    papers: papersJson(derivation, station),
    ...(readings.length > 0 ? { readings } : {}),
    registered,
    ...(rulings.length > 0 ? { rulings } : {}),
    setting,
    station: id,
    table,
  };
}

function idOf({ definition }: Geography, c: number): string {
  return present(definition.election.contests[c], 'contest').id;
}

function versionJson(version: SheetVersion | null, warnings: readonly string[]): Json {
  if (version === null) return null;
  const { status, boxes, record, reasons, observations, corrections, basis, corrected, objections } = version;
  const shown = corrections.map(({ correction: [box, value], says }): Json => [box, encodeBox(says), value]);
  return {
    ...(basis === undefined ? {} : { basis }),
    boxes: boxes.map(encodeBox),
    ...(corrected === undefined ? {} : { corrected }),
    ...(shown.length > 0 ? { corrections: shown } : {}),
    ...(objections === undefined ? {} : { objections }),
    ...(observations.length > 0 ? { observations } : {}),
    ...(reasons.length > 0 ? { reasons } : {}),
    record,
    status,
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

function papersJson(derivation: Derivation, station: number): Json {
  const { known } = derivation.replayed.centre;
  const isEntered = (count: CountKind) => derivation.chain.courses[count].mode === 'entered';
  const papers = COUNT_KINDS.filter(isEntered).flatMap((count) => known.at(count, station).papers);
  return papers.sort((a, b) => a.sheet - b.sheet).map((paper) => paperJson(derivation, paper));
}

function paperJson(derivation: Derivation, paper: Paper): Json {
  const { geography, headers, replayed } = derivation;
  const { shown, versions } = replayed.centre;
  const { sheet, count, station, received } = paper;
  const asShown = shown.papers.get(sheet);
  const contests: { [id: string]: Json } = {};
  for (const c of contestsInOrder(geography).places) {
    if (geography.votesIn[c]?.[station] !== true) continue;
    const id = idOf(geography, c);
    const decided = versions.decisionOf(c, sheet);
    if (decided !== null) contests[id] = decided.status === 'counted' ? 'agreed' : 'observed';
    else contests[id] = replayed.centre.isTyped(sheet, c) ? 'typed' : 'received';
  }
  return {
    at: present(headers[sheet], 'header of a receipt').at,
    contests,
    count,
    device: received?.device ?? null,
    pages: pagesOf(derivation, paper).length,
    pictures: picturesOf(derivation, paper, 'due'),
    sheet,
    state: asShown === undefined ? 'received' : shown.stateOf(asShown),
  };
}
