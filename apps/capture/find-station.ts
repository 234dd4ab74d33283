import type { Result } from '../../src/base/result.ts';
import { err, ok } from '../../src/base/result.ts';
import type { Election } from '../../src/model/election.ts';
import { parsePrintedCode, parseSheetCode, type SheetCode, type SheetCodeError } from '../../src/model/sheet-code.ts';
import { refusalOf } from './door.ts';
import type { Kept } from './kept.ts';
import type { PhoneResult, StationView } from './phone-types.ts';
import type { PhonePorts } from './ports.ts';
import { askAny, readStation } from './setup.ts';

export type FoundStation = { readonly station: StationView; readonly matched: 'qr' | 'sender' };

/** The station that a text names: an id of the list, the text of a QR code, or a printed code with its check sign. */
export async function findStation(
  ports: PhonePorts,
  kept: Kept,
  election: Election | null,
  text: string,
): Promise<PhoneResult<FoundStation>> {
  const listed = kept.get('stations', text.trim());
  if (listed !== null) return ok({ station: listed, matched: 'sender' });
  if (election === null) return err({ kind: 'no-election', detail: '' });
  const qr = parseSheetCode(text.trim());
  const matched = qr.ok ? 'qr' : 'sender';
  const code = qr.ok || qr.error.kind !== 'not-a-sheet-code' ? qr : printed(text, election);
  if (!code.ok) return err({ kind: code.error.kind, detail: '' });
  if (code.value.election !== election.id) return err({ kind: 'other-election', detail: code.value.election });
  const station = await stationOf(ports, kept, election, code.value.station);
  return station.ok ? ok({ station: station.value, matched }) : station;
}

/** People type small letters; an id may have them too. */
function printed(text: string, election: Election): Result<SheetCode, SheetCodeError> {
  const asTyped = parsePrintedCode(text, election.id);
  if (asTyped.ok) return asTyped;
  const capital = parsePrintedCode(text.toUpperCase(), election.id);
  return capital.ok ? capital : asTyped;
}

async function stationOf(
  ports: PhonePorts,
  kept: Kept,
  election: Election,
  id: StationView['id'],
): Promise<PhoneResult<StationView>> {
  const listed = kept.get('stations', id);
  if (listed !== null) return ok(listed);
  if (kept.get('self', 'self')?.enrolled?.more !== true) return err({ kind: 'out-of-scope', detail: id });
  const answer = await askAny(ports, kept, { method: 'GET', path: `stations/${encodeURIComponent(id)}` });
  if (answer.kind === 'answer') {
    const station = answer.status === 200 ? readStation(answer.body) : null;
    if (station === null) return err(refusalOf(answer));
    await kept.write([{ store: 'stations', key: station.id, row: station }]);
    return ok(station);
  }
  // Nobody answers: the paper says enough to go on. What the door knows of it is not needed to sign.
  const contests = election.contests.filter(({ electorate }) => electorate === null).map((contest) => contest.id);
  return ok({ id, table: null, place: '', registered: null, contests });
}
