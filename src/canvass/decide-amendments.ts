import { err, ok } from '../base/result.ts';
import type { Amendment } from '../record/index.ts';
import type { ActRefusal } from './acts.ts';
import type { CanvassState } from './canvass-state.ts';
import { REGISTERED_MOST, refuseAdded, refuseDateMoved, refuseMoved, refuseStation } from './decide-station-changes.ts';
import { type Act, type ActDecision, type At, emptyText } from './refusals.ts';

const UNITS_MOST = 1000;
/** What was fixed before the count is changed by law, by two administrators: docs/spec/official-count.md section 7. */
export function decideAmended(canvass: CanvassState, act: Act<'amend'>): ActDecision {
  const { change, law, by, reason } = act;
  const refused = refuseOfOffice(canvass, change) ?? refuseAmendment(canvass, change) ?? emptyText({ law, reason });
  if (refused !== null) return err(refused);
  return ok([{ body: { kind: 'DefinitionAmended', change, law, by, reason }, actor: by[1] }]);
}

/** What the official count of an office expects is amended in its own record: it could not know of it otherwise, and goes on. */
function refuseOfOffice(canvass: CanvassState, change: Amendment): ActRefusal | null {
  if (!('station' in change)) return null;
  if (change.kind === 'station-added') {
    const office = canvass.centre.places.officeOfPlace(change.place);
    return office !== null && canvass.offices.get(office) !== null ? { kind: 'of-office', office } : null;
  }
  const stations = change.kind === 'station-merged' ? [change.station, change.into] : [change.station];
  for (const station of stations) {
    const place = canvass.centre.geography.stationIndex.get(station);
    const office = place === undefined ? null : canvass.officeDoing(place);
    if (office !== null) return { kind: 'of-office', office };
  }
  return null;
}

/** What an amendment asks of the record, whoever recorded it. None is made of a contest that is certified. */
export function refuseAmendment(canvass: CanvassState, change: Amendment): ActRefusal | null {
  switch (change.kind) {
    case 'station-not-installed':
      return refuseStation(canvass, change.station);
    case 'station-added':
      return refuseAdded(canvass, change);
    case 'station-moved':
      return refuseMoved(canvass, change);
    case 'date-moved':
      return refuseDateMoved(canvass, change);
    case 'station-merged':
      return refuseStation(canvass, change.station) ?? refuseInto(canvass, change);
    case 'candidate-withdrawn':
      return refuseCandidate(canvass, change);
    case 'closing-extended':
      return refuseExtension(canvass, change);
  }
}

/** Both are of one office: neither may change under the hands of another. */
function refuseInto(
  canvass: CanvassState,
  { station, into, registered }: Extract<Amendment, { kind: 'station-merged' }>,
): ActRefusal | null {
  if ((registered ?? 0) > REGISTERED_MOST) return { kind: 'amendment-void', detail: 'registered' };
  const { geography, officeOf } = canvass.centre;
  const [from, to] = [station, into].map((id) => geography.stationIndex.get(id));
  if (to === undefined) return { kind: 'unknown-station', station: into };
  if (from === to || officeOf[from ?? -1] !== officeOf[to]) return { kind: 'amendment-void', detail: 'into' };
  return refuseStation(canvass, into);
}

function refuseCandidate(
  canvass: CanvassState,
  { contest, selection }: Extract<Amendment, { kind: 'candidate-withdrawn' }>,
): ActRefusal | null {
  const { geography, ended } = canvass.centre;
  const at = geography.definition.election.contests.findIndex(({ id }) => id === contest);
  const of = geography.definition.election.contests[at];
  if (of === undefined) return { kind: 'unknown-contest', contest };
  if (!of.selections.some(({ id }) => id === selection)) return { kind: 'amendment-void', detail: 'selection' };
  if (canvass.amendments.withdrawnSelection(contest, selection) !== null) {
    return { kind: 'amendment-void', detail: 'withdrawn' };
  }
  return ended.isAnyCertified(at) ? { kind: 'certified', contest, area: geography.units[0]?.id ?? '' } : null;
}

function refuseExtension(
  canvass: CanvassState,
  { units, until }: Extract<Amendment, { kind: 'closing-extended' }>,
): ActRefusal | null {
  const { amendments, centre } = canvass;
  const { pollsClose, contests } = centre.geography.definition.election;
  if (units.length === 0 || units.length > UNITS_MOST) return { kind: 'amendment-void', detail: 'units' };
  for (const id of units) {
    const unit = amendments.unitOf(id);
    if (unit === null) return { kind: 'unknown-unit', unit: id };
    const before: At | null = amendments.extensionOf(unit) ?? pollsClose;
    if (before === null || until <= before) return { kind: 'amendment-void', detail: 'until' };
    // What is public already cannot be held back.
    const lifted = contests.findIndex(
      (_, contest) => centre.counts.liftedAt(contest) !== null && amendments.isVotedIn(contest, unit),
    );
    if (lifted >= 0) return { kind: 'amendment-void', detail: 'lifted' };
  }
  return null;
}
