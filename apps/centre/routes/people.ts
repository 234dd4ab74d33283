import { err, ok, type Result } from '../../../src/base/result.ts';
import type { LocalizedText } from '../../../src/model/ids.ts';
import type { Role } from '../../../src/record/index.ts';
import {
  accountSchema,
  newPersonSchema,
  peopleSchema,
  personCodeSchema,
  recordedSchema,
  roleActSchema,
} from '../api-schemas.ts';
import type { ActError } from '../centre-types.ts';
import { accountTrouble } from './account-trouble.ts';
import { type Desk, type DeskApp, nothingSchema, PROBLEMS, pageQuerySchema, personOf } from './desk.ts';
import { actTrouble, refusalTrouble, refuse } from './trouble.ts';

const ADMINISTRATOR = { access: ['administrator'] as const };

/** Accounts and roles. Accounts are in a store of their own; roles are granted in the record, under pseudonyms. */
export function layPeople(app: DeskApp, desk: Desk): void {
  const { accounts, centre } = desk;
  app.get(
    '/api/people',
    { config: ADMINISTRATOR, schema: { querystring: pageQuerySchema, response: { 200: peopleSchema, ...PROBLEMS } } },
    async (request) => {
      const { limit, after } = request.query;
      const page = accounts.list(after === undefined ? { limit } : { limit, after });
      return {
        people: page.map(({ accountId, name, pseudonym, demo, disabled, secondFactor }) => ({
          ...{ account: accountId, name, pseudonym, demo, disabled, secondFactor },
          roles: [...centre.state.people.rolesOf(pseudonym)],
        })),
      };
    },
  );
  app.post(
    '/api/people',
    { config: ADMINISTRATOR, schema: { body: newPersonSchema, response: { 200: personCodeSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const { name } = request.body;
      const roles = [...new Set(request.body.roles)];
      const by = personOf(request);
      // Asked here too, so that no account is made for what the act then refuses.
      const other = roles.includes('typist') ? roles.find((role) => role !== 'typist') : undefined;
      if (other !== undefined) {
        return refuse(reply, refusalTrouble({ kind: 'roles-conflict', person: '', role: 'typist', has: other }));
      }
      const made = await accounts.createAccount({ name, password: null, demo: false });
      if (!made.ok) return refuse(reply, accountTrouble(made.error));
      const { accountId: account, pseudonym, resetCode } = made.value;
      for (const role of roles) {
        const granted = await centre.act({ kind: 'grant-role', person: pseudonym, role, by });
        if (!granted.ok) return refuse(reply, actTrouble(granted.error));
      }
      return { account, pseudonym, code: resetCode?.code ?? '' };
    },
  );
  layAccountActs(app, desk);
  app.post(
    '/api/roles',
    { config: ADMINISTRATOR, schema: { body: roleActSchema, response: { 200: recordedSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const { person, role, grant } = request.body;
      // A role for nobody would stand in the record for ever.
      if (grant && accounts.accountOf(person) === null)
        return refuse(reply, accountTrouble({ kind: 'account-unknown' }));
      // Else the last administrator could be somebody whom nothing lets in any more.
      if (grant && accounts.isShut(person)) return refuse(reply, accountTrouble({ kind: 'account-disabled' }));
      const kind = grant ? 'grant-role' : 'revoke-role';
      const done = await centre.act({ kind, person, role, by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
}

function layAccountActs(app: DeskApp, desk: Desk): void {
  const { accounts } = desk;
  app.post(
    '/api/people/reset',
    { config: ADMINISTRATOR, schema: { body: accountSchema, response: { 200: personCodeSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const { account } = request.body;
      const pseudonym = accounts.pseudonymOf(account) ?? '';
      const issued = await accounts.issueResetCode(account);
      if (!issued.ok) return refuse(reply, accountTrouble(issued.error));
      // With the code an administrator could act as that person: before anybody has it, the public knows of it.
      const told = await desk.centre.act({
        kind: 'give-notice',
        text: resetNotice(personOf(request), pseudonym),
        by: 'console',
      });
      return told.ok ? { account, pseudonym, code: issued.value.code } : refuse(reply, actTrouble(told.error));
    },
  );
  app.post(
    '/api/people/disable',
    { config: ADMINISTRATOR, schema: { body: accountSchema, response: { 204: nothingSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const { account } = request.body;
      const person = accounts.pseudonymOf(account);
      if (person === null) return refuse(reply, accountTrouble({ kind: 'account-unknown' }));
      const revoked = await revokeAll(desk, person, personOf(request));
      if (!revoked.ok) return refuse(reply, actTrouble(revoked.error));
      const disabled = await accounts.disable(account);
      return disabled.ok ? reply.code(204).send() : refuse(reply, accountTrouble(disabled.error));
    },
  );
}

function resetNotice(by: string, person: string): LocalizedText {
  return {
    es: `${by}, que administra las cuentas, emitió un código para que ${person} ponga una contraseña nueva.`,
    en: `${by}, who administers the accounts, issued a code for ${person} to set a new password.`,
  };
}

/** Whoever is let in no more has no role any more; the last administrator keeps both, because the act refuses. */
async function revokeAll({ centre }: Desk, person: string, by: string): Promise<Result<null, ActError>> {
  const roles: readonly Role[] = centre.state.people.rolesOf(person);
  if (roles.includes('administrator') && centre.state.people.administrators === 1) {
    return err({ kind: 'refused', refusal: { kind: 'last-administrator' } });
  }
  // The administrator's first where it can be refused; last where somebody disables herself.
  for (const role of person === by ? roles.toReversed() : roles) {
    const done = await centre.act({ kind: 'revoke-role', person, role, by });
    if (!done.ok) return done;
  }
  return ok(null);
}
