import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client, PASSWORD, type Running, startRunning } from './desk-server.test-support.ts';

let running: Running;
beforeEach(async () => {
  running = await startRunning();
});
afterEach(() => running.close());

const newClient = () => new Client(running.url, running.accounts.origin);
const words = { es: 'sí', en: 'yes' };

describe('the first administrator', () => {
  it('comes in with the code, once, and is public as made by whoever has the machine', async () => {
    const code = await running.accounts.firstAdministratorCode();
    const said = { code: code.ok ? code.value.code : '', name: 'ada', password: PASSWORD };
    const client = newClient();
    expect((await client.post('/api/first-administrator', { ...said, code: 'WRONG' })).body).toMatchObject({
      ...{ status: 403, code: 'code-wrong', field: '/code' },
    });
    expect((await client.post('/api/first-administrator', { ...said, password: 'x' })).body).toMatchObject({
      ...{ status: 422, code: 'password-too-short', field: '/password' },
    });
    expect((await client.post('/api/first-administrator', said)).status).toBe(204);
    expect((await client.post('/api/first-administrator', said)).body).toMatchObject({ code: 'accounts-exist' });
    await client.signIn('ada');
    expect((await client.get('/api/me')).body).toMatchObject({ name: 'ada', roles: ['administrator'] });
    const [event] = running.centre.read(0, 1);
    expect(new TextDecoder().decode(event?.header)).not.toContain('actor');
    expect(running.centre.bodies[0]).toMatchObject({ kind: 'RoleGranted', role: 'administrator' });
  });

  it('has no more than so many guesses, and others are not kept out of what needs no guess', async () => {
    await running.close();
    running = await startRunning({ limits: { perAddressStrict: 3 } });
    const guess = () => running.stranger.post('/api/reset', { code: 'ABCD', password: PASSWORD });
    for (let n = 0; n < 3; n++) expect((await guess()).status).toBe(403);
    const stopped = await guess();
    expect(stopped.body).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await running.stranger.signIn('ada')).status).toBe(429);
    expect((await running.stranger.get('/api/openapi.json')).status).toBe(200);
  });
});

describe('an administrator', () => {
  let ada: Client;
  beforeEach(async () => {
    ada = await running.person('ada', 'administrator');
  });

  it('makes a person, who sets a password with the code and has the roles', async () => {
    const made = await ada.post('/api/people', { name: 'eva', roles: ['supervisor', 'auditor'] });
    expect(made.status).toBe(200);
    const { code, pseudonym } = made.body;
    expect((await running.stranger.post('/api/reset', { code, password: PASSWORD })).status).toBe(204);
    const eva = newClient();
    await eva.signIn('eva');
    expect((await eva.get('/api/me')).body).toMatchObject({ pseudonym, roles: ['auditor', 'supervisor'] });
    const { body } = await ada.get('/api/people?limit=1&after=ada');
    expect(body).toMatchObject({ people: [{ name: 'eva', roles: ['auditor', 'supervisor'], disabled: false }] });
    expect((await ada.post('/api/people', { name: 'eva', roles: [] })).body).toMatchObject({ code: 'name-taken' });
  });

  it('makes nobody who types and judges, and no account for it', async () => {
    const answer = await ada.post('/api/people', { name: 'eva', roles: ['typist', 'supervisor'] });
    expect(answer.body).toMatchObject({ status: 409, code: 'roles-conflict' });
    expect(running.accounts.list({ limit: 9 })).toHaveLength(1);
    const tia = await running.person('tia', 'typist');
    const act = { person: tia.pseudonym, role: 'supervisor', grant: true };
    expect((await ada.post('/api/roles', act)).body).toMatchObject({ status: 409, code: 'roles-conflict' });
    expect((await ada.post('/api/roles', { ...act, person: 'nobody' })).body).toMatchObject({
      code: 'account-unknown',
    });
    const revoke = { person: tia.pseudonym, role: 'typist', grant: false };
    expect((await ada.post('/api/roles', revoke)).status).toBe(200);
    expect((await tia.post('/api/work', { kind: 'entry' })).status).toBe(403);
  });

  it('ends an account with its roles and sessions, but never the last administrator', async () => {
    const account = (client: Client) => running.accounts.accountOf(client.pseudonym) ?? '';
    expect((await ada.post('/api/people/disable', { account: account(ada) })).body).toMatchObject({
      ...{ status: 409, code: 'last-administrator' },
    });
    expect((await ada.get('/api/me')).status).toBe(200);
    // Refused whole: she keeps her other roles too.
    await running.centre.do({ kind: 'grant-role', person: ada.pseudonym, role: 'supervisor', by: 'console' });
    expect((await ada.post('/api/people/disable', { account: account(ada) })).status).toBe(409);
    expect(running.centre.state.people.rolesOf(ada.pseudonym)).toEqual(['administrator', 'supervisor']);
    const bob = await running.person('bob', 'administrator', 'auditor');
    expect((await ada.post('/api/people/disable', { account: account(bob) })).status).toBe(204);
    expect((await bob.get('/api/me')).status).toBe(401);
    expect(running.centre.state.people.rolesOf(bob.pseudonym)).toEqual([]);
    // Or the last administrator could be one whom nothing lets in.
    expect(
      (await ada.post('/api/roles', { person: bob.pseudonym, role: 'administrator', grant: true })).body,
    ).toMatchObject({
      ...{ status: 409, code: 'account-disabled' },
    });
    expect((await ada.post('/api/people/disable', { account: 'x' })).body).toMatchObject({ code: 'account-unknown' });
    const eva = await running.person('eva', 'administrator', 'publisher');
    expect((await ada.post('/api/people/disable', { account: account(ada) })).status).toBe(204);
    expect((await ada.get('/api/people')).status).toBe(401);
    expect((await eva.post('/api/people/reset', { account: account(ada) })).body).toMatchObject({
      code: 'account-disabled',
    });
  });

  it('gives a lost person a code', async () => {
    const tia = await running.person('tia', 'typist');
    const account = running.accounts.accountOf(tia.pseudonym);
    const { body } = await ada.post('/api/people/reset', { account });
    const notice = running.centre.bodies.findLast(({ kind }) => kind === 'Notice');
    expect(JSON.stringify(notice)).toContain(String(body['pseudonym']));
    expect(JSON.stringify(notice)).not.toContain(String(body['code']));
    expect(body).toMatchObject({ account, pseudonym: tia.pseudonym });
    const password = 'another horse battery';
    expect((await running.stranger.post('/api/reset', { code: body['code'], password })).status).toBe(204);
    expect((await tia.get('/api/me')).status).toBe(401);
    expect((await tia.signIn('tia', password)).status).toBe(200);
  });

  it('enrols devices with a key that is one, in an area that is there', async () => {
    const device = { device: 'phone-9', key: `${'A'.repeat(43)}=`, scope: 'u1' };
    expect((await ada.post('/api/devices', { ...device, key: 'x'.repeat(44) })).body).toMatchObject({
      code: 'bad-key',
    });
    expect((await ada.post('/api/devices', { ...device, scope: 'u9' })).body).toMatchObject({ code: 'unknown-unit' });
    expect((await ada.post('/api/devices', { ...device, device: '../x' })).body).toMatchObject({ field: '/device' });
    expect((await ada.post('/api/devices', device)).status).toBe(200);
    expect((await ada.post('/api/devices', device)).body).toMatchObject({ code: 'device-exists' });
    const where = { only: null, path: ['North'], table: null };
    expect((await ada.get('/api/devices')).body).toEqual({ devices: [{ ...device, ...where, revoked: false }] });
  });
});

describe('a publisher', () => {
  it('opens, lifts, gives notice and closes, each under the rules of the record', async () => {
    const pam = await running.person('pam', 'publisher');
    const sol = await running.person('sol', 'supervisor');
    const count = { count: 'preliminary' };
    expect((await sol.post('/api/counts/open', count)).body).toMatchObject({ code: 'role-missing' });
    expect((await pam.post('/api/counts/close', count)).body).toMatchObject({ code: 'count-not-open' });
    expect((await pam.post('/api/counts/open', count)).status).toBe(200);
    expect((await pam.post('/api/counts/open', count)).body).toMatchObject({ code: 'count-already-open' });
    running.centre.at = (running.centre.at - 9_000_000) as never;
    expect((await pam.post('/api/embargo/lift', { contest: 'pres' })).body).toMatchObject({ code: 'polls-open' });
    running.centre.at = (running.centre.at + 9_000_000) as never;
    expect((await pam.post('/api/embargo/lift', { contest: 'pres' })).status).toBe(200);
    expect((await pam.post('/api/notices', { text: words })).body).toEqual({ record: running.centre.state.size - 1 });
    expect((await pam.post('/api/notices', { text: { es: 'sólo' } })).body).toMatchObject({ field: '/text/en' });
    expect((await pam.post('/api/counts/close', count)).status).toBe(200);
    expect((await pam.get('/api/board')).body['counts']).toMatchObject([
      { open: false, closed: true },
      { open: false },
    ]);
  });

  it('stops and resumes with a second one', async () => {
    const [pam, pit] = [await running.person('pam', 'publisher'), await running.person('pit', 'publisher')];
    await pam.post('/api/counts/open', { count: 'preliminary' });
    const stop = { kind: 'stop-publication', count: 'preliminary', office: words, reason: words };
    const { body } = await pam.post('/api/proposals', stop);
    expect((await pit.get('/api/board')).body['proposals']).toMatchObject({ waiting: 1 });
    expect((await pit.post(`/api/proposals/${body['id']}/agree`)).status).toBe(200);
    expect(running.centre.bodies.at(-1)).toMatchObject({
      kind: 'PublicationStopped',
      by: [pam.pseudonym, pit.pseudonym],
    });
    const again = (await pam.post('/api/proposals', stop)).body;
    expect((await pit.post(`/api/proposals/${again['id']}/agree`)).body).toMatchObject({
      code: 'publication-as-it-is',
    });
    const third = (await pam.post('/api/proposals', { ...stop, kind: 'resume-publication' })).body;
    expect((await pit.post(`/api/proposals/${third['id']}/reject`)).status).toBe(204);
    expect((await pit.post(`/api/proposals/${third['id']}/agree`)).status).toBe(404);
  });
});

describe('one client', () => {
  it('has no more than its share, by its session and by its address', async () => {
    await running.close();
    running = await startRunning({ limits: { perPerson: 5, perAddress: 1000 } });
    const [tia, tom] = [await running.person('tia', 'typist'), await running.person('tom', 'typist')];
    for (let n = 0; n < 5; n++) expect((await tia.get('/api/me')).status).toBe(200);
    expect((await tia.get('/api/me')).body).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect((await tom.get('/api/me')).status).toBe(200);
    await running.close();
    running = await startRunning({ limits: { perAddress: 5 } });
    const statuses: number[] = [];
    for (let n = 0; n < 8; n++) {
      // Another cookie is no other client.
      statuses.push((await running.stranger.ask('GET', '/api/me', undefined, { cookie: `cotejo=${n}` })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  });
});
