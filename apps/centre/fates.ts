import { present } from '../../src/base/assert.ts';
import { decodeUtf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import type { StationId } from '../../src/model/ids.ts';
import { pathsOfUnit } from '../../src/publication/build-unit-data.ts';
import { decodeHeader } from '../../src/record/index.ts';
import type { ElectionRun } from '../run/election-run.ts';
import type { CountingCentre, Fate } from './centre-types.ts';

/** What becomes of what was sent, as far as the newest published state tells it: nothing yet of what no state has reached. */
export function fatesOf(run: ElectionRun, centre: CountingCentre): (record: number) => Fate | null {
  return (record) => {
    if (record >= run.publishedSize) return null;
    const sheet = run.centre.papers.sheet(record);
    if (sheet !== undefined) return fateOfSheet(run, record, sheet.count, sheet.place);
    const station = announcedStation(centre, record);
    const place = station === null ? undefined : run.view.geography.stationIndex.get(station as StationId);
    if (place === undefined) return null;
    // Behind it stand its figures, which are opened when others have typed the sheet.
    const published = run.view.isDue(record + 1);
    return { ...whereOf(run, record, place), state: 'announced', typed: false, published };
  };
}

function fateOfSheet(run: ElectionRun, record: number, count: 'preliminary' | 'official', place: number): Fate | null {
  const { view } = run;
  const now = view.sheetsOf(count, place).sheets.find(({ receipt }) => receipt.index === record);
  if (now === undefined) return null;
  const contests = view.geography.votesIn.flatMap((stations, contest) => (stations[place] === true ? [contest] : []));
  const where = whereOf(run, record, place);
  const typed = contests.every((contest) => view.isTyped(count, place, record, contest));
  // Typed is not yet published: an embargo, a stop or a dispute may keep its figures back.
  const shown = contests.every((contest) => view.tabulation.current(count, contest, place) !== null);
  return { ...where, state: now.state, typed, published: typed && now.state === 'standing' && shown };
}

function whereOf({ view }: ElectionRun, record: number, place: number) {
  const { stations, placeOf, pageOf, units } = view.geography;
  const own = present(placeOf[place], 'place');
  const { id } = present(units[pageOf[own] ?? own], 'unit');
  const station = present(stations[place], 'station').id;
  // The page is of a whole building: its part for this station is where the sheet stands.
  const page = `${present(pathsOfUnit(id).pages[0], 'page')}#s${encodeURIComponent(station)}`;
  return { record, station, page };
}

/** The station of a `FiguresAnnounced`, which is not sealed; null of anything else. */
function announcedStation(centre: CountingCentre, record: number): string | null {
  const [stored] = centre.read(record, 1);
  if (stored === undefined || expectOk(decodeHeader(stored.header), 'a header of ours').kind !== 'FiguresAnnounced') {
    return null;
  }
  const body = JSON.parse(expectOk(decodeUtf8(stored.body), 'a body of our own')) as { readonly station: string };
  return body.station;
}
