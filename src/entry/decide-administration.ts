import type { Instant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import { SMS } from '../intake/quotas.ts';
import type { LocalizedText } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';
import type { Actor, CentreAct, EventDraft, Refusal } from './acts.ts';
import { actorOf, generationOf } from './authority.ts';
import type { CentreState } from './centre-state.ts';

type Decision = Result<readonly EventDraft[], Refusal>;
type Act<K extends CentreAct['kind']> = Extract<CentreAct, { kind: K }>;

/** Names stand in public headers, which have a limit. */
const NAME_MAX = 64;
const TEXT_MAX = 4000;

/** A count opens once and closes once; whatever was not revealed by then is voided, so that it can be opened. */
export function decideCount(state: CentreState, { kind, count }: Act<'open-count' | 'close-count'>): Decision {
  const now = state.counts.state(count);
  if (now.kind === 'closed') return err({ kind: 'count-closed', count });
  if (kind === 'open-count') {
    if (now.kind === 'open') return err({ kind: 'count-already-open', count });
    return ok([{ body: { kind: 'CountOpened', mode: 'entered', files: [] }, count }]);
  }
  if (now.kind !== 'open') return err({ kind: 'count-not-open', count });
  const drafts: EventDraft[] = [{ body: { kind: 'CountClosed' }, count }];
  for (const entry of state.typing.pending(count).keys()) drafts.push(voidDraft(state, entry, 'closed'));
  return ok(drafts);
}

/** The voiding of a pending entry. */
export function voidDraft(
  state: CentreState,
  entry: number,
  reason: Extract<EventBody, { kind: 'EntryVoided' }>['reason'],
): EventDraft {
  const { count, sheet, contest } = state.placeOfPending(entry);
  return {
    body: { kind: 'EntryVoided', station: sheet.station, sheet: sheet.number, entry, reason },
    count,
    contest,
    ...generationOf(sheet),
  };
}

/** Not before the polls are closed wherever the contest is voted in. */
export function decideLift(state: CentreState, { contest }: Act<'lift-embargo'>, at: Instant): Decision {
  const place = state.geography.contestIndex.get(contest);
  if (place === undefined) return err({ kind: 'unknown-contest', contest });
  if (state.counts.liftedAt(place) !== null) return err({ kind: 'embargo-lifted-already', contest });
  const until = state.geography.definition.election.pollsClose;
  if (until === null || at < until) return err({ kind: 'polls-open', until });
  return ok([{ body: { kind: 'EmbargoLifted' }, contest }]);
}

/** Whoever types has no other role, and somebody is always administrator once one was. */
export function decideRole(state: CentreState, act: Act<'grant-role' | 'revoke-role'>): Decision {
  const { kind, person, role } = act;
  if (person === 'console' || !isName(person)) return err({ kind: 'bad-content', detail: 'person' });
  const has = state.people.rolesOf(person);
  if (has.includes(role) === (kind === 'grant-role')) return err({ kind: 'role-as-it-is', person, role });
  if (kind === 'revoke-role') {
    const last = role === 'administrator' && state.people.administrators === 1;
    if (last) return err({ kind: 'last-administrator' });
    return ok([{ body: { kind: 'RoleRevoked', person, role }, ...actorOf(act.by) }]);
  }
  const [other] = role === 'typist' ? has : has.filter((held) => held === 'typist');
  if (other !== undefined) return err({ kind: 'roles-conflict', person, role, has: other });
  return ok([{ body: { kind: 'RoleGranted', person, role }, ...actorOf(act.by) }]);
}

/** A device that takes the place of another is enrolled in the act that revokes that one: there is no time with both. */
export function decideDevice(state: CentreState, act: Act<'enrol-device' | 'revoke-device'>): Decision {
  return act.kind === 'enrol-device' ? decideEnrolled(state, act) : decideRevoked(state, act.device, act.by);
}

function decideRevoked(state: CentreState, device: string, by: Actor): Decision {
  const known = state.devices.get(device);
  if (known === undefined || known.revoked) return err({ kind: 'unknown-device', device });
  return ok([{ body: { kind: 'DeviceRevoked', device }, ...actorOf(by) }]);
}

function decideEnrolled(state: CentreState, act: Act<'enrol-device'>): Decision {
  const { device, key, scope, only, replaces, by } = act;
  // Where a device is named, `sms` names none.
  if (!isName(device) || device === SMS) return err({ kind: 'bad-content', detail: 'device' });
  if (state.devices.get(device) !== undefined) return err({ kind: 'device-exists', device });
  if (!state.geography.unitIndex.has(scope)) return err({ kind: 'unknown-unit', unit: scope });
  if (only !== null) {
    const place = state.geography.stationIndex.get(only);
    const within = place !== undefined && state.devices.covers({ scope, only }, place);
    if (!within) return err({ kind: 'unknown-station', station: only });
  }
  const enrolled: EventDraft = { body: { kind: 'DeviceEnrolled', device, key, scope, only }, ...actorOf(by) };
  if (replaces === null) return ok([enrolled]);
  const revoked = decideRevoked(state, replaces, by);
  return revoked.ok ? ok([...revoked.value, enrolled]) : revoked;
}

/** A stop and its end: of two publishers, or of whoever has the machine, which then shows. */
export function decidePublication(
  state: CentreState,
  { kind, count, office, reason, by }: Act<'stop-publication' | 'resume-publication'>,
): Decision {
  if (state.counts.state(count).kind === 'unopened') return err({ kind: 'count-not-open', count });
  const stopped = state.counts.stoppedSince(count) !== null;
  if (stopped === (kind === 'stop-publication')) return err({ kind: 'publication-as-it-is', count });
  const empty = isText(office) ? (isText(reason) ? null : 'reason') : 'office';
  if (empty !== null) return err({ kind: 'bad-content', detail: empty });
  const of = kind === 'stop-publication' ? 'PublicationStopped' : 'PublicationResumed';
  return ok([{ body: { kind: of, office, reason, by }, count }]);
}

export function decideNotice({ text, by }: Act<'give-notice'>): Decision {
  if (!isText(text)) return err({ kind: 'bad-content', detail: 'text' });
  return ok([{ body: { kind: 'Notice', text }, ...actorOf(by) }]);
}

/** Whether a text for the public says something in both languages. */
export function isText({ es, en }: LocalizedText): boolean {
  return [es, en].every((text) => text.trim() !== '' && text.length <= TEXT_MAX && text.isWellFormed());
}

function isName(name: string): boolean {
  return name !== '' && name.length <= NAME_MAX && name.isWellFormed();
}
