import type { Geography } from '../model/geography.ts';
import type { CountKind } from '../model/ids.ts';
import type { Box, BoxCorrection } from '../model/votes.ts';
import { CanvassBook } from './canvass-book.ts';
import { type ByCount, byCount } from './state-chain.ts';

/** What is known of a (station, contest) in one count, as one event says it. */
export type SheetVersion = {
  /** `counted`, or the reason it is not. */
  readonly status: string;
  readonly boxes: readonly Box[];
  readonly record: number;
  /** When the public could see it, for imported sheets; null where nobody recorded it. */
  readonly visibleAt: number | null;
  /** Why an observed sheet waits. */
  readonly reasons: readonly string[];
  /** Of what the version rests on, whether they wait or not. */
  readonly observations: readonly string[];
  /** Of what the version rests on: what a box itself says, and the jury's correction. */
  readonly corrections: readonly ShownCorrection[];
  /** Of a counted sheet of an official count, where it is not the original. */
  readonly basis?: 'copy' | 'recount' | 'repeat';
  /** The board stated the figures. */
  readonly corrected?: true;
  /** Objections that nobody has answered, and whose ground lets the figures count meanwhile. */
  readonly objections?: number;
  /** Of a vote that was repeated, whose figures have an embargo of their own. */
  readonly generation?: number;
};
export type ShownCorrection = { readonly correction: BoxCorrection; readonly says: Box };

/** From record number `record` on, this is the version of the station; null: none. */
export type VersionChange = {
  readonly record: number;
  readonly station: number;
  readonly version: SheetVersion | null;
};

/** Follows which version of each station and contest is the newest: publication.md section 2, "What counts". */
export class VersionBook {
  private readonly geography: Geography;
  /** By count and contest, in record order. */
  readonly changes: ByCount<readonly VersionChange[][]>;
  /** By count, contest and station. */
  readonly current: ByCount<readonly (SheetVersion | null)[][]>;
  /** For each contest, the newest decision of each sheet that no ruling sent back. */
  private readonly decisions: readonly Map<number, SheetVersion>[];
  /** What an official count from the paper has beside the typing; null where the definition has no `canvass`. */
  readonly canvass: CanvassBook | null;

  constructor(geography: Geography) {
    const { contests } = geography.definition.election;
    const none = () => new Array<SheetVersion | null>(geography.stations.length).fill(null);
    this.geography = geography;
    this.changes = byCount(() => contests.map((): VersionChange[] => []));
    this.current = byCount(() => contests.map(none));
    this.decisions = contests.map(() => new Map<number, SheetVersion>());
    this.canvass = geography.definition.election.canvass === null ? null : new CanvassBook(geography);
  }

  /** A station has the next number. */
  addStation(): void {
    for (const contests of [this.current.preliminary, this.current.official]) {
      for (const stations of contests) stations.push(null);
    }
  }

  /** Makes `version` what is known of the station and contest from `record` on. */
  set(count: CountKind, contest: number, station: number, record: number, version: SheetVersion | null): void {
    const stations = this.current[count][contest];
    if (stations === undefined || stations[station] === version) return;
    stations[station] = version;
    this.changes[count][contest]?.push({ record, station, version });
  }

  /** A sheet is agreed or observed; with null it is sent back to be typed again. */
  decide(contest: number, sheet: number, version: SheetVersion | null): void {
    if (version === null) this.decisions[contest]?.delete(sheet);
    else this.decisions[contest]?.set(sheet, version);
  }

  decisionOf(contest: number, sheet: number): SheetVersion | null {
    return this.decisions[contest]?.get(sheet) ?? null;
  }

  /** The station's figures leave the total, in every contest that it votes in, until somebody has chosen. */
  dispute(count: CountKind, station: number, record: number): void {
    this.geography.votesIn.forEach((votes, contest) => {
      // Which paper of the first vote stands is nothing to a vote that was repeated.
      if (votes[station] !== true || (count === 'official' && this.canvass?.isRepeated(contest, station))) return;
      const before = this.current[count][contest]?.[station] ?? null;
      const keeps = before?.status === 'counted' || before?.status === 'disputed';
      const boxes = keeps ? before.boxes : [];
      const version = {
        status: 'disputed',
        boxes,
        record,
        visibleAt: null,
        reasons: [],
        observations: [],
        corrections: [],
      };
      this.set(count, contest, station, record, version);
    });
  }

  /** Puts the decisions of the standing sheet in place, in one contest or in all of the station. */
  follow(count: CountKind, station: number, record: number, standing: number | null, only: number | null): void {
    this.followThose(count, station, record, standing, (contest) => only === null || only === contest);
  }

  /** While the papers of the first vote are disputed: of the contests whose vote was repeated. */
  followRepeated(station: number, record: number, only: number | null): void {
    const meant = (contest: number) =>
      (only === null || only === contest) && this.canvass?.isRepeated(contest, station) === true;
    this.followThose('official', station, record, null, meant);
  }

  private followThose(
    count: CountKind,
    station: number,
    record: number,
    standing: number | null,
    meant: (contest: number) => boolean,
  ): void {
    this.geography.votesIn.forEach((votes, contest) => {
      if (votes[station] !== true || !meant(contest)) return;
      this.set(count, contest, station, record, this.versionOf(count, contest, station, standing));
    });
  }

  private versionOf(count: CountKind, contest: number, station: number, standing: number | null): SheetVersion | null {
    if (count === 'official' && this.canvass !== null) return this.canvass.versionOf(contest, station, standing);
    return standing === null ? null : this.decisionOf(contest, standing);
  }
}
