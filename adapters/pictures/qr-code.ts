import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  prepareZXingModule as prepareReader,
  purgeZXingModule,
  type ReadResult,
  readBarcodes,
} from 'zxing-wasm/reader';
import { prepareZXingModule as prepareWriter, writeBarcode } from 'zxing-wasm/writer';
import { assert } from '../../src/base/assert.ts';
import type { Raster } from './read-picture.ts';

/*
 * QR codes by zxing-wasm. Left to itself it fetches its program from a network of others: it is given the bytes that were
 * installed with it instead.
 */
const require = createRequire(import.meta.url);
const programOf = (name: string): ArrayBuffer => {
  const bytes = readFileSync(require.resolve(`zxing-wasm/${name}`));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
};

let ready = { reader: false, writer: false };

export type Spot = { readonly x: number; readonly y: number };

/** A code and the corners of its printed square, named as they stand on the upright paper. */
export type FoundQr = {
  readonly text: string;
  readonly topLeft: Spot;
  readonly topRight: Spot;
  readonly bottomLeft: Spot;
  readonly bottomRight: Spot;
};

const MOST_CODES = 4;

/** The QR codes in a picture, at whatever turn, at most four. A code seen in a mirror is none. */
export async function findQrCodes(raster: Raster): Promise<readonly FoundQr[]> {
  if (!ready.reader) {
    prepareReader({ overrides: { wasmBinary: programOf('reader/zxing_reader.wasm') } });
    ready = { ...ready, reader: true };
  }
  const image = { data: rgbaOf(raster), width: raster.width, height: raster.height, colorSpace: 'srgb' };
  const results = await orNone(
    readBarcodes(image as unknown as Uint8Array, {
      formats: ['QRCode'],
      tryHarder: true,
      tryRotate: false,
      tryInvert: false,
      maxNumberOfSymbols: MOST_CODES,
      textMode: 'Plain',
    }),
  );
  return results.filter((r) => r.isValid && !r.isMirrored && r.text !== '').map(foundIn);
}

/** A picture that brings the reader down has no code; the next one gets a new reader. */
async function orNone(reading: Promise<ReadResult[]>): Promise<ReadResult[]> {
  try {
    return await reading;
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'RuntimeError')) throw cause;
    purgeZXingModule();
    ready = { ...ready, reader: false };
    return [];
  }
}

function foundIn({ text, position }: ReadResult): FoundQr {
  const { topLeft, topRight, bottomLeft, bottomRight } = position;
  return { text, topLeft, topRight, bottomLeft, bottomRight };
}

function rgbaOf({ data, width, height }: Raster): Uint8ClampedArray {
  const out = new Uint8ClampedArray(4 * width * height);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    out[to] = data[from] ?? 0;
    out[to + 1] = data[from + 1] ?? 0;
    out[to + 2] = data[from + 2] ?? 0;
    out[to + 3] = 255;
  }
  return out;
}

/** The modules of the QR code of a text, true for dark, without a quiet zone. */
export async function qrModules(text: string): Promise<readonly (readonly boolean[])[]> {
  if (!ready.writer) {
    prepareWriter({ overrides: { wasmBinary: programOf('writer/zxing_writer.wasm') } });
    ready = { ...ready, writer: true };
  }
  const { symbol, error } = await writeBarcode(text, {
    format: 'QRCode',
    ecLevel: 'Q',
    withQuietZones: false,
    scale: 1,
  });
  assert(error === '' && symbol.width === symbol.height && symbol.width >= 21, `no QR code for ${text}: ${error}`);
  return Array.from({ length: symbol.height }, (_, row) =>
    Array.from({ length: symbol.width }, (_, column) => symbol.data[row * symbol.width + column] === 0),
  );
}
