import { describe, expect, it } from 'vitest';
import { readSheetCode } from './find-sheet-code.ts';
import { qrModules } from './qr-code.ts';
import { PICTURE_LIMITS } from './read-picture.ts';
import { plain, samplePicture } from './sample-pictures.test-support.ts';
import { sharp } from './sharp-limits.ts';

/** A page with nothing on it but QR codes beside each other. */
async function pageOf(...texts: string[]): Promise<Uint8Array> {
  const codes = await Promise.all(texts.map((text) => qrModules(text)));
  const page = sharp({ create: { width: 300 * codes.length, height: 300, channels: 3, background: '#ffffff' } });
  const prints = codes.map(async (modules, i) => {
    const raw = { width: modules.length, height: modules.length, channels: 1 as const };
    const print = sharp(
      Uint8Array.from(modules.flat(), (dark) => (dark ? 0 : 255)),
      { raw },
    );
    const input = await print
      .resize({ width: 4 * modules.length, kernel: 'nearest' })
      .png()
      .toBuffer();
    return { input, left: 300 * i + 40, top: 40 };
  });
  return plain(
    await page
      .composite(await Promise.all(prints))
      .png()
      .toBuffer(),
  );
}

const [ONE, OTHER] = ['cotejo:1:bo-2019:10021:1', 'cotejo:1:bo-2019:10022:1'];

describe('the sheet code of a picture', () => {
  it('is the one that is there', async () => {
    const code = { election: 'bo-2019', station: '10021', page: 1 };
    expect(await readSheetCode(await pageOf(ONE))).toEqual({ ok: true, value: code });
    expect(await readSheetCode(await pageOf(ONE, 'https://example.org'))).toEqual({ ok: true, value: code });
  });

  it('is none where there is none, or two that differ', async () => {
    const none = { ok: true, value: null };
    expect(await readSheetCode(await pageOf('https://example.org'))).toEqual(none);
    expect(await readSheetCode(await pageOf(ONE, OTHER))).toEqual(none);
    expect(await readSheetCode(await samplePicture('jpeg'))).toEqual(none);
  });

  it('is not looked for in what is no sound picture, or too much of one', async () => {
    const page = await pageOf(ONE);
    expect(await readSheetCode(page.slice(0, -20))).toMatchObject({ ok: false, error: { kind: 'truncated' } });
    expect(await readSheetCode(Uint8Array.of(...page, 0))).toMatchObject({ error: { kind: 'trailing-data' } });
    const few = { ...PICTURE_LIMITS, pixels: 1000 };
    expect(await readSheetCode(page, few)).toMatchObject({ error: { kind: 'too-many-pixels' } });
  });
});
