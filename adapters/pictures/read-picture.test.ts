import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { describePictureError } from './picture-error.ts';
import { decodeFailure, PICTURE_LIMITS, readPicture } from './read-picture.ts';
import { plain, pngChunk, pngOf, samplePicture } from './sample-pictures.test-support.ts';
import { sharp } from './sharp-limits.ts';

const FORMATS = ['jpeg', 'png', 'webp'] as const;
const kindOf = async (bytes: Uint8Array) => {
  const read = await readPicture(bytes);
  return read.ok ? 'ok' : read.error.kind;
};
const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe('a sound picture', () => {
  it.each(FORMATS)('%s is decoded', async (format) => {
    const picture = expectOk(await readPicture(await samplePicture(format)), 'sound');
    expect(picture).toMatchObject({ format, width: 320, height: 240, raster: { width: 320, height: 240 } });
    const [red = 0, green = 0, blue = 0] = picture.raster.data.subarray(3 * (100 * 320 + 200));
    expect(Math.abs(red - 200) + Math.abs(green - 100) + Math.abs(blue - 128)).toBeLessThan(12);
  });

  it('of any colours becomes three bytes a pixel', async () => {
    const create = { width: 300, height: 300, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const;
    const clear = plain(await sharp({ create }).png().toBuffer());
    const grey = pngOf(300, 300, new Uint8Array(301 * 300));
    const cmyk = plain(
      await sharp(await samplePicture('jpeg'))
        .toColourspace('cmyk')
        .jpeg()
        .toBuffer(),
    );
    const deep = plain(
      await sharp(await samplePicture('png'))
        .toColourspace('rgb16')
        .png()
        .toBuffer(),
    );
    for (const bytes of [clear, grey, cmyk, deep]) {
      const { raster } = expectOk(await readPicture(bytes), 'sound');
      expect(raster.data.length).toBe(3 * raster.width * raster.height);
    }
    // Paper is white where a picture is clear.
    expect(expectOk(await readPicture(clear), 'sound').raster.data[0]).toBe(255);
  });

  it('is turned as the camera says, and made smaller', async () => {
    const sideways = plain(
      await sharp(await samplePicture('jpeg'))
        .withMetadata({ orientation: 6 })
        .toBuffer(),
    );
    const picture = expectOk(await readPicture(sideways, 120), 'sound');
    expect(picture).toMatchObject({ width: 240, height: 320, raster: { width: 90, height: 120 } });
  });

  it('may be progressive, with thumbnails and restarts', async () => {
    const progressive = plain(
      await sharp(await samplePicture('jpeg'))
        .jpeg({ progressive: true })
        .toBuffer(),
    );
    // A whole second picture inside a segment is metadata, not an end.
    const thumbnail = concatBytes(latin1('\xff\xe1'), Uint8Array.of(0, 8), latin1('\xff\xd8\xff\xd9\xff\xd9'));
    const both = concatBytes(progressive.subarray(0, 2), thumbnail, progressive.subarray(2));
    expect(await kindOf(both)).toBe('ok');
  });
});

describe('a file that is no picture', () => {
  it.each([
    ['SVG', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'],
    ['GIF', 'GIF89a\x01\x00\x01\x00'],
    ['TIFF', 'II*\0\x08\0\0\0'],
    ['HTML', '<!DOCTYPE html><html><body>'],
    ['PDF', '%PDF-1.7\n'],
    ['ZIP', 'PK\x03\x04'],
    ['HEIC', '\0\0\0\x18ftypheic'],
    [null, 'sheet 10021: 5, 7, 11'],
    [null, '\xff'],
    [null, ' \xff\xd8\xff'],
  ])('%s', async (found, text) => {
    expect(await readPicture(latin1(text))).toEqual({ ok: false, error: { kind: 'format-not-allowed', found } });
  });

  it('nothing at all', async () => {
    expect(await kindOf(new Uint8Array())).toBe('empty-file');
  });
});

describe('a file that is more than a picture', () => {
  it.each(FORMATS)('%s with something behind its end', async (format) => {
    const bytes = await samplePicture(format);
    for (const more of ['PK\x03\x04', '<script>alert(1)</script>', '\0']) {
      expect(await readPicture(concatBytes(bytes, latin1(more)))).toEqual({
        ok: false,
        error: { kind: 'trailing-data', format, bytes: more.length },
      });
    }
    expect(await kindOf(concatBytes(bytes, bytes))).toBe('trailing-data');
  });

  it('an animation', async () => {
    const control = pngChunk('acTL', Uint8Array.of(0, 0, 0, 3, 0, 0, 0, 0));
    expect(await kindOf(pngOf(300, 300, new Uint8Array(301 * 300), control))).toBe('several-frames');
    const frames = await Promise.all([0, 255].map((r) => solid(r)));
    const webp = plain(
      await sharp(frames, { join: { animated: true } })
        .webp({ loop: 0 })
        .toBuffer(),
    );
    expect(await readPicture(webp)).toMatchObject({ ok: false, error: { kind: 'several-frames', frames: 2 } });
  });
});

async function solid(r: number): Promise<Buffer> {
  const create = { width: 300, height: 300, channels: 3, background: { r, g: 0, b: 0 } } as const;
  return sharp({ create }).png().toBuffer();
}

describe('a broken picture', () => {
  it.each(FORMATS)('%s, cut off anywhere', async (format) => {
    const bytes = await samplePicture(format);
    for (const length of [3, 12, 20, 40, bytes.length >> 1, bytes.length - 100, bytes.length - 2, bytes.length - 1]) {
      expect(['truncated', 'format-not-allowed']).toContain(await kindOf(bytes.slice(0, length)));
    }
  });

  it.each(FORMATS)('%s, with any byte changed, ends in an error or a picture', async (format) => {
    const bytes = await samplePicture(format, 220, 200);
    const kinds = new Set<string>();
    for (let i = 0; i < 250; i++) {
      const changed = Uint8Array.from(bytes);
      const at = i < 120 ? i : (i * 7919) % bytes.length;
      changed[at] = ((changed[at] ?? 0) + 1 + ((i * 31) % 255)) & 255;
      kinds.add(await kindOf(changed));
    }
    expect(kinds.size).toBeGreaterThan(2);
  });

  it('a cut picture that is given an end again', async () => {
    const bytes = await samplePicture('jpeg');
    expect(await kindOf(concatBytes(bytes.slice(0, -800), latin1('\xff\xd9')))).toBe('damaged');
    expect(await kindOf(pngOf(300, 300, new Uint8Array(301 * 100)))).toBe('damaged');
  });

  it('markers and chunks without sense', async () => {
    for (const text of ['\xff\xd8\xff\xd9', '\xff\xd8\xff\xc0\0\0', '\xff\xd8\xffabc', `\xff\xd8\xff\xe0\0\x04abx`]) {
      expect(['damaged', 'truncated']).toContain(await kindOf(latin1(text)));
    }
    expect(await kindOf(concatBytes(latin1('\x89PNG\r\n\x1a\n'), new Uint8Array(100)))).toBe('damaged');
    expect(await kindOf(latin1(`RIFF\x1c\0\0\0WEBPJUNK${'\0'.repeat(20)}`))).toBe('damaged');
  });
});

describe('a picture that is too much', () => {
  it('of 100 megapixels, small as a file', async () => {
    expect(await readPicture(pngOf(10_000, 10_000, new Uint8Array(10_001 * 10_000)))).toMatchObject({
      ok: false,
      error: { kind: 'too-many-pixels', width: 10_000, height: 10_000 },
    });
  });

  it('that claims four thousand million pixels a side', async () => {
    expect(await kindOf(pngOf(0xffffffff, 0xffffffff, new Uint8Array()))).toBe('too-many-pixels');
  });

  it('that unpacks to more than it says, and is unpacked no further', async () => {
    const read = await readPicture(pngOf(200, 200, new Uint8Array(100_000_000)));
    expect(expectOk(read, 'the rest is never seen').raster.data.length).toBe(200 * 200 * 3);
  });

  it('whose metadata unpacks without end', async () => {
    const packed = Uint8Array.from(deflateSync(new Uint8Array(200_000_000)));
    for (const [name, head] of [
      ['iCCP', 'a\0\0'],
      ['zTXt', 'a\0\0'],
      ['iTXt', 'a\0\x01\0\0\0'],
    ] as const) {
      const chunk = pngChunk(name, concatBytes(utf8(head), packed));
      expect(['ok', 'damaged']).toContain(await kindOf(pngOf(300, 300, new Uint8Array(301 * 300), chunk)));
    }
  });

  it('long, small, heavy', async () => {
    expect(await kindOf(pngOf(12_001, 200, new Uint8Array(12_002 * 200)))).toBe('side-too-long');
    expect(await kindOf(pngOf(199, 300, new Uint8Array(200 * 300)))).toBe('side-too-short');
    expect(await kindOf(new Uint8Array(PICTURE_LIMITS.bytes + 1))).toBe('too-many-bytes');
  });

  it('slow', () => {
    // The message of sharp's common.cc; a picture that is slow everywhere would make a slow test.
    expect(decodeFailure(new Error('timeout: 3% complete'), 'webp', PICTURE_LIMITS)).toEqual({
      kind: 'too-slow',
      format: 'webp',
      seconds: PICTURE_LIMITS.seconds,
    });
  });
});

describe('the sentence of an error', () => {
  it('says what was found, what is expected and what to do, in both languages', async () => {
    const jpeg = await samplePicture('jpeg');
    const errors = [new Uint8Array(), latin1('GIF89a'), jpeg.slice(0, 500), concatBytes(jpeg, jpeg)];
    for (const bytes of errors) {
      const read = await readPicture(bytes);
      if (read.ok) throw new Error('refused');
      const { es, en } = describePictureError(read.error, 'acta 10021.jpg');
      expect(es).toMatch(/^acta 10021\.jpg: .*Se espera.*\. .*\.$/);
      expect(en).toMatch(/^acta 10021\.jpg: .*Expected .*\. .*\.$/);
    }
    const read = await readPicture(latin1('GIF89a'));
    expect(read.ok ? '' : describePictureError(read.error, 'a.gif').en).toBe(
      'a.gif: is a file of the kind GIF. Expected a JPEG, PNG or WebP picture. Save or scan the sheet as one of these.',
    );
  });

  it('keeps a hostile file name on its line', () => {
    const { en } = describePictureError({ kind: 'empty-file' }, `a\n\u202egpj\ud800${'x'.repeat(5000)}`);
    expect(en).toMatch(/^a\ufffd\ufffdgpj\ufffdx+…: the file is empty/);
    expect(en.length).toBeLessThan(300);
  });
});
