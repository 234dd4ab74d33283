import {
  ADDED_STATIONS_MOST,
  type ChangingGeography,
  isVotedInAt,
  placeNamed,
  STATIONS_AT_PLACE_MOST,
} from '../model/changing-geography.ts';
import type { ContestId, GpUnitId } from '../model/ids.ts';
import { isOfOffice, officeOfPlaces } from '../model/office-definition.ts';
import { isId } from '../model/parse-election-fields.ts';
import type { Amendment, EventBody } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import type { Centre } from './centre.ts';
import { type FindingList, shown } from './finding.ts';
import type { ReadHeader } from './read-header.ts';
import type { RepeatedVotes } from './repeated-votes.ts';

type Change<K extends Amendment['kind']> = Extract<Amendment, { readonly kind: K }>;
/** Which certificates stand: of any area, and of stations that lie in a unit. */
type Certified = {
  isCertified(contest: string): boolean;
  isCertifiedAt(contest: string, unit: number, office: string | null): boolean;
};

const NUMBER_MOST = 999_999_999;

/**
 * What an amendment asks of the record before it, and what follows of one that moves a station's date (official-count.md section 7).
 * Stations are added and moved in the geography itself, at the place of the event.
 */
export class AmendmentCheck {
  private readonly changing: ChangingGeography;
  private readonly centre: Centre;
  private readonly certified: Certified;
  private readonly repeats: Pick<RepeatedVotes, 'highestOf' | 'waiting'>;
  private readonly findings: FindingList;
  private readonly officeAt: (place: string) => string | null;
  private readonly gone = new Set<string>();
  /** By station, when its polls close. */
  private readonly dates = new Map<number, number>();
  /** By unit, the extended closing. */
  private readonly closings = new Map<number, number>();

  constructor(
    changing: ChangingGeography,
    centre: Centre,
    certified: Certified,
    repeats: Pick<RepeatedVotes, 'highestOf' | 'waiting'>,
    findings: FindingList,
  ) {
    this.changing = changing;
    this.centre = centre;
    this.certified = certified;
    this.repeats = repeats;
    this.findings = findings;
    this.officeAt = officeOfPlaces(changing.now.definition);
  }

  /** Judges the amendment, and lays it out. */
  take(record: number, change: Amendment): void {
    if (!this.isGood(change)) {
      const says = `Event ${record} amends what the definition does not have, or what cannot be changed so.`;
      addOfEvent(this.findings, 'amendment-void', record, says);
    }
    const touched = this.contestsOf(change).find(({ isCertified }) => isCertified)?.contest;
    if (touched !== undefined) {
      const says = `Event ${record} amends contest ${shown(touched)}, which is certified.`;
      addOfEvent(this.findings, 'after-certificate', record, says);
    }
    this.lay(change);
  }

  /** Nothing comes of a station before its polls close, where its vote is on another day. */
  receive(record: number, { at, office }: ReadHeader, station: number, body: EventBody): void {
    if (!OF_PAPER.has(body.kind)) return;
    const until = this.dates.get(station);
    if (until === undefined || (office?.at ?? at) >= until) return;
    const says = `Event ${record}, a ${body.kind}, is of a station whose vote is on another day, before its polls closed.`;
    addOfEvent(this.findings, 'polls-open', record, says);
  }

  private isGood(change: Amendment): boolean {
    const { unitIndex, contestIndex, definition } = this.changing.now;
    switch (change.kind) {
      case 'station-not-installed':
        return this.isThere(change.station);
      case 'station-merged':
        return this.isThere(change.station) && this.isThere(change.into) && change.station !== change.into;
      case 'closing-extended':
        return change.units.every((id) => unitIndex.has(id as GpUnitId));
      case 'candidate-withdrawn': {
        const contest = definition.election.contests[contestIndex.get(change.contest as ContestId) ?? -1];
        return contest?.selections.some(({ id }) => id === change.selection) === true;
      }
      case 'station-added':
        return this.mayBeAdded(change);
      case 'station-moved':
        return this.mayMove(change);
      case 'date-moved':
        return this.mayVoteLater(change);
    }
  }

  private isThere(station: string): boolean {
    return this.changing.now.stationIndex.has(station as never) && !this.gone.has(station);
  }

  private mayBeAdded({ station, place, table, registered, setting }: Change<'station-added'>): boolean {
    const { definition, stationIndex, stations } = this.changing.now;
    const office = this.officeAt(place);
    return (
      isId(station) &&
      !stationIndex.has(station) &&
      stations.length - definition.stations.length < ADDED_STATIONS_MOST &&
      Math.max(table ?? 0, registered ?? 0) <= NUMBER_MOST &&
      definition.stations.some((known) => known.setting === setting) &&
      (office === null || isOfOffice(office, station)) &&
      this.hasRoom(place)
    );
  }

  private mayMove({ station, place }: Change<'station-moved'>): boolean {
    const { now } = this.changing;
    const at = now.stationIndex.get(station);
    const unit = placeNamed(now, place);
    if (at === undefined || unit === null || !this.isThere(station) || !this.hasRoom(place)) return false;
    const from = now.stations[at]?.place ?? '';
    const isSame = now.votesIn.every((votes, contest) => votes[at] === isVotedInAt(now, contest, unit));
    return isSame && unit !== now.placeOf[at] && this.officeAt(from) === this.officeAt(place);
  }

  private hasRoom(place: string): boolean {
    const { now } = this.changing;
    const unit = placeNamed(now, place);
    if (unit === null || (now.stationsOf[unit] ?? []).length >= STATIONS_AT_PLACE_MOST) return false;
    return now.votesIn.some((_, contest) => isVotedInAt(now, contest, unit));
  }

  private mayVoteLater({ station, until }: Change<'date-moved'>): boolean {
    const at = this.changing.now.stationIndex.get(station);
    if (at === undefined || !this.isThere(station)) return false;
    const { standing, dispute } = this.centre.known.at('official', at);
    if (standing !== null || dispute !== null || this.centre.custody.marksOf(at).missing) return false;
    // A vote that is repeated was held once, whatever became of its papers.
    if (this.repeats.highestOf(station) > 1 || this.repeats.waiting(station).size > 0) return false;
    const closes = this.dates.get(at) ?? this.closingAt(this.changing.now.placeOf[at] ?? 0);
    return closes !== null && until > closes;
  }

  private closingAt(unit: number): number | null {
    const { definition, parent } = this.changing.now;
    const { pollsClose } = definition.election;
    if (pollsClose === null) return null;
    let last: number = pollsClose;
    for (let up = unit; up >= 0; up = parent[up] ?? -1) last = Math.max(last, this.closings.get(up) ?? last);
    return last;
  }

  /** What is changed of what was certified: nothing of it may be. */
  private contestsOf(change: Amendment): readonly { readonly contest: string; readonly isCertified: boolean }[] {
    const { now } = this.changing;
    if (change.kind === 'closing-extended') return [];
    if (change.kind === 'candidate-withdrawn') {
      return [{ contest: change.contest, isCertified: this.certified.isCertified(change.contest) }];
    }
    const ids = change.kind === 'station-merged' ? [change.station, change.into] : [change.station];
    const places = ids.flatMap((id) => now.stations[now.stationIndex.get(id as never) ?? -1]?.place ?? []);
    if (change.kind === 'station-added' || change.kind === 'station-moved') places.push(change.place as GpUnitId);
    return places.flatMap((place) => {
      const unit = now.unitIndex.get(place) ?? -1;
      return now.definition.election.contests.flatMap(({ id }, c) => {
        if (unit < 0 || !isVotedInAt(now, c, unit)) return [];
        return [{ contest: id, isCertified: this.certified.isCertifiedAt(id, unit, this.officeAt(place)) }];
      });
    });
  }

  /** As the publisher had to, wherever that can be done at all. */
  private lay(change: Amendment): void {
    const { now } = this.changing;
    switch (change.kind) {
      case 'station-added': {
        const { station: id, place, table, registered, setting } = change;
        if (now.stationIndex.has(id) || placeNamed(now, place) === null) return;
        this.changing.add({ id, place: place as GpUnitId, table, registered, setting });
        this.centre.addStation();
        return;
      }
      case 'station-moved': {
        const [at, unit] = [now.stationIndex.get(change.station), placeNamed(now, change.place)];
        if (at !== undefined && unit !== null) this.changing.move(at, unit);
        return;
      }
      case 'date-moved': {
        const at = now.stationIndex.get(change.station);
        if (at !== undefined) this.dates.set(at, change.until);
        return;
      }
      case 'closing-extended':
        for (const id of change.units) {
          const unit = now.unitIndex.get(id as GpUnitId) ?? -1;
          this.closings.set(unit, Math.max(change.until, this.closings.get(unit) ?? 0));
        }
        return;
      case 'station-merged':
      case 'station-not-installed':
        this.gone.add(change.station);
        return;
      case 'candidate-withdrawn':
        return;
    }
  }
}

const OF_PAPER: ReadonlySet<string> = new Set(['CopyAdmitted', 'EnvelopeMissing', 'EnvelopeReceived']);
