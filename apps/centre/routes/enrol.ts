import type { Redeemed } from '../../../adapters/codes/codes.ts';
import { fromBase64, toHex } from '../../../src/base/bytes.ts';
import { err, ok, type Result } from '../../../src/base/result.ts';
import { enrolmentCodeBytes, parseEnrolmentCode } from '../../../src/model/one-time-code.ts';
import { enrolmentBytes } from '../../../src/record/index.ts';
import { type Enrolled, enrolledSchema, enrolSchema } from '../api-schemas.ts';
import type { CaptureParts } from '../capture-parts.ts';
import type { CountingCentre } from '../centre-types.ts';
import { CodeEnds } from '../code-ends.ts';
import { EnrolmentLimits } from '../enrolment-limits.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import { stationCard } from './station-card.ts';
import { actTrouble, refuse, type Trouble } from './trouble.ts';

/*
 * A phone brings a one-time code and shows that it has the key that it made: docs/spec/capture.md section 2. Whoever guesses is
 * told `bad-code` and nothing else, whatever the code was.
 */

const STATIONS_MOST = 5000;

const BAD_CODE: Trouble = {
  ...{ status: 403, code: 'bad-code', field: '/code' },
  detail: 'This code is not good: it never was, is used, or has expired.',
};
const BAD_KEY: Trouble = {
  ...{ status: 422, code: 'malformed', field: '/key' },
  detail: 'A public key is 32 bytes of Ed25519 or 65 of P-256, in base64.',
};
const BAD_SIGNATURE: Trouble = {
  ...{ status: 403, code: 'bad-signature', field: '/signature' },
  detail: 'The code and the key are not signed with the key.',
};
const REVOKED: Trouble = { status: 403, code: 'unknown-device', detail: 'This device is revoked.' };
const DEVICE_EXISTS: Trouble = {
  ...{ status: 409, code: 'device-exists', field: '/key' },
  detail: 'This key is enrolled already: make another one.',
};
const TOO_MANY: Trouble = {
  ...{ status: 429, code: 'too-many', retryAfterSeconds: 60 },
  detail: 'Too many attempts. Wait a minute.',
};

const NOT_SETTLED = { kind: 'not-stored', detail: 'the end of a code' } as const;

type Request = { readonly code: string; readonly key: string; readonly signature: string };
type Proven = { readonly code: string; readonly key: string; readonly holder: string };

type Parts = Pick<CaptureParts, 'codes' | 'crypto' | 'verify'> & { readonly ends: CodeEnds };

export function layEnrolment(app: DeskApp, { centre, capture, log }: Desk): void {
  if (capture === null) return;
  const limits = new EnrolmentLimits();
  const parts: Parts = { ...capture, ends: new CodeEnds(capture.codes, log) };
  app.post(
    '/api/intake/enrol',
    {
      config: { access: 'device' },
      schema: { body: enrolSchema, response: { 200: enrolledSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const now = performance.now();
      // What is refused here is counted as all that the door refuses.
      const enrolled = limits.isOver(request.ip, now)
        ? err(TOO_MANY)
        : await enrol(centre, parts, request.body, () => limits.addWrong(now));
      return enrolled.ok ? enrolled.value : refuse(reply, enrolled.error);
    },
  );
}

async function enrol(
  centre: CountingCentre,
  parts: Parts,
  request: Request,
  guessedWrong: () => void,
): Promise<Result<Enrolled, Trouble>> {
  const proven = await prove(centre, parts, request);
  if (!proven.ok) return proven;
  const { code, holder } = proven.value;
  const redeemed = parts.codes.redeem({ kind: 'enrol', code }, holder, centre.wall());
  if (!redeemed.ok) {
    if (redeemed.error.kind !== 'bad-code') return err(actTrouble(redeemed.error));
    guessedWrong();
    return err(BAD_CODE);
  }
  return act(centre, parts, proven.value, redeemed.value);
}

async function prove(
  centre: CountingCentre,
  { crypto, verify }: Parts,
  { code, key, signature }: Request,
): Promise<Result<Proven, Trouble>> {
  const parsed = parseEnrolmentCode(code);
  if (!parsed.ok) return err(BAD_CODE);
  const [publicKey, signed] = [fromBase64(key), fromBase64(signature)];
  if (!publicKey.ok || ![32, 65].includes(publicKey.value.length)) return err(BAD_KEY);
  const hash = toHex(crypto.sha256(enrolmentCodeBytes(parsed.value)));
  const message = enrolmentBytes({ election: centre.definition.election.id, code: hash, key });
  const isProven = signed.ok && (await verify(publicKey.value, message, signed.value));
  return isProven ? ok({ code: parsed.value, key, holder: toHex(crypto.sha256(publicKey.value)) }) : err(BAD_SIGNATURE);
}

/** The name of a key's device in the record, by the hex SHA-256 of the key. */
export function deviceOf(holder: string): string {
  return `phone-${holder.slice(0, 12)}`;
}

async function act(
  centre: CountingCentre,
  { ends }: Parts,
  { key, holder }: Proven,
  { id, grant, by, again }: Redeemed,
): Promise<Result<Enrolled, Trouble>> {
  if (grant.kind !== 'enrol') return err(BAD_CODE);
  const device = deviceOf(holder);
  const { scope, only } = grant;
  const { devices } = centre.state;
  // What she hands out a code for may have been revoked before the phone came.
  const isThere = grant.replaces !== null && devices.get(grant.replaces)?.revoked === false;
  const replaces = isThere ? grant.replaces : null;
  // Her role is asked at this moment: `decide` refuses whoever has lost it.
  const done = await centre.act({ kind: 'enrol-device', device, key, scope, only, replaces, by: by ?? 'console' });
  if (done.ok) {
    // Asked again, the phone finds itself enrolled.
    if (!ends.settle(id, holder, done.value.first)) return err(actTrouble(NOT_SETTLED));
    return ok(answer(centre, { device, scope, only }));
  }
  if (done.error.kind !== 'refused') return err(actTrouble(done.error));
  const known = devices.get(device);
  const isSame = known?.key === key && known.scope === scope && known.only === only;
  if (isSame && known.revoked) {
    // With this code for the first time: it was another that let it in, and this one is good for another key of the phone's.
    const isGood = !again || ends.left(id) === null;
    if (isGood && !ends.giveBack(id, holder)) return err(actTrouble(NOT_SETTLED));
    return err(REVOKED);
  }
  const left = ends.left(id);
  if (isSame && typeof left === 'number' && !ends.settle(id, holder, left)) return err(actTrouble(NOT_SETTLED));
  if (isSame && replaces !== device) return revokeReplaced(centre, known, replaces, by);
  if (!ends.giveBack(id, holder)) return err(actTrouble(NOT_SETTLED));
  return err(done.error.refusal.kind === 'device-exists' ? DEVICE_EXISTS : BAD_CODE);
}

/** The phone was enrolled before, with this code or with another: the one whose place it takes has to go all the same. */
async function revokeReplaced(
  centre: CountingCentre,
  known: Pick<Enrolled, 'device' | 'scope' | 'only'>,
  replaces: string | null,
  by: string | null,
): Promise<Result<Enrolled, Trouble>> {
  if (replaces === null) return ok(answer(centre, known));
  const done = await centre.act({ kind: 'revoke-device', device: replaces, by: by ?? 'console' });
  if (done.ok || (done.error.kind === 'refused' && done.error.refusal.kind === 'unknown-device')) {
    return ok(answer(centre, known));
  }
  return err(done.error.kind === 'refused' ? BAD_CODE : actTrouble(done.error));
}

function answer(
  centre: CountingCentre,
  { device, scope, only }: Pick<Enrolled, 'device' | 'scope' | 'only'>,
): Enrolled {
  const { geography, devices } = centre.state;
  const covered = { scope, only } as Parameters<typeof devices.covers>[0];
  const places: number[] = [];
  for (let place = 0; place < geography.stations.length && places.length <= STATIONS_MOST; place++) {
    if (devices.covers(covered, place)) places.push(place);
  }
  const stations = places.slice(0, STATIONS_MOST).map((place) => stationCard(geography, place));
  return { device, scope, only, stations, more: places.length > STATIONS_MOST };
}
