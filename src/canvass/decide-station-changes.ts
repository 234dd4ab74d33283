import { instant } from '../base/instant.ts';
import { ADDED_STATIONS_MOST, isVotedInAt, placeNamed, STATIONS_AT_PLACE_MOST } from '../model/changing-geography.ts';
import type { StationId } from '../model/ids.ts';
import { isOfOffice } from '../model/office-definition.ts';
import { isId } from '../model/parse-election-fields.ts';
import type { Amendment } from '../record/index.ts';
import type { ActRefusal } from './acts.ts';
import type { CanvassState } from './canvass-state.ts';
import { type At, contestsAt, OFFICIAL, refuseCertified } from './refusals.ts';

type Change<K extends Amendment['kind']> = Extract<Amendment, { kind: K }>;

/** As of a station of the definition: with more the sums of a country would leave the exact numbers. */
export const REGISTERED_MOST = 999_999_999;

const notPossible = (detail: string): ActRefusal => ({ kind: 'amendment-void', detail });

/** A station that the count goes on with: it is known, in the count, and nothing of it is certified. */
export function refuseStation(canvass: CanvassState, station: StationId): ActRefusal | null {
  const place = canvass.centre.geography.stationIndex.get(station);
  if (place === undefined) return { kind: 'unknown-station', station };
  const out = canvass.centre.ended.outOf(place);
  if (out !== null) return notPossible(out.kind);
  return refuseCertified(canvass, place, contestsAt(canvass, place));
}

/**
 * Where there are offices, the id of an added station begins with the name of its own: two of them cannot both add the same one,
 * which neither could know.
 */
export function refuseAdded(canvass: CanvassState, change: Change<'station-added'>): ActRefusal | null {
  const { geography, places } = canvass.centre;
  const { definition, stations, stationIndex } = geography;
  const { station, place, table, registered, setting } = change;
  if (!isId(station)) return notPossible('station');
  if (stationIndex.has(station)) return notPossible('there-already');
  if (stations.length - definition.stations.length >= ADDED_STATIONS_MOST) return notPossible('too-many');
  if (Math.max(table ?? 0, registered ?? 0) > REGISTERED_MOST) return notPossible('registered');
  // Pages have a table of settings: a new one would be a row that nobody agreed upon.
  if (!definition.stations.some((known) => known.setting === setting)) return notPossible('setting');
  const office = places.officeOfPlace(place);
  if (office !== null && !isOfOffice(office, station)) return notPossible('office');
  return refusePlace(canvass, place, office);
}

/** It votes in the same contests as before, and stays with its office: neither may change under the hands of another. */
export function refuseMoved(canvass: CanvassState, { station, place }: Change<'station-moved'>): ActRefusal | null {
  const refused = refuseStation(canvass, station);
  if (refused !== null) return refused;
  const { geography, officeOf, places } = canvass.centre;
  const at = geography.stationIndex.get(station) ?? -1;
  const unit = placeNamed(geography, place);
  if (unit === null) return { kind: 'unknown-unit', unit: place };
  if (unit === geography.placeOf[at]) return notPossible('place');
  if ((officeOf[at] ?? null) !== places.officeOfPlace(place)) return notPossible('office');
  const same = geography.votesIn.every((votes, contest) => votes[at] === isVotedInAt(geography, contest, unit));
  return same ? refusePlace(canvass, place, places.officeOfPlace(place)) : notPossible('contests');
}

/** A polling place with room, where something is voted on and nothing of that is certified. */
function refusePlace({ centre }: CanvassState, place: string, office: string | null): ActRefusal | null {
  const { geography, ended } = centre;
  const unit = placeNamed(geography, place);
  if (unit === null) return { kind: 'unknown-unit', unit: place };
  if ((geography.stationsOf[unit] ?? []).length >= STATIONS_AT_PLACE_MOST) return notPossible('place-full');
  const { contests } = geography.definition.election;
  const here = contests.flatMap((contest, c) => (isVotedInAt(geography, c, unit) ? [{ contest, c }] : []));
  if (here.length === 0) return notPossible('contests');
  const certified = here.find(({ c }) => ended.isCertifiedAt(unit, office, c));
  if (certified === undefined) return null;
  const area = geography.units[geography.electorateUnit[certified.c] ?? 0];
  return { kind: 'certified', contest: certified.contest.id, area: area?.id ?? '' };
}

/** Only of a station from which nothing came: what came would be of a vote that was not held. */
export function refuseDateMoved(canvass: CanvassState, { station, until }: Change<'date-moved'>): ActRefusal | null {
  const refused = refuseStation(canvass, station);
  if (refused !== null) return refused;
  const { geography, papers, places } = canvass.centre;
  const at = geography.stationIndex.get(station) ?? -1;
  if (canvass.custodyOf(at).kind !== 'expected' || papers.station(OFFICIAL, at).kind !== 'none') {
    return notPossible('received');
  }
  // It was held once, whatever became of its papers: the sheet of the repeated vote is not among those of the first.
  if (canvass.rulingsOf(at).some(({ effect }) => effect === 'repeat')) return notPossible('received');
  const before = places.dateOf(at) ?? canvass.amendments.closingAt(geography.placeOf[at] ?? 0);
  return before === null || until <= before ? notPossible('until') : null;
}

/** The polls of a station whose vote is on another day are not closed yet: nothing of it can have come. */
export function refuseBeforePolls({ centre }: CanvassState, place: number, at: At): ActRefusal | null {
  const until = centre.places.dateOf(place);
  return until !== null && at < until ? { kind: 'polls-open', until: instant(until) } : null;
}
