import type { EventBody, Role, Voted } from '../record/index.ts';
import { changesItsStates } from './behind-a-state.ts';
import { addOfEvent } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import type { ReadHeader } from './read-header.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
export type SessionBody = Body<'MemberLeft' | 'MemberSeated' | 'SessionClosed' | 'SessionOpened'>;
export type VoteBody = Body<'BoardRuled' | 'CopyAdmitted' | 'LotDrawn'>;

/** The board of one record: the national one, or that of an office. */
type BoardOf = {
  readonly seated: Set<string>;
  open: Body<'SessionOpened'> | null;
  sessions: number;
  /** Sizes of the published states, by this record's own numbers. */
  readonly states: Set<number>;
  /** The newest event that could change one, by the same numbers; -1: there is none. */
  changed: number;
};

/** Whether somebody holds a role in the record of the event. */
export type HasRole = (header: ReadHeader, person: string, role: Role) => boolean;

/** Who sits on each board, its sessions, and whether each vote is one: official-count.md section 4. */
export class SessionCheck {
  private readonly quorum: number;
  private readonly hasRole: HasRole;
  private readonly findings: FindingList;
  private readonly boards = new Map<string, BoardOf>();

  constructor(quorum: number, hasRole: HasRole, findings: FindingList) {
    this.quorum = quorum;
    this.hasRole = hasRole;
    this.findings = findings;
  }

  /** Every event of the log, those that are of an office alone too; asked before the event itself is judged. */
  follow(record: number, header: ReadHeader): void {
    const own = header.office?.index ?? record;
    if (header.kind === 'StatePublished') {
      this.boardOf(header.office).states.add(own);
      return;
    }
    // What an office did is behind the national state as well as behind its own.
    if (header.office !== undefined) this.boardOf(undefined).changed = record;
    if (changesItsStates(header)) this.boardOf(header.office).changed = own;
  }

  /** `counted`: how many contests of sheets are counted in this record now; null where that cannot be known. */
  take(record: number, header: ReadHeader, body: SessionBody, counted: () => number | null): void {
    const board = this.boardOf(header.office);
    switch (body.kind) {
      case 'MemberSeated':
        if (!this.hasRole(header, body.member, 'member')) {
          this.add(
            'role-missing',
            record,
            `Event ${record} seats ${shown(body.member)}, who was no member at that time.`,
          );
        }
        board.seated.add(body.member);
        return;
      case 'MemberLeft':
        if (!board.seated.delete(body.member)) this.notSeated(record, body.member);
        return;
      case 'SessionOpened':
        this.openSession(record, board, body, counted());
        return;
      case 'SessionClosed':
        this.closeSession(record, board, body);
        return;
    }
  }

  /** A vote of the session that sits: of its members, a quorum, more for than against, and the actor one of those for it. */
  vote(record: number, header: ReadHeader, body: VoteBody): void {
    const board = this.boardOf(header.office);
    this.inSession(record, header, body);
    const voters = [...body.for, ...body.against, ...body.abstained];
    for (const voter of voters) {
      const isThere = board.open?.members.includes(voter) === true && board.seated.has(voter);
      if (isThere && this.hasRole(header, voter, 'member')) continue;
      const says = `Event ${record} has the vote of ${shown(voter)}, who was no member of the session.`;
      this.add('voter-not-present', record, says);
    }
    if (new Set(voters).size < voters.length)
      this.add('votes-twice', record, `Somebody votes twice in event ${record}.`);
    if (voters.length < this.quorum) {
      this.add(
        'no-quorum',
        record,
        `${voters.length} voted in event ${record}; the definition demands ${this.quorum}.`,
      );
    }
    if (body.for.length <= body.against.length) {
      const says = `Event ${record} was decided by ${body.for.length} votes for and ${body.against.length} against.`;
      this.add('no-majority', record, says);
    }
    if (header.actor === null || body.for.includes(header.actor)) return;
    const says = `The header of event ${record} names ${shown(header.actor)}, who did not vote for it.`;
    this.add('actor-not-by', record, says);
  }

  /** Whether a party's delegate is at the session that sits. */
  isPresent(header: ReadHeader, party: string, delegate: string): boolean {
    const delegates = this.boardOf(header.office).open?.delegates ?? [];
    return delegates.some(([of, name]) => of === party && name === delegate);
  }

  inSession(record: number, header: ReadHeader, { session }: Pick<Voted, 'session'>): void {
    if (this.boardOf(header.office).open?.session === session) return;
    this.add('no-session', record, `Event ${record} is of session ${session}, which did not sit at that time.`);
  }

  private openSession(record: number, board: BoardOf, body: Body<'SessionOpened'>, counted: number | null): void {
    if (board.open !== null) {
      const says = `Event ${record} opens a session while session ${board.open.session} still sits.`;
      this.add('session-open', record, says);
    }
    if (body.session !== board.sessions + 1) {
      const says = `Event ${record} opens session ${body.session}, the one before was ${board.sessions}.`;
      this.add('session-number', record, says);
    }
    for (const member of body.members) if (!board.seated.has(member)) this.notSeated(record, member);
    if (counted !== null && body.counted !== counted) {
      const says = `The zero act of event ${record} says that ${body.counted} contests of sheets are counted; the record gives ${counted}.`;
      this.add('zero-act-wrong', record, says);
    }
    board.open = body;
    board.sessions = body.session;
  }

  private closeSession(record: number, board: BoardOf, body: Body<'SessionClosed'>): void {
    if (board.open?.session !== body.session) {
      this.add('no-session', record, `Event ${record} closes session ${body.session}, which does not sit.`);
    }
    if (!board.states.has(body.size) || board.changed >= body.size) {
      const says = `The minutes of event ${record} are of ${body.size} events, of which no state was published, or more was done behind it.`;
      this.add('minutes-of-older-state', record, says);
    }
    board.open = null;
  }

  private notSeated(record: number, member: string): void {
    this.add('not-seated', record, `Event ${record} names ${shown(member)}, who had no seat on the board.`);
  }

  private boardOf(office: ReadHeader['office']): BoardOf {
    const id = office?.id ?? '';
    const known = this.boards.get(id);
    if (known !== undefined) return known;
    const board: BoardOf = { seated: new Set(), open: null, sessions: 0, states: new Set(), changed: -1 };
    this.boards.set(id, board);
    return board;
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}
