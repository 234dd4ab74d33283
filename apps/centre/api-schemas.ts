import { z } from 'zod';
import {
  boxSchema,
  correctionSchema,
  countSchema,
  idSchema,
  instantSchema,
  localizedSchema,
  observationSchema,
  recordSchema,
  roleSchema,
} from './api-fields.ts';

export * from './api-administration-schemas.ts';
export * from './api-canvass-schemas.ts';
export * from './api-capture-schemas.ts';
export * from './api-certificate-schemas.ts';
export { boxSchema, countSchema, observationSchema, receivedSchema, roleSchema } from './api-fields.ts';
export * from './api-intake-schemas.ts';
export * from './api-proposal-schemas.ts';

/*
 * What goes over the desk's HTTP interface, in both directions. The server parses requests with these, gives its answers by
 * these, and prints them as OpenAPI; the desk's screens take their types from here. Nothing of an entry that is not revealed
 * is in any answer.
 */

/** RFC 9457; `code` never changes its meaning, `detail` is for people. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  field: z.string().optional(),
  /** With `gap`: how many bytes of the page are there. */
  have: z.int().optional(),
});

export const meSchema = z.object({
  name: z.string(),
  pseudonym: z.string(),
  roles: z.array(roleSchema),
  demo: z.boolean(),
  secondFactor: z.boolean(),
});

export const contestSchema = z.object({
  id: idSchema,
  name: localizedSchema,
  boxes: z.array(z.object({ id: z.string(), label: z.string(), kind: z.enum(['selection', 'other', 'control']) })),
});

/** What every screen needs to know once. */
export const centreSchema = z.object({
  election: z.object({ id: idSchema, name: localizedSchema, timeZone: z.string(), test: z.boolean() }),
  contests: z.array(contestSchema),
  corrections: z.enum(['box', 'correction']),
  promiseMinutes: z.int(),
  /** Address of the public pages. */
  publicUrl: z.string().nullable(),
  /** Whether the official count has custody and a board. */
  canvass: z.boolean(),
});

const sheetPlaceSchema = z.object({
  sheet: recordSchema,
  station: idSchema,
  /** Names of the units from the widest to the place. */
  path: z.array(z.string()),
  table: z.int().nullable(),
});
/** Of an official sheet that is typed from the paper itself: its seal, to compare. */
const paperSchema = z.object({ seal: z.string().nullable() }).nullable();

/** The next piece of work. `resolve`: the two entries differ in exactly these; of the rest both said the same. */
export const workSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('entry'),
    ...sheetPlaceSchema.shape,
    contest: idSchema,
    pictures: z.array(z.string()),
    paper: paperSchema,
    until: instantSchema,
  }),
  z.object({
    kind: z.literal('resolve'),
    ...sheetPlaceSchema.shape,
    contest: idSchema,
    pictures: z.array(z.string()),
    paper: paperSchema,
    until: instantSchema,
    differing: z.object({
      /** Places of boxes; all of them where only one of the two read figures at all. */
      boxes: z.array(z.int()),
      corrections: z.boolean(),
      observations: z.boolean(),
    }),
    same: z.object({
      boxes: z.array(boxSchema.nullable()),
      corrections: z.array(correctionSchema).nullable(),
      observations: z.array(observationSchema).nullable(),
    }),
  }),
]);
export const nextWorkSchema = z.object({
  work: workSchema.nullable(),
  /** Where there is none for her: contests of sheets that wait for other people, whatever is typed of them. */
  others: z.int(),
});
export const workRequestSchema = z.object({ kind: z.enum(['entry', 'resolve']) });

/** A typed entry, or a resolution: always the whole content. */
export const entrySchema = z.object({
  sheet: recordSchema,
  contest: idSchema,
  boxes: z.array(boxSchema).max(1000),
  corrections: z.array(correctionSchema).max(1000),
  observations: z.array(observationSchema).max(6),
});
/** The same answer whether it was the first or the second, equal or not. */
export const committedSchema = z.object({ committed: z.literal(true) });
export const releaseSchema = z.object({ sheet: recordSchema, contest: idSchema });

const queueSchema = z.object({ waiting: z.int(), oldest: instantSchema.nullable() });
export const boardSchema = z.object({
  at: instantSchema,
  counts: z.array(
    z.object({
      count: countSchema,
      open: z.boolean(),
      closed: z.boolean(),
      stopped: z.boolean(),
      expected: z.int(),
      received: z.int(),
      contests: z.array(
        z.object({
          contest: idSchema,
          lifted: z.boolean(),
          firstEntry: queueSchema,
          secondEntry: queueSchema,
          differing: queueSchema,
          observed: queueSchema,
          agreed: z.int(),
          /** Agreed in the last 5 and 60 minutes. */
          agreedLast5: z.int(),
          agreedLast60: z.int(),
        }),
      ),
      disputed: queueSchema,
      late: z.int(),
    }),
  ),
  inbox: queueSchema,
  proposals: queueSchema,
  /** People at work: who has typed or resolved in the last 15 minutes, and what was voided of each. */
  people: z.array(
    z.object({ person: z.string(), entries: z.int(), voided: z.int(), lastAt: instantSchema.nullable() }),
  ),
  /** Children of the whole, with stations that nothing came from yet. */
  silent: z.array(z.object({ unit: idSchema, name: z.string(), expected: z.int(), silent: z.int() })),
});

const waitingSheetSchema = z.object({
  ...sheetPlaceSchema.shape,
  since: instantSchema,
  pictures: z.array(z.string()),
});
export const listQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });
export const disputesSchema = z.object({
  total: z.int(),
  disputes: z.array(
    z.object({
      count: countSchema,
      station: idSchema,
      path: z.array(z.string()),
      table: z.int().nullable(),
      since: instantSchema,
      sheets: z.array(
        z.object({
          sheet: recordSchema,
          at: instantSchema,
          device: z.string().nullable(),
          matched: z.string(),
          pictures: z.array(z.string()),
        }),
      ),
    }),
  ),
});
export const observedSchema = z.object({
  total: z.int(),
  observed: z.array(z.object({ ...waitingSheetSchema.shape, contest: idSchema, reasons: z.array(z.string()) })),
});
/** Entries that stand alone: who, since when; never what. */
export const pendingSchema = z.object({
  total: z.int(),
  pending: z.array(
    z.object({ entry: recordSchema, ...waitingSheetSchema.shape, contest: idSchema, person: z.string() }),
  ),
});
export const voidSchema = z.object({ entry: recordSchema });
export const silentStationsSchema = z.object({
  total: z.int(),
  /** Right below the unit that was asked for, with how many of them lie there. */
  areas: z.array(z.object({ unit: idSchema, name: z.string(), silent: z.int() })),
  stations: z.array(z.object({ station: idSchema, path: z.array(z.string()), table: z.int().nullable() })),
});
export const silentQuerySchema = listQuerySchema.extend({ unit: idSchema.optional() });

/** Scans whose station nobody could tell yet. */
export const inboxSchema = z.object({
  total: z.int(),
  scans: z.array(
    z.object({
      ...{ id: z.string(), name: z.string(), at: instantSchema, pictures: z.array(z.string()) },
      device: z.string().nullable(),
    }),
  ),
});
export const assignSchema = z.object({ station: idSchema });
export const noticeSchema = z.object({ text: localizedSchema });
export const contestActSchema = z.object({ contest: idSchema });
export const countActSchema = z.object({ count: countSchema });
export const recordedSchema = z.object({
  /** Record number of the first event. */
  record: recordSchema,
});

/** One station's sheets from receipt to publication. Boxes only of what is revealed. */
export const auditSchema = z.object({
  station: idSchema,
  path: z.array(z.string()),
  table: z.int().nullable(),
  registered: z.int().nullable(),
  /** More than `events` has if there are very many: those are the newest. */
  eventsTotal: z.int(),
  events: z.array(
    z.object({
      record: recordSchema,
      at: instantSchema,
      kind: z.string(),
      count: countSchema.nullable(),
      contest: z.string().nullable(),
      actor: z.string().nullable(),
      source: z.string(),
      /** The body in its published form; null while it is sealed. */
      body: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  sheets: z.array(
    z.object({
      sheet: recordSchema,
      count: countSchema,
      state: z.string(),
      pictures: z.array(z.string()),
      contests: z.record(z.string(), z.string()),
    }),
  ),
});

export type Problem = z.infer<typeof problemSchema>;
export type Me = z.infer<typeof meSchema>;
export type CentreInfo = z.infer<typeof centreSchema>;
export type Work = z.infer<typeof workSchema>;
export type NextWork = z.infer<typeof nextWorkSchema>;
export type EntryRequest = z.infer<typeof entrySchema>;
export type Board = z.infer<typeof boardSchema>;
export type Disputes = z.infer<typeof disputesSchema>;
export type Observed = z.infer<typeof observedSchema>;
export type Pending = z.infer<typeof pendingSchema>;
export type SilentStations = z.infer<typeof silentStationsSchema>;
export type Inbox = z.infer<typeof inboxSchema>;
export type Audit = z.infer<typeof auditSchema>;
