import { z } from 'zod';
import { assignSchema, inboxSchema, listQuerySchema, receivedSchema } from '../api-schemas.ts';
import { type Desk, type DeskApp, PROBLEMS, personOf } from './desk.ts';
import { pageSchema, pictureAnswer, sendPicture } from './picture.ts';
import { arrivalTrouble, NOT_THERE, refuse } from './trouble.ts';

const idSchema = z.string().min(1).max(64);

/** Scans that wait for a person to say of which station they are. */
export function layInbox(app: DeskApp, { door }: Desk): void {
  app.get(
    '/api/inbox',
    {
      config: { access: ['supervisor', 'auditor'], polled: true },
      schema: { querystring: listQuerySchema, response: { 200: inboxSchema, ...PROBLEMS } },
    },
    async (request) => {
      const { total, scans } = door.unmatched(request.query.limit);
      return {
        total,
        scans: scans.map(({ id, name, at, device, pages }) => ({
          ...{ id, name, at, device },
          pictures: Array.from({ length: pages }, (_, page) => `/api/inbox/${id}/${page}`),
        })),
      };
    },
  );
  app.get(
    '/api/inbox/:id/:page',
    {
      config: { access: ['supervisor', 'auditor'] },
      schema: { params: z.object({ id: idSchema, page: pageSchema }), response: { 200: pictureAnswer, ...PROBLEMS } },
    },
    async (request, reply) => sendPicture(reply, await door.unmatchedPicture(request.params.id, request.params.page)),
  );
  app.post(
    '/api/inbox/:id',
    {
      config: { access: ['supervisor'] },
      schema: {
        params: z.object({ id: idSchema }),
        body: assignSchema,
        response: { 200: receivedSchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const assigned = await door.assign(request.params.id, request.body.station, personOf(request));
      if (!assigned.ok) {
        return refuse(reply, assigned.error.kind === 'unknown-scan' ? NOT_THERE : arrivalTrouble(assigned.error));
      }
      if (assigned.value.kind === 'unmatched') return refuse(reply, NOT_THERE);
      const { station, sheet, fresh } = assigned.value;
      return { station, sheet, fresh };
    },
  );
}
