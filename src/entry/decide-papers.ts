import { err, ok, type Result } from '../base/result.ts';
import { decideChoice, decideWithdrawal } from '../intake/dispute.ts';
import { decideEnvelope, decideReceipt } from '../intake/receive.ts';
import type { CentreAct, EventDraft, Refusal } from './acts.ts';
import { generationOf, refuseUnlessOpen } from './authority.ts';
import type { CentreState } from './centre-state.ts';
import { isText, voidDraft } from './decide-administration.ts';

type Decision = Result<readonly EventDraft[], Refusal>;
type Act<K extends CentreAct['kind']> = Extract<CentreAct, { kind: K }>;

/** A sheet or an envelope at the door: also after the closing, when it is kept as late. */
export function decideReceived(state: CentreState, act: Act<'receive-sheet' | 'receive-envelope'>): Decision {
  const { station } = act;
  const place = state.geography.stationIndex.get(station);
  if (place === undefined) return err({ kind: 'unknown-station', station });
  const count = act.kind === 'receive-sheet' ? 'preliminary' : 'official';
  // Where the official count is run from the paper somebody takes the envelope, with its seal: `take-envelope`.
  if (count === 'official' && state.canvass !== null) return err({ kind: 'not-waiting', state: 'of-custody' });
  const now = state.counts.state(count);
  if (now.kind === 'unopened' || now.mode !== 'entered') return err({ kind: 'count-not-open', count });
  const pictureless = state.geography.definition.election.nature === 'rehearsal';
  const where = { place, size: state.size, late: now.kind === 'closed', pictureless };
  if (act.kind === 'receive-envelope') return decideEnvelope(state.papers, station, where);
  return decideReceipt(state, act, where);
}

/** If the chosen sheet is agreed its figures are back with this alone: its newest agreement is the station's version again. */
export function decideChosen(state: CentreState, act: Act<'choose-sheet'>): Decision {
  const { count, station, sheet, by, reason } = act;
  const place = state.geography.stationIndex.get(station);
  if (place === undefined) return err({ kind: 'unknown-station', station });
  const refused = refuseUnlessOpen(state, count);
  if (refused !== null) return err(refused);
  if (!isText(reason)) return err({ kind: 'bad-content', detail: 'reason' });
  return decideChoice(state.papers, { count, station, place }, sheet, { by, reason });
}

/** With the sheet go its entries that stand alone: nobody will type beside them. */
export function decideWithdrawn(state: CentreState, act: Act<'withdraw-sheet'>): Decision {
  const { code, by, reason } = act;
  const sheet = state.papers.sheet(act.sheet);
  if (sheet === undefined) return err({ kind: 'unknown-sheet', sheet: act.sheet });
  const refused = refuseUnlessOpen(state, sheet.count);
  if (refused !== null) return err(refused);
  if (!isText(reason)) return err({ kind: 'bad-content', detail: 'reason' });
  const decided = decideWithdrawal(sheet, code, { by, reason });
  if (!decided.ok) return decided;
  const alone = state.geography.definition.election.contests.flatMap(({ id }) => {
    const typing = state.typingOf(sheet.number, id);
    return typing?.kind === 'awaiting-second' ? [typing.first.record] : [];
  });
  const withdrawn = decided.value.map((draft) => ({ ...draft, ...generationOf(sheet) }));
  return ok([...withdrawn, ...alone.map((entry) => voidDraft(state, entry, 'withdrawn'))]);
}
