import { present } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Sheet } from '../intake/papers.ts';
import { countingBoxes, type EntryContent, leavesNoFigures, type ObservationCode } from '../model/desk-rules.ts';
import type { Contest } from '../model/election.ts';
import type { ContestId } from '../model/ids.ts';
import { boxNames } from '../model/votes.ts';
import type { CentreAct, EventDraft, Refusal } from './acts.ts';
import { actorOf, generationOf, refuseUnlessOpen } from './authority.ts';
import type { CentreState } from './centre-state.ts';
import { equalContent, refuseContent, strayOf } from './content.ts';
import { isText, voidDraft } from './decide-administration.ts';
import type { Typing } from './typing.ts';

type Decision = Result<readonly EventDraft[], Refusal>;
type Act<K extends CentreAct['kind']> = Extract<CentreAct, { kind: K }>;

/** One contest of one sheet, whose count is open. */
type Desk = {
  readonly sheet: Sheet;
  readonly contest: Contest;
  readonly typing: Typing;
  readonly typists: readonly string[];
};

/**
 * The first entry stands alone and sealed. Nothing of it reaches the second, neither an answer nor a refusal: what is asked before
 * the second is recorded is asked of that one alone. With the second both are revealed, and equal ones settle the contest.
 */
export function decideCommit(state: CentreState, act: Act<'commit-entry'>): Decision {
  const found = deskOf(state, act.sheet, act.contest);
  if (!found.ok) return found;
  const { typing, typists, contest } = found.value;
  if (typists.includes(act.by)) return err({ kind: 'same-person', person: act.by });
  if (typing.kind !== 'awaiting-first' && typing.kind !== 'awaiting-second') {
    return err({ kind: 'not-waiting', state: typing.kind });
  }
  const refused = refuseContent(act.content, boxNames(contest).length);
  if (refused !== null) return err(refused);
  const slot = typing.kind === 'awaiting-first' ? 1 : 2;
  const { boxes, corrections, observations } = act.content;
  const { named, about } = namesOf(found.value);
  const body = { kind: 'EntryCommitted', ...named, slot, boxes, corrections, observations } as const;
  const committed: EventDraft = { body, ...about, actor: act.by };
  if (typing.kind === 'awaiting-first') return ok([committed]);
  return ok([committed, ...reveal(state, found.value, typing.first.record, act.content)]);
}

function reveal(state: CentreState, desk: Desk, first: number, second: EntryContent): readonly EventDraft[] {
  const { named, about } = namesOf(desk);
  const content = state.typing.openSealed(first);
  const equal = equalContent(content, second);
  const entries = [first, state.size] as const;
  const revealed: EventDraft = { body: { kind: 'EntriesRevealed', ...named, entries, equal }, ...about };
  return equal ? [revealed, settle(state, desk, content, first)] : [revealed];
}

/** A third person says what stands where the two differ, and touches nothing that both say alike. */
export function decideResolution(state: CentreState, act: Act<'resolve-difference'>): Decision {
  const found = deskOf(state, act.sheet, act.contest);
  if (!found.ok) return found;
  const { typing, typists, contest } = found.value;
  if (typists.includes(act.by)) return err({ kind: 'same-person', person: act.by });
  if (typing.kind !== 'differ') return err({ kind: 'not-waiting', state: typing.kind });
  const refused = refuseContent(act.content, boxNames(contest).length);
  if (refused !== null) return err(refused);
  const { first, second } = typing;
  const detail = strayOf(first.content, second.content, act.content);
  if (detail !== null) return err({ kind: 'not-in-difference', detail });
  const { boxes, corrections, observations } = act.content;
  const { named, about } = namesOf(found.value);
  const entries = [first.record, second.record] as const;
  const body = { kind: 'DifferenceResolved', ...named, entries, boxes, corrections, observations } as const;
  return ok([{ body, ...about, actor: act.by }, settle(state, found.value, act.content, state.size)]);
}

/** What was read is agreed, unless an observation or a check makes it wait for a ruling. */
function settle(state: CentreState, desk: Desk, content: EntryContent, from: number): EventDraft {
  const { named, about } = namesOf(desk);
  const reasons = reasonsToWait(state, desk.sheet, desk.contest.id, content);
  if (reasons.length > 0) return { body: { kind: 'SheetObserved', ...named, reasons, from }, ...about };
  const boxes = countingBoxes(content, state.rulesOf(desk.sheet.count).corrections);
  return { body: { kind: 'SheetAgreed', ...named, boxes, from }, ...about };
}

/** Codes of the observations and checks for which this content of a sheet waits for a ruling, ascending. */
export function reasonsToWait(
  state: CentreState,
  sheet: Sheet,
  contest: ContestId,
  content: EntryContent,
): readonly string[] {
  const rules = state.rulesOf(sheet.count);
  // Whatever the definition says: what has no figures cannot count.
  const waits = (code: ObservationCode) => leavesNoFigures([code]) || rules.observations[code] === 'waits';
  const waiting = content.observations.filter(waits);
  const { station, place, count } = sheet;
  // Amendments change what the official count is held against, and nothing of the preliminary one.
  const registered =
    count === 'official' ? state.ended.registeredOf(place) : (state.geography.stations[place]?.registered ?? null);
  const checks = content.boxes.length === 0 ? [] : state.observing(contest, station, content, count, registered);
  return [...new Set<string>([...waiting, ...checks])].sort();
}

/** A supervisor takes out an entry that stands alone, or it is lost; its typist never types that contest of that sheet again. */
export function decideVoid(state: CentreState, { entry, reason, by }: Act<'void-entry'>): Decision {
  const fate = state.typing.fateOf(entry);
  if (fate === undefined) return err({ kind: 'unknown-entry', entry });
  if (fate !== 'pending') return err({ kind: 'not-waiting', state: fate });
  return ok([{ ...voidDraft(state, entry, reason), ...actorOf(by) }]);
}

/** Two supervisors rule on an observed contest: its figures count as they are, or two others type it afresh. */
export function decideRuling(state: CentreState, act: Act<'rule-observed'>): Decision {
  const { ruling, by, reason } = act;
  const found = deskOf(state, act.sheet, act.contest);
  if (!found.ok) return found;
  const { typing, typists, sheet } = found.value;
  // Rulings on the official count are the board's, where there is one.
  if (sheet.count === 'official' && state.canvass !== null) return err({ kind: 'not-waiting', state: 'of-board' });
  const typed = by.find((person) => typists.includes(person));
  if (typed !== undefined) return err({ kind: 'same-person', person: typed });
  if (typing.kind !== 'observed') return err({ kind: 'not-waiting', state: typing.kind });
  if (!isText(reason)) return err({ kind: 'bad-content', detail: 'reason' });
  if (ruling === 'count' && leavesNoFigures(typing.content.observations)) {
    return err({ kind: 'bad-content', detail: 'ruling' });
  }
  const { named, about } = namesOf(found.value);
  const ruled: EventDraft = { body: { kind: 'RulingIssued', ...named, ruling, by, reason }, ...about, actor: by[1] };
  if (ruling === 'retype') return ok([ruled]);
  const boxes = countingBoxes(typing.content, state.rulesOf(found.value.sheet.count).corrections);
  return ok([ruled, { body: { kind: 'SheetAgreed', ...named, boxes, from: state.size }, ...about }]);
}

/** Only what stands is typed and ruled on: of a disputed sheet nothing, until two people have chosen. */
function deskOf(state: CentreState, number: number, contestId: ContestId): Result<Desk, Refusal> {
  const sheet = state.papers.sheet(number);
  if (sheet === undefined) return err({ kind: 'unknown-sheet', sheet: number });
  const closed = refuseUnlessOpen(state, sheet.count);
  if (closed !== null) return err(closed);
  const place = state.geography.contestIndex.get(contestId);
  if (place === undefined || state.geography.votesIn[place]?.[sheet.place] !== true) {
    return err({ kind: 'unknown-contest', contest: contestId });
  }
  if (sheet.state.kind !== 'standing') return err({ kind: 'not-waiting', state: sheet.state.kind });
  const work = state.workOf(number, place);
  const typing = state.typing.state(work);
  // An envelope that nobody opened, a sheet that is not scanned, a contest of which the vote was not repeated.
  if (typing === undefined) return err({ kind: 'not-waiting', state: 'sealed' });
  if (sheet.count === 'official' && state.ended.has(sheet.place, place)) {
    return err({ kind: 'not-waiting', state: 'ended' });
  }
  const contest = present(state.geography.definition.election.contests[place], 'contest');
  return ok({ sheet, contest, typing, typists: state.typing.typistsOf(work) });
}

function namesOf({ sheet, contest }: Desk) {
  return {
    named: { station: sheet.station, sheet: sheet.number },
    about: { count: sheet.count, contest: contest.id, ...generationOf(sheet) },
  };
}
