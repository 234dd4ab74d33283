import { z } from 'zod';
import { stationPlaceSchema } from './api-canvass-schemas.ts';
import { idSchema, instantSchema, localizedSchema, recordSchema } from './api-fields.ts';

/* From what is open still to a certificate with enough signatures. */

/** Of every contest and area that a certificate is of: where its sheets ended. */
export const completenessSchema = z.object({
  results: z.array(
    z.object({
      contest: idSchema,
      area: idSchema,
      areaName: z.string(),
      expected: z.int(),
      /** By kind of end. */
      ends: z.record(z.string(), z.int()),
      open: z.int(),
      /** Of the open ones: why. */
      why: z.record(z.string(), z.int()),
      certified: recordSchema.nullable(),
      /** Votes of it that are, or were, repeated: when the last polls close, and when the embargo was lifted. */
      repeats: z.array(z.object({ generation: z.int(), until: instantSchema, lifted: instantSchema.nullable() })),
    }),
  ),
});
export const openOnesQuerySchema = z.object({
  contest: idSchema,
  area: idSchema,
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const openOnesSchema = z.object({
  total: z.int(),
  stations: z.array(z.object({ ...stationPlaceSchema.shape, why: z.string(), until: instantSchema.nullable() })),
});
export const draftCertificateSchema = z.object({
  contest: idSchema,
  area: idSchema,
  partial: localizedSchema.nullable(),
});
export const draftSchema = z.object({
  id: z.string(),
  contest: idSchema,
  area: idSchema,
  areaName: z.string(),
  at: instantSchema,
  /** Whether something was recorded since that could change it: it is not taken any more. */
  outdated: z.boolean(),
  /** Exactly what is signed: a line that says what it is, and canonical JSON. */
  message: z.string(),
  /** SHA-256 of what is signed, in hex. */
  fingerprint: z.string(),
  /** SHA-256 of the data of the act, in hex: as it is printed on the act. */
  papersFingerprint: z.string(),
  papers: z.object({ data: z.string(), es: z.string(), en: z.string() }),
  size: z.int(),
  required: z.int(),
  signed: z.array(z.object({ certifier: z.string(), at: instantSchema })),
});
export const draftsSchema = z.object({ drafts: z.array(draftSchema) });
/** Votes that were repeated have an embargo of their own. */
export const liftRepeatSchema = z.object({ contest: idSchema, generation: z.int().min(2).max(99) });
export const signSchema = z.object({
  certifier: idSchema,
  /** Ed25519, 64 bytes in base64. */
  signature: z.string().length(88),
});

export type Completeness = z.infer<typeof completenessSchema>;
export type CertificateDraft = z.infer<typeof draftSchema>;
export type OpenOnes = z.infer<typeof openOnesSchema>;
