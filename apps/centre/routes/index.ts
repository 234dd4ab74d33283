import { z } from 'zod';
import { layAudit } from './audit.ts';
import type { Desk, DeskApp } from './desk.ts';
import { layDevices } from './devices.ts';
import { layInbox } from './inbox.ts';
import { layMe } from './me.ts';
import { layPeople } from './people.ts';
import { layProposals } from './proposals.ts';
import { layPublication } from './publication.ts';
import { layIntakeElection, laySheets } from './sheets.ts';
import { laySupervision } from './supervision.ts';
import { layWork } from './work.ts';

/** All routes of the API but those of better-auth. */
export function layRoutes(app: DeskApp, desk: Desk): void {
  for (const lay of [
    layMe,
    layWork,
    laySupervision,
    layInbox,
    layProposals,
    layPublication,
    layAudit,
    layPeople,
    layDevices,
    layIntakeElection,
    laySheets,
  ]) {
    lay(app, desk);
  }
  let text: string | null = null;
  app.get(
    '/api/openapi.json',
    { config: { access: 'anyone' }, schema: { hide: true, response: { 200: z.string() } } },
    async (_request, reply) => {
      text ??= JSON.stringify(app.swagger());
      return reply.type('application/json; charset=utf-8').serializer(String).send(text);
    },
  );
}
