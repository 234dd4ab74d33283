import { present } from '../base/assert.ts';
import { placeWarnings } from '../checks/index.ts';
import { deskRulesOfCount } from '../model/canvass-rules.ts';
import { COUNT_KINDS, type Count, type CountKind } from '../model/ids.ts';
import { encodeBox } from '../record/index.ts';
import { eachCount, type SheetVersion } from '../tabulation/tabulation.ts';
import { collatedView } from './collation-view.ts';
import type { PublicView } from './public-view.ts';
import { readingDiffers } from './station-readings.ts';
import type { SheetNow, StationReplay } from './station-replay.ts';
import type { BothCounts, PaperData, ReadingData, SheetData, SheetVersionData } from './unit-data.ts';

/** The sheets of a place: docs/spec/publication.md section 5, SHEET. */
export function buildSheets(view: PublicView, stations: readonly number[]): SheetData[] {
  const warnings = warningsOf(view, stations);
  return stations.map((station, i) => buildSheet(view, station, (count, c) => warnings[count][c]?.[i] ?? []));
}

/** By count, contest and place in `stations`: the checks that each version meets, by itself and beside the others. */
function warningsOf(view: PublicView, stations: readonly number[]): BothCounts<readonly (readonly string[])[][]> {
  const { contests, desk: rules, canvass } = view.geography.definition.election;
  return eachCount((count) => {
    if (rules === null || !view.isEntered(count)) return [];
    const desk = count === 'official' ? deskRulesOfCount(rules, canvass) : rules;
    return contests.map((contest, c) => {
      const sheets = stations.map((station) => {
        const version = view.tabulation.current(count, c, station);
        const registered = view.tabulation.registeredOf(count, station) as Count | null;
        return version !== null && isRead(version) ? { registered, boxes: version.boxes } : null;
      });
      return sheets.every((sheet) => sheet === null) ? [] : placeWarnings({ contest, desk, sheets });
    });
  });
}

function isRead({ status, boxes }: SheetVersion): boolean {
  return (status === 'counted' || status === 'observed') && boxes.length > 0;
}

type Warnings = (count: CountKind, contest: number) => readonly string[];

function buildSheet(view: PublicView, station: number, warnings: Warnings): SheetData {
  const { geography } = view;
  const { id, table, setting } = present(geography.stations[station], 'station');
  const registered = view.tabulation.registeredOf('official', station);
  const contests: Record<string, SheetData['contests'][string]> = {};
  const collated = collatedView(view);
  for (const [c, contest] of contestsOf(view, station)) {
    const versions = eachCount((count) => {
      const version = view.tabulation.current(count, c, station);
      return version && encodeVersion(version, warnings(count, c));
    });
    const collation = collated.sheet(c, station);
    contests[contest] = collation === null ? versions : { ...versions, collation };
  }
  const history = view.historyOf(station);
  const papers = COUNT_KINDS.flatMap((count) => papersOf(view, count, station)).sort((a, b) => a.sheet - b.sheet);
  const readings = readingsOf(view, station);
  const sheet = { station: id, table, registered, setting, contests, history, papers, ...canvassOf(view, station) };
  return readings.length === 0 ? sheet : { ...sheet, readings };
}

/** Custody, objections and rulings: docs/spec/official-count.md section 10. */
function canvassOf(
  view: PublicView,
  station: number,
): Pick<SheetData, 'amendments' | 'custody' | 'objections' | 'rulings'> {
  if (view.canvass === null) return {};
  const { amendments, custody, objections, rulings } = view.canvass.stations.of(station);
  return {
    ...(amendments.length === 0 ? {} : { amendments }),
    ...(custody.length === 0 ? {} : { custody }),
    ...(objections.length === 0 ? {} : { objections }),
    ...(rulings.length === 0 ? {} : { rulings }),
  };
}

function readingsOf(view: PublicView, station: number): ReadingData[] {
  return view.readings.of(station).map(({ contest, record, at, via, device, boxes }) => ({
    contest: present(view.geography.definition.election.contests[contest], 'contest').id,
    record,
    at,
    via,
    device,
    boxes: boxes === null ? null : boxes.map(encodeBox),
    differs: readingDiffers(boxes, view.tabulation.current('preliminary', contest, station)),
  }));
}

function encodeVersion(
  { status, boxes, record, reasons, observations, corrections, basis, corrected, objections }: SheetVersion,
  warnings: readonly string[],
): SheetVersionData {
  return {
    status,
    boxes: boxes.map(encodeBox),
    record,
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(reasons === undefined || reasons.length === 0 ? {} : { reasons }),
    ...(observations === undefined ? {} : { observations }),
    ...(corrections === undefined || corrections.length === 0
      ? {}
      : {
          corrections: corrections.map(({ says, correction: [box, n] }) => [box, encodeBox(says), n] as const),
        }),
    ...(basis === undefined ? {} : { basis }),
    ...(corrected === undefined ? {} : { corrected }),
    ...(objections === undefined ? {} : { objections }),
  };
}

function papersOf(view: PublicView, count: CountKind, station: number): PaperData[] {
  if (!view.isEntered(count)) return [];
  const { replay, sheets } = view.sheetsOf(count, station);
  return sheets.map((sheet) => buildPaper(view, count, station, replay, sheet));
}

function buildPaper(
  view: PublicView,
  count: CountKind,
  station: number,
  replay: StationReplay,
  { receipt, state: standing, isGone, picture }: SheetNow,
): PaperData {
  const sheet = receipt.index;
  const contests: Record<string, PaperData['contests'][string]> = {};
  for (const [c, contest] of contestsOf(view, station)) {
    const decided = replay.decisionOf(sheet, c);
    if (decided !== null) contests[contest] = decided.status === 'counted' ? 'agreed' : 'observed';
    else contests[contest] = view.isTyped(count, station, sheet, c) ? 'typed' : 'received';
  }
  const pictures = picture === 'due' ? receipt.pictures : [];
  const { at, device } = receipt;
  const state = isGone ? 'gone' : standing;
  return { count, sheet, at, state, pages: receipt.pictures.length, pictures, device, contests };
}

/** Index and id of each contest that the station votes in. */
function contestsOf({ geography }: PublicView, station: number): (readonly [number, string])[] {
  return geography.definition.election.contests.flatMap(({ id }, c) =>
    geography.votesIn[c]?.[station] === true ? [[c, id] as const] : [],
  );
}
