import { z } from 'zod';
import { encodeElection } from '../../../src/model/encode-definition.ts';
import type { StationId } from '../../../src/model/ids.ts';
import { setupSchema, stationCardSchema } from '../api-schemas.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import { stationCard } from './station-card.ts';
import { refusalTrouble, refuse } from './trouble.ts';

/** What a phone needs before it has anything to send. It tells no result, and is made once. */
export function laySetup(app: DeskApp, { centre, books, endpoints, publicUrl }: Desk): void {
  const { geography } = centre.state;
  app.get(
    '/api/intake/stations/:id',
    {
      config: { access: 'anyone' },
      schema: {
        params: z.object({ id: z.string().min(1).max(64) }),
        response: { 200: stationCardSchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const { id: station } = request.params;
      const place = geography.stationIndex.get(station as StationId);
      return place === undefined
        ? refuse(reply, refusalTrouble({ kind: 'unknown-station', station }))
        : stationCard(geography, place);
    },
  );
  if (books === null) return;
  const { election, stations } = centre.definition;
  const said = setupSchema.parse({
    ...{ v: 1, election: encodeElection(election), ...books.signers, endpoints },
    ...{ stations: stations.length, pages: publicUrl, now: centre.wall() },
  });
  const { now: _, ...fixed } = said;
  const begin = JSON.stringify(fixed).slice(0, -1);
  app.get(
    '/api/intake/setup',
    { config: { access: 'anyone' }, schema: { response: { 200: setupSchema, ...PROBLEMS } } },
    async (_request, reply) => {
      const now = centre.wall();
      reply.type('application/json; charset=utf-8').serializer(() => `${begin},"now":${now}}`);
      return said;
    },
  );
}
