import { err, ok, type Result } from '../base/result.ts';
import type { CountKind, StationId } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';

export type ReceiptRefusal =
  | { readonly kind: 'unknown-station'; readonly station: string }
  | { readonly kind: 'already-received'; readonly station: string };

/**
 * A sheet of a station has come in: its picture (preliminary count) or its paper (official count). The first receipt of a
 * station is recorded; a further one is refused here until disputes exist, so that arrival order can never replace figures.
 */
export function decideReceipt(
  count: CountKind,
  station: StationId,
  known: { readonly exists: boolean; readonly received: boolean },
): Result<EventBody, ReceiptRefusal> {
  if (!known.exists) return err({ kind: 'unknown-station', station });
  if (known.received) return err({ kind: 'already-received', station });
  return ok({ kind: count === 'preliminary' ? 'SheetReceived' : 'EnvelopeReceived', station });
}
