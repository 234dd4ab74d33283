import { fatesQuerySchema, fatesSchema } from '../api-schemas.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';

/** What became of what was sent, as the public pages say. What is no arrival is left out. */
export function layFates(app: DeskApp, { books }: Desk): void {
  if (books === null) return;
  app.get(
    '/api/intake/fates',
    {
      config: { access: 'anyone' },
      schema: { querystring: fatesQuerySchema, response: { 200: fatesSchema, ...PROBLEMS } },
    },
    async (request) =>
      request.query.records.flatMap((record) => {
        const fate = books.fateOf(record);
        return fate === null ? [] : [fate];
      }),
  );
}
