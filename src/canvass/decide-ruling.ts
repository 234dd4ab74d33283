import { err, ok, type Result } from '../base/result.ts';
import type { EventDraft, SheetNumber } from '../entry/acts.ts';
import { generationOf } from '../entry/authority.ts';
import { refuseBoxes } from '../entry/content.ts';
import type { Typing } from '../entry/typing.ts';
import type { Sheet } from '../intake/papers.ts';
import type { RulingEffect } from '../model/canvass-rules.ts';
import { countingBoxes, leavesNoFigures } from '../model/desk-rules.ts';
import type { Contest } from '../model/election.ts';
import type { ContestId, StationId } from '../model/ids.ts';
import { type Box, boxNames } from '../model/votes.ts';
import type { ActRefusal } from './acts.ts';
import type { CanvassState } from './canvass-state.ts';
import { votingSession } from './decide-board.ts';
import {
  type Act,
  type ActDecision,
  type At,
  bad,
  emptyText,
  isPlace,
  OFFICIAL,
  refuseCertified,
  refuseUnlessCounting,
  sheetHere,
  stationHere,
} from './refusals.ts';
import { refuseHandedIn, refuseVote, votedOf } from './votes.ts';

/** So many objections to one contest of a sheet may be open: a ruling answers each by name. */
const OBJECTIONS_MOST = 200;

/** One contest of the sheet that counts for it. */
export type Bench = {
  readonly sheet: Sheet;
  readonly contest: Contest;
  /** Place of the contest. */
  readonly at: number;
  readonly typing: Typing | null;
};

/** A delegate of a party objects, on a ground of the definition, to figures that two people read, or could not. */
export function decideObjection(canvass: CanvassState, act: Act<'raise-objection'>): ActDecision {
  const { party, delegate, ground, text, by } = act;
  const found = sheetHere(canvass, act.sheet);
  if (!found.ok) return found;
  const voting = votingSession(canvass);
  if (!voting.ok) return voting;
  const bench = benchOf(canvass, found.value, act.contest);
  if (!bench.ok) return bench;
  const session = voting.value;
  const refused =
    refuseUnlessCounting(canvass) ??
    refuseObjection(canvass, bench.value, act) ??
    (isPlace(party) && isPlace(delegate) ? emptyText({ text }) : bad('delegate'));
  if (refused !== null) return err(refused);
  const present = session.delegates.some(([of, name]) => of === party && name === delegate);
  if (!present) return err({ kind: 'not-present', person: delegate });
  const { named, about } = namesOf(bench.value);
  const of = { session: session.session, party, delegate, ground, text };
  return ok([{ body: { kind: 'ObjectionRaised', ...named, ...of }, ...about, actor: by }]);
}

/** What an objection asks of the record, whoever recorded it. */
export function refuseObjection(
  canvass: CanvassState,
  { sheet, at, typing }: Bench,
  { ground }: { readonly ground: string },
): ActRefusal | null {
  const known = canvass.rules?.grounds.some(({ code }) => code === ground) === true;
  if (!known) return { kind: 'unknown-ground', ground };
  if (typing?.kind !== 'agreed' && typing?.kind !== 'observed') {
    return { kind: 'not-waiting', state: typing?.kind ?? 'sealed' };
  }
  const many = canvass.rulings.openOf(sheet.number, at).length >= OBJECTIONS_MOST;
  return many ? bad('objections') : refuseCertified(canvass, sheet.place, [at]);
}

/** The board rules on a contest of a sheet, or on one that is lost; what follows at once is recorded with it. */
export function decideRuling(canvass: CanvassState, act: Act<'rule'>, at: At): ActDecision {
  const voting = votingSession(canvass);
  if (!voting.ok) return voting;
  const session = voting.value;
  const found = act.sheet === null ? stationHere(canvass, act.station) : sheetHere(canvass, act.sheet);
  if (!found.ok) return found;
  const bench = act.sheet === null ? null : benchOf(canvass, found.value as Sheet, act.contest);
  if (bench !== null && !bench.ok) return bench;
  const refused =
    refuseUnlessCounting(canvass) ??
    refuseHandedIn(act.by, act) ??
    refuseVote(canvass, session, act) ??
    refuseRuling(canvass, act, bench?.value ?? null, at) ??
    refuseStated(act, bench?.value ?? null);
  if (refused !== null) return err(refused);
  const { station, sheet, effect, ground, until } = act;
  const objections = [...act.objections].sort(([a], [b]) => a - b);
  const body = {
    kind: 'BoardRuled',
    station,
    sheet,
    effect,
    ground,
    objections,
    until,
    ...votedOf(session, act),
  } as const;
  const about = bench === null ? { count: OFFICIAL, contest: act.contest } : namesOf(bench.value).about;
  const ruled: EventDraft = { body, ...about, actor: act.by[1] };
  return ok(bench === null ? [ruled] : [ruled, ...consequences(canvass, bench.value, act)]);
}

type RulingSaid = {
  readonly station: StationId;
  readonly effect: RulingEffect;
  readonly ground: string | null;
  readonly objections: readonly (readonly [number, boolean])[];
  readonly until: At | null;
  readonly for: readonly string[];
  readonly against: readonly string[];
  readonly abstained: readonly string[];
  readonly contest: ContestId;
};

/** What a ruling asks of the record, whoever recorded it. `bench`: null of one on a station that has no sheet. */
export function refuseRuling(canvass: CanvassState, said: RulingSaid, bench: Bench | null, at: At): ActRefusal | null {
  const { effect, until, station } = said;
  if (bench !== null && bench.sheet.station !== station) return { kind: 'unknown-sheet', sheet: bench.sheet.number };
  if ((effect === 'lost') !== (bench === null)) return { kind: 'effect-not-allowed', effect };
  if ((effect === 'repeat') !== (until !== null) || (until !== null && until <= at)) return bad('until');
  const refused =
    refuseGround(canvass, said) ?? (bench === null ? refuseLost(canvass, said) : refuseOn(canvass, said, bench));
  if (refused !== null || bench === null) return refused;
  const typists = canvass.centre.typing.typistsOf(canvass.centre.workOf(bench.sheet.number, bench.at));
  const typed = [...said.for, ...said.against, ...said.abstained].find((person) => typists.includes(person));
  return typed === undefined ? null : { kind: 'same-person', person: typed };
}

const WITHOUT_GROUND: ReadonlySet<RulingEffect> = new Set<RulingEffect>(['count', 'lost', 'retype', 'stands']);

function refuseGround(canvass: CanvassState, { effect, ground }: RulingSaid): ActRefusal | null {
  if (ground === null) return WITHOUT_GROUND.has(effect) ? null : { kind: 'effect-not-allowed', effect };
  const known = canvass.rules?.grounds.find(({ code }) => code === ground);
  if (known === undefined) return { kind: 'unknown-ground', ground };
  return known.effects.includes(effect) ? null : { kind: 'effect-not-allowed', effect };
}

/** There is no paper, and no copy that stands for it. */
function refuseLost(canvass: CanvassState, { station, contest, effect, objections }: RulingSaid): ActRefusal | null {
  const { geography } = canvass.centre;
  const place = geography.stationIndex.get(station);
  const at = geography.contestIndex.get(contest);
  if (place === undefined) return { kind: 'unknown-station', station };
  const end = at === undefined ? null : canvass.endOf(place, at);
  if (at === undefined || end === null) return { kind: 'unknown-contest', contest };
  const certified = refuseCertified(canvass, place, [at]);
  if (certified !== null) return certified;
  if (objections.length > 0) return { kind: 'objections-not-answered', open: [] };
  const why = end.kind === 'open' ? end.why : end.kind;
  return why === 'missing' || why === 'nothing-found' || why === 'recount'
    ? null
    : { kind: 'effect-not-allowed', effect };
}

function refuseOn(canvass: CanvassState, said: RulingSaid, bench: Bench): ActRefusal | null {
  const { sheet, at, typing } = bench;
  const { effect } = said;
  if (typing?.kind !== 'agreed' && typing?.kind !== 'observed') {
    return { kind: 'not-waiting', state: typing?.kind ?? 'sealed' };
  }
  const open = canvass.rulings.openOf(sheet.number, at);
  const answered = said.objections.map(([objection]) => objection).sort((a, b) => a - b);
  if (open.length !== answered.length || open.some((objection, i) => objection !== answered[i])) {
    return { kind: 'objections-not-answered', open };
  }
  // What nobody could read counts as it is in no case, and figures stand as they are only against an objection.
  const unreadable = typing.kind !== 'observed' || leavesNoFigures(typing.content.observations);
  if (effect === 'count' && unreadable) return { kind: 'effect-not-allowed', effect };
  if (effect === 'stands' && open.length === 0) return { kind: 'effect-not-allowed', effect };
  return refuseCertified(canvass, sheet.place, [at]);
}

/** The figures that the board states, with `correct` and no other. */
function refuseStated({ effect, boxes }: Act<'rule'>, bench: Bench | null): ActRefusal | null {
  if ((effect === 'correct') !== (boxes !== null)) return bad('boxes');
  return boxes === null || bench === null ? null : refuseBoxes(boxes, boxNames(bench.contest).length);
}

/** What follows a ruling at once. */
function consequences(canvass: CanvassState, bench: Bench, act: Act<'rule'>): readonly EventDraft[] {
  const { named, about } = namesOf(bench);
  const from = canvass.centre.size;
  switch (act.effect) {
    case 'count':
      return [{ body: { kind: 'SheetAgreed', ...named, boxes: asTyped(canvass, bench), from }, ...about }];
    case 'correct':
      return [{ body: { kind: 'SheetCorrected', ...named, boxes: act.boxes ?? [], from }, ...about }];
    case 'annul':
      return [{ body: { kind: 'SheetAnnulled', ...named, from }, ...about }];
    default:
      return [];
  }
}

/** The figures of an observed contest as two people read them. */
export function asTyped(canvass: CanvassState, { typing }: Bench): readonly Box[] {
  if (typing?.kind !== 'observed') return [];
  return countingBoxes(typing.content, canvass.centre.rulesOf(OFFICIAL).corrections);
}

/** The contest of a sheet that counts for it: of what was superseded, or is repeated, nothing is ruled any more. */
export function benchOf(canvass: CanvassState, sheet: Sheet, contestId: ContestId): Result<Bench, ActRefusal> {
  const { centre } = canvass;
  const at = centre.geography.contestIndex.get(contestId);
  const contest = at === undefined ? undefined : centre.geography.definition.election.contests[at];
  if (at === undefined || contest === undefined || !centre.contestsOf(sheet).includes(at)) {
    return err({ kind: 'unknown-contest', contest: contestId });
  }
  const { kind } = sheet.state;
  if (kind !== 'standing') return err({ kind: 'not-waiting', state: kind });
  if (centre.sheetOf(OFFICIAL, sheet.place, at) !== sheet.number) return err({ kind: 'not-waiting', state: 'repeat' });
  const out = centre.ended.outOf(sheet.place);
  if (out !== null) return err({ kind: 'not-waiting', state: out.kind });
  return ok({ sheet, contest, at, typing: centre.typing.state(centre.workOf(sheet.number, at)) ?? null });
}

function namesOf({ sheet, contest }: Bench): {
  readonly named: { readonly station: StationId; readonly sheet: SheetNumber };
  readonly about: Omit<EventDraft, 'body'>;
} {
  return {
    named: { station: sheet.station, sheet: sheet.number },
    about: { count: OFFICIAL, contest: contest.id, ...generationOf(sheet) },
  };
}
