import { crc32, deflateSync } from 'node:zlib';
import { concatBytes, utf8 } from '../../src/base/bytes.ts';
import { sharp } from './sharp-limits.ts';

/** A sound picture in which every pixel says where it is. */
export async function samplePicture(format: 'jpeg' | 'png' | 'webp', width = 320, height = 240): Promise<Uint8Array> {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++)
    data.set(
      [i % width, Math.floor(i / width), 128].map((n) => n % 256),
      3 * i,
    );
  return plain(
    await sharp(data, { raw: { width, height, channels: 3 } })
      .toFormat(format)
      .toBuffer(),
  );
}

export function plain(buffer: Buffer): Uint8Array {
  return Uint8Array.from(buffer);
}

/** One chunk of a PNG. */
export function pngChunk(name: string, data: Uint8Array): Uint8Array {
  const named = concatBytes(utf8(name), data);
  return concatBytes(uint32(data.length), named, uint32(crc32(named)));
}

/** A PNG whose header claims a size, with the grey pixels given (packed here) and further chunks before them. */
export function pngOf(width: number, height: number, pixels: Uint8Array, ...chunks: Uint8Array[]): Uint8Array {
  const header = concatBytes(uint32(width), uint32(height), Uint8Array.of(8, 0, 0, 0, 0));
  return concatBytes(
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IDAT', Uint8Array.from(deflateSync(pixels))),
    pngChunk('IEND', new Uint8Array()),
  );
}

function uint32(n: number): Uint8Array {
  return Uint8Array.of(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
}
