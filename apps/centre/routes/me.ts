import { z } from 'zod';
import { present } from '../../../src/base/assert.ts';
import type { Contest } from '../../../src/model/election.ts';
import { type CentreInfo, centreSchema, meSchema } from '../api-schemas.ts';
import { accountTrouble } from './account-trouble.ts';
import { type Desk, type DeskApp, nothingSchema, PROBLEMS, sessionOf } from './desk.ts';
import { actTrouble, refuse } from './trouble.ts';

const codeSchema = z.string().min(1).max(100);
const passwordSchema = z.string().min(1).max(1000);
const firstSchema = z.object({ code: codeSchema, name: z.string().min(1).max(60), password: passwordSchema });
const resetSchema = z.object({ code: codeSchema, password: passwordSchema });

/** Who am I, where am I, and the two ways in that need no session but a code. */
export function layMe(app: DeskApp, desk: Desk): void {
  const { centre, accounts } = desk;
  const info = infoOf(desk);
  app.get(
    '/api/me',
    { config: { access: 'signed-in', polled: true }, schema: { response: { 200: meSchema, ...PROBLEMS } } },
    async (request) => {
      const { name, pseudonym, demo, secondFactor } = sessionOf(request);
      return { name, pseudonym, demo, secondFactor, roles: [...centre.state.people.rolesOf(pseudonym)] };
    },
  );
  app.get(
    '/api/centre',
    { config: { access: 'signed-in', polled: true }, schema: { response: { 200: centreSchema, ...PROBLEMS } } },
    async () => info,
  );
  app.post(
    '/api/first-administrator',
    {
      config: { access: 'anyone', strict: true },
      schema: { body: firstSchema, response: { 204: nothingSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { code, name, password } = request.body;
      const made = await accounts.redeemFirstAdministrator(code, name, password, request.ip);
      if (!made.ok) return refuse(reply, accountTrouble(made.error));
      const person = made.value.pseudonym;
      const granted = await centre.act({ kind: 'grant-role', person, role: 'administrator', by: 'console' });
      // The account is there and can do nothing yet: whoever has the machine grants it the role.
      if (!granted.ok) return refuse(reply, actTrouble(granted.error));
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/reset',
    {
      config: { access: 'anyone', strict: true },
      schema: { body: resetSchema, response: { 204: nothingSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { code, password } = request.body;
      const reset = await accounts.redeemResetCode(code, password, request.ip);
      return reset.ok ? reply.code(204).send() : refuse(reply, accountTrouble(reset.error));
    },
  );
}

function infoOf({ centre, publicUrl }: Desk): CentreInfo {
  const { id, name, timeZone, nature, contests, desk, canvass } = centre.definition.election;
  const { corrections, promiseMinutes } = present(desk, 'the rules of the desk');
  return {
    election: { id, name, timeZone, test: nature === 'rehearsal' },
    contests: contests.map((contest) => ({ id: contest.id, name: contest.name, boxes: boxesOf(contest) })),
    corrections,
    promiseMinutes,
    publicUrl,
    canvass: canvass !== null,
  };
}

/** In the order of the paper. */
function boxesOf({ selections, others, controls }: Contest): CentreInfo['contests'][number]['boxes'] {
  const labelOf = (name: string, party: string, id: string) =>
    [name, party].filter((part, i, parts) => part !== '' && parts.indexOf(part) === i).join(' · ') || id;
  return [
    ...selections.map(({ id, name, party }) => ({
      id: id as string,
      label: labelOf(name, party, id),
      kind: 'selection' as const,
    })),
    ...others.map((id) => ({ id, label: id, kind: 'other' as const })),
    ...controls.map((id) => ({ id, label: id, kind: 'control' as const })),
  ];
}
