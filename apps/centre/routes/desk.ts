import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Accounts, DeskSession } from '../../../adapters/accounts/accounts-port.ts';
import { present } from '../../../src/base/assert.ts';
import type { RefusedReason, Role } from '../../../src/record/index.ts';
import type { OfficeDoor } from '../../office/office-door.ts';
import { listQuerySchema, problemSchema } from '../api-schemas.ts';
import type { Boards } from '../board.ts';
import type { CanvassLists } from '../canvass-lists.ts';
import type { CaptureParts } from '../capture-parts.ts';
import type { CountingCentre, IntakeBooks, IntakeDoor } from '../centre-types.ts';
import type { CertificateDrafts } from '../certificate-drafts.ts';
import type { OfficialPapers } from '../official-papers.ts';
import type { DeskLimits } from './limits.ts';
import type { Proposals } from './proposal-list.ts';
import { PROBLEM_TYPE } from './trouble.ts';

/** All that routes act on. */
export type Desk = {
  readonly centre: CountingCentre;
  readonly door: IntakeDoor;
  /** null: nobody sends from stations. */
  readonly books: IntakeBooks | null;
  /** Where else the door is reached. */
  readonly endpoints: readonly string[];
  /** Counts one refusal at the door; those of routes for devices are counted by themselves. */
  readonly refused: (reason: RefusedReason) => void;
  /** The server's own log: sentences about our faults, never what a person sent. */
  readonly log: (line: string) => void;
  readonly accounts: Accounts;
  readonly publicUrl: string | null;
  readonly boards: Boards;
  readonly proposals: Proposals;
  readonly lists: CanvassLists;
  readonly drafts: CertificateDrafts;
  /** Minutes and certificates; null: none are made here. */
  readonly papers: OfficialPapers | null;
  readonly limits: DeskLimits;
  /** Where offices hand in what they recorded; null: the definition has none. */
  readonly offices: OfficeDoor | null;
  /** Phones and SMS; null: none are let in here. */
  readonly capture: CaptureParts | null;
};

export type DeskApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Who may use a route. `device` and `office`: no session, the content is signed. Roles are those of the record at this moment. */
export type Access = 'anyone' | 'device' | 'office' | 'signed-in' | readonly Role[];

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Asked by a page by itself: no sign of a person. */
    polled?: boolean;
    /** Guesses at codes and passwords end here. */
    strict?: boolean;
  }
  interface FastifyReply {
    /** Code of the problem that the request ended with; null: none. */
    refusedAs: string | null;
  }
}

const problems = { description: 'Problem', content: { [PROBLEM_TYPE]: { schema: problemSchema } } } as const;
/** With the answers of a route: what it can go wrong with. */
export const PROBLEMS = { '4xx': problems, '5xx': problems } as const;
export const nothingSchema = z.undefined().describe('Done');

/** After a name, in the order of names: lists without a natural end are read page by page. */
export const pageQuerySchema = listQuerySchema.extend({ after: z.string().max(100).optional() });

/** The session that the guard found; only in routes that are not for anyone. */
export function sessionOf(request: FastifyRequest): DeskSession {
  return present(request.deskSession, 'the session of a guarded route');
}

/** Pseudonym of the person who asks: the only name that acts carry. */
export function personOf(request: FastifyRequest): string {
  return sessionOf(request).pseudonym;
}
