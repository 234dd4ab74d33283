import crypto from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password-hash.ts';

describe('a password', () => {
  it('is kept as argon2id in PHC form, at the advised cost, under a salt of its own', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
  });

  it('fits its own hash alone', async () => {
    const stored = await hashPassword('correct horse');
    expect(await verifyPassword(stored, 'correct horse')).toBe(true);
    expect(await verifyPassword(stored, 'correct horsf')).toBe(false);
    expect(await verifyPassword(stored, '')).toBe(false);
  });

  it('is the same however a keyboard writes its letters', async () => {
    expect(await verifyPassword(await hashPassword('contrase\u00f1a larga'), 'contrasen\u0303a larga')).toBe(true);
  });

  it('is checked against a hash at the cost that the hash names', async () => {
    // RFC 9106's own vector uses a secret and data that PHC strings do not carry, so that another cost must do.
    const tag = crypto.argon2Sync('argon2id', {
      message: 'correct horse',
      nonce: Buffer.from('0123456789abcdef'),
      ...{ memory: 64, passes: 3, parallelism: 2, tagLength: 24 },
    });
    const stored = `$argon2id$v=19$m=64,t=3,p=2$MDEyMzQ1Njc4OWFiY2RlZg$${tag.toString('base64').replace(/=+$/, '')}`;
    expect(await verifyPassword(stored, 'correct horse')).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['the password itself', 'correct horse'],
    ['another algorithm', '$argon2i$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg'],
    ['a cost over this machine', '$argon2id$v=19$m=9999999,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg'],
    ['no cost', '$argon2id$v=19$m=0,t=0,p=0$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg'],
    ['a short tag', '$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEy'],
  ])('fits no hash that is %s', async (_, stored) => {
    expect(await verifyPassword(stored, 'correct horse')).toBe(false);
  });

  it('leaves the event loop free while it is hashed', async () => {
    let turns = 0;
    let done = false;
    const hashing = Promise.all(Array.from({ length: 6 }, () => hashPassword('x'))).then(() => {
      done = true;
    });
    while (!done) {
      turns += 1;
      await new Promise(setImmediate);
    }
    await hashing;
    expect(turns).toBeGreaterThan(6);
  });
});
