import { nobleCrypto } from '../../adapters/crypto/noble-crypto.ts';
import type { OutboxAnswer, OutboxRequest } from '../../src/intake/outbox.ts';
import type { SignedPromise } from '../../src/record/index.ts';
import { askDoor, type DoorAnswer, refusalOf } from './door.ts';
import { listOf, textOf, wholeOf } from './foreign.ts';
import type { Kept } from './kept.ts';
import type { PhonePorts } from './ports.ts';
import { checkPromise, logIdentity } from './receipt.ts';
import { endpointsOf } from './setup.ts';
import type { MessageRow } from './stored.ts';

/** `promise`: of a `received` alone, checked. `heard`: somebody answered, whatever it was. */
export type HandedIn = {
  readonly answer: OutboxAnswer;
  readonly promise: SignedPromise | null;
  readonly heard: boolean;
};

/** A piece of a picture, or the last question of a sheet, may take a slow line and a busy door a while. */
const TIMEOUT_MS = 60_000;

/** Makes one request of the outbox and reads its answer. */
export async function handIn(
  ports: PhonePorts,
  kept: Kept,
  row: MessageRow,
  request: OutboxRequest,
): Promise<HandedIn> {
  const told = await ask(ports, kept, row, request);
  const heard = told.kind === 'answer';
  if (told.kind === 'silent') return { answer: told, promise: null, heard };
  if (isFine(told) && told.body['kind'] === 'received') return { ...received(kept, row, told.body), heard };
  return { answer: answerOf(request, told), promise: null, heard };
}

async function ask(ports: PhonePorts, kept: Kept, row: MessageRow, request: OutboxRequest): Promise<DoorAnswer> {
  const endpoints = endpointsOf(ports.origin, kept.get('setup', 'setup'));
  const endpoint = endpoints[request.endpoint % endpoints.length] ?? ports.origin;
  const common = { endpoint, timeoutMs: TIMEOUT_MS };
  if (request.kind !== 'chunk') {
    const path = request.kind === 'figures' ? 'figures' : 'uploads';
    return askDoor(ports, { ...common, method: 'POST', path, body: row.message });
  }
  const picture = await kept.page(row.pages[request.page] ?? '');
  // Gone from under us: nothing that trying again would better, and still no reason to call it refused.
  if (picture === null) return { kind: 'silent', code: 'no-answer' };
  const path = `uploads/${encodeURIComponent(request.upload)}/${request.page}?at=${request.from}`;
  return askDoor(ports, { ...common, method: 'PUT', path, body: picture.slice(request.from, request.to) });
}

/** A "received" without a promise that holds is none. */
function received(kept: Kept, row: MessageRow, body: Readonly<Record<string, unknown>>): Omit<HandedIn, 'heard'> {
  const refused = (code: string) =>
    ({ answer: { kind: 'refused', code, detail: '', retryAfterMs: null }, promise: null }) as const;
  const record = wholeOf(body['record']);
  const names = kept.get('self', 'self')?.enrolled?.log;
  if (record === null || names === undefined) return refused('unexpected');
  const log = logIdentity(nobleCrypto, names);
  if (!log.ok) return refused(log.error.kind);
  const { station, signed } = row;
  const checked = checkPromise(nobleCrypto, log.value, { station, signed, record }, body['promise']);
  if (!checked.ok) return refused(checked.error.kind);
  return { answer: { kind: 'received', record, at: checked.value.promise.at }, promise: checked.value };
}

/** 201 says that it is new, which an answer that was lost before may have said already. */
function isFine({ status }: { readonly status: number }): boolean {
  return status === 200 || status === 201;
}

function answerOf(request: OutboxRequest, told: DoorAnswer & { readonly kind: 'answer' }): OutboxAnswer {
  const { status, body, retryAfterMs } = told;
  const have = wholeOf(body['have']);
  if (request.kind === 'chunk' && have !== null && (isFine(told) || status === 409)) return { kind: 'have', have };
  const upload = textOf(body['upload']);
  if (isFine(told) && body['kind'] === 'wanted' && upload !== null) {
    const pages = listOf(body['pages']).map((page) => wholeOf((page as Record<string, unknown> | null)?.['have']) ?? 0);
    return { kind: 'wanted', upload, have: pages };
  }
  const { kind: code, detail } = refusalOf(told);
  // Of an answer that is no problem of the door's nothing is final.
  return { kind: 'refused', code: status < 400 ? 'unexpected' : code, detail, retryAfterMs };
}
