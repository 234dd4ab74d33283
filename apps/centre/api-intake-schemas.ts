import { z } from 'zod';
import { fromBase64 } from '../../src/base/bytes.ts';
import { stationCardSchema } from './api-capture-schemas.ts';
import { idSchema, instantSchema, receivedSchema, recordSchema } from './api-fields.ts';

/* What stations send, and what they get for it: docs/spec/capture.md sections 3 to 5. */

const PAGES_MOST = 16;
const PAGE_BYTES_MOST = 999_999_999;
const CONTESTS_MOST = 100;
const BOXES_MOST = 500;
const FATES_MOST = 50;

const hashSchema = z.string().length(44).refine(isBase64Of(32), 'not 32 bytes in base64');
const signatureSchema = z.string().length(88).refine(isBase64Of(64), 'not 64 bytes in base64');
const deviceSchema = z.string().min(1).max(100);

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

/** Ed25519 by the log's key over `promiseBytes`. */
export const promiseSchema = z.object({
  v: z.literal(1),
  promise: z.object({
    origin: z.string(),
    index: recordSchema,
    leaf: z.string(),
    station: z.string(),
    message: z.string(),
    at: instantSchema,
    due: instantSchema,
  }),
  signature: z.string(),
});

const unmatchedSchema = z.object({ kind: z.literal('unmatched'), id: z.string() });
export const intakeAnswerSchema = z.discriminatedUnion('kind', [
  // `record` and `sheet` are the same number.
  receivedSchema.extend({
    kind: z.literal('received'),
    record: recordSchema,
    /** Null: this run promises nothing. */
    promise: promiseSchema.nullable(),
  }),
  unmatchedSchema,
]);

/** Without the pages' bytes, which follow in pieces. */
export const uploadSchema = z.object({
  station: idSchema.nullable(),
  matched: z.enum(['sender', 'qr', 'name']).default('sender'),
  name: z.string().max(200).default(''),
  device: deviceSchema,
  sentAt: instantSchema,
  pages: z
    .array(z.object({ sha256: hashSchema, bytes: z.int().min(1).max(PAGE_BYTES_MOST) }))
    .min(1)
    .max(PAGES_MOST),
  signature: signatureSchema,
});
export const uploadAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('wanted'),
    upload: z.string(),
    pages: z.array(z.object({ have: z.int() })),
  }),
  z.object({
    kind: z.literal('received'),
    station: idSchema,
    record: recordSchema,
    fresh: z.boolean(),
    promise: promiseSchema.nullable(),
  }),
  unmatchedSchema,
]);
export const pieceParamsSchema = z.object({
  upload: z.string().regex(/^[0-9a-f]{64}$/),
  page: z
    .string()
    .regex(/^(0|[1-9][0-9]?)$/)
    .transform(Number),
});
export const pieceQuerySchema = z.object({
  at: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,8})$/)
    .transform(Number),
});
export const haveSchema = z.object({ have: z.int() });

/** A box as in the record: null is empty. */
const recordBoxSchema = z.union([z.int().min(0).max(999_999_999), z.null(), z.literal('illegible')]);
export const figuresSchema = z.object({
  station: idSchema,
  device: deviceSchema,
  sentAt: instantSchema,
  figures: z
    .array(z.object({ contest: idSchema, boxes: z.array(recordBoxSchema).max(BOXES_MOST), salt: hashSchema }))
    .min(1)
    .max(CONTESTS_MOST),
  signature: signatureSchema,
});
export const figuresAnswerSchema = z.object({
  kind: z.literal('received'),
  record: recordSchema,
  fresh: z.boolean(),
  promise: promiseSchema.nullable(),
});

/** What a phone needs beforehand; the same for everybody. */
export const setupSchema = z.object({
  v: z.literal(1),
  /** As `definition/election.json` has it. */
  election: z.record(z.string(), z.unknown()),
  origin: z.string(),
  log: z.string(),
  heartbeat: z.string(),
  /** Further addresses of this door, or of others that hand on to it. */
  endpoints: z.array(z.string()),
  stations: z.int(),
  /** Address of the public pages; null: not known here. */
  pages: z.string().nullable(),
  now: instantSchema,
});
export { stationCardSchema };

export const fatesQuerySchema = z.object({
  records: z
    .string()
    .regex(/^[0-9]{1,15}(,[0-9]{1,15}){0,49}$/)
    .describe(`At most ${FATES_MOST} record numbers, with commas`)
    .transform((text) => text.split(',').map(Number)),
});
export const fatesSchema = z.array(
  z.object({
    record: recordSchema,
    station: idSchema,
    state: z.enum(['announced', 'received', 'standing', 'disputed', 'superseded', 'withdrawn', 'late']),
    typed: z.boolean(),
    published: z.boolean(),
    page: z.string(),
  }),
);

function isBase64Of(length: number): (text: string) => boolean {
  return (text) => {
    const bytes = fromBase64(text);
    return bytes.ok && bytes.value.length === length;
  };
}

export type Submission = z.infer<typeof submissionSchema>;
export type IntakeAnswer = z.infer<typeof intakeAnswerSchema>;
