import { describe, expect, it } from 'vitest';
import { drawForm, drawWear, type FilledForm } from '../../simulation/draw-form.ts';
import { sampleForm } from '../../simulation/sample-form.test-support.ts';
import { present } from '../../src/base/assert.ts';
import { expectOk } from '../../src/base/result.ts';
import type { SelectionId } from '../../src/model/ids.ts';
import { type FormArea, layOutForm } from '../../src/model/sheet-form.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { type Drawing, drawPicture } from './draw-picture.ts';
import { type PrepareOptions, preparePicture } from './prepare-picture.ts';
import { findQrCodes, qrModules } from './qr-code.ts';
import { readPicture } from './read-picture.ts';
import { plain, samplePicture } from './sample-pictures.test-support.ts';
import { sharp } from './sharp-limits.ts';

type Filled = Omit<FilledForm, 'qr'>;

/** A sheet whose masked areas are red and whose figures are green, so that what is left of each can be counted. */
function coloured(filled: Filled, options: Partial<Drawing> = {}, withCode = true): Promise<Uint8Array> {
  const rect = (fill: string) => (a: FormArea) =>
    a.page === filled.page ? `<rect x="${a.x}" y="${a.y}" width="${a.w}" height="${a.h}" fill="${fill}"/>` : '';
  const { masks, boxes } = filled.form;
  const red = masks.map((m) => rect('#f00')(m.area)).join('');
  const green = boxes.map((b) => rect('#0f0')(b.area)).join('');
  return drawPicture({
    code: codeOf(filled),
    draw: (qr) => drawForm({ ...filled, qr: withCode ? qr : [[false]] }).replace('</g>', `${red}${green}</g>`),
    ...options,
  });
}

function codeOf(filled: Filled): Drawing['code'] {
  return { election: filled.election.id, station: filled.station.id, page: filled.page };
}

async function prepared(bytes: Uint8Array, filled: Filled, options: PrepareOptions = {}) {
  return expectOk(await preparePicture(nodeCrypto, bytes, filled.form, options), 'a sound picture');
}

/** Share of the pixels that are red, green, black. */
async function colours(bytes: Uint8Array): Promise<{ red: number; green: number; black: number }> {
  const { raster } = expectOk(await readPicture(bytes), 'ours');
  const count = { red: 0, green: 0, black: 0 };
  for (let i = 0; i < raster.data.length; i += 3) {
    const [r = 0, g = 0, b = 0] = raster.data.subarray(i, i + 3);
    if (r > 110 && g < 80 && b < 80) count.red++;
    if (g > 110 && r < 80 && b < 80) count.green++;
    if (r + g + b < 40) count.black++;
  }
  const all = raster.width * raster.height;
  return { red: count.red / all, green: count.green / all, black: count.black / all };
}

const WEARS: readonly (readonly [string, FilledForm['wear'], Partial<Drawing>])[] = [
  ['flat', { tilt: 0, margin: 0, shadow: 0, specks: 0 }, {}],
  ['upside down', { tilt: 0.7, margin: 0, shadow: 0, specks: 60 }, { turn: 180 }],
  ['lying to the right, small', { tilt: -3, margin: 8, shadow: 0.4, specks: 30 }, { turn: 90, pixelsPerMm: 4 }],
  ['lying to the left, large', { tilt: 5, margin: 20, shadow: 0.5, specks: 30 }, { turn: 270, pixelsPerMm: 9 }],
  ['askew on a table', { tilt: -17, margin: 60, shadow: 0.5, specks: 60 }, { pixelsPerMm: 8 }],
];

describe('a sheet with its code', () => {
  it.each(WEARS)('%s: masked, upright, its figures left', async (_, wear, options) => {
    const filled = sampleForm({ wear });
    const bytes = await coloured(filled, options);
    const [before, { shown, ...rest }] = [await colours(bytes), await prepared(bytes, filled)];
    const code = codeOf(filled);
    expect(rest).toMatchObject({ aligned: true, code, qr: `cotejo:1:${code.election}:${code.station}:1` });
    const after = await colours(shown.bytes);
    expect(before.red).toBeGreaterThan(0.02);
    expect(after.red).toBe(0);
    expect(after.black).toBeGreaterThan(before.red);
    expect(after.green / before.green).toBeGreaterThan(0.95);
    const { raster } = expectOk(await readPicture(shown.bytes), 'ours');
    const [qr] = await findQrCodes(raster);
    expect(present(qr, 'code').topLeft.x).toBeLessThan(present(qr, 'code').topRight.x);
    expect([shown.width, shown.height]).toEqual([raster.width, raster.height]);
    expect(Math.max(shown.width, shown.height)).toBeLessThanOrEqual(2000);
  });

  it('far away on a large photograph', async () => {
    const filled = sampleForm({ wear: { tilt: 2, margin: 380, shadow: 0.3, specks: 0 } });
    const bytes = await coloured(filled, { pixelsPerMm: 5 });
    const { shown, aligned } = await prepared(bytes, filled);
    expect(aligned).toBe(true);
    expect((await colours(shown.bytes)).red).toBe(0);
  });

  it('as any rehearsal draws them', async () => {
    for (const seed of ['a', 'b', 'c', 'd']) {
      const filled = sampleForm({ seed, wear: drawWear(seed) });
      expect((await prepared(await coloured(filled), filled)).aligned).toBe(true);
    }
  });

  it('of several pages is masked where its page has masks', async () => {
    const [contest] = sampleForm().election.contests;
    const selections = Array.from({ length: 40 }, (_, i) => ({
      id: `s${i}` as SelectionId,
      name: `N ${i}`,
      party: '',
    }));
    const long = { ...present(contest, 'contest'), selections };
    const form = layOutForm([long]);
    const filled = sampleForm({ form, tallies: [] });
    for (const page of [1, form.pages]) {
      const bytes = await coloured({ ...filled, page });
      const { shown, code } = await prepared(bytes, filled);
      expect(code?.page).toBe(page);
      expect((await colours(shown.bytes)).red).toBe(0);
      expect((await colours(shown.bytes)).black > 0.05).toBe(page === form.pages);
    }
    // Nobody knows which page it is: the foot is hidden on any.
    const { shown } = await prepared(await coloured(filled, {}, false), filled);
    expect((await colours(shown.bytes)).black).toBeGreaterThan(0.05);
    const named = await prepared(await coloured(filled, {}, false), filled, { page: 1 });
    expect((await colours(named.shown.bytes)).black).toBeLessThan(0.05);
  });
});

describe('a sheet without a code of its own', () => {
  it.each([0, 90, 270] as const)('turned by %i degrees, is masked by guess and says so', async (turn) => {
    const filled = sampleForm();
    const bytes = await coloured(filled, { turn }, false);
    const { shown, aligned, qr, code } = await prepared(bytes, filled);
    expect({ aligned, qr, code }).toEqual({ aligned: false, qr: null, code: null });
    expect((await colours(shown.bytes)).red).toBe(0);
  });

  it('but with that of a poster, or of two sheets, or of a page that is none', async () => {
    const filled = sampleForm();
    const codes = async (...texts: string[]) => {
      const modules = await Promise.all(texts.map((text) => qrModules(text)));
      const draw = () => {
        const pages = modules.map((qr) => drawForm({ ...filled, qr }));
        const paths = pages.slice(1).map((page) => /<path [^>]*crispEdges"\/>/.exec(page)?.[0] ?? '');
        return (pages[0] ?? '').replace('</g>', `<g transform="translate(-1400 1540)">${paths.join('')}</g></g>`);
      };
      return prepared(await drawPicture({ code: codeOf(filled), draw }), filled);
    };
    const [a, b] = ['cotejo:1:bo-2019:10021:1', 'cotejo:1:bo-2019:10022:1'];
    expect(await codes('https://example.org')).toMatchObject({ aligned: false, qr: null });
    expect(await codes(a, b)).toMatchObject({ aligned: false, qr: null });
    expect(await codes(a, 'https://example.org')).toMatchObject({ aligned: true, qr: a });
    expect(await codes('cotejo:1:bo-2019:10021:2')).toMatchObject({ aligned: false, code: { page: 2 } });
  });

  it('because it is no sheet at all', async () => {
    const filled = sampleForm();
    expect(await prepared(await samplePicture('png'), filled)).toMatchObject({ aligned: false, qr: null });
    const text = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(await preparePicture(nodeCrypto, text, filled.form)).toMatchObject({
      ok: false,
      error: { kind: 'format-not-allowed', found: 'SVG' },
    });
  });
});

describe('the copy that is shown', () => {
  it('has nothing of the metadata: place, camera, colours, comments', async () => {
    const filled = sampleForm();
    const drawn = await coloured(filled);
    const exif = { IFD0: { Make: 'SECRETPHONE' }, IFD3: { GPSLatitude: '17/1 23/1 0/1', GPSLatitudeRef: 'S' } };
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><secretxmp/></x:xmpmeta>';
    const told = plain(await sharp(drawn).withExif(exif).withXmp(xmp).withIccProfile('p3').jpeg().toBuffer());
    const before = await sharp(told).metadata();
    expect([before.exif, before.xmp, before.icc].map((part) => part !== undefined)).toEqual([true, true, true]);
    for (const bytes of [
      told,
      plain(await sharp(told).keepMetadata().png().toBuffer()),
      plain(await sharp(told).keepMetadata().webp().toBuffer()),
    ]) {
      const { shown } = await prepared(bytes, filled);
      const after = await sharp(shown.bytes).metadata();
      expect([after.exif, after.xmp, after.icc, after.iptc, after.orientation, after.comments]).toEqual(
        new Array(6).fill(undefined),
      );
      expect(Buffer.from(shown.bytes).toString('latin1')).not.toMatch(/Exif|SECRET|secret|xmpmeta|ICC_PROFILE/);
    }
  });

  it('is the same for the same bytes, alone or among others', async () => {
    const filled = sampleForm({ wear: drawWear('same') });
    const [bytes, again] = [await coloured(filled), await coloured(filled)];
    expect(Buffer.compare(bytes, again)).toBe(0);
    const all = await Promise.all(Array.from({ length: 5 }, () => prepared(bytes, filled)));
    const hashes = new Set(all.map((p) => p.shown.sha256));
    expect(hashes.size).toBe(1);
    expect(await prepared(bytes, filled)).toEqual(all[0]);
  });

  it('stands beside what is known of the original', async () => {
    const filled = sampleForm();
    const bytes = await coloured(filled, { pixelsPerMm: 12 });
    const { original, shown } = await prepared(bytes, filled);
    expect(original).toEqual({
      sha256: Buffer.from(nodeCrypto.sha256(bytes)).toString('hex'),
      bytes: bytes.length,
      width: 2520,
      height: 3564,
      format: 'jpeg',
    });
    expect([shown.width, shown.height]).toEqual([1414, 2000]);
    expect(shown.sha256).toBe(Buffer.from(nodeCrypto.sha256(shown.bytes)).toString('hex'));
  });
});

describe('codes', () => {
  it.each(['cotejo:1:ñandú:選挙:1', `cotejo:1:${'e'.repeat(64)}:${'s'.repeat(64)}:99`])(
    'of %s are read back',
    async (text) => {
      const filled = sampleForm();
      const qr = await qrModules(text);
      const bytes = await drawPicture({ code: codeOf(filled), draw: () => drawForm({ ...filled, qr }) });
      expect((await prepared(bytes, filled)).qr).toBe(text);
    },
  );
});
