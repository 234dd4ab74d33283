import { err, ok, type Result } from '../base/result.ts';
import type { CountKind, StationId } from '../model/ids.ts';
import type { Decided, WithdrawalCode } from '../record/index.ts';
import type { Papers, Sheet } from './papers.ts';
import type { PaperDraft } from './receive.ts';

export type DisputeRefusal =
  | { readonly kind: 'unknown-sheet'; readonly sheet: number }
  | { readonly kind: 'not-waiting'; readonly state: string };

/** Two people choose which of the disputed sheets of a station stands. */
export function decideChoice(
  papers: Papers,
  at: { readonly count: CountKind; readonly station: StationId; readonly place: number },
  sheet: number,
  decided: Decided,
): Result<readonly PaperDraft[], DisputeRefusal> {
  const { count, station, place } = at;
  const chosen = papers.sheet(sheet);
  if (chosen === undefined || chosen.count !== count || chosen.place !== place) {
    return err({ kind: 'unknown-sheet', sheet });
  }
  const before = papers.station(count, place);
  if (before.kind !== 'disputed' || !before.sheets.includes(sheet)) {
    return err({ kind: 'not-waiting', state: chosen.state.kind });
  }
  const over = before.sheets.filter((other) => other !== sheet);
  return ok([{ body: { kind: 'SheetSuperseded', station, sheet, over, ...decided }, count, actor: decided.by[1] }]);
}

/** Two people take a sheet out: it is false, of another station, or no sheet. What is left of a dispute may then stand. */
export function decideWithdrawal(
  sheet: Sheet,
  code: WithdrawalCode,
  decided: Decided,
): Result<readonly PaperDraft[], DisputeRefusal> {
  const { kind } = sheet.state;
  if (kind !== 'standing' && kind !== 'disputed') return err({ kind: 'not-waiting', state: kind });
  const { number, station, count } = sheet;
  return ok([
    { body: { kind: 'SheetWithdrawn', station, sheet: number, code, ...decided }, count, actor: decided.by[1] },
  ]);
}
