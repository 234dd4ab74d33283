import { utf8 } from '../base/bytes.ts';
import { canonicalBytes, type Json } from '../base/canonical.ts';
import type { Instant } from '../base/instant.ts';
import type { Election } from '../model/election.ts';
import { type GpUnitId, LANGUAGES, type Language } from '../model/ids.ts';
import { boardFiles } from './build-board.ts';
import {
  buildFrontier,
  buildHistory,
  buildState,
  buildUnitData,
  encodeUnitData,
  pathsOfUnit,
} from './build-unit-data.ts';
import type { CertifiedData } from './canvass-data.ts';
import { collationFiles } from './collation-files.ts';
import { refreshCollation } from './collation-view.ts';
import { type EstimateData, estimateFiles, estimatesOf } from './estimate-files.ts';
import type { PublicFile } from './manifest.ts';
import type { PublicView } from './public-view.ts';
import type { ChildData, HistoryData, StateData, UnitData } from './unit-data.ts';

/** Writes one unit's page in one language; `page` says where links lead, `root` is what only the front page shows. */
export type RenderUnitPage = (input: UnitPageInput) => string;
export type UnitPageInput = {
  readonly language: Language;
  readonly election: Election;
  readonly unit: UnitData;
  readonly state: StateData;
  readonly places: UnitPlaces;
  readonly history?: HistoryData;
  readonly frontier?: readonly ChildData[];
  readonly certificates?: readonly CertifiedData[];
  /** By contest, where the definition shows estimates; only for the front page. */
  readonly estimates?: ReadonlyMap<string, EstimateData>;
};

/** What the tree of units knows and a unit's own data does not. */
export type UnitPlaces = {
  /** The unit whose page a link to this one leads to. */
  pageOf(unit: string): string;
  nameOf(unit: string): string;
};

function placesOf(view: PublicView): UnitPlaces {
  const { units, unitIndex, pageOf } = view.geography;
  const index = (unit: string) => unitIndex.get(unit as GpUnitId) ?? 0;
  return {
    pageOf: (unit) => units[pageOf[index(unit)] ?? 0]?.id ?? unit,
    nameOf: (unit) => units[index(unit)]?.name ?? '',
  };
}

/** How many units without any event a state adds: few in the first one, so that the zero act is there at once. */
const FILL_FIRST = 60;
const FILL_PER_STATE = 400;

/**
 * Chooses the units whose files a state writes: those that changed, and until all exist some of those that never did.
 * The same calls give the same choice, so a restarted run publishes the same states.
 */
export class PageSchedule {
  private readonly all: readonly number[];
  private readonly written = new Set<number>();
  private next = 0;

  constructor(view: PublicView) {
    const { pageOf, children, units } = view.geography;
    const own = units.map((_, u) => u).filter((u) => pageOf[u] === u);
    // Wide areas first: their pages are looked at before those of places, and link to them.
    const isPlace = (u: number) => (children[u] ?? []).length === 0;
    const order = (u: number) => (isPlace(u) ? 1000 : 0) + (units[u]?.depth ?? 0);
    this.all = own.sort((a, b) => order(a) - order(b) || a - b);
  }

  /** Units to write now, in the order of the definition; `complete` leaves none out for ever. */
  choose(touched: ReadonlySet<number>, complete: boolean): number[] {
    const chosen = new Set(touched);
    chosen.add(0);
    const limit = complete ? this.all.length : this.written.size === 0 ? FILL_FIRST : FILL_PER_STATE;
    for (let added = 0; this.next < this.all.length && added < limit; this.next++) {
      const unit = this.all[this.next] ?? 0;
      if (this.written.has(unit)) continue;
      chosen.add(unit);
      added++;
    }
    for (const unit of chosen) this.written.add(unit);
    return [...chosen].sort((a, b) => a - b);
  }

  /** Whether every unit has its files. */
  get isFilled(): boolean {
    return this.next >= this.all.length;
  }

  writtenUnits(): number[] {
    return [...this.written].sort((a, b) => a - b);
  }
}

/** The files of one unit in the view's present state, one after the other: never all in memory at once. */
export function* unitFiles(
  view: PublicView,
  unit: number,
  state: StateData,
  render: RenderUnitPage,
): Generator<PublicFile> {
  const { election } = view.geography.definition;
  const data = buildUnitData(view, unit);
  const paths = pathsOfUnit(data.unit);
  yield { path: paths.data, bytes: canonicalBytes(encodeUnitData(data)) };
  const front = unit === 0 ? frontOf(view) : {};
  const places = placesOf(view);
  // Only a place shows which certificate its sheets are in.
  const certificates = data.sheets === undefined ? undefined : view.canvass?.book.certified();
  const acts = certificates === undefined ? {} : { certificates };
  for (const [i, language] of LANGUAGES.entries()) {
    const page = render({ language, election, unit: data, state, places, ...front, ...acts });
    yield { path: paths.pages[i] ?? '', bytes: utf8(page) };
  }
  if (unit === 0) yield* collationFiles(view, data, state, front.frontier ?? data.children);
}

/** What only the front page shows. */
function frontOf(view: PublicView): Pick<UnitPageInput, 'history' | 'frontier' | 'estimates'> {
  const estimates = estimatesOf(view);
  const shown = { history: buildHistory(view), frontier: buildFrontier(view) };
  return estimates === null ? shown : { ...shown, estimates };
}

/** `data/state.json`, `data/history.json`, the board's page where there is a board, and estimates where they are shown. */
export function stateFiles(view: PublicView, size: number, at: Instant): { state: StateData; files: PublicFile[] } {
  refreshCollation(view);
  const state = buildState(view, size, at);
  const { election, test, nature } = state;
  const contests = buildHistory(view) as unknown as Json;
  const files = [
    { path: 'data/state.json', bytes: canonicalBytes(state as unknown as Json) },
    { path: 'data/history.json', bytes: canonicalBytes({ v: 1, election, test, nature, contests }) },
  ];
  return { state, files: [...files, ...boardFiles(view, state), ...estimateFiles(view, state)] };
}
