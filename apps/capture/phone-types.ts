import type { Instant } from '../../src/base/instant.ts';
import type { Election } from '../../src/model/election.ts';
import type { Count, StationId } from '../../src/model/ids.ts';

/*
 * The phone as its screens see it: everything that is kept, and what became of it. The screens draw a `PhoneView` and call
 * `Phone`; nothing else of them touches storage, keys or the network.
 */

/** A station that this phone may send for, or one that was typed by its code. */
export type StationView = {
  readonly id: StationId;
  readonly table: number | null;
  readonly place: string;
  readonly registered: number | null;
  /** Contests that it votes in, in the order of the paper. */
  readonly contests: readonly string[];
};

/** A box as it stands on the pad: not typed yet, empty on the paper, or a number. */
export type TypedBox = Count | 'empty' | null;

export type ProofState = 'waiting' | 'proved' | 'doubt' | 'broken';

/** Where one message of a sheet (its figures, or its pictures) is. */
export type MessageView =
  /** There is none: no figures were typed, or no picture taken. */
  | { readonly kind: 'none' }
  /** Signed, on this phone, on its way; `have` of `bytes` are at the door. `trouble`: code of the last refusal to wait for. */
  | {
      readonly kind: 'waiting';
      readonly tries: number;
      readonly nextAt: Instant | null;
      readonly have: number;
      readonly bytes: number;
      readonly trouble: string | null;
    }
  /** At the door, in the record. */
  | {
      readonly kind: 'kept';
      readonly record: number;
      readonly at: Instant;
      /** `doubt`: the proof of this number does not fit, which convinces nobody yet. */
      readonly proof: ProofState;
      /** What the public pages say; null before they were asked. `page`: path of the public page. */
      readonly fate: {
        readonly state: string;
        readonly typed: boolean;
        readonly published: boolean;
        readonly page: string;
      } | null;
    }
  /** Final for this message; it stays on the phone and can be handed in as a file. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

export type PageView = { readonly id: string; readonly url: string; readonly bytes: number };

/** One sheet of a station: written on until `send`, then watched. */
export type SheetView = {
  readonly id: string;
  readonly station: StationView;
  readonly startedAt: Instant;
  readonly pages: readonly PageView[];
  /** By contest of the station, in the order of the paper. */
  readonly figures: readonly { readonly contest: string; readonly boxes: readonly TypedBox[] }[];
  readonly sent: null | { readonly at: Instant; readonly figures: MessageView; readonly sheet: MessageView };
};

export type PhoneView = {
  /** `refused`: the browser may clear what is here when it wants room. `none`: it keeps nothing (private window). */
  readonly storage: 'persistent' | 'refused' | 'none';
  /** Something was kept here once and is gone: the key too, so a new code is needed. */
  readonly lost: boolean;
  readonly online: boolean;
  readonly enrolment: null | {
    readonly device: string;
    readonly scope: string;
    readonly only: string | null;
    readonly stations: readonly StationView[];
    readonly more: boolean;
  };
  /** Known after the first visit with a network. */
  readonly election: Election | null;
  /** Newest first. */
  readonly sheets: readonly SheetView[];
  /** A newer version of the app waits for the next start. */
  readonly update: boolean;
  /** When the door last answered, by this phone's clock. */
  readonly lastAnswerAt: Instant | null;
};

export type PhoneRefusal = { readonly kind: string; readonly detail: string };
export type PhoneResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PhoneRefusal };

/** What the screens may do. Every change is on the phone's storage before its promise is fulfilled; one that is refused there rejects. */
export interface Phone {
  readonly view: PhoneView;
  /** Calls back after every change of `view`; gives the function that ends it. */
  subscribe(changed: () => void): () => void;
  /** Asks the browser to keep everything; only after somebody's tap. */
  askPersistence(): Promise<void>;
  enrol(code: string): Promise<PhoneResult<void>>;
  /** By the text of a QR code, a printed code with its check sign, or an id of the list. */
  findStation(text: string): Promise<PhoneResult<StationView>>;
  start(station: StationView): Promise<string>;
  /** A picture as the camera or a file gave it; it is made smaller here. Behind the others, or in the place of page `instead`. */
  addPage(sheet: string, picture: Blob, instead?: string): Promise<PhoneResult<void>>;
  removePage(sheet: string, page: string): Promise<void>;
  setBox(sheet: string, contest: string, box: number, value: TypedBox): Promise<void>;
  /** Signs what is there: the pictures, the figures (if every box has one), or both. */
  send(sheet: string): Promise<PhoneResult<void>>;
  discard(sheet: string): Promise<void>;
  /** Tries at once, without waiting for the next time. */
  sendNow(): void;
  /** Everything that is not kept safely, as one file (docs/spec/capture.md, "By hand"). */
  exportFile(): Promise<Blob>;
  /** The proof of a message, the evidence of a broken promise, or the promise with a proof that does not fit, as a file. */
  proofFile(sheet: string, message: 'figures' | 'sheet'): Promise<Blob | null>;
  /** A text message that somebody can send by SMS with the station's secret. */
  smsText(sheet: string, secret: string): PhoneResult<string>;
}
