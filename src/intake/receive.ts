import { err, ok, type Result } from '../base/result.ts';
import type { CountKind, StationId } from '../model/ids.ts';
import type { EventBody, SheetPicture, SheetReceivedBody } from '../record/index.ts';
import {
  type Arrivals,
  type QuotaRefusal,
  refuseSender,
  refuseSheets,
  type SenderRefusal,
  type Signed,
} from './arrivals.ts';
import type { Devices } from './devices.ts';
import type { Papers } from './papers.ts';

/** A draft of an event of papers. */
export type PaperDraft = { readonly body: EventBody; readonly count: CountKind; readonly actor?: string };

/** A sheet at the door. Its signature was checked there; `by` is who matched it at a desk. */
export type Submission = {
  readonly station: StationId;
  readonly content: string;
  readonly pictures: readonly SheetPicture[];
  readonly matched: SheetReceivedBody['matched'];
  readonly signed: Signed;
  readonly by: string | null;
};

export type ReceiptRefusal =
  | { readonly kind: 'picture-missing' }
  | { readonly kind: 'bad-content'; readonly detail: string }
  | SenderRefusal
  | QuotaRefusal
  | { readonly kind: 'already-received'; readonly sheet: number };

/** What the door knows of those who send and of what came before. */
export type ReceiptDoor = { readonly papers: Papers; readonly devices: Devices; readonly arrivals: Arrivals };

/** Where a receipt takes place: the station's place, the number that the receipt will have, and what holds. */
export type ReceiptPlace = {
  readonly place: number;
  readonly size: number;
  /** The count is closed: the sheet is kept and shown, and nothing more happens to it. */
  readonly late: boolean;
  /** Only a rehearsal may leave pictures undrawn. */
  readonly pictureless: boolean;
};

/**
 * A sheet of the preliminary count has come in. The first stands; another with other content makes the station disputed at once,
 * so that arrival order can never replace figures; the same content again changes nothing, also where the
 * device has no room for more.
 */
export function decideReceipt(
  door: ReceiptDoor,
  act: Submission,
  where: ReceiptPlace,
): Result<readonly PaperDraft[], ReceiptRefusal> {
  const { papers, arrivals } = door;
  const refusal = refuse(door.devices, act, where);
  if (refusal !== null) return err(refusal);
  const known = papers.sameContent('preliminary', where.place, act.content);
  if (known !== undefined) return err({ kind: 'already-received', sheet: known });
  const { station, content, pictures, matched, signed } = act;
  const full = refuseSheets(arrivals, signed, station, where.place);
  if (full !== null) return err(full);
  const { device, sentAt, signature } = signed ?? { device: null, sentAt: null, signature: null };
  const body: EventBody = { kind: 'SheetReceived', station, content, pictures, matched, device, sentAt, signature };
  return ok(withDispute(papers, 'preliminary', where, station, body, act.by));
}

/** The paper itself came in (official count). A second envelope says nothing that the first did not, unless that was withdrawn. */
export function decideEnvelope(
  papers: Papers,
  station: StationId,
  where: ReceiptPlace,
): Result<readonly PaperDraft[], ReceiptRefusal> {
  const known = papers.sameContent('official', where.place, null);
  const state = known === undefined ? undefined : papers.sheet(known)?.state.kind;
  if (known !== undefined && state !== 'withdrawn') return err({ kind: 'already-received', sheet: known });
  return ok(
    withDispute(
      papers,
      'official',
      where,
      station,
      { kind: 'EnvelopeReceived', station, seal: null, condition: null, from: null },
      null,
    ),
  );
}

function refuse(devices: Devices, act: Submission, where: ReceiptPlace): ReceiptRefusal | null {
  if (act.pictures.length === 0 && !where.pictureless) return { kind: 'picture-missing' };
  if ((act.matched === 'desk') !== (act.by !== null)) return { kind: 'bad-content', detail: 'matched' };
  if (act.signed === null) return null;
  return refuseSender(devices, act.signed.device, act.station, where.place);
}

/** A receipt, and behind it the dispute that it begins where another sheet of the station could stand. */
export function withDispute(
  papers: Papers,
  count: CountKind,
  { place, size, late }: ReceiptPlace,
  station: StationId,
  body: EventBody,
  by: string | null,
): readonly PaperDraft[] {
  const received: PaperDraft = { body, count, ...(by === null ? {} : { actor: by }) };
  const before = papers.station(count, place);
  if (late || before.kind === 'none') return [received];
  const rivals = before.kind === 'disputed' ? before.sheets : [before.sheet];
  return [received, { body: { kind: 'SheetDisputed', station, sheets: [...rivals, size] }, count }];
}
