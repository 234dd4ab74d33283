import { assert, present } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { ElectionId, StationId } from './ids.ts';
import { isId } from './parse-election-fields.ts';

/*
 * The code that is printed on a sheet, twice: as the text of a QR code, and for human eyes beside it. It says which paper
 * this is meant to be and proves nothing: anybody can print one.
 */

/** What a sheet says that it is. */
export type SheetCode = {
  readonly election: ElectionId;
  readonly station: StationId;
  /** From 1. */
  readonly page: number;
};

export type SheetCodeErrorKind =
  /** Some other text: an address on a poster, a product. */
  | 'not-a-sheet-code'
  /** A sheet code of a later version of this format. */
  | 'unknown-code-version'
  /** Begins as a sheet code and is none. */
  | 'bad-sheet-code'
  /** A printed code whose check character does not fit: mistyped, or of another election. */
  | 'wrong-check-character';

export type SheetCodeError = { readonly kind: SheetCodeErrorKind };

export const MAX_PAGES = 99;
// Two ids of 64 characters in which each may be escaped, the signs between them, the page.
const MAX_TEXT = 2 * 64 * 3 + 20;
const PAGE = /^[1-9][0-9]?$/;
const PREFIX = 'cotejo:';

/** The text of the QR code: `cotejo:1:<election id>:<station id>:<page>`; in ids `%` and `:` are written `%25`, `%3A`. */
export function encodeSheetCode(code: SheetCode): string {
  assert(isId(code.election) && isId(code.station), 'a sheet code is made of ids');
  assert(PAGE.test(String(code.page)), `a page from 1 to ${MAX_PAGES}, not ${code.page}`);
  return `${PREFIX}1:${escaped(code.election)}:${escaped(code.station)}:${code.page}`;
}

/** Reads the text of a QR code, which may be anything. One code has one text. */
export function parseSheetCode(text: string): Result<SheetCode, SheetCodeError> {
  if (!text.startsWith(PREFIX)) return err({ kind: 'not-a-sheet-code' });
  if (text.length > MAX_TEXT) return err({ kind: 'bad-sheet-code' });
  const [version = '', election = '', station = '', page = '', ...more] = text.slice(PREFIX.length).split(':');
  if (version !== '1')
    return err({ kind: /^[1-9][0-9]{0,3}$/.test(version) ? 'unknown-code-version' : 'bad-sheet-code' });
  const ids = [unescaped(election), unescaped(station)].filter((id) => id !== null && isId(id));
  if (ids.length !== 2 || !PAGE.test(page) || more.length > 0) return err({ kind: 'bad-sheet-code' });
  return ok({ election: ids[0] as ElectionId, station: ids[1] as StationId, page: Number(page) });
}

/**
 * The code for people: `<station>-<page>-<check>`. The check character (ISO 7064 MOD 37-2) covers the election too, so that
 * neither a wrong sign, nor two that changed places, nor a paper of another election passes.
 */
export function printedCode(code: SheetCode): string {
  return `${code.station}-${code.page}-${checkCharacter(checkedText(code))}`;
}

/** Reads a code that somebody typed from the paper of this election. The check may be a small letter, 1 for I, 0 for O. */
export function parsePrintedCode(text: string, election: ElectionId): Result<SheetCode, SheetCodeError> {
  if (text.length > MAX_TEXT) return err({ kind: 'not-a-sheet-code' });
  const parts = /^(.+)-([1-9][0-9]?)-([0-9A-Za-z*])$/u.exec(text.trim());
  const [station = '', page = '', check = ''] = parts?.slice(1) ?? [];
  if (!isId(station)) return err({ kind: 'not-a-sheet-code' });
  const code: SheetCode = { election, station: station as StationId, page: Number(page) };
  const [typed, right] = [check.toUpperCase(), checkCharacter(checkedText(code))];
  if (typed !== right && LIKE[typed] !== right) return err({ kind: 'wrong-check-character' });
  return ok(code);
}

/** Signs that people write for each other. */
const LIKE: Readonly<Record<string, string>> = { '0': 'O', O: '0', '1': 'I', I: '1' };
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*';

/** ISO 7064 MOD 37-2 over digits and capital letters: one of `0-9 A-Z *`. */
export function checkCharacter(text: string): string {
  let sum = 0;
  for (const sign of text) {
    const value = ALPHABET.indexOf(sign);
    assert(value >= 0 && value < 36, 'only digits and capital letters are checked');
    sum = ((sum + value) * 2) % 37;
  }
  return present(ALPHABET[(38 - sum) % 37], 'check character');
}

/** An id may hold any letter: what is neither digit nor Latin capital is spelt by its code point. */
function checkedText(code: SheetCode): string {
  const spelt = (text: string) => text.replace(/[^0-9A-Z]/gu, (sign) => `U${present(sign.codePointAt(0), 'sign')}`);
  return spelt(`${code.election}:${code.station}:${code.page}`);
}

function escaped(id: string): string {
  return id.replaceAll('%', '%25').replaceAll(':', '%3A');
}

/** Null for a text that `escaped` does not write. */
function unescaped(text: string): string | null {
  const id = text.replaceAll('%3A', ':').replaceAll('%25', '%');
  return escaped(id) === text ? id : null;
}
