import type { CentreAct } from '../../../src/entry/acts.ts';
import type { ContestId } from '../../../src/model/ids.ts';
import { contestActSchema, countActSchema, noticeSchema, recordedSchema } from '../api-schemas.ts';
import { type Desk, type DeskApp, PROBLEMS, personOf } from './desk.ts';
import { actTrouble, refuse } from './trouble.ts';

/** What a publisher does alone; stopping and resuming are acts of two (proposals.ts). */
export function layPublication(app: DeskApp, { centre }: Desk): void {
  const lay = <S extends typeof noticeSchema | typeof countActSchema | typeof contestActSchema>(
    url: string,
    body: S,
    actOf: (said: S['_zod']['output'], by: string) => CentreAct,
  ) =>
    app.post(
      url,
      { config: { access: ['publisher'] }, schema: { body, response: { 200: recordedSchema, ...PROBLEMS } } },
      async (request, reply) => {
        const done = await centre.act(actOf(request.body as S['_zod']['output'], personOf(request)));
        return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
      },
    );
  lay('/api/notices', noticeSchema, ({ text }, by) => ({ kind: 'give-notice', text, by }));
  lay('/api/counts/open', countActSchema, ({ count }, by) => ({ kind: 'open-count', count, by }));
  lay('/api/counts/close', countActSchema, ({ count }, by) => ({ kind: 'close-count', count, by }));
  lay('/api/embargo/lift', contestActSchema, ({ contest }, by) => ({
    kind: 'lift-embargo',
    contest: contest as ContestId,
    by,
  }));
}
