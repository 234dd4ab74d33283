import type { Person } from '../entry/acts.ts';
import type { Role } from '../record/index.ts';
import type { ActRefusal, CanvassAct } from './acts.ts';
import type { CanvassState } from './canvass-state.ts';

/** The role that an act asks of everybody who does it. */
export const ROLES_OF_CANVASS_ACT: Readonly<Record<CanvassAct['kind'], Role>> = {
  'take-envelope': 'custodian',
  'miss-envelope': 'custodian',
  'move-envelope': 'custodian',
  'open-envelope': 'custodian',
  'scan-sheet': 'custodian',
  'store-envelope': 'custodian',
  'admit-copy': 'member',
  'seat-member': 'administrator',
  'unseat-member': 'administrator',
  'open-session': 'secretary',
  'raise-objection': 'secretary',
  rule: 'member',
  'close-session': 'secretary',
  'draw-lot': 'member',
  certify: 'publisher',
  reopen: 'member',
  amend: 'administrator',
  destroy: 'administrator',
  'declare-office': 'administrator',
  'lift-repeat': 'publisher',
};

/** Asked before anything else, so that a refusal tells nothing. Whoever has the machine may lift an embargo, and nothing else here. */
export function authorizeCanvass(canvass: CanvassState, act: CanvassAct): ActRefusal | null {
  const role = ROLES_OF_CANVASS_ACT[act.kind];
  const by: readonly Person[] = typeof act.by === 'string' ? [act.by] : act.by;
  if (act.kind === 'lift-repeat' && act.by === 'console') return null;
  const without = by.find((person) => !canvass.centre.people.has(person, role));
  if (without !== undefined) return { kind: 'role-missing', person: without, role };
  return by.length === 2 && by[0] === by[1] ? { kind: 'same-person', person: by[0] as Person } : null;
}
