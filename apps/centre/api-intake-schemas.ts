import { z } from 'zod';
import { idSchema, instantSchema, receivedSchema } from './api-fields.ts';

/** What a device needs to read scans by itself: nothing here is secret. */
export const intakeElectionSchema = z.object({
  election: idSchema,
  form: z.record(z.string(), z.unknown()),
  stations: z.array(idSchema),
});

/** The part `submission` of POST /api/intake/sheets; the parts `page` are the pictures, in order. */
export const submissionSchema = z.object({
  /** null: nobody could tell; a desk will say. */
  station: idSchema.nullable(),
  matched: z.enum(['sender', 'qr', 'name']).default('sender'),
  /** File name or other reference, shown at the desk that assigns. */
  name: z.string().max(200).default(''),
  device: z.string(),
  sentAt: instantSchema,
  /** Base64 over `submissionBytes`; with station null, over the same with the station left empty. */
  signature: z.string().length(88),
});
export const intakeAnswerSchema = z.discriminatedUnion('kind', [
  receivedSchema.extend({ kind: z.literal('received') }),
  z.object({ kind: z.literal('unmatched'), id: z.string() }),
]);

export type Submission = z.infer<typeof submissionSchema>;
export type IntakeAnswer = z.infer<typeof intakeAnswerSchema>;
