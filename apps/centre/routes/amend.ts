import { recordedSchema, seatMemberSchema, unseatMemberSchema } from '../api-schemas.ts';
import { type Desk, type DeskApp, PROBLEMS, personOf } from './desk.ts';
import { actTrouble, refuse } from './trouble.ts';

/** Who sits on the board. Amendments, destruction and offices are acts of two (proposals.ts). */
export function layAmendments(app: DeskApp, { centre }: Desk): void {
  app.post(
    '/api/members',
    {
      config: { access: ['administrator'] },
      schema: { body: seatMemberSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const done = await centre.act({ kind: 'seat-member', ...request.body, by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
  app.post(
    '/api/members/unseat',
    {
      config: { access: ['administrator'] },
      schema: { body: unseatMemberSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const done = await centre.act({ kind: 'unseat-member', ...request.body, by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
}
