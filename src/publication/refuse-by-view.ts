import { fromBase64 } from '../base/bytes.ts';
import type { Geography } from '../model/geography.ts';
import type { EventBody, EventHeader } from '../record/index.ts';

/**
 * Why the public view could not take an event that somebody else recorded; null: it can. `PublicView.take` throws at what this
 * refuses, and a record that holds such an event could be published by nobody.
 */
export function refuseByView(
  { stationIndex, contestIndex }: Pick<Geography, 'stationIndex' | 'contestIndex'>,
  { count, contest }: EventHeader,
  body: EventBody,
): string | null {
  if (contest !== null && !contestIndex.has(contest)) return 'unknown-contest';
  if (body.kind === 'EmbargoLifted' && contest === null) return 'contest';
  if (!('station' in body)) return null;
  if (!stationIndex.has(body.station)) return 'unknown-station';
  if (count === null) return 'count';
  if (body.kind === 'EntriesRevealed' && contest === null) return 'contest';
  const pictures = 'pictures' in body ? body.pictures : [];
  return pictures.every(({ shown }) => fromBase64(shown).ok) ? null : 'picture';
}
