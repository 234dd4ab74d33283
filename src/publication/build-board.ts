import { present } from '../base/assert.ts';
import { utf8 } from '../base/bytes.ts';
import { LANGUAGES } from '../model/ids.ts';
import type { BoardData, RepeatedVote } from './canvass-data.ts';
import type { PublicFile } from './manifest.ts';
import { renderBoardPage } from './pages/board-page.ts';
import type { PublicView } from './public-view.ts';
import type { StateData } from './unit-data.ts';

/** Votes to be repeated that the board's page names; the place pages name all. */
const REPEATS_MAX = 200;

/** What the board did, as its page shows it; null where the official count is not run from the paper. */
function buildBoard(view: PublicView): BoardData | null {
  if (view.canvass === null) return null;
  return { ...view.canvass.book.board(), repeats: repeatsOf(view) };
}

/** `<language>/board.html`: docs/spec/official-count.md section 10. */
export function boardFiles(view: PublicView, state: StateData): PublicFile[] {
  const board = buildBoard(view);
  const { canvass } = state;
  if (board === null || canvass === undefined) return [];
  const { units, unitIndex, pageOf, definition } = view.geography;
  const nameOf = (id: string): string => units[unitIndex.get(id as never) ?? -1]?.name ?? id;
  const addressOf = (id: string): string => units[pageOf[unitIndex.get(id as never) ?? 0] ?? 0]?.id ?? id;
  return LANGUAGES.map((language) => {
    const page = renderBoardPage({
      ...{ language, election: definition.election, state, canvass, board },
      places: { nameOf, pageOf: addressOf },
    });
    return { path: `${language}/board.html`, bytes: utf8(page) };
  });
}

function repeatsOf(view: PublicView): RepeatedVote[] {
  const { contests } = view.geography.definition.election;
  const found: RepeatedVote[] = [];
  for (const station of view.canvass?.stations.withRepeats() ?? []) {
    contests.forEach(({ id }, c) => {
      if (view.tabulation.current('official', c, station)?.status !== 'repeat') return;
      const ruling = view.canvass?.stations.of(station).rulings.findLast(([, of, e]) => of === id && e === 'repeat');
      if (ruling === undefined || found.length >= REPEATS_MAX) return;
      const place = present(view.geography.units[view.geography.placeOf[station] ?? 0], 'place').id;
      const { id: name } = present(view.geography.stations[station], 'station');
      found.push({ station: name, unit: place, contest: id, record: ruling[0], until: ruling[6] });
    });
  }
  return found;
}
