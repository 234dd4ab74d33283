import type { Json } from '../base/canonical.ts';
import type { Instant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import { type EntryContent, isObservationCode } from '../model/desk-rules.ts';
import type { LocalizedText, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import {
  type FiguresAnnouncedBody,
  type FiguresReadBody,
  type RefusedMinute,
  readAnnounced,
  signedParts,
} from './arrival-bodies.ts';
import { Fields } from './body-fields.ts';
import type { CanvassBody } from './canvass-bodies.ts';
import type { EstimateMadeBody } from './estimate-body.ts';
import type { Raw } from './field-shapes.ts';
import type { EventKind } from './kinds.ts';
import { readCanvass } from './read-canvass.ts';

/** What each kind says; docs/spec/publication.md section 2. Hashes stay in their base64 spelling. */
export type EventBody =
  | { readonly kind: 'ElectionDefined'; readonly election: string; readonly units: string; readonly stations: string }
  | { readonly kind: 'KeysDeclared'; readonly origin: string; readonly log: string; readonly heartbeat: string }
  | { readonly kind: 'CountOpened'; readonly mode: CountMode; readonly files: readonly ImportedFile[] }
  | { readonly kind: 'EmbargoLifted' }
  | ({ readonly kind: 'SheetImported' } & SheetImportedBody)
  | { readonly kind: 'RoleGranted'; readonly person: string; readonly role: Role }
  | { readonly kind: 'RoleRevoked'; readonly person: string; readonly role: Role }
  | {
      readonly kind: 'DeviceEnrolled';
      readonly device: string;
      /** Public key: 32 bytes of Ed25519, or 65 of ECDSA P-256 (the point, not compressed). */
      readonly key: string;
      /** The unit whose stations it may send for. */
      readonly scope: string;
      /** If not null, the only station of the scope that it may send for. */
      readonly only: StationId | null;
    }
  | { readonly kind: 'DeviceRevoked'; readonly device: string }
  | ({ readonly kind: 'SheetReceived' } & SheetReceivedBody)
  | CanvassBody
  | ({ readonly kind: 'FiguresAnnounced' } & FiguresAnnouncedBody)
  | ({ readonly kind: 'FiguresRead' } & FiguresReadBody)
  | { readonly kind: 'ArrivalsRefused'; readonly minutes: readonly RefusedMinute[] }
  | ({
      readonly kind: 'EntryCommitted';
      readonly station: StationId;
      readonly sheet: number;
      readonly slot: 1 | 2;
    } & EntryContent)
  | {
      readonly kind: 'EntriesRevealed';
      readonly station: StationId;
      readonly sheet: number;
      readonly entries: readonly [number, number];
      readonly equal: boolean;
    }
  | {
      readonly kind: 'EntryVoided';
      readonly station: StationId;
      readonly sheet: number;
      readonly entry: number;
      readonly reason: VoidReason;
    }
  | ({
      readonly kind: 'DifferenceResolved';
      readonly station: StationId;
      readonly sheet: number;
      readonly entries: readonly [number, number];
    } & EntryContent)
  | {
      readonly kind: 'SheetAgreed';
      readonly station: StationId;
      readonly sheet: number;
      /** The figures that count: see `countingBoxes`. */
      readonly boxes: readonly Box[];
      /** Record number of the first of two equal entries, of the resolution, or of the ruling. */
      readonly from: number;
    }
  | {
      readonly kind: 'SheetObserved';
      readonly station: StationId;
      readonly sheet: number;
      /** Observation codes, and codes of checks that observe. */
      readonly reasons: readonly string[];
      /** Record number of the first of two equal entries, or of the resolution. */
      readonly from: number;
    }
  | ({
      readonly kind: 'RulingIssued';
      readonly station: StationId;
      readonly sheet: number;
      readonly ruling: 'count' | 'retype';
    } & Decided)
  | { readonly kind: 'SheetDisputed'; readonly station: StationId; readonly sheets: readonly number[] }
  | ({
      readonly kind: 'SheetSuperseded';
      readonly station: StationId;
      /** The sheet that stands from now on. */
      readonly sheet: number;
      readonly over: readonly number[];
    } & Decided)
  | ({
      readonly kind: 'SheetWithdrawn';
      readonly station: StationId;
      readonly sheet: number;
      readonly code: WithdrawalCode;
    } & Decided)
  | ({ readonly kind: 'PublicationStopped'; readonly office: LocalizedText } & PublicAct)
  | ({ readonly kind: 'PublicationResumed'; readonly office: LocalizedText } & PublicAct)
  | { readonly kind: 'Notice'; readonly text: LocalizedText }
  | { readonly kind: 'CountClosed' }
  | ({ readonly kind: 'EstimateMade' } & EstimateMadeBody)
  | {
      readonly kind: 'StatePublished';
      readonly size: number;
      readonly covers: { readonly preliminary: number; readonly official: number };
      readonly manifest: string;
      readonly complete: boolean;
    };

/** What a person may do in the counting centre. */
export const ROLES = [
  'administrator',
  'auditor',
  'custodian',
  'member',
  'publisher',
  'secretary',
  'supervisor',
  'typist',
  'verifier',
] as const;
export type Role = (typeof ROLES)[number];

/** Why a committed entry stands beside no other. `lost`: its salt or body is gone, so it can never be opened. */
export const VOID_REASONS = ['closed', 'lost', 'supervisor', 'withdrawn'] as const;
export type VoidReason = (typeof VOID_REASONS)[number];

export const WITHDRAWAL_CODES = ['false-sheet', 'not-a-sheet', 'other', 'wrong-station'] as const;
export type WithdrawalCode = (typeof WITHDRAWAL_CODES)[number];

/** An act of two persons, and why. */
export type Decided = { readonly by: readonly [string, string]; readonly reason: LocalizedText };
/** `by` null: not by two persons, which is shown. */
export type PublicAct = { readonly by: readonly [string, string] | null; readonly reason: LocalizedText };

/** One page of a sheet: SHA-256 of the bytes as they came, and of the masked picture that the public sees. */
export type SheetPicture = { readonly original: string; readonly shown: string };
export type SheetReceivedBody = {
  readonly station: StationId;
  /** SHA-256 over the hashes of the originals, page after page: two sheets with the same content are one. */
  readonly content: string;
  /** Empty only in a rehearsal that draws no picture for this sheet. */
  readonly pictures: readonly SheetPicture[];
  /** Who said of which station it is: the sender, the QR code, the file's name, or a person at a desk (the actor). */
  readonly matched: (typeof MATCHES)[number];
  /** The enrolled device that signed it, with its own time and signature (`submissionBytes`); all null, or none. */
  readonly device: string | null;
  readonly sentAt: Instant | null;
  readonly signature: string | null;
};
export const MATCHES = ['sender', 'qr', 'name', 'desk'] as const;

export type CountMode = 'entered' | 'imported';
export type ImportedFile = { readonly name: string; readonly sha256: string; readonly rows: number };
export type SheetImportedBody = {
  readonly station: StationId;
  readonly version: number;
  readonly boxes: readonly Box[];
  /** `counted`, or the reason it is not in the total. */
  readonly status: string;
  readonly arrivedAt: Instant | null;
  readonly publishedAt: Instant | null;
  readonly file: string;
  readonly line: number;
};

export type BodyError = { readonly kind: 'body-field'; readonly of: EventKind; readonly field: string };

/** A box as JSON: a number, `null` for empty, `"illegible"`. */
export function encodeBox(box: Box): number | null | 'illegible' {
  return box === 'empty' ? null : box;
}

/** The JSON of a body, `kind` left out: the header says it. */
export function encodeBody(body: EventBody): Json {
  const { kind: _kind, ...rest } = body;
  if ('boxes' in rest) return { ...rest, boxes: rest.boxes.map(encodeBox) } as unknown as Json;
  return rest as unknown as Json;
}

/** Types the JSON of a body. Unknown or missing fields are errors: a body of version 1 says exactly this. */
export function decodeBody(kind: EventKind, raw: Raw): Result<EventBody, BodyError> {
  const f = new Fields(raw);
  const body = readBody(kind, f);
  return f.done() ? ok(body) : err({ kind: 'body-field', of: kind, field: f.wrong ?? '' });
}

function readBody(kind: EventKind, f: Fields): EventBody {
  switch (kind) {
    case 'ElectionDefined':
      return { kind, election: f.hash('election'), units: f.hash('units'), stations: f.hash('stations') };
    case 'KeysDeclared':
      return { kind, origin: f.text('origin'), log: f.text('log'), heartbeat: f.text('heartbeat') };
    case 'CountOpened':
      return { kind, mode: f.oneOf('mode', ['entered', 'imported'] as const), files: f.files() };
    case 'SheetImported':
      return { kind, ...readImported(f) };
    case 'RoleGranted':
    case 'RoleRevoked':
      return { kind, person: f.text('person'), role: f.oneOf('role', ROLES) };
    case 'DeviceEnrolled':
      return {
        kind,
        device: f.text('device'),
        key: f.deviceKey('key'),
        scope: f.text('scope'),
        only: f.textOrNull('only') as StationId | null,
      };
    case 'DeviceRevoked':
      return { kind, device: f.text('device') };
    case 'SheetReceived':
      return { kind, ...readReceived(f) };
    case 'FiguresAnnounced':
      return { kind, ...readAnnounced(f) };
    case 'FiguresRead':
      return { kind, station: f.station(), announced: f.whole('announced'), boxes: f.boxes(), salt: f.hash('salt') };
    case 'ArrivalsRefused':
      return { kind, minutes: f.refusedMinutes('minutes') };
    case 'Notice':
      return { kind, text: f.localized('text') };
    case 'PublicationStopped':
    case 'PublicationResumed':
      return { kind, office: f.localized('office'), by: f.peopleOrNull('by'), reason: f.localized('reason') };
    case 'SheetDisputed':
      return { kind, station: f.station(), sheets: f.records('sheets') };
    case 'EmbargoLifted':
    case 'CountClosed':
      return { kind };
    case 'EstimateMade':
      return { kind, ...f.estimate() };
    case 'StatePublished':
      return {
        kind,
        size: f.whole('size'),
        covers: f.covers(),
        manifest: f.hash('manifest'),
        complete: f.flag('complete'),
      };
    case 'EntryCommitted':
    case 'EntriesRevealed':
    case 'EntryVoided':
    case 'DifferenceResolved':
    case 'SheetAgreed':
    case 'SheetObserved':
    case 'RulingIssued':
    case 'SheetSuperseded':
    case 'SheetWithdrawn':
      return readOfSheet(kind, f);
    default:
      return readCanvass(kind, f);
  }
}

type OfSheet =
  | 'EntryCommitted'
  | 'EntriesRevealed'
  | 'EntryVoided'
  | 'DifferenceResolved'
  | 'SheetAgreed'
  | 'SheetObserved'
  | 'RulingIssued'
  | 'SheetSuperseded'
  | 'SheetWithdrawn';

function readOfSheet(kind: OfSheet, f: Fields): EventBody {
  const at = { station: f.station(), sheet: f.whole('sheet') };
  switch (kind) {
    case 'EntryCommitted':
      return { kind, ...at, slot: f.oneOf('slot', [1, 2] as const), ...readContent(f) };
    case 'EntriesRevealed':
      return { kind, ...at, entries: f.pair('entries'), equal: f.flag('equal') };
    case 'EntryVoided':
      return { kind, ...at, entry: f.whole('entry'), reason: f.oneOf('reason', VOID_REASONS) };
    case 'DifferenceResolved':
      return { kind, ...at, entries: f.pair('entries'), ...readContent(f) };
    case 'SheetAgreed':
      return { kind, ...at, boxes: f.boxes(), from: f.whole('from') };
    case 'SheetObserved':
      return { kind, ...at, reasons: f.codes('reasons', isReason), from: f.whole('from') };
    case 'RulingIssued':
      return { kind, ...at, ruling: f.oneOf('ruling', ['count', 'retype'] as const), ...readDecided(f) };
    case 'SheetSuperseded':
      return { kind, ...at, over: f.records('over'), ...readDecided(f) };
    case 'SheetWithdrawn':
      return { kind, ...at, code: f.oneOf('code', WITHDRAWAL_CODES), ...readDecided(f) };
  }
}

function readDecided(f: Fields): Decided {
  return { by: f.people('by'), reason: f.localized('reason') };
}

function readContent(f: Fields): EntryContent {
  return {
    boxes: f.boxes(),
    corrections: f.corrections('corrections'),
    observations: f.codes('observations', isObservationCode),
  };
}

function isReason(code: string): code is string {
  return isObservationCode(code) || /^E[0-9]{3}$/.test(code);
}

function readReceived(f: Fields): SheetReceivedBody {
  const body = {
    station: f.station(),
    content: f.hash('content'),
    pictures: f.pictures('pictures'),
    matched: f.oneOf('matched', MATCHES),
    device: f.textOrNull('device'),
    sentAt: f.instantOrNull('sentAt'),
    signature: f.bytesOrNull('signature', 64),
  };
  const signed = signedParts(body);
  if (signed !== 0 && signed !== 3) f.wrong ??= 'signature';
  return body;
}

function readImported(f: Fields): SheetImportedBody {
  return {
    station: f.station(),
    version: f.whole('version', 1),
    boxes: f.boxes(),
    status: f.text('status'),
    arrivedAt: f.instantOrNull('arrivedAt'),
    publishedAt: f.instantOrNull('publishedAt'),
    file: f.text('file'),
    line: f.whole('line', 1),
  };
}
