import { err, ok, type Result } from '../base/result.ts';
import type { EventDraft, SheetNumber } from '../entry/acts.ts';
import { generationOf } from '../entry/authority.ts';
import type { Sheet } from '../intake/papers.ts';
import { withDispute } from '../intake/receive.ts';
import type { SealCondition } from '../record/index.ts';
import type { ActRefusal } from './acts.ts';
import type { CanvassState } from './canvass-state.ts';
import type { Custody } from './canvass-types.ts';
import { refuseBeforePolls } from './decide-station-changes.ts';
import {
  type Act,
  type ActDecision,
  type At,
  bad,
  contestsAt,
  emptyText,
  isPlace,
  OFFICIAL,
  refuseCertified,
  refuseUnlessCounting,
  refuseUnlessOpened,
  sheetHere,
  stationHere,
} from './refusals.ts';

type CustodyAct = Act<
  'take-envelope' | 'miss-envelope' | 'move-envelope' | 'open-envelope' | 'scan-sheet' | 'store-envelope'
>;

/** Where the paper is, and who has it: docs/spec/official-count.md section 3. */
export function decideCustody(canvass: CanvassState, act: CustodyAct, at: At): ActDecision {
  const refused = refuseUnlessOpened(canvass) ?? refuseSeal(act);
  if (refused !== null) return err(refused);
  switch (act.kind) {
    case 'take-envelope':
      return decideTaken(canvass, act, at);
    case 'miss-envelope':
      return decideMissing(canvass, act, at);
    case 'move-envelope':
      return decideMoved(canvass, act);
    case 'open-envelope':
      return decideOpened(canvass, act);
    case 'scan-sheet':
      return decideScanned(canvass, act);
    case 'store-envelope':
      return decideStored(canvass, act);
  }
}

/** An envelope comes in. One that comes after a copy was admitted for it is disputed with that: two supervisors choose. */
function decideTaken(canvass: CanvassState, act: Act<'take-envelope'>, at: At): ActDecision {
  const { station, seal, condition, from, by } = act;
  const here = stationHere(canvass, station);
  if (!here.ok) return here;
  if (!isPlace(from)) return err(bad('from'));
  const place = here.value;
  const early = refuseBeforePolls(canvass, place, at);
  if (early !== null) return err(early);
  const { centre } = canvass;
  const late = centre.counts.state(OFFICIAL).kind === 'closed';
  const generation = generationToTake(canvass, place, at);
  if (!generation.ok) return generation;
  if (generation.value > 1 && late) return err({ kind: 'count-closed', count: OFFICIAL });
  const body = { kind: 'EnvelopeReceived', station, seal, condition, from } as const;
  if (generation.value > 1) return ok([{ body, count: OFFICIAL, actor: by, generation: generation.value }]);
  const beside = centre.papers.station(OFFICIAL, place).kind !== 'none';
  const certified = beside ? refuseCertified(canvass, place, contestsAt(canvass, place)) : null;
  if (certified !== null) return err(certified);
  const where = { place, size: centre.size, late, pictureless: true };
  return ok(withDispute(centre.papers, OFFICIAL, where, station, body, by));
}

/** Of which vote of the station an envelope that comes now is. */
export function generationToTake(canvass: CanvassState, place: number, at: At): Result<number, ActRefusal> {
  const pending = canvass.centre.repeats.pending(place);
  if (pending !== null && pending.until <= at) return ok(pending.generation);
  const first = canvass.custodyOf(place);
  if (first.kind === 'expected' || first.kind === 'missing') return ok(1);
  if (pending !== null) return err({ kind: 'polls-open', until: pending.until });
  return err({ kind: 'already-received-envelope', sheet: first.sheet });
}

/** It will not come; or it was received, nobody opened it, and it is not found. */
function decideMissing(canvass: CanvassState, act: Act<'miss-envelope'>, at: At): ActDecision {
  const { station, by, reason } = act;
  const here = stationHere(canvass, station);
  if (!here.ok) return here;
  const refused = emptyText({ reason }) ?? refuseUnlessCounting(canvass) ?? refuseBeforePolls(canvass, here.value, at);
  if (refused !== null) return err(refused);
  const pending = canvass.centre.repeats.pending(here.value);
  const generation = pending !== null && pending.until <= at ? pending.generation : 1;
  const custody = canvass.custodyOf(here.value, generation);
  if (!mayBeMissed(canvass, custody)) return err(wrong(custody));
  const body = { kind: 'EnvelopeMissing', station, by, reason } as const;
  return ok([{ body, count: OFFICIAL, actor: by[1], ...generationOf({ generation }) }]);
}

/** Whether an envelope that is there so may be said not to be found. */
export function mayBeMissed(canvass: CanvassState, custody: Custody): boolean {
  if (custody.kind === 'expected') return true;
  const unopened = custody.kind === 'received' || (custody.kind === 'stored' && custody.found === null);
  const sheet = unopened ? canvass.centre.papers.sheet(custody.sheet) : undefined;
  return sheet?.state.kind === 'standing' && sheet.generation === 1;
}

function decideMoved(canvass: CanvassState, act: Act<'move-envelope'>): ActDecision {
  const { to, seal, condition, by } = act;
  const held = envelopeHere(canvass, act.sheet);
  if (!held.ok) return held;
  if (!isPlace(to)) return err(bad('to'));
  const body = { kind: 'EnvelopeMoved', ...held.value.named, to, seal, condition, by } as const;
  return ok([{ body, ...held.value.about, actor: by[1] }]);
}

function decideOpened(canvass: CanvassState, act: Act<'open-envelope'>): ActDecision {
  const { seal, condition, found, by } = act;
  const held = envelopeHere(canvass, act.sheet);
  if (!held.ok) return held;
  const { custody, sheet, named, about } = held.value;
  const refused = refuseUnlessCounting(canvass) ?? refuseGone(sheet);
  if (refused !== null) return err(refused);
  if (custody.kind !== 'received') return err(wrong(custody));
  return ok([{ body: { kind: 'EnvelopeOpened', ...named, seal, condition, found, by }, ...about, actor: by[1] }]);
}

function decideScanned(canvass: CanvassState, act: Act<'scan-sheet'>): ActDecision {
  const { paper, content, pictures, by } = act;
  const found = sheetHere(canvass, act.sheet);
  if (!found.ok) return found;
  const sheet = found.value;
  const refused = refuseUnlessCounting(canvass) ?? refuseGone(sheet) ?? refuseScan(canvass, sheet, paper);
  if (refused !== null) return err(refused);
  const pictureless = canvass.centre.geography.definition.election.nature === 'rehearsal';
  if (pictures.length === 0 && !pictureless) return err({ kind: 'picture-missing' });
  const { named, about } = namesOf(sheet);
  return ok([{ body: { kind: 'SheetScanned', ...named, paper, content, pictures }, ...about, actor: by }]);
}

/** A sheet is scanned once, when its envelope is open; a recount's paper when somebody waits for it. */
export function refuseScan(canvass: CanvassState, sheet: Sheet, paper: 'recount' | 'sheet'): ActRefusal | null {
  const { centre, envelopes } = canvass;
  if (paper === 'recount') {
    const waits = centre
      .contestsOf(sheet)
      .some((contest) => centre.typing.state(centre.workOf(sheet.number, contest))?.kind === 'awaiting-recount');
    return waits ? null : { kind: 'not-waiting', state: 'recount' };
  }
  const custody = envelopes.custodyOfSheet(sheet.number);
  if (custody === null && sheet.paper !== 'copy') return wrongWithout(sheet);
  if (custody === null) return envelopes.isScanned(sheet.number) ? { kind: 'wrong-custody', state: 'scanned' } : null;
  return custody.kind === 'opened' && custody.found === 'sheet' ? null : wrong(custody);
}

function decideStored(canvass: CanvassState, act: Act<'store-envelope'>): ActDecision {
  const held = envelopeHere(canvass, act.sheet);
  if (!held.ok) return held;
  if (!isPlace(act.where)) return err(bad('where'));
  const { custody, named, about } = held.value;
  if (custody.kind === 'stored') return err(wrong(custody));
  return ok([{ body: { kind: 'EnvelopeStored', ...named, where: act.where }, ...about, actor: act.by }]);
}

/** An envelope that is kept in this record; a copy is in nobody's custody. */
function envelopeHere(canvass: CanvassState, number: SheetNumber) {
  const found = sheetHere(canvass, number);
  if (!found.ok) return found;
  const custody = canvass.envelopes.custodyOfSheet(number);
  if (custody === null) return err<ActRefusal>(wrongWithout(found.value));
  return ok({ sheet: found.value, custody, ...namesOf(found.value) });
}

function namesOf(sheet: Sheet): {
  readonly named: { readonly station: Sheet['station']; readonly sheet: SheetNumber };
  readonly about: Omit<EventDraft, 'body'>;
} {
  return {
    named: { station: sheet.station, sheet: sheet.number },
    about: { count: OFFICIAL, ...generationOf(sheet) },
  };
}

/** Nothing more is done with a sheet that came behind the closing, or was taken out. */
export function refuseGone({ state }: Sheet): ActRefusal | null {
  const gone = state.kind === 'late' || state.kind === 'withdrawn' || state.kind === 'superseded';
  return gone ? { kind: 'not-waiting', state: state.kind } : null;
}

/** Nobody has it: it is a copy, or an envelope that is not found any more. */
function wrongWithout({ paper }: Sheet): ActRefusal {
  return { kind: 'wrong-custody', state: paper === 'copy' ? 'copy' : 'missing' };
}

function wrong(custody: Custody): ActRefusal {
  const empty = custody.kind === 'opened' && custody.found !== 'sheet';
  return { kind: 'wrong-custody', state: empty ? 'nothing-found' : custody.kind };
}

/** Where there is no seal there is no number on it. */
function refuseSeal(act: CustodyAct): ActRefusal | null {
  if (!('condition' in act)) return null;
  const { seal, condition }: { readonly seal: string | null; readonly condition: SealCondition } = act;
  if (seal !== null && (!isPlace(seal) || condition === 'none')) return bad('seal');
  return null;
}
