import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { err, ok, type Result } from '../../src/base/result.ts';
import { type FolderError, type FolderErrorKind, issue } from '../../src/model/folder/issue.ts';
import { emptyFile } from '../../src/model/folder/table.ts';

/** The text of a file as UTF-8 bytes, and the SHA-256 of the file as it is stored (packed or not). */
export type StoredFile = { readonly bytes: Buffer; readonly sha256: Uint8Array };

/** Reads one file of a folder, unpacks `.gz`, and checks that it is UTF-8 and not larger than `cap` bytes unpacked. */
export function readStored(path: string, name: string, cap: number): Result<StoredFile, FolderError> {
  const stored = readRaw(path, name, cap);
  if (!stored.ok) return stored;
  const sha256 = createHash('sha256').update(stored.value).digest();
  const unpacked = name.endsWith('.gz') ? unpack(stored.value, name, cap) : stored;
  if (!unpacked.ok) return unpacked;
  const bytes = unpacked.value;
  if (bytes.length === 0) return err(emptyFile(name));
  if (!isUtf8(bytes)) return err(notUtf8(name, bytes));
  return ok({ bytes, sha256 });
}

function fail(kind: FolderErrorKind, name: string, expected: string, advice: string): Result<never, FolderError> {
  return err(issue(kind, { file: name, line: null, field: null }, null, expected, advice));
}

function readRaw(path: string, name: string, cap: number): Result<Buffer, FolderError> {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return fail('unreadable-file', name, 'a plain file', 'Put the file itself into the folder.');
    if (stat.size > cap) return tooLarge(name, cap);
    return ok(readFileSync(path));
  } catch (error) {
    const code = codeOf(error);
    return fail('unreadable-file', name, 'a file that can be read', `The system says ${code}.`);
  }
}

function unpack(packed: Buffer, name: string, cap: number): Result<Buffer, FolderError> {
  const again = 'Fetch or pack the file again.';
  if (packed.length === 0) return err(emptyFile(name));
  try {
    return ok(gunzipSync(packed, { maxOutputLength: cap }));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(name, cap);
    if (code === 'Z_BUF_ERROR') return fail('truncated-gzip', name, 'a gzip file with its end', again);
    if (code.startsWith('Z_')) return fail('bad-gzip', name, 'an intact gzip file', again);
    throw error;
  }
}

function tooLarge(name: string, cap: number): Result<never, FolderError> {
  return fail('file-too-large', name, `at most ${cap} bytes unpacked`, 'Leave out columns that nobody needs.');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
}

const NEWLINE = 10;

/** Says at which byte a file stops being UTF-8. A line break byte is never part of a longer character. */
function notUtf8(name: string, bytes: Buffer): FolderError {
  let start = 0;
  let line = 1;
  let end = bytes.indexOf(NEWLINE);
  while (end !== -1 && isUtf8(bytes.subarray(start, end))) {
    start = end + 1;
    line++;
    end = bytes.indexOf(NEWLINE, start);
  }
  const at = start + validPrefix(bytes.subarray(start, end === -1 ? bytes.length : end));
  const found = `byte ${at} (0x${(bytes[at] ?? 0).toString(16).padStart(2, '0')})`;
  const advice = 'Save the file as UTF-8; Latin-1 is what spreadsheets write when not told otherwise.';
  return issue('not-utf8', { file: name, line, field: null }, found, 'UTF-8', advice);
}

/** How many bytes from the start are whole, valid characters. */
function validPrefix(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  let at = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    // The decoder puts U+FFFD for what it cannot read; where the bytes do not spell that character, it is a fault.
    if (character === '\ufffd' && bytes.toString('latin1', at, at + 3) !== '\xef\xbf\xbd') return at;
    at += size;
  }
  return at;
}
