import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { present } from '../../../src/base/assert.ts';
import { BATCH_EVENTS } from '../../office/office-batch.ts';
import type { OfficeRefusal } from '../../office/office-door.ts';
import type { FileKind } from '../../office/office-files.ts';
import { networkOf } from '../network-of.ts';
import { Room } from './arriving.ts';
import { type Desk, type DeskApp, nothingSchema, PROBLEMS } from './desk.ts';
import { BUSY, NOT_THERE, refuse, type Trouble } from './trouble.ts';

/*
 * Where offices hand in what they recorded. There is no session: what comes is believed by the signature of its checkpoint, under
 * the keys that two administrators declared, and by nothing else.
 */

/** Escaped and in other letters a batch is longer than its events. */
const BODY_BYTES = 8_000_000;
/**
 * So many batches, and proofs of two histories, may be on their way in or wait for their turn, each with its bytes in memory. One
 * network leaves a quarter of them to the others.
 */
const PLACES = 32;
const PIECE_TYPE = 'application/octet-stream';

const hash = z.string().length(44);
const note = z.string().min(1).max(4000);
const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const hex = z.string().regex(/^[0-9a-f]{64}$/);
const officeParams = z.object({ id: z.string().min(1).max(16) });
const fileParams = officeParams.extend({ hex });
const sizeQuery = z.object({
  at: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,14})$/)
    .transform(Number)
    .optional(),
});
const sizeSchema = z.object({
  size: whole.describe('How many events of the office are in the record; with `at` no more than that'),
  root: z.string().describe('Root of so many events of its log, in base64'),
  forked: z.boolean().describe('It signed two histories: nothing more is taken from it'),
});
const eventSchema = z.object({
  header: z.string().min(1).max(4096),
  salt: hash,
  body: z.string().min(1).max(1_000_000),
});
/** A batch as it comes from anywhere. */
export const batchSchema = z.object({
  from: whole,
  events: z.array(eventSchema).max(BATCH_EVENTS),
  checkpoint: note,
  without: z.array(hex).max(20_000).default([]).describe('Files that its events name and that the office has lost'),
});
const takenSchema = z.union([
  z.object({ kind: z.enum(['taken', 'known']), size: whole }),
  z.object({ kind: z.literal('files-wanted'), files: z.array(z.string()) }),
]);
export const forkSchema = z.object({ index: whole, leaf: hash, proof: z.array(hash).max(63), checkpoint: note });
const recordSchema = z.object({ record: whole });

export function layOffices(app: DeskApp, { offices, limits }: Desk): void {
  if (offices === null) return;
  const places = new Places(PLACES);
  const onRequest = places.onRequest.bind(places);
  app.get(
    '/api/offices/:id',
    {
      config: { access: 'office' },
      schema: { params: officeParams, querystring: sizeQuery, response: { 200: sizeSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const asked = offices.sizeOf(request.params.id, request.query.at ?? null);
      return asked.ok ? asked.value : refuse(reply, officeTrouble(asked.error));
    },
  );
  app.post(
    '/api/offices/:id/events',
    {
      config: { access: 'office' },
      bodyLimit: BODY_BYTES,
      onRequest,
      schema: { params: officeParams, body: batchSchema, response: { 200: takenSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const taken = await places.work(request, () => offices.take(request.params.id, request.body));
      if (!taken.ok) return refuse(reply, officeTrouble(taken.error));
      const { value } = taken;
      return value.kind === 'files-wanted' ? { ...value, files: [...value.files] } : value;
    },
  );
  app.post(
    '/api/offices/:id/forks',
    {
      config: { access: 'office' },
      onRequest,
      schema: { params: officeParams, body: forkSchema, response: { 200: recordSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const shown = await places.work(request, () => offices.showFork(request.params.id, request.body));
      return shown.ok ? { record: shown.value.first } : refuse(reply, officeTrouble(shown.error));
    },
  );
  // A parser of its own: nowhere else are bytes taken for a body.
  app.register((scope, _, done) => {
    scope.addContentTypeParser(PIECE_TYPE, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    layFiles(scope as unknown as DeskApp, { offices, limits });
    done();
  });
}

type Place = { isClosed: boolean; isWorking: boolean; isLeft: boolean; readonly network: string };

/** Places of requests from their first byte to the end of their work, or of their line, whichever comes later. */
class Places {
  readonly #room: Room;
  readonly #taken = new WeakMap<FastifyRequest, Place>();

  constructor(places: number) {
    this.#room = new Room(places);
  }

  /** Before a byte of the body is read: who sends is nobody known yet. */
  async onRequest(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const place = { isClosed: false, isWorking: false, isLeft: false, network: networkOf(request.ip) };
    if (!this.#room.take(place.network, 0, 1)) return refuse(reply, BUSY);
    this.#taken.set(request, place);
    reply.raw.once('close', () => {
      place.isClosed = true;
      this.#leave(place);
    });
    return undefined;
  }

  /** Whoever hangs up before it is done keeps his place: the work waits for its turn all the same. */
  async work<T>(request: FastifyRequest, act: () => Promise<T>): Promise<T> {
    const place = present(this.#taken.get(request), 'the place of a request');
    place.isWorking = true;
    try {
      return await act();
    } finally {
      place.isWorking = false;
      this.#leave(place);
    }
  }

  #leave(place: Place): void {
    if (place.isLeft || place.isWorking || !place.isClosed) return;
    place.isLeft = true;
    this.#room.give(place.network, 1);
  }
}

/** Pictures and papers that a batch named: their name is their hash, so nobody has to sign them. */
function layFiles(app: DeskApp, { offices, limits }: Pick<Desk, 'limits' | 'offices'>): void {
  app.put(
    '/api/offices/:id/files/:hex',
    {
      config: { access: 'office' },
      bodyLimit: limits.pageBytes,
      onRequest: async (request, reply) => {
        const { id = '', hex: name = '' } = request.params as Partial<Record<string, string>>;
        if (offices?.wants(id, name) !== true) return refuse(reply, officeTrouble({ kind: 'unwanted-file' }));
      },
      schema: { consumes: [PIECE_TYPE], params: fileParams, response: { 204: nothingSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { id, hex: name } = request.params;
      if (offices === null || !(request.body instanceof Uint8Array)) return refuse(reply, NOT_THERE);
      const put = await offices.putFile(id, name, new Uint8Array(request.body));
      return put.ok ? reply.code(204).send() : refuse(reply, officeTrouble(put.error));
    },
  );
}

const FILE_WORDS: Readonly<Record<FileKind, string>> = { picture: 'JPEG', data: 'JSON', text: 'PDF' };

const SAID: Readonly<Record<OfficeRefusal['kind'], readonly [status: number, detail: string]>> = {
  'unknown-office': [404, 'The definition has no such office.'],
  'not-declared': [409, 'The keys of this office were not declared yet.'],
  'other-definition': [409, 'The office counts by another definition than the one that follows from this one.'],
  'other-keys': [409, 'The office writes under other keys than those that were declared.'],
  'keys-unusable': [409, 'The keys that were declared of this office are none.'],
  forked: [409, 'This office signed two histories: nothing more is taken from it.'],
  'bad-checkpoint': [403, 'The checkpoint is not signed by both keys of this office.'],
  'checkpoint-of-others': [409, 'The checkpoint covers another number of events.'],
  gap: [409, 'Events are missing before these.'],
  contradicts: [409, 'What was taken in is not the beginning of what this checkpoint signs.'],
  'bad-event': [422, 'An event is not what the log of an office can hold.'],
  'not-of-office': [422, 'An event is not one that this office may record.'],
  'not-certified': [422, 'A result is not signed by as many certifiers as the definition demands, or by others.'],
  'not-now': [409, 'The counting centre would not do this at the moment.'],
  'not-stored': [503, 'This could not be stored just now. Send it again.'],
  'unwanted-file': [409, 'No batch of this office names this file.'],
  'bad-file': [422, 'The bytes are not those of this name.'],
  'not-that-kind': [422, 'The file is not of the kind that the record says.'],
  'office-full': [507, 'The files of this office may fill no more of the disk.'],
  'offices-full': [507, 'The files of all offices may fill no more of the disk.'],
  'not-taken': [409, 'Nothing was taken in at this number.'],
  'same-leaf': [409, 'The same event was taken in at this number.'],
  'bad-proof': [422, 'The proof does not lead to the root that is signed.'],
};

/** A refusal for the office: which event, and what of it. */
export function officeTrouble(refusal: OfficeRefusal): Trouble {
  const [status, said] = SAID[refusal.kind];
  const more = whatOf(refusal);
  const detail = more === '' ? said : `${said} (${more})`;
  const again = refusal.kind === 'not-stored' ? 5 : refusal.kind === 'not-now' ? 30 : undefined;
  return {
    ...{ status, code: refusal.kind, detail },
    ...(again === undefined ? {} : { retryAfterSeconds: again }),
    ...('have' in refusal ? { more: { have: refusal.have } } : {}),
  };
}

function whatOf(refusal: OfficeRefusal): string {
  switch (refusal.kind) {
    case 'not-of-office':
      return `event ${refusal.index}: ${refusal.fault.kind}`;
    case 'not-now':
      return `event ${refusal.index}: ${refusal.refusal}`;
    case 'bad-event':
      return `event ${refusal.index}: ${refusal.detail}`;
    case 'not-certified':
      return `event ${refusal.index}`;
    case 'not-that-kind':
      return `wanted: ${FILE_WORDS[refusal.wanted]}`;
    case 'office-full':
    case 'offices-full':
      return `${refusal.most} bytes`;
    case 'bad-checkpoint':
    case 'bad-proof':
      return refusal.detail;
    default:
      return '';
  }
}
