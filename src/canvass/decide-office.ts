import { err, ok } from '../base/result.ts';
import { actorOf } from '../entry/authority.ts';
import type { ContestId } from '../model/ids.ts';
import type { Amendment } from '../record/index.ts';
import type { ActRefusal } from './acts.ts';
import type { CanvassState } from './canvass-state.ts';
import { type Act, type ActDecision, type At, bad, OFFICIAL } from './refusals.ts';

/** From here on the official count of the office's stations is done in its own record. */
export function decideOffice(canvass: CanvassState, act: Act<'declare-office'>): ActDecision {
  const { office, origin, log, heartbeat, by } = act;
  const { centre } = canvass;
  if (canvass.rules?.offices.some(({ id }) => id === office) !== true) return err({ kind: 'unknown-office', office });
  if (canvass.offices.get(office) !== null) return err({ kind: 'office-declared', office });
  // What was done here already would be done twice.
  const done = [...centre.papers.all()].find(
    (sheet) => sheet.count === OFFICIAL && centre.officeOf[sheet.place] === office,
  );
  if (done !== undefined) return err({ kind: 'already-received-envelope', sheet: done.number });
  const out = centre.officeOf.flatMap((of, place) => (of === office ? (centre.ended.outOf(place) ?? []) : []))[0];
  // Nor would the office know that it has a station less, or amend it again.
  if (out !== undefined) return err({ kind: 'amendment-void', detail: out.kind });
  const amended = canvass.amendments.all().find(({ change }) => officeAmended(canvass, change) === office);
  if (amended !== undefined) return err({ kind: 'amendment-void', detail: amended.change.kind });
  if (canvass.origin !== null && origin !== `${canvass.origin}/office/${office}`) return err(bad('origin'));
  return ok([{ body: { kind: 'OfficeDeclared', office, origin, log, heartbeat, by }, actor: by[1] }]);
}

function officeAmended({ centre }: CanvassState, change: Amendment): string | null {
  const place = 'station' in change ? centre.geography.stationIndex.get(change.station) : undefined;
  return place === undefined ? null : (centre.officeOf[place] ?? null);
}

/** The figures of votes that were repeated have an embargo of their own, until the last of these polls is closed. */
export function decideRepeatLifted(canvass: CanvassState, act: Act<'lift-repeat'>, at: At): ActDecision {
  const { contest, generation, by } = act;
  const refused = refuseRepeatLifted(canvass, contest, generation, null, at);
  if (refused !== null) return err(refused);
  return ok([{ body: { kind: 'EmbargoLifted' }, contest, generation, ...actorOf(by) }]);
}

/** The same asked of any record: `office` null is this one itself. */
export function refuseRepeatLifted(
  { centre }: CanvassState,
  contest: ContestId,
  generation: number,
  office: string | null,
  at: At,
): ActRefusal | null {
  const { geography, repeats } = centre;
  const place = geography.contestIndex.get(contest);
  if (place === undefined) return { kind: 'unknown-contest', contest };
  const until = repeats.untilOf(place, generation, office);
  if (until === null) return { kind: 'not-waiting', state: 'repeat' };
  if (repeats.lifted(place, generation, office) !== null) return { kind: 'embargo-lifted-already', contest };
  return at < until ? { kind: 'polls-open', until } : null;
}
