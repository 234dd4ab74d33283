import { z } from 'zod';
import { RULING_EFFECTS } from '../../src/model/canvass-rules.ts';
import { FOUND, SEAL_CONDITIONS } from '../../src/record/index.ts';
import { boxSchema, idSchema, instantSchema, localizedSchema, recordSchema } from './api-fields.ts';

/* The official count over HTTP: what its desks ask and what they are told. Nothing of the preliminary count is in any of it. */

const SHORT = 100;
const PLACE = 200;
const PEOPLE_MOST = 99;
const shortSchema = z.string().min(1).max(SHORT);
const placeSchema = z.string().min(1).max(PLACE);
const personSchema = z.string().min(1).max(64);
const conditionSchema = z.enum(SEAL_CONDITIONS);
const sealShape = { seal: shortSchema.nullable(), condition: conditionSchema };
const peopleSchema = z.array(personSchema).max(PEOPLE_MOST);

/* Custody. */

export const takeEnvelopeSchema = z.object({ station: idSchema, ...sealShape, from: placeSchema });
export const storeEnvelopeSchema = z.object({ sheet: recordSchema, where: placeSchema });
/** Part `scan` of the form; its pages are the parts `page`, one file each. */
export const scanSchema = z.object({ sheet: recordSchema, paper: z.enum(['sheet', 'recount']) });
export const custodyActSchemas = [
  z.object({ kind: z.literal('miss-envelope'), station: idSchema, reason: localizedSchema }),
  z.object({ kind: z.literal('move-envelope'), sheet: recordSchema, to: placeSchema, ...sealShape }),
  z.object({ kind: z.literal('open-envelope'), sheet: recordSchema, found: z.enum(FOUND), ...sealShape }),
] as const;

const CUSTODY_STATES = ['expected', 'missing', 'received', 'opened', 'scanned', 'stored'] as const;
export const custodyStateSchema = z.enum(CUSTODY_STATES);
export const custodySchema = z.object({
  state: custodyStateSchema,
  sheet: recordSchema.nullable(),
  seal: z.string().nullable(),
  condition: conditionSchema.nullable(),
  /** Whether anybody on the way saw the seal broken. */
  everBroken: z.boolean(),
  at: instantSchema.nullable(),
  found: z.enum(FOUND).nullable(),
  where: z.string().nullable(),
});
export const stationPlaceSchema = z.object({
  station: idSchema,
  path: z.array(z.string()),
  table: z.int().nullable(),
});
/** Where envelopes are; copies that a board admitted; and what a recount waits in for its paper. */
export const PAPER_LISTS = [...CUSTODY_STATES, 'copy', 'recount'] as const;
const paperListSchema = z.enum(PAPER_LISTS);
/** An envelope, or a copy: that has a sheet, and is in nobody's custody. */
export const envelopeSchema = z.object({
  ...stationPlaceSchema.shape,
  ...custodySchema.shape,
  state: custodyStateSchema.nullable(),
  /** 1; of a vote that was repeated 2 and more. */
  generation: z.int(),
  /** When the polls of a repeated vote close whose envelope is expected. */
  until: instantSchema.nullable(),
  scanned: z.boolean(),
  /** The contests whose recount has no paper yet. */
  recount: z.array(idSchema),
});
export const envelopesQuerySchema = z.object({
  state: paperListSchema,
  /** Of which this is the page behind: `next` of the page before. */
  after: z.coerce.number().int().min(-1).default(-1),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const envelopesSchema = z.object({
  counts: z.record(paperListSchema, z.int()),
  envelopes: z.array(envelopeSchema),
  /** Where the next page begins; null: this is the last. */
  next: z.int().nullable(),
});

/* The board. */

const votesShape = {
  for: peopleSchema.min(1),
  against: peopleSchema,
  abstained: peopleSchema,
  law: localizedSchema,
  reason: localizedSchema,
};
export const openSessionSchema = z.object({
  place: placeSchema,
  members: peopleSchema.min(1),
  delegates: z.array(z.tuple([shortSchema, shortSchema])).max(PEOPLE_MOST),
});
/** The minutes are made of the newest published state: nothing is said beside. */
export const closeSessionSchema = z.object({});
export const objectSchema = z.object({
  sheet: recordSchema,
  contest: idSchema,
  party: shortSchema,
  delegate: shortSchema,
  ground: idSchema,
  text: localizedSchema,
});
export const seatMemberSchema = z.object({ member: personSchema, name: shortSchema, title: localizedSchema });
export const unseatMemberSchema = z.object({ member: personSchema });
export const effectSchema = z.enum(RULING_EFFECTS);
export const boardActSchemas = [
  z.object({
    kind: z.literal('rule'),
    station: idSchema,
    sheet: recordSchema.nullable(),
    contest: idSchema,
    effect: effectSchema,
    ground: idSchema.nullable(),
    objections: z.array(z.tuple([recordSchema, z.boolean()])).max(200),
    until: instantSchema.nullable(),
    boxes: z.array(boxSchema).max(1000).nullable(),
    ...votesShape,
  }),
  z.object({ kind: z.literal('admit-copy'), station: idSchema, holder: localizedSchema, ...votesShape }),
  z.object({
    kind: z.literal('draw-lot'),
    contest: idSchema,
    area: idSchema,
    order: z.array(idSchema).min(2).max(200),
    ...votesShape,
  }),
  z.object({
    kind: z.literal('reopen'),
    contest: idSchema,
    court: localizedSchema,
    order: placeSchema,
    reason: localizedSchema,
  }),
] as const;

const memberSchema = z.object({
  member: z.string(),
  name: z.string(),
  title: localizedSchema,
  seated: z.boolean(),
});
const sessionSchema = z.object({
  session: z.int(),
  record: recordSchema,
  at: instantSchema,
  place: z.string(),
  members: z.array(z.string()),
  delegates: z.array(z.tuple([z.string(), z.string()])),
  counted: z.int(),
  closed: recordSchema.nullable(),
});
/** Rules of the count, who sits, and which session is open. */
export const boardRoomSchema = z.object({
  rules: z
    .object({
      scans: z.boolean(),
      quorum: z.int(),
      required: z.int(),
      partial: z.boolean(),
      grounds: z.array(
        z.object({
          code: z.string(),
          name: localizedSchema,
          law: localizedSchema,
          effects: z.array(effectSchema),
          holds: z.boolean(),
        }),
      ),
      certifiers: z.array(z.object({ id: z.string(), name: z.string(), title: localizedSchema, key: z.string() })),
      offices: z.array(z.object({ id: z.string(), name: localizedSchema })),
    })
    .nullable(),
  members: z.array(memberSchema),
  session: sessionSchema.nullable(),
  /** The newest first. */
  sessions: z.array(sessionSchema),
  sessionsTotal: z.int(),
});

/** Why something of a station waits for the board. */
export const BOARD_WAITS = ['objected', 'observed', 'missing', 'nothing-found', 'recount', 'repeat'] as const;
export const boardWaitsSchema = z.object({
  total: z.int(),
  waits: z.array(
    z.object({
      ...stationPlaceSchema.shape,
      contest: idSchema,
      why: z.enum(BOARD_WAITS),
      sheet: recordSchema.nullable(),
      since: instantSchema.nullable(),
      until: instantSchema.nullable(),
    }),
  ),
});

const handOverSchema = z.object({
  record: recordSchema,
  kind: z.string(),
  generation: z.int(),
  at: instantSchema,
  people: z.array(z.string()),
  seal: z.string().nullable(),
  condition: conditionSchema.nullable(),
  place: z.string().nullable(),
});
const objectionSchema = z.object({
  record: recordSchema,
  sheet: recordSchema,
  contest: idSchema,
  session: z.int(),
  party: z.string(),
  ground: z.string(),
  holds: z.boolean(),
  at: instantSchema,
  answer: z.object({ ruling: recordSchema, upheld: z.boolean() }).nullable(),
});
const rulingSchema = z.object({
  record: recordSchema,
  sheet: recordSchema.nullable(),
  contest: idSchema,
  session: z.int(),
  effect: effectSchema,
  ground: z.string().nullable(),
  until: instantSchema.nullable(),
  at: instantSchema,
});
export const endSchema = z.object({
  contest: idSchema,
  kind: z.enum(['counted', 'annulled', 'lost', 'merged', 'not-installed', 'open']),
  /** Of a counted one from what; of an open one why. */
  detail: z.string().nullable(),
  corrected: z.boolean(),
  sheet: recordSchema.nullable(),
  record: recordSchema.nullable(),
  until: instantSchema.nullable(),
});
export const caseParamsSchema = z.object({ station: idSchema });
/** One station's paper from the envelope to where each contest ends. */
export const caseSchema = z.object({
  ...stationPlaceSchema.shape,
  registered: z.int().nullable(),
  /** Of each vote of the station, the first one first; `until`: when the polls of a repeated one close whose envelope is expected. */
  envelopes: z.array(z.object({ ...custodySchema.shape, generation: z.int(), until: instantSchema.nullable() })),
  /** Of which vote a copy could stand for the original now; null: of none. */
  copyOf: z.int().nullable(),
  handOvers: z.array(handOverSchema),
  ends: z.array(endSchema),
  sheets: z.array(
    z.object({
      sheet: recordSchema,
      generation: z.int(),
      paper: z.enum(['copy', 'envelope']),
      pictures: z.array(z.string()),
      /** Of the contests that two people have typed: what they read, as it stands. */
      contests: z.array(
        z.object({
          contest: idSchema,
          state: z.string(),
          reasons: z.array(z.string()),
          boxes: z.array(boxSchema).nullable(),
          /** Who typed it, and so does not vote on it. */
          typedBy: z.array(z.string()),
        }),
      ),
    }),
  ),
  objections: z.array(objectionSchema),
  rulings: z.array(rulingSchema),
});

/* Administration. */

export const amendmentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('station-added'),
    station: idSchema,
    place: idSchema,
    table: z.int().min(0).max(999_999).nullable(),
    registered: z.int().min(0).max(999_999).nullable(),
    setting: z.enum(['abroad', 'mixed', 'rural', 'urban']).nullable(),
  }),
  z.object({ kind: z.literal('station-moved'), station: idSchema, place: idSchema }),
  z.object({ kind: z.literal('date-moved'), station: idSchema, until: instantSchema }),
  z.object({ kind: z.literal('station-not-installed'), station: idSchema }),
  z.object({
    kind: z.literal('station-merged'),
    station: idSchema,
    into: idSchema,
    registered: z.int().min(0).max(999_999).nullable(),
  }),
  z.object({
    kind: z.literal('candidate-withdrawn'),
    contest: idSchema,
    selection: idSchema,
    votes: z.enum(['kept', 'null']),
  }),
  z.object({
    kind: z.literal('closing-extended'),
    units: z.array(idSchema).min(1).max(100),
    until: instantSchema,
  }),
]);

export type BoardRoom = z.infer<typeof boardRoomSchema>;
export type BoardWaits = z.infer<typeof boardWaitsSchema>;
export type Case = z.infer<typeof caseSchema>;
export type CaseEnd = z.infer<typeof endSchema>;
export type CustodyView = z.infer<typeof custodySchema>;
export type PaperListName = z.infer<typeof paperListSchema>;
export type Envelopes = z.infer<typeof envelopesSchema>;
export type RulingKind = z.infer<typeof effectSchema>;
