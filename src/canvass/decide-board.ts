import { err, ok, type Result } from '../base/result.ts';
import { generationOf } from '../entry/authority.ts';
import type { ActRefusal } from './acts.ts';
import type { CanvassState } from './canvass-state.ts';
import type { Session } from './canvass-types.ts';
import { hasNoSheet } from './ending.ts';
import {
  type Act,
  type ActDecision,
  bad,
  contestsAt,
  emptyText,
  isPlace,
  OFFICIAL,
  refuseCertified,
  refuseUnlessCounting,
  refuseUnlessOpened,
  stationHere,
} from './refusals.ts';
import { refuseHandedIn, refuseVote, votedOf } from './votes.ts';

/** Delegates of a session, and members: more than any board has. */
const PRESENT_MOST = 1000;

/** Who votes is named in public. Whoever has the machine seats nobody: a header shows who did. */
export function decideMember(canvass: CanvassState, act: Act<'seat-member' | 'unseat-member'>): ActDecision {
  const { member } = act;
  const seated = canvass.board.member(member)?.seated === true;
  if (act.kind === 'unseat-member') {
    if (!seated) return err({ kind: 'unknown-member', person: member });
    return ok([{ body: { kind: 'MemberLeft', member }, actor: act.by }]);
  }
  const { name, title } = act;
  if (!canvass.centre.people.has(member, 'member')) return err({ kind: 'unknown-member', person: member });
  if (seated) return err({ kind: 'role-as-it-is', person: member, role: 'member' });
  const refused = isPlace(name) ? emptyText({ title }) : bad('name');
  if (refused !== null) return err(refused);
  return ok([{ body: { kind: 'MemberSeated', member, name, title }, actor: act.by }]);
}

/** It opens with the zero act: how many contests of sheets are counted already. */
export function decideOpened(canvass: CanvassState, act: Act<'open-session'>): ActDecision {
  const { place, members, delegates, by } = act;
  const refused = refuseUnlessOpened(canvass) ?? refuseSession(canvass, act);
  if (refused !== null) return err(refused);
  const body = {
    kind: 'SessionOpened',
    session: canvass.board.next(),
    place,
    members: [...members].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    delegates,
    counted: canvass.endings.counted,
  } as const;
  return ok([{ body, count: OFFICIAL, actor: by }]);
}

function refuseSession(canvass: CanvassState, act: Act<'open-session'>): ActRefusal | null {
  const { place, members, delegates } = act;
  const open = canvass.session();
  if (open !== null) return { kind: 'session-open', session: open.session };
  if (!isPlace(place)) return bad('place');
  if (members.length > PRESENT_MOST || delegates.length > PRESENT_MOST) return bad('members');
  if (!delegates.every((delegate) => delegate.length === 2 && delegate.every(isPlace))) return bad('delegates');
  return refuseMembers(canvass, members, null);
}

/** So many as can decide, each once, all of them on the board. */
export function refuseMembers(
  canvass: CanvassState,
  members: readonly string[],
  office: string | null,
): ActRefusal | null {
  const people = canvass.centre.peopleOf(office);
  const stranger = members.find(
    (person, i) =>
      canvass.board.member(person)?.seated !== true || !people.has(person, 'member') || members.indexOf(person) !== i,
  );
  if (stranger !== undefined) return { kind: 'unknown-member', person: stranger };
  const quorum = canvass.rules?.quorum ?? 0;
  return members.length < Math.max(quorum, 1) ? { kind: 'no-quorum', quorum, voted: members.length } : null;
}

/** Its minutes are of a published state, behind which nothing of the official count was done. */
export function decideClosed(canvass: CanvassState, act: Act<'close-session'>): ActDecision {
  const { size, papers, by } = act;
  const session = canvass.session();
  if (session === null) return err({ kind: 'no-session' });
  const refused = refuseOutdated(canvass, size);
  if (refused !== null) return err(refused);
  const body = { kind: 'SessionClosed', session: session.session, size, papers } as const;
  return ok([{ body, count: OFFICIAL, actor: by }]);
}

/** Whether a paper of a published state of this size says what is so now: what else was recorded behind it changes nothing. */
export function refuseOutdated(canvass: CanvassState, size: number): ActRefusal | null {
  const newest = canvass.options.newestState();
  if (canvass.lastOfficial < size && canvass.options.isState(size)) return null;
  return { kind: 'not-the-newest-state', size, newest: Math.max(newest, canvass.lastOfficial + 1) };
}

/** A named holder's copy stands for an original that is missing, or whose envelope held no sheet. */
export function decideCopy(canvass: CanvassState, act: Act<'admit-copy'>): ActDecision {
  const { station, holder, by } = act;
  const here = stationHere(canvass, station);
  if (!here.ok) return here;
  const voting = votingSession(canvass);
  if (!voting.ok) return voting;
  const session = voting.value;
  const refused =
    refuseHandedIn(by, act) ??
    refuseVote(canvass, session, act) ??
    emptyText({ holder }) ??
    refuseUnlessCounting(canvass);
  if (refused !== null) return err(refused);
  const generation = generationOfCopy(canvass, here.value);
  if (!generation.ok) return generation;
  const certified = refuseCertified(canvass, here.value, contestsAt(canvass, here.value));
  if (certified !== null) return err(certified);
  const body = { kind: 'CopyAdmitted', station, holder, ...votedOf(session, act) } as const;
  return ok([{ body, count: OFFICIAL, actor: by[1], ...generationOf({ generation: generation.value }) }]);
}

/** Of which vote of the station a copy would stand for the original. */
export function generationOfCopy(canvass: CanvassState, place: number): Result<number, ActRefusal> {
  const { centre } = canvass;
  const pending = centre.repeats.pending(place);
  if (pending !== null) {
    const custody = canvass.custodyOf(place, pending.generation);
    return custody.kind === 'missing' ? ok(pending.generation) : err({ kind: 'wrong-custody', state: custody.kind });
  }
  const empty = emptyRepeat(canvass, place);
  if (empty !== null) return ok(empty);
  const papers = centre.papers.station(OFFICIAL, place);
  const custody = canvass.custodyOf(place);
  if (papers.kind === 'none' && (custody.kind === 'missing' || hasNoSheet(custody))) return ok(1);
  if (papers.kind === 'standing') return err({ kind: 'already-received-envelope', sheet: papers.sheet });
  return err({ kind: 'wrong-custody', state: papers.kind === 'disputed' ? 'disputed' : custody.kind });
}

/** The newest vote that was repeated here and whose envelope held no sheet. */
function emptyRepeat({ centre }: CanvassState, place: number): number | null {
  let newest: number | null = null;
  for (let contest = 0; contest < centre.geography.votesIn.length; contest++) {
    const number = centre.repeats.sheetOf(place, contest);
    const sheet = number === null ? undefined : centre.papers.sheet(number);
    if (sheet?.state.kind === 'empty' && !centre.repeats.isLost(place, contest))
      newest = Math.max(newest ?? 0, sheet.generation);
  }
  return newest;
}

/** The session in which this record's own board votes. */
export function votingSession(canvass: CanvassState): Result<Session, ActRefusal> {
  const session = canvass.session();
  return session === null ? err({ kind: 'no-session' }) : ok(session);
}
