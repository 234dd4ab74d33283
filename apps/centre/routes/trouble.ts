import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { ActRefusal, CanvassRefusal } from '../../../src/canvass/acts.ts';
import type { Refusal } from '../../../src/entry/acts.ts';
import { refusedReason } from '../../../src/entry/door-refusal.ts';
import type { Problem } from '../api-schemas.ts';
import type { ActError, ArrivalError } from '../centre-types.ts';
import type { PapersError } from '../official-papers.ts';
import { intakeCodeOf } from './intake-codes.ts';

/** What a request failed with. `code` is for programs and never changes its meaning; `detail` is for people. */
export type Trouble = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Where in the request, as a JSON pointer. */
  readonly field?: string;
  readonly retryAfterSeconds?: number;
  /** Further members of the problem, for programs. */
  readonly more?: { readonly have: number };
};

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457; the type is blank, so that the title is that of the status. */
export function problemOf({ status, code, detail, field, more }: Trouble): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: 'about:blank', title, status, code, detail, ...(field === undefined ? {} : { field }), ...more };
}

/** Ends the request with a problem; what comes from stations is refused in the words of their contract. */
export function refuse<R extends FastifyReply>(reply: R, met: Trouble): R {
  const trouble = reply.request.routeOptions.config.access === 'device' ? intakeTrouble(met) : met;
  (reply as FastifyReply).refusedAs = trouble.code;
  if (trouble.retryAfterSeconds !== undefined) reply.header('retry-after', String(trouble.retryAfterSeconds));
  // As bytes: a problem has its one form, whatever the route would answer.
  reply
    .code(trouble.status)
    .type(PROBLEM_TYPE)
    .serializer((body: unknown) => String(body));
  (reply as FastifyReply).send(JSON.stringify(problemOf(trouble)));
  return reply;
}

function intakeTrouble(trouble: Trouble): Trouble {
  const { code, status } = trouble;
  // A phone whose key is enrolled makes another one; of a code that is not good it can do nothing.
  if (code === 'device-exists') return trouble;
  const reason = Object.hasOwn(SAID, code) ? refusedReason(code as keyof typeof SAID) : null;
  return { ...trouble, code: reason ?? intakeCodeOf(code, status) };
}

/** What nobody here may know is told apart from what is not there by nothing. */
export const NOT_THERE: Trouble = { status: 404, code: 'not-found', detail: 'There is no such thing here.' };
export const NOT_SIGNED_IN: Trouble = { status: 401, code: 'not-signed-in', detail: 'Sign in first.' };
export const NO_LEASE: Trouble = {
  status: 409,
  code: 'no-lease',
  detail: 'This piece of work is not, or no longer, yours. Ask for the next one.',
};

export function roleMissing(roles: readonly string[]): Trouble {
  return { status: 403, code: 'role-missing', detail: `This needs the role ${roles.join(' or ')}.` };
}

type Said = readonly [status: number, detail: string];

const SAID: Readonly<Record<Exclude<Refusal['kind'], 'role-missing'>, Said>> = {
  'roles-conflict': [409, 'Nobody types and judges: a typist has no other role.'],
  'last-administrator': [409, 'This is the last administrator: make another one first.'],
  'role-as-it-is': [409, 'The person has this role already, or does not have it.'],
  'same-person': [403, 'This needs another person.'],
  'count-not-open': [409, 'The count is not open.'],
  'count-closed': [409, 'The count is closed. That is its end: nothing opens it again, not even a court order.'],
  'count-already-open': [409, 'The count is open already.'],
  'publication-as-it-is': [409, 'The publication is already as you want it.'],
  'polls-open': [409, 'Not before the last polling station has closed.'],
  'embargo-lifted-already': [409, 'The embargo of this contest is lifted already.'],
  'unknown-contest': [404, 'There is no such contest.'],
  'unknown-station': [404, 'There is no such polling station.'],
  'unknown-sheet': [404, 'There is no such sheet.'],
  'unknown-unit': [404, 'There is no such area.'],
  'unknown-device': [404, 'There is no such device, or it is revoked.'],
  'unknown-entry': [404, 'There is no such entry that stands alone.'],
  'device-exists': [409, 'A device has this name: names of devices are given once.'],
  'device-out-of-scope': [403, 'The device may not send for this polling station.'],
  quota: [403, 'The device has sent as much for this polling station, or without one, as one device may.'],
  'picture-missing': [422, 'A sheet has at least one picture.'],
  'already-received': [409, 'The same sheet came before, and that receipt stands.'],
  'not-waiting': [409, 'The sheet is not waiting for this, or no more.'],
  'wrong-number-of-boxes': [422, 'The number of boxes is not that of the paper.'],
  'bad-content': [422, 'The content is not one that the paper can have.'],
  'not-in-difference': [422, 'A resolution may change only what is shown as differing.'],
};

const SAID_OF_CANVASS: Readonly<Record<CanvassRefusal['kind'], Said>> = {
  'no-canvass': [409, 'This election has no official count with custody and a board.'],
  'session-open': [409, 'A session is open already.'],
  'no-session': [409, 'No session of the board is open.'],
  'unknown-member': [404, 'This person is no member of the board.'],
  'not-present': [409, 'Only members who are present in the session vote, each once, and not on what they typed.'],
  'no-quorum': [409, 'Fewer members voted than the quorum.'],
  'no-majority': [409, 'It needs more votes for than against.'],
  'unknown-ground': [422, 'The definition has no such ground.'],
  'effect-not-allowed': [422, 'The board cannot decide this on that ground, or of this paper.'],
  'objections-not-answered': [422, 'Every open objection has to be answered, and no other.'],
  'wrong-custody': [409, 'The envelope is not where this needs it.'],
  'already-received-envelope': [409, 'The envelope of this polling station is there already.'],
  'not-the-newest-state': [409, 'Something happened behind the newest published state. Wait until it is published.'],
  'still-open': [409, 'Something that can change the result is open still.'],
  'too-few-signatures': [409, 'Not enough certifiers have signed.'],
  'bad-certifier-signature': [422, 'The signature is not one of this certifier over this certificate.'],
  'unknown-certifier': [404, 'The definition has no such certifier.'],
  'certificate-differs': [409, 'The certificate says something else than the record. Make it anew.'],
  certified: [409, 'The result is certified: only the order of a court opens it again.'],
  'not-certified': [409, 'The result is not certified.'],
  'unknown-office': [404, 'The definition has no such office.'],
  'office-declared': [409, 'This office is declared already.'],
  'of-office': [409, 'An office has this polling station, and records it in its own record.'],
  'amendment-void': [422, 'This change cannot be made of the definition as it is now.'],
};

/** A number that tells nothing of any entry and helps whoever meets the refusal. */
function numberIn(refusal: CanvassRefusal): string {
  switch (refusal.kind) {
    case 'no-quorum':
      return ` The quorum is ${refusal.quorum}.`;
    case 'still-open':
      return ` Open: ${refusal.open}.`;
    case 'too-few-signatures':
      return ` It needs ${refusal.required}, and has ${refusal.valid}.`;
    case 'amendment-void':
      return ` Because of: ${refusal.detail}.`;
    case 'session-open':
      return ` It is session ${refusal.session}.`;
    default:
      return '';
  }
}

/**
 * A refusal for the person who met it. Only its kind goes out: its details are the centre's own, and a detail too many could
 * tell of an entry.
 */
export function refusalTrouble(refusal: ActRefusal): Trouble {
  if (refusal.kind === 'role-missing') return roleMissing([refusal.role]);
  if (isOfCanvass(refusal)) {
    const [status, detail] = SAID_OF_CANVASS[refusal.kind];
    return { status, code: refusal.kind, detail: `${detail}${numberIn(refusal)}` };
  }
  const [status, detail] = SAID[refusal.kind];
  const more = refusal.kind === 'wrong-number-of-boxes' ? ` It has ${refusal.expected}.` : '';
  return { status, code: refusal.kind, detail: `${detail}${more}` };
}

function isOfCanvass(refusal: ActRefusal): refusal is CanvassRefusal {
  return Object.hasOwn(SAID_OF_CANVASS, refusal.kind);
}

export function actTrouble(error: ActError): Trouble {
  if (error.kind === 'refused') return refusalTrouble(error.refusal);
  const detail = 'This could not be stored just now. It may have been stored after all: look, and try again.';
  return { status: 503, code: 'not-stored', detail, retryAfterSeconds: 5 };
}

export function arrivalTrouble(error: ArrivalError): Trouble {
  switch (error.kind) {
    case 'bad-picture':
      return { status: 422, code: 'bad-picture', detail: error.detail, field: `/page/${error.page}` };
    case 'no-pages':
      return { status: 422, code: 'no-pages', detail: 'A sheet has at least one page.', field: '/page' };
    case 'too-many-pages':
      return { status: 422, code: 'too-many-pages', detail: 'A sheet has at most 16 pages.', field: '/page' };
    case 'bad-signature': {
      const detail = 'The device did not sign this.';
      return { status: 403, code: 'bad-signature', detail, field: '/signature' };
    }
    case 'malformed':
      return { status: 422, code: 'malformed', detail: error.detail, field: error.field };
    case 'too-large':
      return { status: 413, code: 'too-large', detail: error.detail, field: error.field };
    case 'busy':
      return { ...BUSY, detail: `${BUSY.detail} (${error.detail})` };
    case 'gap': {
      const detail = `Bytes are missing before these: of this page ${error.have} are there.`;
      return { status: 409, code: 'gap', detail, more: { have: error.have } };
    }
    case 'unknown-upload': {
      const detail = 'There is no such upload, or it ended: ask for it again.';
      return { status: 404, code: 'unknown-upload', detail };
    }
    default:
      return actTrouble(error);
  }
}

/** Somebody else is served first; nothing is wrong with what was sent. */
export const BUSY: Trouble = {
  status: 503,
  code: 'busy',
  detail: 'Too much is coming in at this moment. Send it again.',
  retryAfterSeconds: 5,
};

export const NO_PAPERS: Trouble = {
  ...{ status: 409, code: 'no-papers' },
  detail: 'No minutes and no certificates are made here.',
};

/** Why no minutes or certificate could be made. */
export function papersTrouble(error: PapersError): Trouble {
  switch (error.kind) {
    case 'behind-the-record':
      return refusalTrouble({ kind: 'not-the-newest-state', size: error.size, newest: error.newest });
    case 'nothing-published': {
      const detail = 'Nothing is published of which it could be made, or it is held back.';
      return { status: 409, code: 'nothing-published', detail };
    }
    case 'lot-needed': {
      const detail = 'Equal votes decide, and no lot says how. The board draws one first.';
      return { status: 409, code: 'lot-needed', detail };
    }
    case 'not-stored':
      return actTrouble({ kind: 'not-stored', detail: error.detail });
  }
}
