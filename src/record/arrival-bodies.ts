import type { Instant } from '../base/instant.ts';
import type { StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { Fields } from './body-fields.ts';

/* What comes to the door beside sheets, and what it refuses: docs/spec/publication.md section 2. */

/** Figures that somebody at the station sent, sealed: they are never an entry. */
export type FiguresAnnouncedBody = {
  readonly station: StationId;
  /** By contest, ascending by its id: what the figures are, without telling (`figuresCommitment`). */
  readonly figures: readonly (readonly [contest: string, commitment: string])[];
  readonly via: (typeof WAYS)[number];
  /** The enrolled device that signed (`figuresBytes`), with its own time and signature; of an SMS all null. */
  readonly device: string | null;
  readonly sentAt: Instant | null;
  readonly signature: string | null;
};
export const WAYS = ['app', 'sms'] as const;
/** The figures of one contest of a `FiguresAnnounced`: a third reading of the paper, opened after the two entries. */
export type FiguresReadBody = {
  readonly station: StationId;
  /** Record number of the `FiguresAnnounced`. */
  readonly announced: number;
  readonly boxes: readonly Box[];
  /** 32 bytes, of the commitment. */
  readonly salt: string;
};
/** How often the door refused for this reason in the minute that begins at this instant. */
export type RefusedMinute = readonly [minute: Instant, reason: RefusedReason, times: number];
/** Why what came to the door became no event. Fixed: who sends chooses among these, and adds none. */
export const REFUSED_REASONS = [
  'bad-code',
  'bad-picture',
  'bad-signature',
  'count-not-open',
  'malformed',
  'out-of-scope',
  'quota',
  'sms-malformed',
  'sms-refused',
  'too-large',
  'too-many',
  'unknown-device',
  'unknown-station',
] as const;
export type RefusedReason = (typeof REFUSED_REASONS)[number];

/** Reads the fields of a `FiguresAnnounced`. */
export function readAnnounced(f: Fields): FiguresAnnouncedBody {
  const body = {
    station: f.station(),
    figures: f.commitments('figures'),
    via: f.oneOf('via', WAYS),
    device: f.textOrNull('device'),
    sentAt: f.instantOrNull('sentAt'),
    signature: f.bytesOrNull('signature', 64),
  };
  if (signedParts(body) !== (body.via === 'app' ? 3 : 0)) f.wrong ??= 'signature';
  return body;
}

/** How many of the three parts of a device's signature are there: all or none. */
export function signedParts({
  device,
  sentAt,
  signature,
}: Omit<FiguresAnnouncedBody, 'station' | 'figures' | 'via'>): number {
  return [device, sentAt, signature].filter((part) => part !== null).length;
}
