import type { CountKind } from '../model/ids.ts';
import type { Role } from '../record/index.ts';
import type { Actor, CentreAct, EventDraft, Person, Refusal } from './acts.ts';
import type { CentreState } from './centre-state.ts';

/** The role that an act asks of everybody who does it; null: it comes from the door, not from a person. */
export const ROLE_OF_ACT: Readonly<Record<CentreAct['kind'], Role | null>> = {
  'open-count': 'publisher',
  'lift-embargo': 'publisher',
  'close-count': 'publisher',
  'grant-role': 'administrator',
  'revoke-role': 'administrator',
  'enrol-device': 'administrator',
  'revoke-device': 'administrator',
  'receive-sheet': 'supervisor',
  'receive-envelope': null,
  'commit-entry': 'typist',
  'resolve-difference': 'verifier',
  'void-entry': 'supervisor',
  'rule-observed': 'supervisor',
  'choose-sheet': 'supervisor',
  'withdraw-sheet': 'supervisor',
  'stop-publication': 'publisher',
  'resume-publication': 'publisher',
  'give-notice': 'publisher',
};

/** What whoever has the machine may do, shown as such; of `void-entry` only `lost`, and stops by `by: null`. */
const OF_CONSOLE: ReadonlySet<CentreAct['kind']> = new Set<CentreAct['kind']>([
  'open-count',
  'lift-embargo',
  'close-count',
  'grant-role',
  'revoke-role',
  'enrol-device',
  'void-entry',
  'give-notice',
]);

/** Roles are enforced in the act, whatever the route that it came by. Asked before anything else, so that a refusal tells nothing. */
export function authorize(state: CentreState, act: CentreAct): Refusal | null {
  const role = ROLE_OF_ACT[act.kind];
  if (role === null || !('by' in act) || act.by === null) return null;
  if (typeof act.by !== 'string') return authorizeTwo(state, act.by, role);
  const ofConsole = act.kind === 'void-entry' ? act.reason === 'lost' : OF_CONSOLE.has(act.kind);
  if (act.by === 'console' && ofConsole) return null;
  return state.people.has(act.by, role) ? null : { kind: 'role-missing', person: act.by, role };
}

function authorizeTwo(state: CentreState, by: readonly [Person, Person], role: Role): Refusal | null {
  const without = by.find((person) => !state.people.has(person, role));
  if (without !== undefined) return { kind: 'role-missing', person: without, role };
  return by[0] === by[1] ? { kind: 'same-person', person: by[0] } : null;
}

/** A header shows a person, and of the console nobody. */
export function actorOf(by: Actor): Pick<EventDraft, 'actor'> {
  return by === 'console' ? {} : { actor: by };
}

/** A count that takes typing and rulings; the refusal of one that does not. */
export function refuseUnlessOpen(state: CentreState, count: CountKind): Refusal | null {
  const now = state.counts.state(count);
  if (now.kind === 'closed') return { kind: 'count-closed', count };
  return now.kind === 'open' && now.mode === 'entered' ? null : { kind: 'count-not-open', count };
}
