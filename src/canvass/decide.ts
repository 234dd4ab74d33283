import type { Instant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { CentreAct, EventDraft } from '../entry/acts.ts';
import { authorize } from '../entry/authority.ts';
import { decide } from '../entry/decide.ts';
import type { Act, ActRefusal, CanvassAct } from './acts.ts';
import { authorizeCanvass, ROLES_OF_CANVASS_ACT } from './authority.ts';
import type { CanvassState } from './canvass-state.ts';
import { decideAmended } from './decide-amendments.ts';
import { decideClosed, decideCopy, decideMember, decideOpened } from './decide-board.ts';
import { decideCertified, decideDestroyed, decideLot, decideReopened } from './decide-certificate.ts';
import { decideCustody } from './decide-custody.ts';
import { decideOffice, decideRepeatLifted } from './decide-office.ts';
import { decideObjection, decideRuling } from './decide-ruling.ts';
import { type ActDecision, contestsAt, OFFICIAL, refuseCertified, refuseUnsound } from './refusals.ts';

/**
 * Decides an act of a counting centre with an official count: what is to be recorded, one behind the other from record number
 * `canvass.centre.size` on, or why nothing is. The state is left as it is. What each does: docs/spec/official-count.md.
 */
export function decideAct(canvass: CanvassState, act: Act, at: Instant): Result<readonly EventDraft[], ActRefusal> {
  if (!isCanvassAct(act)) return decideOfCentre(canvass, act, at);
  const refused = authorizeCanvass(canvass, act);
  if (refused !== null) return err(refused);
  if (canvass.rules === null) return err({ kind: 'no-canvass' });
  const decided = decideCanvass(canvass, act, at);
  return decided.ok ? onlySound(decided.value) : decided;
}

export function isCanvassAct(act: Act): act is CanvassAct {
  return act.kind in ROLES_OF_CANVASS_ACT;
}

function decideCanvass(canvass: CanvassState, act: CanvassAct, at: Instant): ActDecision {
  switch (act.kind) {
    case 'take-envelope':
    case 'miss-envelope':
    case 'move-envelope':
    case 'open-envelope':
    case 'scan-sheet':
    case 'store-envelope':
      return decideCustody(canvass, act, at);
    case 'seat-member':
    case 'unseat-member':
      return decideMember(canvass, act);
    case 'open-session':
      return decideOpened(canvass, act);
    case 'close-session':
      return decideClosed(canvass, act);
    case 'admit-copy':
      return decideCopy(canvass, act);
    case 'raise-objection':
      return decideObjection(canvass, act);
    case 'rule':
      return decideRuling(canvass, act, at);
    case 'draw-lot':
      return decideLot(canvass, act);
    case 'certify':
      return decideCertified(canvass, act);
    case 'reopen':
      return decideReopened(canvass, act);
    case 'destroy':
      return decideDestroyed(canvass, act);
    case 'amend':
      return decideAmended(canvass, act);
    case 'declare-office':
      return decideOffice(canvass, act);
    case 'lift-repeat':
      return decideRepeatLifted(canvass, act, at);
  }
}

/** What is done as in any counting centre, but for what an official count from the paper does otherwise. */
function decideOfCentre(canvass: CanvassState, act: CentreAct, at: Instant): ActDecision {
  if (canvass.rules === null) return decide(canvass.centre, act, at);
  const refused = authorize(canvass.centre, act) ?? refuseOfCentre(canvass, act, at);
  return refused === null ? decide(canvass.centre, act, at) : err(refused);
}

function refuseOfCentre(canvass: CanvassState, act: CentreAct, at: Instant): ActRefusal | null {
  switch (act.kind) {
    case 'receive-envelope':
      return { kind: 'wrong-custody', state: 'expected' };
    case 'commit-entry':
    case 'resolve-difference':
    case 'rule-observed':
      return refuseSheet(canvass, act.sheet, [canvass.centre.geography.contestIndex.get(act.contest) ?? -1]);
    case 'withdraw-sheet':
    case 'choose-sheet':
      return refuseSheet(canvass, act.sheet, null);
    case 'void-entry': {
      const pending = canvass.centre.typing.workOfPending(act.entry);
      return pending === undefined ? null : refuseSheet(canvass, canvass.centre.partsOf(pending.work).sheet, []);
    }
    case 'lift-embargo':
      return refuseLift(canvass, act, at);
    case 'close-count':
      return act.count === OFFICIAL ? refuseUncertified(canvass) : null;
    case 'grant-role':
      return refuseName(canvass, act.person);
    default:
      return null;
  }
}

/** Of the official count of an office nothing is done here, and nothing that changes what is certified. null: every contest. */
function refuseSheet(canvass: CanvassState, number: number, contests: readonly number[] | null): ActRefusal | null {
  const sheet = canvass.centre.papers.sheet(number);
  if (sheet === undefined || sheet.count !== OFFICIAL) return null;
  const office = canvass.officeDoing(sheet.place);
  if (office !== null) return { kind: 'of-office', office };
  return refuseCertified(canvass, sheet.place, contests ?? contestsAt(canvass, sheet.place));
}

/** Where the closing was extended, polls are open until then. */
function refuseLift(
  canvass: CanvassState,
  { contest }: Extract<CentreAct, { kind: 'lift-embargo' }>,
  at: Instant,
): ActRefusal | null {
  const place = canvass.centre.geography.contestIndex.get(contest);
  const until = place === undefined ? null : canvass.amendments.closingOf(place);
  return until !== null && at < until ? { kind: 'polls-open', until } : null;
}

/** Behind the closing nothing is typed, objected to or ruled: it comes when every result is certified. `open` counts contests. */
function refuseUncertified(canvass: CanvassState): ActRefusal | null {
  const { geography, ended, counts } = canvass.centre;
  if (counts.state(OFFICIAL).kind !== 'open') return null;
  const open = geography.definition.election.contests.filter(
    (_, contest) => !geography.units.some((_unit, area) => ended.certificateOf(contest, area) !== null),
  ).length;
  return open === 0 ? null : { kind: 'still-open', open };
}

/** Names that begin with the id of an office are those of its people, who act in its own record. */
function refuseName(canvass: CanvassState, person: string): ActRefusal | null {
  const ofOffice = canvass.rules?.offices.some(({ id }) => person.startsWith(`${id}.`)) === true;
  return ofOffice ? { kind: 'bad-content', detail: 'person' } : null;
}

/** A body that readers of the record would refuse is refused before it is there. */
function onlySound(drafts: readonly EventDraft[]): ActDecision {
  for (const { body } of drafts) {
    const refused = refuseUnsound(body);
    if (refused !== null) return err(refused);
  }
  return ok(drafts);
}
