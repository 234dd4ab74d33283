import type { Bytes } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { PictureError, PictureFormat } from './picture-error.ts';

/*
 * What a file says of itself, read without decoding: format, size, frames, and where the picture ends. So a bomb is refused
 * before a decoder sees it, and what hangs on behind the end (a zip, a page, a second picture) is found at all: decoders
 * stop at the end and say nothing.
 */

export type PictureHeader = {
  readonly format: PictureFormat;
  /** As stored, before any turn that its metadata asks for. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** How many bytes belong to the picture. */
  readonly length: number;
};

type Read = Result<PictureHeader, PictureError>;

/** Reads the header of a picture and finds its end. */
export function readPictureHeader(bytes: Bytes): Read {
  if (bytes.length === 0) return err({ kind: 'empty-file' });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (startsWith(bytes, 0, '\xff\xd8\xff')) return readJpeg(view);
  if (startsWith(bytes, 0, '\x89PNG\r\n\x1a\n')) return readPng(view);
  if (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP')) return readWebp(view);
  return err({ kind: 'format-not-allowed', found: nameOf(bytes) });
}

function startsWith(bytes: Bytes, at: number, signs: string): boolean {
  for (let i = 0; i < signs.length; i++) if (bytes[at + i] !== signs.charCodeAt(i)) return false;
  return true;
}

/** Files that people take for pictures, or hostile ones would have us take for one. */
const OTHERS: readonly (readonly [name: string, at: number, signs: string])[] = [
  ['GIF', 0, 'GIF8'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['BMP', 0, 'BM'],
  ['PDF', 0, '%PDF'],
  ['HEIC', 4, 'ftyphei'],
  ['HEIC', 4, 'ftypmif1'],
  ['AVIF', 4, 'ftypavif'],
  ['MP4', 4, 'ftyp'],
  ['ZIP', 0, 'PK\x03\x04'],
  ['PostScript', 0, '%!PS'],
  ['JPEG XL', 0, '\xff\x0a'],
  ['JPEG 2000', 4, 'jP  '],
];

/** What the bytes look like; null if nothing that is known. */
function nameOf(bytes: Bytes): string | null {
  for (const [name, at, signs] of OTHERS) if (startsWith(bytes, at, signs)) return name;
  let head = '';
  for (const byte of bytes.subarray(0, 1024)) head += String.fromCharCode(byte);
  if (/<svg[\s>]/i.test(head)) return 'SVG';
  if (/<(!doctype html|html|head|body|script)[\s>]/i.test(head)) return 'HTML';
  return /^(\xef\xbb\xbf)?\s*<(\?xml|!doctype)/i.test(head) ? 'XML' : null;
}

function truncated(format: PictureFormat): Read {
  return err({ kind: 'truncated', format });
}

function damaged(format: PictureFormat, detail: string): Read {
  return err({ kind: 'damaged', format, detail });
}

/** Markers of JPEG (ITU-T T.81 table B.1). */
const EOI = 0xd9;
const SOS = 0xda;

function readJpeg(view: DataView): Read {
  let size: { readonly width: number; readonly height: number } | null = null;
  let at = 2;
  while (at + 1 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return damaged('jpeg', `no marker at byte ${at}`);
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    at += 2;
    if (marker === EOI) return endOfJpeg(size, at);
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue;
    if (at + 2 > view.byteLength) return truncated('jpeg');
    const length = view.getUint16(at);
    if (length < 2) return damaged('jpeg', `a segment without length at byte ${at}`);
    if (at + length > view.byteLength) return truncated('jpeg');
    if (isFrame(marker)) {
      if (size !== null || length < 8) return damaged('jpeg', 'not exactly one frame');
      size = { height: view.getUint16(at + 3), width: view.getUint16(at + 5) };
    }
    at += length;
    if (marker === SOS) at = afterScan(view, at);
  }
  return truncated('jpeg');
}

/** Start of a frame, of whatever coding; C4, C8 and CC are tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** The next marker after entropy-coded data, in which FF 00 is a byte and FF D0..D7 a restart. */
function afterScan(view: DataView, from: number): number {
  for (let at = from; at + 1 < view.byteLength; at++) {
    if (view.getUint8(at) !== 0xff) continue;
    const next = view.getUint8(at + 1);
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return view.byteLength;
}

function endOfJpeg(size: { readonly width: number; readonly height: number } | null, length: number): Read {
  return size === null ? damaged('jpeg', 'no frame') : ok({ format: 'jpeg', ...size, frames: 1, length });
}

function readPng(view: DataView): Read {
  if (view.byteLength < 33) return truncated('png');
  if (view.getUint32(8) !== 13 || chunkName(view, 12) !== 'IHDR') return damaged('png', 'no header chunk');
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  let frames = 1;
  let at = 33;
  while (at + 12 <= view.byteLength) {
    const name = chunkName(view, at + 4);
    const length = view.getUint32(at);
    if (at + 12 + length > view.byteLength) return truncated('png');
    // An animation says how many frames follow; the decoder would quietly take the first.
    if (name === 'acTL' && length >= 4) frames = Math.max(2, view.getUint32(at + 8));
    at += 12 + length;
    if (name === 'IEND') return ok({ format: 'png', ...size, frames, length: at });
  }
  return truncated('png');
}

function chunkName(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function readWebp(view: DataView): Read {
  if (view.byteLength < 30) return truncated('webp');
  const length = 8 + view.getUint32(4, true);
  if (length > view.byteLength) return truncated('webp');
  const first = chunkName(view, 12);
  if (first === 'VP8 ') {
    const size = { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    return ok({ format: 'webp', ...size, frames: 1, length });
  }
  if (first === 'VP8L') {
    const bits = view.getUint32(21, true);
    const size = { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    return ok({ format: 'webp', ...size, frames: 1, length });
  }
  if (first !== 'VP8X') return damaged('webp', 'no picture chunk');
  const animated = (view.getUint8(20) & 2) !== 0;
  const size = { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  return ok({ format: 'webp', ...size, frames: animated ? Math.max(2, countFrames(view, length)) : 1, length });
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function countFrames(view: DataView, end: number): number {
  let frames = 0;
  for (let at = 12; at + 8 <= end; ) {
    if (chunkName(view, at) === 'ANMF') frames++;
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length & 1);
  }
  return frames;
}
