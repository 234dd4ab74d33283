import type { EventBody, Role } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import type { ReadHeader } from './read-header.ts';

/** One of these the actor of an event has to be when it is logged. Headers say it, so sealed bodies are no excuse. */
const ACTOR_HAS: Readonly<Record<string, readonly Role[]>> = {
  EntryCommitted: ['typist'],
  DifferenceResolved: ['verifier'],
  DeviceEnrolled: ['administrator', 'supervisor'],
  DeviceRevoked: ['administrator', 'supervisor'],
  SheetScanned: ['custodian'],
  EnvelopeStored: ['custodian'],
  CopyAdmitted: ['member'],
  BoardRuled: ['member'],
  LotDrawn: ['member'],
  MemberSeated: ['administrator'],
  MemberLeft: ['administrator'],
  SessionOpened: ['secretary'],
  SessionClosed: ['secretary'],
  ObjectionRaised: ['secretary'],
  ResultCertified: ['publisher'],
  // Of what whoever has the machine does, the header names nobody.
  EmbargoLifted: ['publisher'],
  Notice: ['publisher'],
};
/** What both people of `by` have to be. */
const BOTH_HAVE: Readonly<Record<string, Role>> = {
  RulingIssued: 'supervisor',
  SheetSuperseded: 'supervisor',
  SheetWithdrawn: 'supervisor',
  PublicationStopped: 'publisher',
  PublicationResumed: 'publisher',
  EnvelopeMissing: 'custodian',
  EnvelopeMoved: 'custodian',
  EnvelopeOpened: 'custodian',
  CourtOrdered: 'member',
  DefinitionAmended: 'administrator',
  MaterialDestroyed: 'administrator',
  OfficeDeclared: 'administrator',
};

/**
 * Who holds which role in each record (an office grants its own), from grants and revocations, and whether those who act may:
 * publication.md section 2, official-count.md section 9.
 */
export class RoleCheck {
  private readonly findings: FindingList;
  /** An envelope of a count from the paper is received by a custodian. */
  private readonly hasCustody: boolean;
  /** By office, then person; '' is this record itself. */
  private readonly offices = new Map<string, Map<string, Set<Role>>>();
  /** Of the record whose event is looked at. */
  private roles = new Map<string, Set<Role>>();

  constructor(hasCustody: boolean, findings: FindingList) {
    this.hasCustody = hasCustody;
    this.findings = findings;
  }

  follow(record: number, header: ReadHeader, body: EventBody | null): void {
    this.roles = this.rolesOf(header);
    if (body?.kind === 'RoleGranted') this.grant(record, body.person, body.role);
    else if (body?.kind === 'RoleRevoked') this.roles.get(body.person)?.delete(body.role);
    const anyOf = ACTOR_HAS[header.kind];
    if (anyOf !== undefined && header.actor !== null) this.demand(record, header.kind, header.actor, anyOf);
    if (this.hasCustody && header.kind === 'EnvelopeReceived') {
      this.demand(record, header.kind, header.actor ?? '', ['custodian']);
    }
    if (body !== null && 'by' in body && body.by !== null) this.checkBoth(record, header, body.kind, body.by);
  }

  /** Whether somebody holds the role in the record of this event now. */
  has(header: ReadHeader, person: string, role: Role): boolean {
    return this.rolesOf(header).get(person)?.has(role) === true;
  }

  private rolesOf({ office }: ReadHeader): Map<string, Set<Role>> {
    const id = office?.id ?? '';
    const known = this.offices.get(id);
    if (known !== undefined) return known;
    const roles = new Map<string, Set<Role>>();
    this.offices.set(id, roles);
    return roles;
  }

  private grant(record: number, person: string, role: Role): void {
    const held = this.roles.get(person) ?? new Set<Role>();
    this.roles.set(person, held.add(role));
    if (held.size < 2 || !held.has('typist')) return;
    const says = `Event ${record} makes ${shown(person)} ${role} beside ${others(held, role)}: who types may hold no other role.`;
    this.add('roles-conflict', record, says);
  }

  private checkBoth(record: number, header: ReadHeader, kind: string, by: readonly [string, string]): void {
    const role = BOTH_HAVE[kind];
    if (role !== undefined) for (const person of by) this.demand(record, kind, person, [role]);
    // Stops need no actor in the header.
    if (header.actor === null || header.actor === by[1]) return;
    const says = `The header of event ${record}, a ${kind}, names ${shown(header.actor)}, who is not the second of the two that decided.`;
    this.add('actor-not-by', record, says);
  }

  private demand(record: number, kind: string, person: string, anyOf: readonly Role[]): void {
    if (anyOf.some((role) => this.roles.get(person)?.has(role) === true)) return;
    const says = `Event ${record}, a ${kind}, is an act of ${shown(person)}, who was no ${anyOf.join(' or ')} at that time.`;
    this.add('role-missing', record, says);
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}

function others(held: ReadonlySet<Role>, role: Role): string {
  return [...held].filter((r) => r !== role).join(', ');
}
