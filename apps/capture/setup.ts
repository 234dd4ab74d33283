import { canonicalText, type Json } from '../../src/base/canonical.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { Election } from '../../src/model/election.ts';
import { decodeElection } from '../../src/model/encode-definition-strict-election.ts';
import { askDoor, refusalOf } from './door.ts';
import { type Foreign, listOf, objectOf, textOf, textsOf, wholeOf } from './foreign.ts';
import type { Kept } from './kept.ts';
import type { PhoneRefusal, StationView } from './phone-types.ts';
import type { PhonePorts } from './ports.ts';
import type { SetupRow } from './stored.ts';

/** The endpoints of the door in the order in which they are tried first: the app's own address, then the others. */
export function endpointsOf(origin: string, setup: SetupRow | null): readonly string[] {
  const others = (setup?.endpoints ?? []).map((url) => url.replace(/\/+$/, ''));
  return [...new Set([origin, ...others])];
}

/** Asks each endpoint in turn until one answers. */
export async function askAny(
  ports: PhonePorts,
  kept: Kept,
  request: Omit<Parameters<typeof askDoor>[1], 'endpoint'>,
): Promise<Awaited<ReturnType<typeof askDoor>>> {
  let last: Awaited<ReturnType<typeof askDoor>> = { kind: 'silent', code: 'no-answer' };
  for (const endpoint of endpointsOf(ports.origin, kept.get('setup', 'setup'))) {
    last = await askDoor(ports, { ...request, endpoint });
    if (last.kind === 'answer') return last;
  }
  return last;
}

/** Asks what the election is, and keeps it for the time without a network. */
export async function fetchSetup(ports: PhonePorts, kept: Kept): Promise<Result<SetupRow, PhoneRefusal>> {
  const answer = await askAny(ports, kept, { method: 'GET', path: 'setup' });
  if (answer.kind === 'silent' || answer.status !== 200) return err(refusalOf(answer));
  const setup = readSetup(answer.body);
  if (setup === null) return err({ kind: 'unexpected', detail: 'setup' });
  await kept.write([
    { store: 'setup', key: 'setup', row: setup },
    { store: 'instants', key: 'answer', row: ports.now() },
  ]);
  return ok(setup);
}

function readSetup(body: Foreign): SetupRow | null {
  const [origin, log, heartbeat] = [body['origin'], body['log'], body['heartbeat']].map(textOf);
  if (body['v'] !== 1 || origin == null || log == null || heartbeat == null) return null;
  const election = body['election'] as Json;
  const setup = {
    origin,
    log,
    heartbeat,
    election,
    endpoints: textsOf(body['endpoints']),
    pages: textOf(body['pages']),
  };
  return electionOf(setup) === null ? null : setup;
}

/** The election of a setup; null for what is none. */
export function electionOf({ election }: Pick<SetupRow, 'election'>): Election | null {
  try {
    const decoded = decodeElection(election, canonicalText(election));
    return decoded.ok ? decoded.value : null;
  } catch {
    // Canonical text is made of whole numbers only.
    return null;
  }
}

/** A station as the door tells it. */
export function readStation(value: unknown): StationView | null {
  const fields = objectOf(value);
  const id = textOf(fields['id']);
  if (id === null) return null;
  return {
    id: id as StationView['id'],
    table: wholeOf(fields['table']),
    place: textOf(fields['place']) ?? '',
    registered: wholeOf(fields['registered']),
    contests: textsOf(listOf(fields['contests'])),
  };
}
