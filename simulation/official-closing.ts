import { present } from '../src/base/assert.ts';
import { instant } from '../src/base/instant.ts';
import type { ContestId } from '../src/model/ids.ts';
import { DAY_MS } from './official-calendar.ts';
import { endKey, type OfficeDraft, type PlannedEnd } from './official-draft.ts';
import { drawVote } from './official-paper.ts';
import { BOARD_REASONS } from './official-words.ts';
import type { Random } from './random.ts';

const HOUR = 3_600_000;

/** Lots where a tie is left, the sessions, and the certificates. */
export function closeBoard(
  draft: OfficeDraft,
  random: Random,
  area: (contest: ContestId) => string,
  ends: ReadonlyMap<string, PlannedEnd>,
): void {
  for (const contest of draft.contests) {
    const tied = contest.rule.kind === 'plurality' ? leadersOf(ends, contest.id, contest.selections.length) : [];
    if (tied.length < 2) continue;
    const order = tied.map((i) => present(contest.selections[i], 'a selection').id);
    const at = draft.sittings.within(draft.last + HOUR, random);
    const voted = drawVote(draft, random, { reason: BOARD_REASONS.lot, law: BOARD_REASONS.law });
    draft.add(at, { kind: 'draw-lot', contest: contest.id, area: area(contest.id), order, ...voted });
  }
  // The last session ends with everything before it.
  draft.sittings.within(draft.last, random);
  const { staff } = draft;
  for (const { opens, closes } of draft.sittings.all()) addSession(draft, opens, closes);
  const at = instant(draft.last + HOUR);
  for (const { id: contest } of draft.contests) {
    draft.push({ at, kind: 'certify', contest, area: area(contest), by: staff.publisher });
  }
}

/** Places of the selections that share the most votes, where there is more than one. */
function leadersOf(ends: ReadonlyMap<string, PlannedEnd>, contest: ContestId, selections: number): readonly number[] {
  const votes = plannedVotes(ends, contest).slice(0, selections);
  const most = Math.max(0, ...votes);
  return votes.flatMap((n, i) => (n === most ? [i] : []));
}

/** What the plan counts of a contest, box by box. */
export function plannedVotes(ends: ReadonlyMap<string, PlannedEnd>, contest: ContestId): readonly number[] {
  const votes: number[] = [];
  for (const [key, end] of ends) {
    if (end.kind !== 'counted' || !key.endsWith(` ${contest}`)) continue;
    end.boxes.forEach((box, i) => {
      votes[i] = (votes[i] ?? 0) + (typeof box === 'number' ? box : 0);
    });
  }
  return votes;
}

function addSession(draft: OfficeDraft, opens: number, closes: number): void {
  const { staff } = draft;
  const about = { place: 'Sala de sesiones', members: [...staff.members].sort(), delegates: draft.delegates() };
  draft.add(opens, { kind: 'open-session', ...about, by: staff.secretary });
  draft.push({ at: instant(closes), kind: 'close-session', by: staff.secretary });
}

/** A court has the first contest opened again: one sheet is annulled, and the result certified anew. */
export function appeal(draft: OfficeDraft, random: Random, area: (contest: ContestId) => string): void {
  const contest = present(draft.contests[0], 'a contest').id;
  const found = draft.countedSheet(contest);
  if (found === null) return;
  const { station, sheet } = found;
  const ordered = draft.last + DAY_MS;
  const by = draft.two(random, draft.staff.members);
  draft.add(ordered, {
    kind: 'reopen',
    contest,
    court: BOARD_REASONS.court,
    order: '17/2026',
    by,
    reason: BOARD_REASONS.annul,
  });
  const voted = drawVote(draft, random, { reason: BOARD_REASONS.annul, law: BOARD_REASONS.law });
  const ruling = { effect: 'annul', ground: 'form-not-official', objections: [], until: null, boxes: null } as const;
  addSession(draft, ordered + HOUR, ordered + 3 * HOUR);
  draft.add(ordered + 2 * HOUR, { kind: 'rule', station, sheet, contest, ...ruling, ...voted });
  draft.ends.set(endKey(station, contest), { kind: 'annulled' });
  const { publisher } = draft.staff;
  draft.push({ at: instant(ordered + 4 * HOUR), kind: 'certify', contest, area: area(contest), by: publisher });
}
