import { equalContent, refuseBoxes, refuseContent, strayOf } from '../entry/content.ts';
import { reasonsToWait } from '../entry/decide-typing.ts';
import type { Typing } from '../entry/typing.ts';
import { countingBoxes, type EntryContent } from '../model/desk-rules.ts';
import { type Box, boxNames } from '../model/votes.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { CanvassState } from './canvass-state.ts';
import { asTyped, type Bench, benchOf } from './decide-ruling.ts';
import { OFFICIAL, refuseUnlessCounting } from './refusals.ts';

type TypingBody = Extract<
  EventBody,
  {
    kind:
      | 'DifferenceResolved'
      | 'EntriesRevealed'
      | 'EntryCommitted'
      | 'EntryVoided'
      | 'SheetAgreed'
      | 'SheetAnnulled'
      | 'SheetCorrected'
      | 'SheetObserved';
  }
>;

/** Why an event of typing cannot follow; null: it can. */
export function refuseTyping(canvass: CanvassState, header: EventHeader, body: TypingBody): string | null {
  if (body.kind === 'EntryVoided') return refuseVoid(canvass, header, body);
  const closed = refuseUnlessCounting(canvass);
  if (closed !== null) return closed.kind;
  const bench = benchNamed(canvass, header, body);
  if (typeof bench === 'string') return bench;
  if (canvass.centre.ended.isCertified(bench.sheet.place, bench.at)) return 'certified';
  return refuseOn(canvass, header, body, bench);
}

function refuseOn(
  canvass: CanvassState,
  header: EventHeader,
  body: Exclude<TypingBody, { kind: 'EntryVoided' }>,
  bench: Bench & { readonly typing: Typing },
): string | null {
  const { typing } = bench;
  switch (body.kind) {
    case 'EntryCommitted':
      return refuseCommitted(canvass, header, body, bench);
    case 'EntriesRevealed':
      return refuseRevealed(canvass, body, typing);
    case 'DifferenceResolved':
      return refuseResolved(canvass, header, body, bench);
    case 'SheetAgreed':
      return refuseAgreed(canvass, body, bench);
    case 'SheetObserved': {
      if (typing.kind !== 'settling' || typing.on !== body.from) return 'not-waiting';
      const reasons = reasonsOf(canvass, bench, typing.content);
      return reasons.length > 0 && same(reasons, body.reasons) ? null : 'reasons';
    }
    case 'SheetCorrected':
      return refuseBoxes(body.boxes, boxNames(bench.contest).length)?.kind ?? null;
    case 'SheetAnnulled':
      return typing.kind === 'struck' && typing.record === body.from ? null : 'not-waiting';
  }
}

function refuseCommitted(
  canvass: CanvassState,
  { actor, office }: EventHeader,
  body: Extract<TypingBody, { kind: 'EntryCommitted' }>,
  { typing, contest, sheet, at }: Bench & { readonly typing: Typing },
): string | null {
  const { centre } = canvass;
  if (actor === null || !centre.peopleOf(office?.id ?? null).has(actor, 'typist')) return 'role-missing';
  if (centre.typing.typistsOf(centre.workOf(sheet.number, at)).includes(actor)) return 'same-person';
  if (typing.kind !== (body.slot === 1 ? 'awaiting-first' : 'awaiting-second')) return 'not-waiting';
  return refuseContent(body, boxNames(contest).length)?.kind ?? null;
}

function refuseRevealed(
  { centre }: CanvassState,
  body: Extract<TypingBody, { kind: 'EntriesRevealed' }>,
  typing: Typing,
): string | null {
  if (typing.kind !== 'both-in' || !same(body.entries, [typing.first.record, typing.second.record])) {
    return 'not-waiting';
  }
  const [first, second] = [typing.first, typing.second].map(({ record }) => centre.typing.openSealed(record));
  const equal = first !== undefined && second !== undefined && equalContent(first, second);
  return equal === body.equal ? null : 'equal';
}

function refuseResolved(
  { centre }: CanvassState,
  { actor, office }: EventHeader,
  body: Extract<TypingBody, { kind: 'DifferenceResolved' }>,
  { typing, contest, sheet, at }: Bench & { readonly typing: Typing },
): string | null {
  if (actor === null || !centre.peopleOf(office?.id ?? null).has(actor, 'verifier')) return 'role-missing';
  if (centre.typing.typistsOf(centre.workOf(sheet.number, at)).includes(actor)) return 'same-person';
  if (typing.kind !== 'differ' || !same(body.entries, [typing.first.record, typing.second.record])) {
    return 'not-waiting';
  }
  const refused = refuseContent(body, boxNames(contest).length);
  if (refused !== null) return refused.kind;
  return strayOf(typing.first.content, typing.second.content, body) === null ? null : 'not-in-difference';
}

/** From what two people read alike, or resolved, or from a ruling that it counts as it was observed. */
function refuseAgreed(
  canvass: CanvassState,
  body: Extract<TypingBody, { kind: 'SheetAgreed' }>,
  bench: Bench & { readonly typing: Typing },
): string | null {
  const { typing } = bench;
  if (typing.kind === 'observed') {
    const ruling = canvass.rulings.newestOf(bench.sheet.place, bench.at);
    const ruled = ruling?.effect === 'count' && ruling.record === body.from;
    return ruled && sameBoxes(body.boxes, asTyped(canvass, bench)) ? null : 'not-waiting';
  }
  if (typing.kind !== 'settling' || typing.on !== body.from) return 'not-waiting';
  if (reasonsOf(canvass, bench, typing.content).length > 0) return 'reasons';
  const boxes = countingBoxes(typing.content, canvass.centre.rulesOf(OFFICIAL).corrections);
  return sameBoxes(boxes, body.boxes) ? null : 'boxes';
}

/** Of an entry that stands alone. An office closes its own count, and then voids what was not revealed. */
function refuseVoid(
  { centre }: CanvassState,
  { actor, contest, count, office, generation }: EventHeader,
  body: Extract<TypingBody, { kind: 'EntryVoided' }>,
): string | null {
  const pending = centre.typing.workOfPending(body.entry);
  if (pending === undefined || pending.count !== OFFICIAL || count !== OFFICIAL) return 'unknown-entry';
  const { sheet, contest: at } = centre.partsOf(pending.work);
  const known = centre.papers.sheet(sheet);
  const named = sheet === body.sheet && known?.station === body.station && known.generation === (generation ?? 1);
  if (!named || centre.geography.definition.election.contests[at]?.id !== contest) return 'unknown-sheet';
  if (centre.typing.state(pending.work)?.kind !== 'awaiting-second') return 'not-waiting';
  if (body.reason === 'withdrawn' && known.state.kind !== 'withdrawn') return 'not-waiting';
  if (body.reason !== 'supervisor') return null;
  const supervisor = actor !== null && centre.peopleOf(office?.id ?? null).has(actor, 'supervisor');
  return supervisor ? null : 'role-missing';
}

/** The contest of the sheet that an event names, in which it is typed; or why there is none. */
export function benchNamed(
  canvass: CanvassState,
  { contest, count, generation }: EventHeader,
  { station, sheet: number }: { readonly station: string; readonly sheet: number },
): (Bench & { readonly typing: Typing }) | string {
  const sheet = canvass.centre.papers.sheet(number);
  if (sheet === undefined || sheet.count !== OFFICIAL || count !== OFFICIAL || sheet.station !== station) {
    return 'unknown-sheet';
  }
  if (sheet.generation !== (generation ?? 1)) return 'generation';
  if (contest === null) return 'unknown-contest';
  const bench = benchOf(canvass, sheet, contest);
  if (!bench.ok) return bench.error.kind;
  const { typing } = bench.value;
  return typing === null ? 'sealed' : { ...bench.value, typing };
}

function reasonsOf(canvass: CanvassState, { sheet, contest }: Bench, content: EntryContent): readonly string[] {
  return reasonsToWait(canvass.centre, sheet, contest.id, content);
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function sameBoxes(a: readonly Box[], b: readonly Box[]): boolean {
  return same(a, b);
}
