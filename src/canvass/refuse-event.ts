import { instant } from '../base/instant.ts';
import { type EventBody, type EventHeader, isOfficeOnly } from '../record/index.ts';
import type { CanvassState } from './canvass-state.ts';
import { refuseAmendment } from './decide-amendments.ts';
import { refuseRepeatLifted } from './decide-office.ts';
import { refuseBoard } from './refuse-board.ts';
import { refusePaper } from './refuse-paper.ts';
import { refuseTwo } from './refuse-people.ts';
import { refuseTyping } from './refuse-typing.ts';

/**
 * Why an event that an office recorded cannot follow what this record has taken in; null: it can, and `take` will not throw. Asked
 * before `centre.take`, with a body that names events by the numbers of this record. What an office may record at all (kinds,
 * people and stations that are its own) is asked apart: `refuseOfOffice`.
 */
export function refuseEvent(canvass: CanvassState, header: EventHeader, body: EventBody): string | null {
  if (isOfficeOnly(header)) return null;
  const next = canvass.following.of(header.office?.id ?? null);
  if (next !== null && !next.kinds.some((kind) => kind === body.kind))
    return `${next.kinds.join(' or ')} has to follow`;
  if (next !== null && next.from !== null && !rests(body, next.from)) return 'from';
  if (next === null && FOLLOWERS.has(body.kind)) return 'follows nothing';
  return refuseKind(canvass, header, body);
}

/** These never stand by themselves. (`SheetAgreed` and `SheetObserved` are asked of the typing.) */
const FOLLOWERS: ReadonlySet<string> = new Set([
  'EntriesRevealed',
  'SheetAgreed',
  'SheetAnnulled',
  'SheetCorrected',
  'SheetDisputed',
  'SheetObserved',
]);

function rests(body: EventBody, from: number): boolean {
  if (body.kind === 'SheetDisputed') return body.sheets.includes(from);
  return 'from' in body && body.from === from;
}

function refuseKind(canvass: CanvassState, header: EventHeader, body: EventBody): string | null {
  switch (body.kind) {
    case 'RoleGranted':
    case 'RoleRevoked':
      return refuseRole(canvass, header, body);
    case 'EmbargoLifted':
      return refuseLifted(canvass, header);
    case 'EnvelopeReceived':
    case 'EnvelopeMissing':
    case 'EnvelopeMoved':
    case 'EnvelopeOpened':
    case 'EnvelopeStored':
    case 'SheetScanned':
    case 'SheetDisputed':
    case 'SheetSuperseded':
    case 'SheetWithdrawn':
      return refusePaper(canvass, header, body);
    case 'EntryCommitted':
    case 'EntriesRevealed':
    case 'EntryVoided':
    case 'DifferenceResolved':
    case 'SheetAgreed':
    case 'SheetObserved':
    case 'SheetCorrected':
    case 'SheetAnnulled':
      return refuseTyping(canvass, header, body);
    case 'CopyAdmitted':
    case 'MemberSeated':
    case 'MemberLeft':
    case 'SessionOpened':
    case 'SessionClosed':
    case 'ObjectionRaised':
    case 'BoardRuled':
    case 'LotDrawn':
    case 'ResultCertified':
    case 'CourtOrdered':
      return refuseBoard(canvass, header, body);
    case 'DefinitionAmended':
      return (
        refuseTwo(canvass, header, body.by, 'administrator') ?? refuseAmendment(canvass, body.change)?.kind ?? null
      );
    case 'MaterialDestroyed':
      return refuseDestroyed(canvass, header) ?? refuseTwo(canvass, header, body.by, 'administrator');
    case 'Notice':
      return refuseNotice(canvass, header);
    case 'StatePublished':
      return null;
    case 'OfficeTaken':
    case 'OfficeForked':
      return canvass.offices.get(body.office) === null ? 'unknown-office' : null;
    case 'OfficeDeclared':
      return canvass.offices.get(body.office) === null ? null : 'office-declared';
    default:
      return 'kind';
  }
}

/**
 * An office ends the embargo of the votes that its own board had repeated, when their polls are closed by its own clock. If that is
 * ahead of ours, its act waits: what it opens cannot be sealed again.
 */
function refuseLifted(canvass: CanvassState, { actor, at, contest, generation, office }: EventHeader): string | null {
  if (generation === undefined || contest === null) return 'generation';
  const own = office?.id ?? null;
  if (actor !== null && !canvass.centre.peopleOf(own).has(actor, 'publisher')) return 'role-missing';
  return refuseRepeatLifted(canvass, contest, generation, own, instant(Math.min(office?.at ?? at, at)))?.kind ?? null;
}

/** As in any record: a publisher says it, or whoever has the machine, whom no header names. */
function refuseNotice({ centre }: CanvassState, { actor, office }: EventHeader): string | null {
  const isPublisher = actor === null || centre.peopleOf(office?.id ?? null).has(actor, 'publisher');
  return isPublisher ? null : 'role-missing';
}

/** Every contest that the office's stations vote in is certified by it. */
function refuseDestroyed({ centre }: CanvassState, { office }: EventHeader): string | null {
  const own = office?.id ?? null;
  if (own === null) return null;
  const isOpen = centre.geography.votesIn.some(
    (votes, contest) =>
      centre.ended.certificateOfOffice(contest, own) === null &&
      centre.officeOf.some((of, place) => of === own && votes[place] === true),
  );
  return isOpen ? 'not-certified' : null;
}

/** Of each office its own: nobody types and judges, and somebody is always administrator once one was. */
function refuseRole(
  { centre }: CanvassState,
  { actor, office }: EventHeader,
  { kind, person, role }: Extract<EventBody, { kind: 'RoleGranted' | 'RoleRevoked' }>,
): string | null {
  const people = centre.peopleOf(office?.id ?? null);
  if (actor !== null && !people.has(actor, 'administrator')) return 'role-missing';
  if (people.has(person, role) === (kind === 'RoleGranted')) return 'role-as-it-is';
  if (kind === 'RoleRevoked') {
    return role === 'administrator' && people.administrators === 1 ? 'last-administrator' : null;
  }
  const held = people.rolesOf(person);
  return held.some((other) => other === 'typist' || role === 'typist') ? 'roles-conflict' : null;
}
