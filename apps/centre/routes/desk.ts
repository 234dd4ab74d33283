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
import type { Role } from '../../../src/record/index.ts';
import { listQuerySchema, problemSchema } from '../api-schemas.ts';
import type { Boards } from '../board.ts';
import type { CountingCentre, IntakeDoor } from '../centre-types.ts';
import type { DeskLimits } from './limits.ts';
import type { Proposals } from './proposal-list.ts';
import { PROBLEM_TYPE } from './trouble.ts';

/** All that routes act on. */
export type Desk = {
  readonly centre: CountingCentre;
  readonly door: IntakeDoor;
  readonly accounts: Accounts;
  readonly publicUrl: string | null;
  readonly boards: Boards;
  readonly proposals: Proposals;
  readonly limits: DeskLimits;
};

export type DeskApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Who may use a route. `device`: no session, the content is signed. Roles are those of the record at this moment. */
export type Access = 'anyone' | 'device' | 'signed-in' | readonly Role[];

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Asked by a page by itself: no sign of a person. */
    polled?: boolean;
    /** Guesses at codes and passwords end here. */
    strict?: boolean;
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
