import { z } from 'zod';
import { decodeUtf8 } from '../../../src/base/bytes.ts';
import { expectOk } from '../../../src/base/result.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import { refuse, type Trouble } from './trouble.ts';

const NOT_YET: Trouble = {
  status: 404,
  code: 'not-yet',
  detail: 'No checkpoint covers this record number yet.',
  retryAfterSeconds: 10,
};
const paramsSchema = z.object({
  record: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,14})$/)
    .transform(Number),
});

/** Offline proofs (C2SP tlog-proof) that a record number is in the log, by the newest checkpoint. */
export function layProofs(app: DeskApp, { books }: Desk): void {
  if (books === null) return;
  app.get(
    '/api/intake/proofs/:record',
    {
      config: { access: 'anyone' },
      schema: { params: paramsSchema, response: { 200: z.string(), ...PROBLEMS } },
    },
    async (request, reply) => {
      const proof = books.prove(request.params.record);
      if (proof === null) return refuse(reply, NOT_YET);
      const text = expectOk(decodeUtf8(proof), 'a proof of ours');
      return reply.type('text/plain; charset=utf-8').serializer(String).send(text);
    },
  );
}
