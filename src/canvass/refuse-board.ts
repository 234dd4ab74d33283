import type { EventBody, EventHeader } from '../record/index.ts';
import type { CanvassState } from './canvass-state.ts';
import type { Session } from './canvass-types.ts';
import { generationOfCopy, refuseMembers } from './decide-board.ts';
import { refuseObjection, refuseRuling } from './decide-ruling.ts';
import { contestsAt, OFFICIAL, refuseCertified, refuseUnlessCounting, refuseUnlessOpened } from './refusals.ts';
import { refuseOne, refuseTwo } from './refuse-people.ts';
import { benchNamed } from './refuse-typing.ts';
import { refuseVote } from './votes.ts';

type BoardBody = Extract<
  EventBody,
  {
    kind:
      | 'BoardRuled'
      | 'CopyAdmitted'
      | 'CourtOrdered'
      | 'LotDrawn'
      | 'MemberLeft'
      | 'MemberSeated'
      | 'ObjectionRaised'
      | 'ResultCertified'
      | 'SessionClosed'
      | 'SessionOpened';
  }
>;
type Of<K extends BoardBody['kind']> = Extract<BoardBody, { kind: K }>;

/** Why an act of a board, and what it certifies, cannot follow; null: it can. */
export function refuseBoard(canvass: CanvassState, header: EventHeader, body: BoardBody): string | null {
  if (body.kind === 'MemberSeated' || body.kind === 'MemberLeft') return refuseMember(canvass, header, body);
  if (header.count !== OFFICIAL) return 'count';
  const unopened = refuseUnlessOpened(canvass);
  if (unopened !== null) return unopened.kind;
  switch (body.kind) {
    case 'SessionOpened':
      return refuseOne(canvass, header, 'secretary') ?? refuseSession(canvass, header, body);
    case 'SessionClosed':
      return refuseOne(canvass, header, 'secretary') ?? refuseOutside(sessionOf(canvass, header), body);
    case 'ObjectionRaised':
      return refuseOne(canvass, header, 'secretary') ?? refuseRaised(canvass, header, body);
    case 'BoardRuled':
    case 'CopyAdmitted':
    case 'LotDrawn':
      return refuseVoted(canvass, header, body);
    case 'ResultCertified':
      return refuseOne(canvass, header, 'publisher') ?? refuseCertificate(canvass, header, body);
    case 'CourtOrdered':
      return refuseTwo(canvass, header, body.by, 'member') ?? refuseOrder(canvass, header);
  }
}

function refuseMember(
  { centre, board }: CanvassState,
  header: EventHeader,
  body: Of<'MemberLeft' | 'MemberSeated'>,
): string | null {
  const people = centre.peopleOf(header.office?.id ?? null);
  if (header.actor === null || !people.has(header.actor, 'administrator')) return 'role-missing';
  const seated = board.member(body.member)?.seated === true;
  if (body.kind === 'MemberLeft') return seated ? null : 'unknown-member';
  return seated || !people.has(body.member, 'member') ? 'unknown-member' : null;
}

function sessionOf({ board }: CanvassState, { office }: EventHeader): Session | null {
  return board.open(office?.id ?? null);
}

function refuseOutside(session: Session | null, body: { readonly session: number }): string | null {
  if (session === null) return 'no-session';
  return session.session === body.session ? null : 'session';
}

/** The zero act of an office is of its own stations. */
function refuseSession(canvass: CanvassState, header: EventHeader, body: Of<'SessionOpened'>): string | null {
  const office = header.office?.id ?? null;
  if (sessionOf(canvass, header) !== null) return 'session-open';
  if (body.session !== canvass.board.next(office)) return 'session';
  const { contests } = canvass.centre.geography.definition.election;
  const counted =
    office === null
      ? canvass.endings.counted
      : contests.reduce((sum, _, contest) => sum + canvass.endsOfOffice(contest, office).counted, 0);
  if (counted !== body.counted) return 'counted';
  return refuseMembers(canvass, body.members, office)?.kind ?? null;
}

function refuseRaised(canvass: CanvassState, header: EventHeader, body: Of<'ObjectionRaised'>): string | null {
  const session = sessionOf(canvass, header);
  const outside = refuseOutside(session, body) ?? refuseUnlessCounting(canvass)?.kind ?? null;
  if (outside !== null || session === null) return outside;
  const bench = benchNamed(canvass, header, body);
  if (typeof bench === 'string') return bench;
  const refused = refuseObjection(canvass, bench, body);
  if (refused !== null) return refused.kind;
  const present = session.delegates.some(([party, name]) => party === body.party && name === body.delegate);
  return present ? null : 'not-present';
}

function refuseVoted(
  canvass: CanvassState,
  header: EventHeader,
  body: Of<'BoardRuled' | 'CopyAdmitted' | 'LotDrawn'>,
): string | null {
  const session = sessionOf(canvass, header);
  const outside = refuseOutside(session, body);
  if (outside !== null || session === null) return outside;
  const vote = refuseVote(canvass, session, body);
  if (vote !== null) return vote.kind;
  if (header.actor === null || !body.for.includes(header.actor)) return 'actor';
  if (body.kind === 'LotDrawn') return contestOf(canvass, header) === null ? 'unknown-contest' : null;
  const closed = refuseUnlessCounting(canvass);
  if (closed !== null) return closed.kind;
  return body.kind === 'BoardRuled' ? refuseRuled(canvass, header, body) : refuseCopy(canvass, header, body);
}

function refuseRuled(canvass: CanvassState, header: EventHeader, body: Of<'BoardRuled'>): string | null {
  const { contest, at, office } = header;
  if (contest === null) return 'unknown-contest';
  const { sheet } = body;
  const bench = sheet === null ? null : benchNamed(canvass, header, { station: body.station, sheet });
  if (typeof bench === 'string') return bench;
  return refuseRuling(canvass, { ...body, contest }, bench, office?.at ?? at)?.kind ?? null;
}

function refuseCopy(canvass: CanvassState, header: EventHeader, body: Of<'CopyAdmitted'>): string | null {
  const place = canvass.centre.geography.stationIndex.get(body.station);
  if (place === undefined) return 'unknown-station';
  const certified = refuseCertified(canvass, place, contestsAt(canvass, place));
  if (certified !== null) return certified.kind;
  const generation = generationOfCopy(canvass, place);
  if (!generation.ok) return generation.error.kind;
  return generation.value === (header.generation ?? 1) ? null : 'generation';
}

/** What an office certifies in its own record, for its own stations: nothing of them may be open, unless it says so. */
function refuseCertificate(canvass: CanvassState, header: EventHeader, body: Of<'ResultCertified'>): string | null {
  const contest = contestOf(canvass, header);
  if (contest === null) return 'unknown-contest';
  const office = header.office?.id;
  if (office === undefined) return null;
  if (canvass.centre.ended.certificateOfOffice(contest, office) !== null) return 'certified';
  const { open } = canvass.endsOfOffice(contest, office);
  return open === 0 || (body.partial !== null && canvass.rules?.partial === true) ? null : 'still-open';
}

function refuseOrder(canvass: CanvassState, header: EventHeader): string | null {
  const contest = contestOf(canvass, header);
  if (contest === null) return 'unknown-contest';
  const closed = refuseUnlessCounting(canvass);
  if (closed !== null) return closed.kind;
  const { ended } = canvass.centre;
  const office = header.office?.id;
  const standing =
    office === undefined ? ended.isAnyCertified(contest) : ended.certificateOfOffice(contest, office) !== null;
  return standing ? null : 'not-certified';
}

function contestOf({ centre }: CanvassState, { contest }: EventHeader): number | null {
  return contest === null ? null : (centre.geography.contestIndex.get(contest) ?? null);
}
