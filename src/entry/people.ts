import type { EventBody, Role, VoidReason } from '../record/index.ts';
import type { Person } from './acts.ts';

/** Who may do what, and what was voided of whom. */
export class People {
  private readonly roles = new Map<Person, Set<Role>>();
  private readonly voids = new Map<Person, Map<VoidReason, number>>();
  private admins = 0;

  take(body: Extract<EventBody, { kind: 'RoleGranted' | 'RoleRevoked' }>): void {
    const { person, role } = body;
    const roles = this.roles.get(person) ?? new Set();
    this.roles.set(person, roles);
    const before = roles.has(role);
    if (body.kind === 'RoleGranted') roles.add(role);
    else roles.delete(role);
    if (role === 'administrator') this.admins += Number(roles.has(role)) - Number(before);
  }

  takeVoid(person: Person, reason: VoidReason): void {
    const of = this.voids.get(person) ?? new Map<VoidReason, number>();
    of.set(reason, (of.get(reason) ?? 0) + 1);
    this.voids.set(person, of);
  }

  has(person: Person, role: Role): boolean {
    return this.roles.get(person)?.has(role) === true;
  }

  /** Ascending. */
  rolesOf(person: Person): readonly Role[] {
    return [...(this.roles.get(person) ?? [])].sort();
  }

  /** Everybody who ever had a role, in the order of the record. */
  all(): IterableIterator<Person> {
    return this.roles.keys();
  }

  /** How many people are administrators. */
  get administrators(): number {
    return this.admins;
  }

  /** How many of this person's entries were voided, by reason. */
  voidsOf(person: Person): ReadonlyMap<VoidReason, number> {
    return this.voids.get(person) ?? new Map();
  }
}
