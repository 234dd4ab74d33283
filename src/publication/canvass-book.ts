import type { Instant } from '../base/instant.ts';
import type { CanvassRules } from '../model/canvass-rules.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type {
  BoardData,
  CanvassStateData,
  CertificateData,
  CertifiedData,
  DrawnLot,
  SessionData,
} from './canvass-data.ts';

type Members = CanvassStateData['members'][number];
type Office = { taken: number; newest: Instant | null; forked: boolean };

/** What the board and its offices did as a whole: all of it is public as soon as it is recorded. */
export class CanvassBook {
  private readonly members = new Map<string, Members>();
  private readonly sessions: SessionData[] = [];
  private readonly amendments: CanvassStateData['amendments'][number][] = [];
  private readonly destroyed: CanvassStateData['destroyed'][number][] = [];
  private readonly offices: Map<string, Office>;
  private readonly rules: CanvassRules['offices'];
  private certificates: CertifiedData[] = [];
  /** The newest of each office (or of the record itself), contest and area. */
  private readonly lots = new Map<string, DrawnLot>();

  constructor({ offices }: Pick<CanvassRules, 'offices'>) {
    this.rules = offices;
    this.offices = new Map(offices.map(({ id }) => [id, { taken: 0, newest: null, forked: false }]));
  }

  /** Takes note of where an event was recorded first: every event of the record, also of kinds that say nothing here. */
  follow({ office }: EventHeader): void {
    const known = office === undefined ? undefined : this.offices.get(office.id);
    if (office === undefined || known === undefined) return;
    known.taken++;
    known.newest = office.at;
  }

  /** Takes the next event that is about no single station; the units whose sheets are in another certificate now, or in none. */
  take(record: number, header: EventHeader, body: EventBody): readonly string[] {
    this.note(record, header, body);
    if (body.kind !== 'ResultCertified' && body.kind !== 'CourtOrdered') return [];
    const { office } = header;
    const own = office === undefined ? [] : (this.rules.find(({ id }) => id === office.id)?.units ?? []);
    if (body.kind === 'CourtOrdered') return [...own, ...this.areasOf(header.contest ?? '')];
    return office === undefined ? [body.area] : own;
  }

  private note(record: number, { at, office, contest }: EventHeader, body: EventBody): void {
    const of = office?.id ?? null;
    switch (body.kind) {
      case 'MemberSeated':
        this.members.set(body.member, [body.member, body.name, body.title, true]);
        return;
      case 'MemberLeft': {
        const known = this.members.get(body.member);
        if (known !== undefined) this.members.set(body.member, [known[0], known[1], known[2], false]);
        return;
      }
      case 'SessionOpened': {
        const { session, place, members, delegates, counted } = body;
        this.sessions.push({ session, record, at, office: of, place, members, delegates, counted, closed: null });
        return;
      }
      case 'SessionClosed':
        this.close(of, body.session, { record, at, papers: body.papers });
        return;
      case 'DefinitionAmended':
        this.amendments.push([record, at, body.change, body.law, body.reason]);
        return;
      case 'MaterialDestroyed':
        this.destroyed.push([record, at, body.what, body.law]);
        return;
      case 'OfficeForked': {
        const known = this.offices.get(body.office);
        if (known !== undefined) known.forked = true;
        return;
      }
      case 'LotDrawn':
        this.lots.set(JSON.stringify([of, contest, body.area]), { record, order: body.order });
        return;
      case 'ResultCertified': {
        const { area, partial, papers, seats } = body;
        const lot = this.lots.get(JSON.stringify([of, contest, area]));
        const certifiers = body.signatures.map(([certifier]) => certifier);
        const about = { contest: contest ?? '', area, office: of, certifiers, papers };
        const decided = { ...(seats === null ? {} : { seats }), ...(lot === undefined ? {} : { lot }) };
        this.certificates.push({ record, at, partial, ...decided, ...about, reopened: null });
        return;
      }
      case 'CourtOrdered': {
        // What a court reopens in an office is no more certified for the whole either.
        const isMeant = (c: CertifiedData): boolean =>
          c.contest === contest && (c.office === of || c.office === null) && c.reopened === null;
        this.certificates = this.certificates.map((c) => (isMeant(c) ? { ...c, reopened: record } : c));
        return;
      }
      default:
        return;
    }
  }

  /** The certificate in force of a contest in an area; null: none. An office's own is of a part, by its own record. */
  certificateOf(contest: string, area: string): CertificateData | null {
    const newest = this.certificates.findLast((c) => c.contest === contest && c.area === area && c.office === null);
    if (newest === undefined || newest.reopened !== null) return null;
    const { record, at, partial, seats, lot } = newest;
    return { record, at, partial, ...(seats === undefined ? {} : { seats }), ...(lot === undefined ? {} : { lot }) };
  }

  private areasOf(contest: string): string[] {
    return this.certificates.filter((c) => c.contest === contest && c.office === null).map(({ area }) => area);
  }

  state(): CanvassStateData {
    return {
      members: [...this.members.values()],
      sessions: this.sessions.map(
        ({ session, record, at, counted, closed, office }) =>
          [session, record, at, counted, closed?.record ?? null, office] as const,
      ),
      amendments: [...this.amendments],
      offices: [...this.offices].map(([id, { taken, newest, forked }]) => [id, taken, newest, forked] as const),
      certificates: this.certificates.map(
        ({ record, contest, area, at, office }) => [record, contest, area, at, office] as const,
      ),
      destroyed: [...this.destroyed],
    };
  }

  /** All but the votes that are repeated, which are of stations. */
  board(): Omit<BoardData, 'repeats'> {
    return { sessions: [...this.sessions], certificates: this.certified() };
  }

  /** Every certificate, in force or reopened, of the record itself and of its offices. */
  certified(): readonly CertifiedData[] {
    return this.certificates;
  }

  private close(office: string | null, session: number, closed: NonNullable<SessionData['closed']>): void {
    const at = this.sessions.findLastIndex((one) => one.office === office && one.session === session);
    const known = this.sessions[at];
    if (known !== undefined) this.sessions[at] = { ...known, closed };
  }
}
