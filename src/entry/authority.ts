import type { CountKind } from '../model/ids.ts';
import type { Role } from '../record/index.ts';
import type { Actor, CentreAct, EventDraft, Refusal } from './acts.ts';
import type { CentreState } from './centre-state.ts';

/**
 * Roles of which an act asks one of everybody who does it; null: it comes from the door, not from a person. A refusal names the
 * first.
 */
export const ROLES_OF_ACT: Readonly<Record<CentreAct['kind'], readonly [Role, ...Role[]] | null>> = {
  'open-count': ['publisher'],
  'lift-embargo': ['publisher'],
  'close-count': ['publisher'],
  'grant-role': ['administrator'],
  'revoke-role': ['administrator'],
  'enrol-device': ['administrator', 'supervisor'],
  'revoke-device': ['administrator', 'supervisor'],
  'receive-sheet': ['supervisor'],
  'announce-figures': null,
  'tell-refused': null,
  'receive-envelope': null,
  'commit-entry': ['typist'],
  'resolve-difference': ['verifier'],
  'void-entry': ['supervisor'],
  'rule-observed': ['supervisor'],
  'choose-sheet': ['supervisor'],
  'withdraw-sheet': ['supervisor'],
  'stop-publication': ['publisher'],
  'resume-publication': ['publisher'],
  'give-notice': ['publisher'],
};

/** What whoever has the machine may do, shown as such; besides see `isOfConsole`, and stops by `by: null`. */
const OF_CONSOLE: ReadonlySet<CentreAct['kind']> = new Set<CentreAct['kind']>([
  'open-count',
  'lift-embargo',
  'close-count',
  'grant-role',
  'revoke-role',
  'give-notice',
]);

/** Roles are enforced in the act, whatever the route that it came by. Asked before anything else, so that a refusal tells nothing. */
export function authorize(state: CentreState, act: CentreAct): Refusal | null {
  const roles = ROLES_OF_ACT[act.kind];
  if (roles === null || !('by' in act) || act.by === null) return null;
  const by = typeof act.by === 'string' ? [act.by] : act.by;
  if (by.length === 1 && by[0] === 'console' && isOfConsole(act)) return null;
  const without = by.find((person) => !roles.some((role) => state.people.has(person, role)));
  if (without !== undefined) return { kind: 'role-missing', person: without, role: roles[0] };
  return by.length === 2 && by[0] === by[1] ? { kind: 'same-person', person: by[0] } : null;
}

/** Whoever has the machine revokes no device, so neither by enrolling another in its place. */
function isOfConsole(act: CentreAct): boolean {
  if (act.kind === 'void-entry') return act.reason === 'lost';
  if (act.kind === 'enrol-device') return act.replaces === null;
  return OF_CONSOLE.has(act.kind);
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

/** All events of a repeated vote say so in their header. */
export function generationOf({ generation }: { readonly generation: number }): Pick<EventDraft, 'generation'> {
  return generation === 1 ? {} : { generation };
}
