import { z } from 'zod';
import { layAmendments } from './amend.ts';
import { layAudit } from './audit.ts';
import { layBoardRoom } from './board-room.ts';
import { layCases } from './case.ts';
import { layCertificates } from './certify.ts';
import { layCodes } from './codes.ts';
import { layCompleteness } from './completeness.ts';
import { layCustody, layScans } from './custody.ts';
import type { Desk, DeskApp } from './desk.ts';
import { layDevices } from './devices.ts';
import { layEnrolment } from './enrol.ts';
import { layFates } from './fates.ts';
import { layFigures } from './figures.ts';
import { layInbox } from './inbox.ts';
import { layMe } from './me.ts';
import { layOffices } from './offices.ts';
import { layPeople } from './people.ts';
import { layPlaces } from './places.ts';
import { layProofs } from './proofs.ts';
import { layProposals } from './proposals.ts';
import { layPublication } from './publication.ts';
import { layReading } from './reading.ts';
import { laySetup } from './setup.ts';
import { layIntakeElection, laySheets } from './sheets.ts';
import { laySms } from './sms.ts';
import { laySupervision } from './supervision.ts';
import { layUploads } from './uploads.ts';
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
    layCodes,
    layPlaces,
    layEnrolment,
    laySms,
    layReading,
    layIntakeElection,
    laySheets,
    laySetup,
    layFigures,
    layUploads,
    layProofs,
    layOffices,
    layFates,
    layCustody,
    layScans,
    layBoardRoom,
    layCases,
    layCompleteness,
    layCertificates,
    layAmendments,
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
