import type { Instant } from '../../src/base/instant.ts';
import type { Result } from '../../src/base/result.ts';
import type { GpUnitId, StationId } from '../../src/model/ids.ts';

/*
 * One-time codes and what each is good for (docs/spec/capture.md sections 2 and 6). Whoever has this port can let devices in:
 * it is asked by the door alone, and it never gives back a code that it made before, because it keeps only hashes.
 */

/** A phone may be enrolled, for the stations of a unit or for one of them, perhaps in the place of another phone. */
export type EnrolGrant = {
  readonly kind: 'enrol';
  readonly scope: GpUnitId;
  readonly only: StationId | null;
  readonly replaces: string | null;
};
/** One message of a station may be taken. */
export type SmsGrant = { readonly kind: 'sms'; readonly station: StationId };
export type Grant = EnrolGrant | SmsGrant;

/** When codes are made, until when they are good, and who hands them out (null: whoever has the machine). */
export type Handing = { readonly at: Instant; readonly expiresAt: Instant; readonly by: string | null };

/** `code`: 14 signs that enrol, or the 8 of an SMS. It can be read here and never again. */
export type Made = { readonly id: number; readonly code: string };

/** One code of a station's paper kit. */
export type KitCode = { readonly station: StationId; readonly grant: Grant };

export type Presented =
  | { readonly kind: 'enrol'; readonly code: string }
  | { readonly kind: 'sms'; readonly station: StationId; readonly code: string };

export type Redeemed<G extends Grant = Grant> = {
  readonly id: number;
  readonly grant: G;
  readonly by: string | null;
  /** Whether this holder had it already: what it was good for may be done, or may have been cut short. */
  readonly again: boolean;
  /** Record number of what was done with it (`settle`); null while that is not known. */
  readonly record: number | null;
};

export type ListedCode = {
  readonly id: number;
  readonly grant: Grant;
  readonly by: string | null;
  readonly at: Instant;
  readonly expiresAt: Instant;
  /** Whether it stands in a paper kit. */
  readonly printed: boolean;
  readonly used: { readonly holder: string; readonly at: Instant } | null;
  readonly cancelledAt: Instant | null;
};

/** `printed`: codes of paper kits, or those handed out one by one; a whole country's kits would hide the latter. */
export type CodeQuery = {
  readonly printed: boolean;
  /** Only codes for this station alone. */
  readonly station?: StationId;
  /** Newest first, those made before this one. */
  readonly after?: number;
  readonly limit: number;
};

/** It never was, is used by somebody else, is cancelled or has expired: whoever guesses learns nothing else. */
export type BadCode = { readonly kind: 'bad-code' };
/** The medium refuses; nothing was changed. */
export type CodesNotStored = { readonly kind: 'not-stored'; readonly detail: string };

export interface OneTimeCodes {
  make(grant: Grant, of: Handing): Result<Made, CodesNotStored>;
  /**
   * Codes of paper kits, in the order asked, all or none. With `replace` the unused ones of earlier kits of the same stations
   * are cancelled. Another process may have to wait for the transaction: hand in the kits of a few hundred stations at a time.
   */
  makeMany(
    kit: readonly KitCode[],
    of: Handing,
    options: { readonly replace: boolean },
  ): Result<readonly Made[], CodesNotStored>;
  list(query: CodeQuery): readonly ListedCode[];
  get(id: number): ListedCode | null;
  /** `unknown-code`: there is none of this number that could still be used. */
  cancel(id: number, at: Instant): Result<null, { readonly kind: 'unknown-code' } | CodesNotStored>;
  /** Uses the code up for this holder; the same holder may come again, also later. Of two at once one gets it. */
  redeem(presented: Presented, holder: string, at: Instant): Result<Redeemed, BadCode | CodesNotStored>;
  /** What the code was good for was refused: whoever has it may try again. */
  giveBack(id: number, holder: string): Result<null, CodesNotStored>;
  /** What it was good for is done and has this record number: the same holder is told so when she comes again. */
  settle(id: number, holder: string, record: number): Result<null, CodesNotStored>;
  close(): void;
}

export type CodesOpenError = { readonly kind: 'codes-unusable'; readonly path: string; readonly detail: string };

/** One sentence for a person. */
export function describeCodesError(error: CodesOpenError): string {
  return `${error.path} cannot be used: ${error.detail}. Check that the disk has room and that the file is ours.`;
}
