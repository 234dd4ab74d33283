import { createHash } from 'node:crypto';
import { present } from '../../../src/base/assert.ts';
import { instant } from '../../../src/base/instant.ts';
import { ok, type Result } from '../../../src/base/result.ts';
import { type IntakeAnswer, intakeAnswerSchema, intakeElectionSchema, type Submission } from '../api-schemas.ts';
import type { Arrival, ArrivalAnswer, ArrivalError } from '../centre-types.ts';
import { type Arrived, Room, readArrival } from './arriving.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import { Idempotency, KEY_REUSED, keyHeaderSchema } from './idempotency.ts';
import { arrivalTrouble, refuse } from './trouble.ts';

export const SHEETS_PATH = '/api/intake/sheets';

type Answer = { readonly status: 200 | 201; readonly body: IntakeAnswer };

/** What a device reads before it sends anything: made once, because it is as long as the list of stations. */
export function layIntakeElection(app: DeskApp, { centre }: Desk): void {
  const { election, stations } = centre.definition;
  const { form } = present(election.desk, 'the rules of the desk');
  const said = { election: election.id, form, stations: stations.map(({ id }) => id) };
  const parsed = intakeElectionSchema.parse(said);
  const text = JSON.stringify(parsed);
  app.get(
    '/api/intake/election',
    { config: { access: 'anyone' }, schema: { response: { 200: intakeElectionSchema, ...PROBLEMS } } },
    async (_request, reply) => {
      reply.type('application/json; charset=utf-8').serializer(() => text);
      return parsed;
    },
  );
}

/** Where enrolled devices send sheets. There is no session: the device's signature is in the content. */
export function laySheets(app: DeskApp, { door, limits }: Desk): void {
  const answers = new Idempotency<Answer>(limits.idempotencyKeys);
  const room = new Room(limits.arrivingBytes);
  app.post(
    SHEETS_PATH,
    {
      config: { access: 'device' },
      bodyLimit: limits.sheetBytes + 100_000,
      schema: {
        headers: keyHeaderSchema,
        consumes: ['multipart/form-data'],
        response: { 200: intakeAnswerSchema, 201: intakeAnswerSchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const read = await readArrival(request, limits, room);
      if (!read.ok) return refuse(reply, read.error);
      const { arrived, release } = read.value;
      try {
        // A key is the device's own: nobody can take, or ask for, the answer of another.
        const key = `${arrived.submission.device}\n${request.headers['idempotency-key']}`;
        const done = await answers.once(key, contentOf(arrived), async () =>
          answerOf(await door.take(arrivalOf(arrived))),
        );
        if (done.ok) return reply.code(done.value.status).send(done.value.body);
        const reused = done.error.kind === 'idempotency-key-reused';
        return refuse(reply, reused ? KEY_REUSED : arrivalTrouble(done.error));
      } finally {
        release();
      }
    },
  );
}

function arrivalOf({ submission, pages }: Arrived): Arrival {
  const { station, matched, name, device, sentAt, signature } = submission;
  return { station, matched, name, pages, signed: { device, sentAt: instant(sentAt), signature }, by: null };
}

function answerOf(taken: Result<ArrivalAnswer, ArrivalError>): Result<Answer, ArrivalError> {
  if (!taken.ok) return taken;
  const { value } = taken;
  if (value.kind === 'unmatched') return ok({ status: 201, body: value });
  return ok({ status: value.fresh ? 201 : 200, body: { ...value, record: value.sheet } });
}

function contentOf({ submission, pages }: Arrived): string {
  const { station, matched, name, device, sentAt, signature }: Submission = submission;
  const hash = createHash('sha256').update(JSON.stringify([station, matched, name, device, sentAt, signature]));
  for (const page of pages) hash.update(createHash('sha256').update(page).digest());
  return hash.digest('base64');
}
