import { type Instant, isInstant } from '../base/instant.ts';
import type { LocalizedText, StationId } from '../model/ids.ts';
import type { Box, BoxCorrection } from '../model/votes.ts';
import type { RefusedMinute } from './arrival-bodies.ts';
import type { ImportedFile, SheetPicture } from './bodies.ts';
import type { Amendment, CertifiedFigures, Papers } from './canvass-bodies.ts';
import { type EstimateMadeBody, isParameters, isSaid } from './estimate-body.ts';
import {
  decodeBoxes,
  isBase64Of,
  isBefore,
  isCommitment,
  isCorrection,
  isHash,
  isImportedFile,
  isJudged,
  isPicture,
  isPoint,
  isRaw,
  isRefusedMinute,
  isRoot,
  isSeats,
  isSignature,
  isText,
  isTextPair,
  type Raw,
} from './field-shapes.ts';

/** No body lists more than this of anything. */
const LIST_MAX = 1000;
/** Pages of one sheet. */
export const PICTURES_MAX = 16;

/** Reads fields of a hostile object and remembers the first that is wrong. */
export class Fields {
  wrong: string | null = null;
  private readonly raw: Raw;
  private taken = 0;

  constructor(raw: Raw) {
    this.raw = raw;
  }

  private take<T>(field: string, value: T | undefined): T {
    this.taken++;
    if (value === undefined) this.wrong ??= field;
    return value as T;
  }
  text(field: string): string {
    const v = this.raw[field];
    return this.take(field, typeof v === 'string' && v !== '' ? v : undefined);
  }
  hash(field: string): string {
    const v = this.raw[field];
    return this.take(field, isHash(v) ? v : undefined);
  }
  whole(field: string, from = 0): number {
    const v = this.raw[field];
    return this.take(field, Number.isSafeInteger(v) && (v as number) >= from ? (v as number) : undefined);
  }
  flag(field: string): boolean {
    const v = this.raw[field];
    return this.take(field, typeof v === 'boolean' ? v : undefined);
  }
  station(): StationId {
    return this.text('station') as StationId;
  }
  /** Ed25519, or an uncompressed point of P-256. */
  deviceKey(field: string): string {
    const v = this.raw[field];
    return this.take(field, isBase64Of(v, 32) || isPoint(v) ? (v as string) : undefined);
  }
  /** Contests with a hash each, ascending and without repetition, one at least. */
  commitments(field: string): readonly (readonly [string, string])[] {
    const v = this.raw[field];
    const good =
      Array.isArray(v) &&
      v.length > 0 &&
      v.length <= LIST_MAX &&
      v.every((c, i) => isCommitment(c) && (i === 0 || c[0] > (v[i - 1] as readonly [string, string])[0]));
    return this.take(field, good ? (v as readonly (readonly [string, string])[]) : undefined);
  }
  /** Ascending by minute, then by reason, without repetition, one at least. */
  refusedMinutes(field: string): readonly RefusedMinute[] {
    const v = this.raw[field];
    const good =
      Array.isArray(v) &&
      v.length > 0 &&
      v.length <= LIST_MAX &&
      v.every((m, i) => isRefusedMinute(m) && (i === 0 || isBefore(v[i - 1] as RefusedMinute, m)));
    return this.take(field, good ? (v as readonly RefusedMinute[]) : undefined);
  }
  boxes(): readonly Box[] {
    const v = this.raw['boxes'];
    return this.take('boxes', Array.isArray(v) ? decodeBoxes(v) : undefined);
  }
  instantOrNull(field: string): Instant | null {
    const v = this.raw[field];
    return this.take(field, v === null || isInstant(v) ? v : undefined);
  }
  pair(field: string): readonly [number, number] {
    const v = this.raw[field];
    const good = Array.isArray(v) && v.length === 2 && v.every((n) => Number.isSafeInteger(n) && n >= 0);
    return this.take(field, good ? (v as unknown as readonly [number, number]) : undefined);
  }
  /** Another person for each place of the pair. */
  people(field: string): readonly [string, string] {
    const v = this.raw[field];
    const good = Array.isArray(v) && v.length === 2 && v.every(isText) && v[0] !== v[1];
    return this.take(field, good ? (v as unknown as readonly [string, string]) : undefined);
  }
  peopleOrNull(field: string): readonly [string, string] | null {
    if (this.raw[field] !== null) return this.people(field);
    return this.take(field, null);
  }
  textOrNull(field: string): string | null {
    const v = this.raw[field];
    return this.take(field, v === null || isText(v) ? (v as string | null) : undefined);
  }
  /** Record numbers, ascending and without repetition. */
  records(field: string): readonly number[] {
    const v = this.raw[field];
    const good =
      Array.isArray(v) &&
      v.length <= LIST_MAX &&
      v.every((n, i) => Number.isSafeInteger(n) && n >= 0 && (i === 0 || n > (v[i - 1] as number)));
    return this.take(field, good ? (v as readonly number[]) : undefined);
  }
  /** Known words in ascending order without repetition. */
  codes<T extends string>(field: string, known: (code: string) => code is T): readonly T[] {
    const v = this.raw[field];
    const good =
      Array.isArray(v) &&
      v.length <= LIST_MAX &&
      v.every((c, i) => typeof c === 'string' && known(c) && (i === 0 || c > (v[i - 1] as string)));
    return this.take(field, good ? (v as readonly T[]) : undefined);
  }
  corrections(field: string): readonly BoxCorrection[] {
    const v = this.raw[field];
    const good =
      Array.isArray(v) &&
      v.length <= LIST_MAX &&
      v.every((c, i) => isCorrection(c) && (i === 0 || c[0] > (v[i - 1] as BoxCorrection)[0]));
    return this.take(field, good ? (v as readonly BoxCorrection[]) : undefined);
  }
  pictures(field: string): readonly SheetPicture[] {
    const v = this.raw[field];
    const good = Array.isArray(v) && v.length <= PICTURES_MAX && v.every(isPicture);
    return this.take(field, good ? (v as readonly SheetPicture[]) : undefined);
  }
  bytes(field: string, length: number): string {
    const v = this.raw[field];
    return this.take(field, isBase64Of(v, length) ? (v as string) : undefined);
  }
  bytesOrNull(field: string, length: number): string | null {
    if (this.raw[field] === null) return this.take(field, null);
    return this.bytes(field, length);
  }
  localized(field: string): LocalizedText {
    const v = this.raw[field] as Raw | null | undefined;
    const good = typeof v === 'object' && v !== null && Object.keys(v).length === 2;
    return this.take(
      field,
      good && typeof v['es'] === 'string' && typeof v['en'] === 'string' ? (v as LocalizedText) : undefined,
    );
  }
  covers(): { preliminary: number; official: number } {
    const v = this.raw['covers'] as Raw | null | undefined;
    const good = typeof v === 'object' && v !== null && Object.keys(v).length === 2;
    const p = good ? v['preliminary'] : undefined;
    const o = good ? v['official'] : undefined;
    const whole = Number.isSafeInteger(p) && Number.isSafeInteger(o) && (p as number) >= 0 && (o as number) >= 0;
    return this.take('covers', whole ? { preliminary: p as number, official: o as number } : undefined);
  }
  files(): readonly ImportedFile[] {
    const v = this.raw['files'];
    const good = Array.isArray(v) && v.length <= 16 && v.every(isImportedFile);
    return this.take('files', good ? (v as readonly ImportedFile[]) : undefined);
  }
  oneOf<T extends string | number | null>(field: string, values: readonly T[]): T {
    const v = this.raw[field] as T;
    return this.take(field, values.includes(v) ? v : undefined);
  }
  textUpTo(field: string, most: number): string {
    const v = this.raw[field];
    return this.take(field, isText(v) && v.length <= most ? v : undefined);
  }
  wholeOrNull(field: string): number | null {
    if (this.raw[field] !== null) return this.whole(field);
    return this.take(field, null);
  }
  instant(field: string): Instant {
    const v = this.raw[field];
    return this.take(field, isInstant(v) ? v : undefined);
  }
  localizedOrNull(field: string): LocalizedText | null {
    if (this.raw[field] !== null) return this.localized(field);
    return this.take(field, null);
  }
  wholes(field: string): readonly number[] {
    return this.listOf(field, 0, (n): n is number => Number.isSafeInteger(n) && (n as number) >= 0);
  }
  hashes(field: string): readonly string[] {
    return this.listOf(field, 0, isHash);
  }
  /** Ids, each once, in an order that says something. */
  ids(field: string, least: number): readonly string[] {
    const ids = this.listOf(field, least, isText);
    if (this.wrong === null && new Set(ids).size < ids.length) this.wrong = field;
    return ids;
  }
  /** People by their names in the record, ascending, each once. */
  names(field: string, least: number): readonly string[] {
    const names = this.listOf(field, least, isText);
    if (this.wrong === null && !names.every((name, i) => i === 0 || name > (names[i - 1] as string)))
      this.wrong = field;
    return names;
  }
  delegates(field: string): readonly (readonly [string, string])[] {
    return this.listOf(field, 0, isTextPair);
  }
  /** Objections, ascending by record number, and whether each was right. */
  judged(field: string): readonly (readonly [number, boolean])[] {
    const list = this.listOf(field, 0, isJudged);
    if (this.wrong === null && !list.every((one, i) => i === 0 || one[0] > (list[i - 1]?.[0] as number)))
      this.wrong = field;
    return list;
  }
  /** `[name, base64 of 64 bytes]`, ascending by name, one at least. */
  signatures(field: string): readonly (readonly [string, string])[] {
    const list = this.listOf(field, 1, isSignature);
    if (this.wrong === null && !list.every((one, i) => i === 0 || one[0] > (list[i - 1]?.[0] as string)))
      this.wrong = field;
    return list;
  }
  /** `[office, size, root]`, ascending by office. */
  roots(field: string): readonly (readonly [string, number, string])[] {
    const list = this.listOf(field, 0, isRoot);
    if (this.wrong === null && !list.every((one, i) => i === 0 || one[0] > (list[i - 1]?.[0] as string)))
      this.wrong = field;
    return list;
  }
  seatsOrNull(field: string): readonly (readonly [string, number])[] | null {
    if (this.raw[field] !== null) return this.listOf(field, 0, isSeats);
    return this.take(field, null);
  }
  papers(field: string): Papers {
    const v = this.raw[field];
    const good = isRaw(v) && Object.keys(v).length === 3 && [v['data'], v['es'], v['en']].every(isHash);
    return this.take(field, good ? (v as Papers) : undefined);
  }
  amendment(field: string, read: (raw: Raw) => Amendment | undefined): Amendment {
    const v = this.raw[field];
    return this.take(field, isRaw(v) ? read(v) : undefined);
  }
  certified(field: string, read: (raw: Raw) => CertifiedFigures | undefined): CertifiedFigures {
    const v = this.raw[field];
    return this.take(field, isRaw(v) ? read(v) : undefined);
  }
  estimate(): EstimateMadeBody {
    const { parameters, said } = this.raw;
    return {
      state: this.whole('state'),
      seed: this.whole('seed'),
      draws: this.whole('draws', 1),
      program: this.textUpTo('program', 64),
      parameters: this.take('parameters', isParameters(parameters) ? parameters : undefined),
      said: this.take('said', isSaid(said) ? said : undefined),
    };
  }
  private listOf<T>(field: string, least: number, good: (v: unknown) => v is T): readonly T[] {
    const v = this.raw[field];
    const whole = Array.isArray(v) && v.length >= least && v.length <= LIST_MAX && v.every(good);
    // What is wrong is remembered; the reader that goes on finds an empty list.
    return this.take(field, whole ? (v as readonly T[]) : undefined) ?? [];
  }
  /** True when no field was wrong and none was left over. */
  done(): boolean {
    if (this.wrong === null && Object.keys(this.raw).length !== this.taken) this.wrong = 'an unknown field';
    return this.wrong === null;
  }
}
