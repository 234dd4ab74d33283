import { nobleCrypto } from '../../adapters/crypto/noble-crypto.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, fromBase64, toBase64, toHex } from '../../src/base/bytes.ts';
import { err, expectOk, ok } from '../../src/base/result.ts';
import type { ElectionId } from '../../src/model/ids.ts';
import { enrolmentCodeBytes, parseEnrolmentCode } from '../../src/model/one-time-code.ts';
import { enrolmentBytes } from '../../src/record/index.ts';
import { type DeviceKey, deviceName, makeDeviceKey, signWith } from './device-key.ts';
import { refusalOf } from './door.ts';
import { listOf, textOf } from './foreign.ts';
import type { Kept } from './kept.ts';
import type { PhoneResult, StationView } from './phone-types.ts';
import type { PhonePorts } from './ports.ts';
import { askAny, electionOf, fetchSetup, readStation } from './setup.ts';
import type { Change, SelfRow, SetupRow } from './stored.ts';

/** Enrols this phone by a code of its supervisor. The key is kept before it is sent: the door's answer may be lost. */
export async function enrolPhone(ports: PhonePorts, kept: Kept, text: string): Promise<PhoneResult<void>> {
  const code = parseEnrolmentCode(text);
  if (!code.ok) return err({ kind: code.error.kind, detail: '' });
  const setup = await fetchSetup(ports, kept);
  if (!setup.ok) return setup;
  const election = present(electionOf(setup.value), 'election').id;
  const first = await bringCode(ports, kept, { setup: setup.value, election, code: code.value });
  if (first.ok || !['device-exists', 'unknown-device'].includes(first.error.kind)) return first;
  // An answer was lost, and this is another code: the key belongs to the first one, or was revoked meanwhile.
  await kept.write([{ store: 'self', key: 'next', row: null }]);
  return bringCode(ports, kept, { setup: setup.value, election, code: code.value });
}

type Bringing = { readonly setup: SetupRow; readonly election: ElectionId; readonly code: string };

async function bringCode(
  ports: PhonePorts,
  kept: Kept,
  { setup, election, code }: Bringing,
): Promise<PhoneResult<void>> {
  const key = await nextKey(ports, kept);
  const publicKey = toBase64(key.publicKey);
  const hash = toHex(nobleCrypto.sha256(enrolmentCodeBytes(code)));
  const signature = toBase64(await signWith(key, enrolmentBytes({ election, code: hash, key: publicKey })));
  const body = { code, key: publicKey, signature };
  const answer = await askAny(ports, kept, { method: 'POST', path: 'enrol', body });
  if (answer.kind === 'silent' || answer.status !== 200) return err(refusalOf(answer));
  const device = deviceName(key.publicKey);
  const scope = textOf(answer.body['scope']);
  if (answer.body['device'] !== device || scope === null) return err({ kind: 'unexpected', detail: 'enrolment' });
  const stations = listOf(answer.body['stations']).map(readStation);
  const self: SelfRow = {
    key: key.pair,
    publicKey,
    enrolled: {
      ...{ device, election, scope, only: textOf(answer.body['only']), more: answer.body['more'] === true },
      log: logOf(setup),
    },
  };
  await kept.write([...stationChanges(kept, stations), put(self, 'self'), { store: 'self', key: 'next', row: null }]);
  await ports.keeping.mark();
  return ok(undefined);
}

function put(row: SelfRow, key: string): Change {
  return { store: 'self', key, row };
}

function logOf({ origin, log, heartbeat }: SetupRow) {
  return { origin, log, heartbeat };
}

/** The stations of this enrolment in place of those before. */
function stationChanges(kept: Kept, stations: readonly (StationView | null)[]): readonly Change[] {
  const found = stations.filter((station) => station !== null);
  const gone = [...kept.all('stations').keys()].map((key) => ({ store: 'stations', key, row: null }) as const);
  return [...gone, ...found.map((row) => ({ store: 'stations', key: row.id as string, row }) as const)];
}

/** The key that waits to be enrolled; made, and kept, when there is none. */
async function nextKey(ports: PhonePorts, kept: Kept): Promise<DeviceKey> {
  const waiting = kept.get('self', 'next');
  if (waiting !== null) return deviceKeyOf(waiting);
  const made = await makeDeviceKey(async (pair) => {
    await kept.write([put({ key: pair, publicKey: '', enrolled: null }, 'trial')]);
    const back = await ports.storage.get('self', 'trial');
    return back?.key.privateKey.algorithm !== undefined;
  });
  const next = put({ key: made.pair, publicKey: toBase64(made.publicKey), enrolled: null }, 'next');
  await kept.write([next, { store: 'self', key: 'trial', row: null }]);
  return made;
}

/** The key of a row, ready to sign with. */
export function deviceKeyOf(row: SelfRow): DeviceKey {
  const publicKey: Bytes = expectOk(fromBase64(row.publicKey), 'own public key');
  return { pair: row.key, publicKey };
}
