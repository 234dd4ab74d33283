import { z } from 'zod';
import { amendmentSchema, boardActSchemas, custodyActSchemas } from './api-canvass-schemas.ts';
import { countSchema, idSchema, instantSchema, localizedSchema, recordSchema } from './api-fields.ts';

/* Acts of two people: one proposes, another agrees. */

const deskActSchemas = [
  z.object({
    kind: z.literal('choose-sheet'),
    count: countSchema,
    station: idSchema,
    sheet: recordSchema,
    reason: localizedSchema,
  }),
  z.object({
    kind: z.literal('withdraw-sheet'),
    sheet: recordSchema,
    code: z.enum(['false-sheet', 'not-a-sheet', 'other', 'wrong-station']),
    reason: localizedSchema,
  }),
  z.object({
    kind: z.literal('rule-observed'),
    sheet: recordSchema,
    contest: idSchema,
    ruling: z.enum(['count', 'retype']),
    reason: localizedSchema,
  }),
  z.object({
    kind: z.literal('stop-publication'),
    count: countSchema,
    office: localizedSchema,
    reason: localizedSchema,
  }),
  z.object({
    kind: z.literal('resume-publication'),
    count: countSchema,
    office: localizedSchema,
    reason: localizedSchema,
  }),
] as const;

const administrationActSchemas = [
  z.object({
    kind: z.literal('amend'),
    change: amendmentSchema,
    law: localizedSchema,
    reason: localizedSchema,
  }),
  z.object({
    kind: z.literal('destroy'),
    what: localizedSchema,
    law: localizedSchema,
    reason: localizedSchema,
  }),
  z.object({
    kind: z.literal('declare-office'),
    office: idSchema,
    /** Origin of its log, and the verifier keys of its log and its heartbeat. */
    origin: z.string().min(1).max(200),
    log: z.string().min(1).max(500),
    heartbeat: z.string().min(1).max(500),
  }),
] as const;

export const proposedActSchema = z.discriminatedUnion('kind', [
  ...deskActSchemas,
  ...custodyActSchemas,
  ...boardActSchemas,
  ...administrationActSchemas,
]);
export const proposalSchema = z.object({
  id: z.string(),
  by: z.string(),
  at: instantSchema,
  /** Of which station it is, where it is of one. */
  station: idSchema.nullable(),
  act: proposedActSchema,
});
export const proposalsSchema = z.object({ proposals: z.array(proposalSchema) });

export type ProposedAct = z.infer<typeof proposedActSchema>;
export type Proposal = z.infer<typeof proposalSchema>;
