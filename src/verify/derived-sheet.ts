import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import { type PlaceSheet, placeWarnings } from '../checks/index.ts';
import { COUNT_KINDS, type Count, type CountKind } from '../model/ids.ts';
import { encodeBox } from '../record/index.ts';
import { collationBook } from './collation-book.ts';
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
  geography.definition.election.contests.forEach((contest, c) => {
    if (geography.votesIn[c]?.[station] !== true) return;
    const versions = byCount((count) => {
      const version = replayed.centre.versions.current[count][c]?.[station] ?? null;
      return versionJson(version, warnings[count][c]?.[inPlace] ?? []);
    });
    const collation = collationBook(derivation).sheetJson(c, station);
    contests[contest.id] = collation === null ? versions : { ...versions, collation };
  });
  const history = (replayed.history[station] ?? []).map((record): Json => {
    const header = present(derivation.headers[record], 'a replayed header');
    // An imported row whose clock is not the source's: nobody recorded its instant.
    const untimed = header.kind === 'SheetImported' && header.clock !== 'source';
    return [header.count, header.contest ?? '', record, header.kind, untimed ? null : header.at];
  });
  const readings = readingsJson(derivation, station);
  const papers = papersJson(derivation, station);
  const canvass = sheetCanvassJson(derivation, station);
  const sheet = { station: id, table, registered, setting, contests, history, papers, ...canvass };
  return readings.length > 0 ? { ...sheet, readings } : sheet;
}

function versionJson(version: SheetVersion | null, warnings: readonly string[]): Json {
  if (version === null) return null;
  const { status, boxes, record, reasons, observations, corrections, basis, corrected, objections } = version;
  const shown = corrections.map(({ correction: [box, value], says }): Json => [box, encodeBox(says), value]);
  return {
    status,
    boxes: boxes.map(encodeBox),
    record,
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(reasons.length > 0 ? { reasons } : {}),
    ...(observations.length > 0 ? { observations } : {}),
    ...(shown.length > 0 ? { corrections: shown } : {}),
    ...(basis === undefined ? {} : { basis }),
    ...(corrected === undefined ? {} : { corrected }),
    ...(objections === undefined ? {} : { objections }),
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
  geography.definition.election.contests.forEach(({ id }, c) => {
    if (geography.votesIn[c]?.[station] !== true) return;
    const decided = versions.decisionOf(c, sheet);
    if (decided !== null) contests[id] = decided.status === 'counted' ? 'agreed' : 'observed';
    else contests[id] = replayed.centre.isTyped(sheet, c) ? 'typed' : 'received';
  });
  return {
    count,
    sheet,
    at: present(headers[sheet], 'header of a receipt').at,
    state: asShown === undefined ? 'received' : shown.stateOf(asShown),
    pages: pagesOf(derivation, paper).length,
    pictures: picturesOf(derivation, paper, 'due'),
    device: received?.device ?? null,
    contests,
  };
}
