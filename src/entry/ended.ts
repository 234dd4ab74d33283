import type { Geography } from '../model/geography.ts';
import type { Count, GpUnitId } from '../model/ids.ts';
import type { Amendment, EventBody, EventHeader } from '../record/index.ts';

type EndingBody = Extract<EventBody, { kind: 'CourtOrdered' | 'DefinitionAmended' | 'ResultCertified' }>;
/** Contest and station by their places; null: all. */
type Touched = { readonly contest: number | null; readonly place: number | null };
/** Why a station is expected no more, and the record number of the amendment that says so. */
export type OutOfCount = { readonly kind: 'merged' | 'not-installed'; readonly record: number };

/**
 * Where nothing of the official count is done any more: stations that an amendment took out, and contests whose result is
 * certified and not reopened. And the voters of stations that vote at another since.
 */
export class Ended {
  private readonly geography: Geography;
  private readonly officeOf: readonly (string | null)[];
  private readonly out = new Map<number, OutOfCount>();
  /** Registered voters that an amendment changed. */
  private readonly registered = new Map<number, Count | null>();
  /** By contest, the standing certificates of this record itself, by unit. */
  private readonly own: readonly Map<number, number>[];
  /** By contest, those of offices, each for its own stations. */
  private readonly ofOffices: readonly Map<string, number>[];

  constructor(geography: Geography, officeOf: readonly (string | null)[]) {
    const { contests } = geography.definition.election;
    this.geography = geography;
    this.officeOf = officeOf;
    this.own = contests.map(() => new Map());
    this.ofOffices = contests.map(() => new Map());
  }

  /** Why the station is expected no more; null: it is. */
  outOf(place: number): OutOfCount | null {
    return this.out.get(place) ?? null;
  }

  /** The station's voters in the official count, as amendments say so far; null: nobody knows how many. */
  registeredOf(place: number): Count | null {
    const amended = this.registered.get(place);
    return amended === undefined ? (this.geography.stations[place]?.registered ?? null) : amended;
  }

  /** Record number of the standing certificate of this contest and unit; null: there is none, or it was reopened. */
  certificateOf(contest: number, unit: number): number | null {
    return this.own[contest]?.get(unit) ?? null;
  }

  /** Record number of the standing certificate of an office for this contest. */
  certificateOfOffice(contest: number, office: string): number | null {
    return this.ofOffices[contest]?.get(office) ?? null;
  }

  /** Whether the result of this contest, that the station is part of, is certified. */
  isCertified(place: number, contest: number): boolean {
    return this.isCertifiedAt(this.geography.placeOf[place] ?? -1, this.officeOf[place] ?? null, contest);
  }

  /** The same of any station that is of this office and lies in this unit. */
  isCertifiedAt(at: number, office: string | null, contest: number): boolean {
    if (office !== null && this.ofOffices[contest]?.has(office) === true) return true;
    const own = this.own[contest];
    if (own === undefined || own.size === 0) return false;
    for (let unit = at; unit >= 0; unit = this.geography.parent[unit] ?? -1) {
      if (own.has(unit)) return true;
    }
    return false;
  }

  /** Whether a certificate of this contest stands, of any area or office. */
  isAnyCertified(contest: number): boolean {
    return (this.own[contest]?.size ?? 0) + (this.ofOffices[contest]?.size ?? 0) > 0;
  }

  /** Whether nothing is typed of this contest of the station any more. */
  has(place: number, contest: number): boolean {
    return this.out.has(place) || this.isCertified(place, contest);
  }

  /** Says what it touched. */
  take(index: number, header: EventHeader, body: EndingBody): Touched | null {
    if (body.kind === 'DefinitionAmended') return this.amend(index, body.change);
    const contest = header.contest === null ? undefined : this.geography.contestIndex.get(header.contest);
    if (contest === undefined) return null;
    const office = header.office?.id;
    if (body.kind === 'CourtOrdered') {
      if (office === undefined) this.own[contest]?.clear();
      else this.ofOffices[contest]?.delete(office);
    } else if (office === undefined) {
      const unit = this.geography.unitIndex.get(body.area as GpUnitId);
      if (unit !== undefined) this.own[contest]?.set(unit, index);
    } else this.ofOffices[contest]?.set(office, index);
    return { contest, place: null };
  }

  /** For comparing two replays. */
  dump() {
    return {
      out: [...this.out],
      registered: [...this.registered],
      own: this.own.map((units) => [...units]),
      ofOffices: this.ofOffices.map((offices) => [...offices]),
    };
  }

  /** Its voters vote at the other, which then has as many as the amendment says. */
  private merge(place: number, { into, registered }: Extract<Amendment, { kind: 'station-merged' }>): void {
    const other = this.geography.stationIndex.get(into);
    if (other === undefined) return;
    this.registered.set(place, 0 as Count);
    this.registered.set(other, registered as Count | null);
  }

  private amend(index: number, change: Amendment): Touched | null {
    if (change.kind !== 'station-not-installed' && change.kind !== 'station-merged') return null;
    const place = this.geography.stationIndex.get(change.station);
    if (place === undefined) return null;
    const kind = change.kind === 'station-merged' ? 'merged' : 'not-installed';
    if (change.kind === 'station-merged') this.merge(place, change);
    if (!this.out.has(place)) this.out.set(place, { kind, record: index });
    return { contest: null, place };
  }
}
