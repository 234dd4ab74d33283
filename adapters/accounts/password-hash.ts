import crypto from 'node:crypto';

/*
 * Passwords as argon2id (RFC 9106), by Node's own OpenSSL, off the event loop. Trusted to make a stolen accounts file
 * expensive to search; it does nothing for a password that is on a list of the usual ones.
 */

/** OWASP's smallest advised setting: memory in KiB, passes, lanes. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** What a stored hash may ask of this machine, so that a planted one cannot take its memory. */
const MOST = { memory: 262_144, passes: 16, parallelism: 16 } as const;
/** So many at a time: Node's pool has four threads, and files are read on them too. */
const AT_ONCE = 2;

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;

type Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number };

const waiting: (() => void)[] = [];
let running = 0;

/** The password's argon2id hash under a fresh salt, in PHC form. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.randomBytes(SALT_BYTES);
  const tag = await derive(password, salt, COST, TAG_BYTES);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** Whether the password is the one behind the hash. A hash that is not ours in form fits no password. */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  const parsed = parse(stored);
  if (parsed === null) return false;
  const tag = await derive(password, parsed.salt, parsed.cost, parsed.tag.length);
  return crypto.timingSafeEqual(tag, parsed.tag);
}

function parse(stored: string): { cost: Cost; salt: Buffer; tag: Buffer } | null {
  const m = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  if (m === null) return null;
  const [memory = 0, passes = 0, parallelism = 0] = m.slice(1, 4).map(Number);
  const [salt, tag] = [Buffer.from(m[4] ?? '', 'base64'), Buffer.from(m[5] ?? '', 'base64')];
  const cost = { memory, passes, parallelism };
  const payable = memory <= MOST.memory && passes <= MOST.passes && parallelism <= MOST.parallelism;
  const sound = passes >= 1 && parallelism >= 1 && memory >= 8 * parallelism && salt.length >= 8 && tag.length >= 16;
  return payable && sound ? { cost, salt, tag } : null;
}

async function derive(password: string, salt: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await argon2id(password, salt, cost, tagLength);
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function argon2id(password: string, salt: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  // One keyboard sends "ñ" as one character, another as two: both are the same password.
  const message = password.normalize('NFKC');
  return new Promise((resolve, reject) => {
    crypto.argon2('argon2id', { message, nonce: salt, ...cost, tagLength }, (error, tag) => {
      if (error === null) resolve(tag);
      else reject(error);
    });
  });
}

/** PHC writes base64 without padding. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
