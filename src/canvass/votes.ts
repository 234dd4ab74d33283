import type { Person } from '../entry/acts.ts';
import type { Voted } from '../record/index.ts';
import type { ActRefusal } from './acts.ts';
import type { CanvassState } from './canvass-state.ts';
import type { Session } from './canvass-types.ts';
import { emptyText } from './refusals.ts';

type Cast = Omit<Voted, 'session'>;

/**
 * A vote of the board: by members of the session who still sit, nobody twice, as many as the quorum (who abstains is there), and more
 * for than against.
 */
export function refuseVote(canvass: CanvassState, session: Session, vote: Cast): ActRefusal | null {
  const cast = [...vote.for, ...vote.against, ...vote.abstained];
  const people = canvass.centre.peopleOf(session.office);
  const stranger = cast.find((person, i) => !session.members.includes(person) || cast.indexOf(person) !== i);
  if (stranger !== undefined) return { kind: 'not-present', person: stranger };
  const gone = cast.find((person) => canvass.board.member(person)?.seated !== true || !people.has(person, 'member'));
  if (gone !== undefined) return { kind: 'unknown-member', person: gone };
  const quorum = canvass.rules?.quorum ?? 0;
  if (cast.length < quorum) return { kind: 'no-quorum', quorum, voted: cast.length };
  if (vote.for.length <= vote.against.length) return { kind: 'no-majority' };
  return emptyText({ law: vote.law, reason: vote.reason });
}

/** Who hands in a decision is of those who voted for it. */
export function refuseHandedIn(by: readonly Person[], vote: Cast): ActRefusal | null {
  const other = by.find((person) => !vote.for.includes(person));
  return other === undefined ? null : { kind: 'not-present', person: other };
}

/** What stands in the body. Lists ascend, whatever order they were handed in. */
export function votedOf(session: Session, { for: yes, against, abstained, law, reason }: Cast): Voted {
  const ascending = (list: readonly Person[]) => [...list].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    session: session.session,
    for: ascending(yes),
    against: ascending(against),
    abstained: ascending(abstained),
    law,
    reason,
  };
}
