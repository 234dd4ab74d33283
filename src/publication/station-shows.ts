import type { Geography } from '../model/geography.ts';
import type { CountKind } from '../model/ids.ts';
import type { Tabulation } from '../tabulation/tabulation.ts';
import type { CanvassStations } from './canvass-stations.ts';
import type { CountProgress } from './count-progress.ts';
import type { DeskSums } from './desk-sums.ts';
import { type Embargoes, THE_VOTE } from './embargoes.ts';
import { PictureKeeper } from './pictures.ts';
import { sameVersion } from './same-version.ts';
import type { StationDesk } from './station-desk.ts';
import { type ReceiptItem, type SheetNow, StationReplay } from './station-replay.ts';

type Parts = {
  readonly geography: Geography;
  readonly tabulation: Tabulation;
  readonly counts: Readonly<Record<CountKind, CountProgress>>;
  readonly embargoes: Embargoes;
  readonly desks: Readonly<Record<CountKind, StationDesk>>;
  readonly sums: Readonly<Record<CountKind, DeskSums>>;
  /** Null: the official count is not run from the paper. */
  readonly canvass: CanvassStations | null;
};

/** What a state shows of single stations: their versions, their sheets, their pictures. */
export class StationShows {
  private readonly parts: Parts;
  readonly pictures = new PictureKeeper();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** The sheets of a station as the newest state shows them, and what is typed of each. */
  sheetsOf(
    count: CountKind,
    station: number,
  ): { readonly replay: StationReplay; readonly sheets: readonly SheetNow[] } {
    const { counts, desks, embargoes, geography } = this.parts;
    const { covers, closedAt } = counts[count];
    const reach = { covers, closedAt, contests: geography.contestIndex.size, isLifted: embargoes.isShown };
    const replay = new StationReplay(desks[count].itemsOf(station), reach);
    return { replay, sheets: replay.sheets((receipt) => this.isEmbargoed(station, receipt)) };
  }

  /** Whether a state may show versions of a station: of figures taken from files it shows those as they come. */
  isTyped(count: CountKind): boolean {
    const { mode } = this.parts.counts[count];
    // An amendment of the definition says where stations end before anybody opens the official count.
    return mode === 'entered' || (mode === null && count === 'official' && this.parts.canvass !== null);
  }

  /** What a state shows of one station of an entered count: its versions, its pictures, whether a sheet came too late. */
  settle(count: CountKind, station: number): void {
    const { tabulation, sums, canvass } = this.parts;
    const { replay, sheets } = this.sheetsOf(count, station);
    this.votedIn(station, (contest) => {
      const version = replay.version(contest);
      if (sameVersion(tabulation.current(count, contest, station), version)) return;
      tabulation.set(count, contest, station, version);
      if (count === 'official') canvass?.settle(contest, station, version);
    });
    for (const { receipt, picture } of sheets) {
      this.pictures.set(receipt.index, picture === 'due' ? receipt.pictures : []);
    }
    if (sheets.some((sheet) => sheet.state === 'late')) {
      this.votedIn(station, (contest) => sums[count].late.add(contest, station, tabulation.areas(station)));
    }
  }

  /** Stations with something of the count that vote in one of these contests. */
  votingIn(count: CountKind, contests: readonly number[]): number[] {
    const { geography, desks } = this.parts;
    if (contests.length === 0) return [];
    return [...geography.stations.keys()].filter((station) => {
      if (desks[count].itemsOf(station).length === 0) return false;
      return contests.some((c) => geography.votesIn[c]?.[station] === true);
    });
  }

  /** Stations of a count that have a sheet whose pictures are not to be seen. */
  withHiddenPictures(count: CountKind): number[] {
    return [...this.parts.geography.stations.keys()].filter((station) => {
      const items = this.parts.desks[count].itemsOf(station);
      return items.some((item) => item.kind === 'received' && !this.pictures.isShown(item.index));
    });
  }

  /** Visits every contest that the station votes in. */
  votedIn(station: number, each: (contest: number) => void): void {
    const { votesIn } = this.parts.geography;
    for (const [contest, voters] of votesIn.entries()) if (voters[station] === true) each(contest);
  }

  /** On the paper of a repeated vote there is nothing but the contests that were repeated: they have an embargo of their own. */
  private isEmbargoed(station: number, { repeated }: ReceiptItem): boolean {
    let embargoed = false;
    this.votedIn(station, (contest) => {
      if (repeated?.contests.includes(contest) === false) return;
      embargoed ||= !this.parts.embargoes.isShown(contest, repeated ?? THE_VOTE);
    });
    return embargoed;
  }
}
