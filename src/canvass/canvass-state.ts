import { present } from '../base/assert.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { CentreState } from '../entry/centre-state.ts';
import type { CanvassRules } from '../model/canvass-rules.ts';
import type { ContestId } from '../model/ids.ts';
import { type Certificate, type EventBody, type EventHeader, isOfficeOnly } from '../record/index.ts';
import { Amendments } from './amendments.ts';
import { Board } from './board.ts';
import type {
  Amended,
  ContestEnd,
  Custody,
  DeclaredOffice,
  HandOver,
  Member,
  Objection,
  Ruling,
  Session,
} from './canvass-types.ts';
import { DeskLists } from './desk-lists.ts';
import { type Books, endingOf } from './ending.ts';
import { addEnds, type EndCounts, Endings } from './endings.ts';
import { Envelopes } from './envelopes.ts';
import { Following } from './following.ts';
import { Offices } from './offices.ts';
import { Rulings } from './rulings.ts';

export type CanvassOptions = {
  /** Whether a certifier's signature is good; `key` and `signature` in base64. */
  readonly verify: (key: string, message: Bytes, signature: string) => boolean;
  /**
   * What the published state of so many events says of this contest and area, papers aside; null: nothing can be certified of it.
   * Asked only where nothing behind that state could change it.
   */
  readonly judge: (contest: ContestId, area: string, size: number) => Certificate | null;
  /** Size of the record behind the newest published state. */
  readonly newestState: () => number;
  /** Whether a state of so many events was published. Without it only the newest is known. */
  readonly isState: (size: number) => boolean;
};

/** Nothing can be certified with these. */
const HARMLESS = { verify: () => false, judge: () => null, newestState: () => 0 } as const;

/** Kinds of the official count that change neither a figure nor where a sheet ends: they may stand behind a state. */
const BEHIND_A_STATE: ReadonlySet<string> = new Set(['ResultCertified', 'SessionClosed']);
/** Kinds without a count that change what is certified; what an embargo held back no state before its end has shown. */
const WITHOUT_COUNT: ReadonlySet<string> = new Set(['DefinitionAmended', 'EmbargoLifted', 'OfficeTaken']);

/**
 * The official count as its record says it is, beside its typing: fed with every event right after `centre.take`, with bodies that
 * name events by the numbers of this record. Nothing here reads anything of the preliminary count.
 */
export class CanvassState {
  readonly centre: CentreState;
  readonly options: CanvassOptions;
  readonly envelopes: Envelopes;
  readonly board = new Board();
  readonly rulings: Rulings;
  readonly endings: Endings;
  readonly lists: DeskLists;
  readonly offices = new Offices();
  readonly amendments: Amendments;
  /** What has to follow at once, of this record itself and of each office. */
  readonly following: Following;
  /** Record number of the newest event that could change what is certified; -1: there is none. */
  lastOfficial = -1;
  /** Sizes of the states that this record itself has published. */
  readonly states: Set<number> = new Set();
  /** Origin of this record's log; null until its keys are declared. */
  origin: string | null = null;
  private readonly books: Books;
  private readonly lots = new Map<string, { readonly record: number; readonly order: readonly string[] }>();
  private readonly destroyed: number[] = [];

  constructor(centre: CentreState, options: Partial<CanvassOptions> = {}) {
    this.centre = centre;
    const isState = (size: number) => size === this.options.newestState();
    this.options = { ...HARMLESS, isState, ...options };
    this.envelopes = new Envelopes(centre);
    this.rulings = new Rulings(centre);
    this.endings = new Endings(centre.geography);
    this.lists = new DeskLists(centre);
    this.amendments = new Amendments(centre.geography);
    this.following = new Following(centre);
    this.books = { centre, envelopes: this.envelopes, rulings: this.rulings };
  }

  /** null: the official count is only typed, or imported. */
  get rules(): CanvassRules | null {
    return this.centre.canvass;
  }

  custodyOf(place: number, generation = 1): Custody {
    return this.envelopes.custodyOf(place, generation);
  }

  handOversOf(place: number): readonly HandOver[] {
    return this.envelopes.handOversOf(place);
  }

  objectionsOf(place: number): readonly Objection[] {
    return this.rulings.objectionsOf(place);
  }

  rulingsOf(place: number): readonly Ruling[] {
    return this.rulings.rulingsOf(place);
  }

  members(): readonly Member[] {
    return this.board.members();
  }

  /** The session of this record itself that sits; of an office none. */
  session(): Session | null {
    return this.board.open();
  }

  sessions(): readonly Session[] {
    return this.board.sessions();
  }

  /** null where the station does not vote in the contest. */
  endOf(place: number, contest: number): ContestEnd | null {
    return this.endings.of(place, contest);
  }

  /** How many stations of an area (by its place) are at no end in this contest. */
  open(contest: number, area: number): number {
    return this.endings.countsIn(contest, area).open;
  }

  ends(contest: number, area: number): EndCounts {
    return this.endings.countsIn(contest, area);
  }

  /** Record number of the certificate that stands; null: there is none, or it was reopened. */
  certified(contest: number, area: number): number | null {
    return this.centre.ended.certificateOf(contest, area);
  }

  amended(): readonly Amended[] {
    return this.amendments.all();
  }

  declaredOffices(): readonly DeclaredOffice[] {
    return this.offices.all();
  }

  /** The office that this station's official count is done by, in a record of its own; null: it is done here. */
  officeDoing(place: number): string | null {
    const office = this.centre.officeOf[place] ?? null;
    return office !== null && this.offices.get(office) !== null ? office : null;
  }

  /** Stations of an office in this contest, by where they end. */
  endsOfOffice(contest: number, office: string): EndCounts {
    const units = this.rules?.offices.find(({ id }) => id === office)?.units ?? [];
    const areas = units.flatMap((id) => this.centre.geography.unitIndex.get(id) ?? []);
    return addEnds(areas.map((area) => this.endings.countsIn(contest, area)));
  }

  /** In which order a tie is broken, by the newest lot; null: nobody drew one. */
  lotOf(contest: number, area: string): readonly string[] | null {
    return this.lots.get(`${contest} ${area}`)?.order ?? null;
  }

  /** Record numbers of acts of destruction. */
  destructions(): readonly number[] {
    return this.destroyed;
  }

  /** Takes the next event of the record, right behind `centre.take`. Kinds that say nothing to the official count pass. */
  take(index: number, header: EventHeader, body: EventBody): void {
    this.offices.follow(header);
    if (isOfficeOnly(header)) return;
    const official = header.count === 'official' && !BEHIND_A_STATE.has(body.kind);
    if (official || header.office !== undefined || WITHOUT_COUNT.has(body.kind)) this.lastOfficial = index;
    this.following.take(index, header, body);
    this.takeIn(index, header, body);
    if (header.count === 'official' || body.kind === 'DefinitionAmended') this.settle(header, body);
  }

  /** For comparing two replays. */
  dump(): unknown {
    const { contests } = this.centre.geography.definition.election;
    return {
      envelopes: this.envelopes.dump(),
      board: [this.board.members(), this.board.sessions()],
      rulings: this.rulings.dump(),
      ends: contests.map((_, contest) => this.centre.geography.stations.map((_s, place) => this.endOf(place, contest))),
      lists: this.lists.dump(),
      offices: this.offices.all(),
      amendments: this.amendments.all(),
      rest: [this.lastOfficial, this.origin, [...this.lots], this.destroyed],
    };
  }

  private takeIn(index: number, header: EventHeader, body: EventBody): void {
    switch (body.kind) {
      case 'StatePublished':
        this.states.add(body.size);
        break;
      case 'KeysDeclared':
        this.origin ??= body.origin;
        break;
      case 'EnvelopeReceived':
      case 'EnvelopeMissing':
      case 'EnvelopeMoved':
      case 'EnvelopeOpened':
      case 'EnvelopeStored':
      case 'SheetScanned':
      case 'CopyAdmitted':
      case 'SheetWithdrawn':
        if (header.count === 'official') this.envelopes.take(index, header, body);
        break;
      case 'MemberSeated':
      case 'MemberLeft':
      case 'SessionOpened':
      case 'SessionClosed':
        this.board.take(index, header, body);
        break;
      case 'ObjectionRaised':
      case 'BoardRuled':
        this.rulings.take(index, header, body);
        break;
      case 'LotDrawn':
        // An office breaks the ties of its own certificate, in its own record; whatever area it names, none of these.
        if (header.office !== undefined) break;
        this.lots.set(`${this.contestAt(header)} ${body.area}`, { record: index, order: body.order });
        break;
      case 'DefinitionAmended':
        this.amendments.take(index, header, body);
        this.lay(body);
        break;
      case 'MaterialDestroyed':
        this.destroyed.push(index);
        break;
      case 'OfficeDeclared':
      case 'OfficeTaken':
      case 'OfficeForked':
        this.offices.take(index, body);
        break;
      default:
        break;
    }
  }

  /** Reads afresh where everything ends that the event touched. */
  private settle(header: EventHeader, body: EventBody): void {
    const { geography } = this.centre;
    if (body.kind === 'ResultCertified' || body.kind === 'CourtOrdered') {
      const contest = this.contestAt(header);
      for (let place = 0; place < geography.stations.length; place++) this.settleOne(place, contest, header.at);
      return;
    }
    const station = body.kind === 'DefinitionAmended' ? stationOf(body) : 'station' in body ? body.station : null;
    const place = station === null ? undefined : geography.stationIndex.get(station);
    if (place === undefined) return;
    const { contests } = geography.definition.election;
    for (let contest = 0; contest < contests.length; contest++) this.settleOne(place, contest, header.at);
    for (const sheet of this.sheetsOf(place, body)) this.lists.putSheet(this.books, sheet, header.at);
  }

  private settleOne(place: number, contest: number, at: Instant): void {
    if (this.centre.geography.votesIn[contest]?.[place] !== true) return;
    const certified = this.centre.ended.isCertified(place, contest);
    // What is certified stays as it was, also where an envelope turns up: a court may reopen it.
    const end = (certified ? this.endings.of(place, contest) : null) ?? endingOf(this.books, place, contest);
    this.endings.set(place, contest, end);
    const sheet = this.centre.sheetOf('official', place, contest);
    this.endings.setUnanswered(place, contest, sheet === null ? 0 : this.rulings.openOf(sheet, contest).length);
    this.lists.putContest(place, contest, end, certified, at);
  }

  private *sheetsOf(place: number, body: EventBody): IterableIterator<number> {
    if ('sheet' in body && body.sheet !== null) yield body.sheet;
    if (body.kind === 'EnvelopeMissing') yield* this.envelopes.receivedAt(place);
    if (body.kind === 'EnvelopeReceived' || body.kind === 'CopyAdmitted') yield this.centre.size - 1;
    if (body.kind !== 'SheetSuperseded') return;
    yield* body.over;
    const papers = this.centre.papers.station('official', place);
    if (papers.kind === 'standing') yield papers.sheet;
  }

  private lay({ change }: Extract<EventBody, { kind: 'DefinitionAmended' }>): void {
    if (change.kind !== 'station-added' && change.kind !== 'station-moved') return;
    const place = this.centre.geography.stationIndex.get(change.station);
    if (place !== undefined) this.endings.place(place);
  }

  private contestAt({ contest }: EventHeader): number {
    return present(this.centre.geography.contestIndex.get(present(contest, 'contest')), 'contest');
  }
}

function stationOf({ change }: Extract<EventBody, { kind: 'DefinitionAmended' }>) {
  return 'station' in change ? change.station : null;
}
