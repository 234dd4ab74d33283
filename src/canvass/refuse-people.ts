import type { EventHeader, Role } from '../record/index.ts';
import type { CanvassState } from './canvass-state.ts';

/** Two different people with the role, of whom the second is the header's actor. */
export function refuseTwo(
  { centre }: CanvassState,
  { actor, office }: EventHeader,
  by: readonly [string, string],
  role: Role,
): string | null {
  const people = centre.peopleOf(office?.id ?? null);
  if (!by.every((person) => people.has(person, role))) return 'role-missing';
  if (by[0] === by[1]) return 'same-person';
  return actor === by[1] ? null : 'actor';
}

/** One person with the role. */
export function refuseOne({ centre }: CanvassState, { actor, office }: EventHeader, role: Role): string | null {
  return actor !== null && centre.peopleOf(office?.id ?? null).has(actor, role) ? null : 'role-missing';
}
