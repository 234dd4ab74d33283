import { present } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { Contest, PollingStation } from '../../src/model/election.ts';
import type { Geography } from '../../src/model/geography.ts';
import type { SheetForm } from '../../src/model/sheet-form.ts';

/** What all kits of one printing have in common. */
export type Printing = {
  readonly geography: Geography;
  readonly form: SheetForm;
  /** Across each page of what is no real paper. */
  readonly mark: string | null;
};

/** What the codes of the kits are good for. */
export type Handout = {
  /** Where phones find the page. */
  readonly captureUrl: string;
  /** Where an SMS goes to; null: written on the page by hand. */
  readonly smsNumber: string | null;
  readonly expiresAt: Instant;
  /** Whether a phone may send for all stations of its place. */
  readonly perPlace: boolean;
};

/** The codes of one kit, as they are read: 14 signs, and the 8 of an SMS. */
export type StationCodes = { readonly enrol: string; readonly sms: string };

/** The contests that a station votes in, in the order of the definition. */
export function contestsOf({ definition, votesIn, stationIndex }: Geography, station: PollingStation): Contest[] {
  const at = present(stationIndex.get(station.id), `station ${station.id}`);
  return definition.election.contests.filter((_, contest) => votesIn[contest]?.[at] === true);
}

/** The name of the building that a station is in. */
export function placeName({ units, unitIndex }: Geography, station: PollingStation): string {
  return units[present(unitIndex.get(station.place), `place of ${station.id}`)]?.name ?? '';
}
