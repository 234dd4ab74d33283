import { type Instant, isInstant } from '../base/instant.ts';
import type { ContestId } from '../model/ids.ts';
import type { EventClock } from '../record/index.ts';
import { HASH_SIZE } from '../tlog/index.ts';
import type { ReadHeader } from './read-header.ts';

/*
 * Nearly every header of a log is canonical text in plain letters, so it can be read from front to back, key by key in the one order
 * that it may have, without an object in between and without writing it again for comparison. What is in any way other than plain is
 * left to the strict decoder, which takes all that is canonical and says what is wrong with the rest.
 */

const CLOCKS: ReadonlySet<string> = new Set<EventClock>(['server', 'device', 'source']);
/** Without quote, backslash, control characters and letters beyond ASCII: what JSON has in one spelling alone. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/;
const DIGITS_MAX = 15;
const HASH_TEXT = 44;
/** Names that repeat are kept once; a record of many thousands of people fills this, and begins it anew. */
const NAMES_MAX = 20_000;

const VALUES = new Uint8Array(128).fill(64);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((letter, value) => {
  VALUES[letter.charCodeAt(0)] = value;
});

/** Reads plain headers; null for what is not one, canonical or not. What is public here is of the header that was read last. */
export class PlainHeaders {
  readonly body = new Uint8Array(HASH_SIZE);
  /** Of the first event of a source there is none, and this says nothing. */
  readonly sourcePrev = new Uint8Array(HASH_SIZE);
  private text = '';
  private at = 0;
  private isPlain = true;
  private names = new Map<string, string>();

  read(text: string): ReadHeader | null {
    this.text = text;
    this.at = 0;
    this.isPlain = true;
    const actor = this.has('{"actor":"') ? this.name() : null;
    const at = this.number(actor === null ? '{"at":' : ',"at":');
    this.demand(',"body":"');
    this.hashInto(this.body);
    this.demand(',"clock":"');
    const clock = this.name() as EventClock;
    const contest = this.has(',"contest":"') ? (this.name() as ContestId) : null;
    const isPreliminary = this.has(',"count":"preliminary"');
    const isOfficial = !isPreliminary && this.has(',"count":"official"');
    const generation = this.has(',"generation":') ? this.digits() : null;
    this.demand(',"kind":"');
    const kind = this.name();
    const office = this.has(',"office":"') ? this.office() : null;
    this.demand(',"source":"');
    const source = this.name();
    const isLinked = this.has(',"sourcePrev":"');
    if (isLinked) this.hashInto(this.sourcePrev);
    const sourceSeq = this.number(',"sourceSeq":');
    this.demand(',"v":1}');
    const isWhole = this.isPlain && this.at === text.length && CLOCKS.has(clock) && isInstant(at);
    if (!isWhole || isLinked !== sourceSeq > 0) return null;
    if ((generation !== null && generation < 2) || (office !== null && !isInstant(office.at))) return null;
    const count = isPreliminary ? 'preliminary' : isOfficial ? 'official' : null;
    // Each at once: to take one apart for another would make half a million more.
    if (office === null) {
      if (generation === null) return { kind, count, contest, at, clock, source, sourceSeq, actor };
      return { kind, count, contest, at, clock, source, sourceSeq, actor, generation };
    }
    if (generation === null) return { kind, count, contest, at, clock, source, sourceSeq, actor, office };
    return { kind, count, contest, at, clock, source, sourceSeq, actor, generation, office };
  }

  private has(what: string): boolean {
    if (!this.text.startsWith(what, this.at)) return false;
    this.at += what.length;
    return true;
  }

  private demand(what: string): void {
    if (!this.has(what)) this.isPlain = false;
  }

  private office(): { readonly id: string; readonly index: number; readonly at: Instant } {
    const id = this.name();
    const at = this.number(',"officeAt":') as Instant;
    return { id, index: this.number(',"officeIndex":'), at };
  }

  /** Up to the quote, and behind it. Kept as one string however often it comes; a part of a header would keep all of it. */
  private name(): string {
    const end = this.text.indexOf('"', this.at);
    const name = end < 0 ? '' : this.text.slice(this.at, end);
    this.at = end + 1;
    const known = this.names.get(name);
    if (known !== undefined) return known;
    if (!PLAIN.test(name)) {
      this.isPlain = false;
      return '';
    }
    const copy = ` ${name}`.slice(1);
    if (this.names.size >= NAMES_MAX) this.names = new Map();
    this.names.set(copy, copy);
    return copy;
  }

  private number(what: string): number {
    this.demand(what);
    return this.digits();
  }

  private digits(): number {
    const from = this.at;
    let value = 0;
    for (
      let code = this.text.charCodeAt(this.at);
      code >= 0x30 && code <= 0x39;
      code = this.text.charCodeAt(++this.at)
    ) {
      value = 10 * value + code - 0x30;
    }
    const length = this.at - from;
    // No zero in front of others, and no number that is not exact.
    if (length === 0 || length > DIGITS_MAX || (length > 1 && this.text.charCodeAt(from) === 0x30))
      this.isPlain = false;
    return value;
  }

  /** 32 bytes in base64, in its one spelling, and the quote behind it. */
  private hashInto(bytes: Uint8Array): void {
    const { text, at } = this;
    let wrong = 0;
    let to = 0;
    for (let i = 0; i < HASH_TEXT; i += 4) {
      const last = i === HASH_TEXT - 4;
      const a = valueAt(text, at + i);
      const b = valueAt(text, at + i + 1);
      const c = valueAt(text, at + i + 2);
      const d = last ? 0 : valueAt(text, at + i + 3);
      wrong |= a | b | c | d;
      bytes[to++] = (a << 2) | (b >> 4);
      bytes[to++] = ((b & 15) << 4) | (c >> 2);
      if (last) wrong |= (c & 3) << 6;
      else bytes[to++] = ((c & 3) << 6) | d;
    }
    if ((wrong & 0xc0) !== 0 || !text.startsWith('="', at + HASH_TEXT - 1)) this.isPlain = false;
    this.at = at + HASH_TEXT + 1;
  }
}

/** 64: no letter of base64. */
function valueAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (VALUES[code] ?? 64) : 64;
}
