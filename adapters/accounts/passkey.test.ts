import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Browser, type Centre, ORIGIN, openCentre, signedIn } from './accounts.test-support.ts';

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;
const BOTH = USER_PRESENT | USER_VERIFIED;

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();

/** A telephone with one key: as much of WebAuthn as a registration and a sign-in take. */
class Authenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #id = randomBytes(16);
  #uses = 0;

  register(challenge: unknown, flags: number, origin = ORIGIN) {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const key = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
    const length = Buffer.from([0, this.#id.length]);
    const data = Buffer.concat([this.#data(flags | HAS_CREDENTIAL), Buffer.alloc(16), length, this.#id, key]);
    const head = Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex');
    const attestationObject = Buffer.concat([head, Buffer.from([data.length]), data]).toString('base64url');
    const clientDataJSON = this.#client('webauthn.create', challenge, origin).toString('base64url');
    return this.#answer({ attestationObject, clientDataJSON, transports: ['internal'] });
  }

  signIn(challenge: unknown, flags: number, origin = ORIGIN) {
    const client = this.#client('webauthn.get', challenge, origin);
    const data = this.#data(flags);
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), this.#keys.privateKey);
    return this.#answer({
      authenticatorData: data.toString('base64url'),
      clientDataJSON: client.toString('base64url'),
      signature: signature.toString('base64url'),
    });
  }

  #data(flags: number): Buffer {
    const counter = Buffer.alloc(4);
    this.#uses += 1;
    counter.writeUInt32BE(this.#uses);
    return Buffer.concat([sha256(new URL(ORIGIN).hostname), Buffer.from([flags]), counter]);
  }

  #client(type: string, challenge: unknown, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #answer(response: Record<string, unknown>) {
    const id = this.#id.toString('base64url');
    return { response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response } };
  }
}

let centre: Centre;
beforeEach(async () => {
  centre = await openCentre();
});

async function register(browser: Browser, device: Authenticator, flags = BOTH, origin = ORIGIN) {
  const { body } = await browser.get('/passkey/generate-register-options');
  return browser.post('/passkey/verify-registration', device.register(body['challenge'], flags, origin));
}

async function signIn(device: Authenticator, flags = BOTH, origin = ORIGIN) {
  const browser = new Browser(centre.accounts);
  const { body } = await browser.get('/passkey/generate-authenticate-options');
  const given = device.signIn(body['challenge'], flags, origin);
  return { browser, given, answer: await browser.post('/passkey/verify-authentication', given) };
}

describe('a passkey', () => {
  it('is offered to who is signed in, for this server alone, and to nobody else', async () => {
    const { browser } = await signedIn(centre);
    const { status, body } = await browser.get('/passkey/generate-register-options');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      rp: { id: 'desk.example', name: 'Cotejo' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const stranger = new Browser(centre.accounts);
    expect((await stranger.get('/passkey/generate-register-options')).status).toBe(401);
    expect((await register(stranger, new Authenticator())).status).toBe(401);
  });

  it('signs in with both factors at once, and its answer works once', async () => {
    const { account, browser } = await signedIn(centre);
    const device = new Authenticator();
    expect((await register(browser, device)).status).toBe(200);
    expect(centre.accounts.list({ limit: 1 })[0]?.secondFactor).toBe(true);
    const signed = await signIn(device);
    expect(signed.answer.status).toBe(200);
    expect(signed.answer.body['session']).not.toHaveProperty('token');
    expect(await signed.browser.session()).toMatchObject({ pseudonym: account.pseudonym, secondFactor: true });
    const replayed = await signed.browser.post('/passkey/verify-authentication', signed.given);
    expect(replayed.status).toBe(400);
  });

  it('that has not checked its person is neither taken nor let in', async () => {
    const { browser } = await signedIn(centre);
    const device = new Authenticator();
    const unchecked = await register(browser, device, USER_PRESENT);
    expect([unchecked.status, unchecked.body['code']]).toEqual([401, 'user-not-verified']);
    expect((await signIn(device)).answer.status).toBe(401);
    await register(browser, device);
    const answer = await signIn(device, USER_PRESENT);
    expect([answer.answer.status, answer.answer.body['code']]).toEqual([401, 'user-not-verified']);
    expect(await answer.browser.session()).toBeNull();
  });

  it('used on a page of another site is refused', async () => {
    const { browser } = await signedIn(centre);
    const device = new Authenticator();
    expect((await register(browser, device, BOTH, 'http://evil.example')).status).toBeGreaterThanOrEqual(400);
    await register(browser, device);
    const { browser: after, answer } = await signIn(device, BOTH, 'http://evil.example');
    expect(answer.status).toBe(400);
    expect(await after.session()).toBeNull();
  });

  it('of a disabled account, or one that was reset, signs in no more', async () => {
    const { account, browser } = await signedIn(centre);
    const device = new Authenticator();
    await register(browser, device);
    await centre.accounts.disable(account.accountId);
    expect((await signIn(device)).answer.body['code']).toBe('account-disabled');

    const other = await signedIn(centre, 'grace');
    const second = new Authenticator();
    await register(other.browser, second);
    const issued = await centre.accounts.issueResetCode(other.account.accountId);
    if (issued.ok) await centre.accounts.redeemResetCode(issued.value.code, 'another horse battery', 'here');
    expect((await signIn(second)).answer.body['code']).toBe('passkey-not-found');
  });
});
