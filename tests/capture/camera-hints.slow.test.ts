import { beforeAll, describe, expect, it } from 'vitest';
import { drawPicture } from '../../adapters/pictures/draw-picture.ts';
import { findQrCodes } from '../../adapters/pictures/qr-code.ts';
import { sharp } from '../../adapters/pictures/sharp-limits.ts';
import {
  type Grey,
  greyOf,
  type Hint,
  hintOf,
  measure,
  pageAround,
  sharpnessOf,
} from '../../apps/capture/camera/hints.ts';
import { drawForm } from '../../simulation/draw-form.ts';
import { sampleForm } from '../../simulation/sample-form.test-support.ts';
import { present } from '../../src/base/assert.ts';
import { layOutForm } from '../../src/model/sheet-form.ts';

type Picture = ReturnType<typeof sharp>;

/** A sheet on a table, as a phone that is held well sees it. */
async function photograph(margin = 12, tilt = 2): Promise<Buffer> {
  const filled = sampleForm({ wear: { tilt, margin, shadow: 0.3, specks: 20 } });
  const code = { election: filled.election.id, station: filled.station.id, page: 1 };
  // A table of many hands' breadths would be a picture of ten million pixels.
  const pixelsPerMm = margin > 100 ? 3 : 6;
  return Buffer.from(await drawPicture({ code, draw: (qr) => drawForm({ ...filled, qr }), pixelsPerMm }));
}

async function greyIn(picture: Picture): Promise<Grey> {
  const { data, info } = await picture.removeAlpha().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return greyOf(Uint8Array.from(data), info.width, info.height);
}

/** The same two looks as camera/look-at.ts: the whole made small, and a piece of the middle. */
async function hintFor(jpeg: Buffer): Promise<Hint | null> {
  const { width, height } = await sharp(jpeg).metadata();
  const size = { width: Math.min(384, width), height: Math.min(640, height) };
  const middle = { left: (width - size.width) >> 1, top: (height - size.height) >> 1, ...size };
  return hintOf(measure(await greyIn(sharp(jpeg).resize({ width: 160 })), await greyIn(sharp(jpeg).extract(middle))));
}

describe('hints on drawn sheets', () => {
  let good: Buffer;
  beforeAll(async () => {
    good = await photograph();
  });
  const changed = async (change: (picture: Picture) => Picture) => hintFor(await change(sharp(good)).jpeg().toBuffer());

  it('says nothing of a sheet that reads well, at several tilts and distances', async () => {
    expect(await hintFor(good)).toBeNull();
    expect(await hintFor(await photograph(25, -4))).toBeNull();
    expect(await hintFor(await photograph(40, 0))).toBeNull();
  });

  it('says when it is too dark, and that first', async () => {
    expect(await changed((p) => p.linear(0.6, 0))).toBeNull();
    expect(await changed((p) => p.linear(0.35, 0))).toBe('dark');
    expect(await changed((p) => p.linear(0.2, 0).blur(3))).toBe('dark');
  });

  it('says when the light has burnt the paper', async () => {
    expect(await changed((p) => p.linear(1.3, 0))).toBe('bright');
  });

  it('says when it is blurred, from where figures cannot be told apart', async () => {
    expect(await changed((p) => p.blur(0.8))).toBeNull();
    expect(await changed((p) => p.blur(2.2))).toBe('blurred');
    expect(await changed((p) => p.blur(6))).toBe('blurred');
  });

  it('does not take little light for a blur', async () => {
    expect(await changed((p) => p.linear(0.5, 10))).toBeNull();
    const middle = { left: 400, top: 500, width: 384, height: 640 };
    const sharpness = async (light: number) =>
      present(sharpnessOf(await greyIn(sharp(good).extract(middle).linear(light, 0))), 'ink');
    const ratio = (await sharpness(0.4)) / (await sharpness(1));
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
  });

  it.each([
    ['right', { left: 0, top: 0, width: 0.6, height: 1 }],
    ['left', { left: 0.4, top: 0, width: 0.6, height: 1 }],
    ['foot', { left: 0, top: 0, width: 1, height: 0.7 }],
    ['head', { left: 0, top: 0.3, width: 1, height: 0.7 }],
  ])('says when the %s of the paper is missing', async (_, part) => {
    const { width, height } = await sharp(good).metadata();
    const area = {
      left: Math.round(part.left * width),
      top: Math.round(part.top * height),
      width: Math.round(part.width * width),
      height: Math.round(part.height * height),
    };
    expect(await changed((p) => p.extract(area))).toBe('cut');
  });

  it('says when the paper is small in the picture', async () => {
    expect(await hintFor(await photograph(130, 0))).toBe('far');
  });

  it('says nothing of a wall', () => {
    const wall = { width: 100, height: 100, data: new Uint8Array(10_000).fill(180) };
    expect(sharpnessOf(wall)).toBeNull();
    expect(hintOf(measure(wall, wall))).toBeNull();
  });
});

describe('the page around its code', () => {
  const { qr, width, height } = layOutForm(sampleForm().election.contests);
  const onPage = { x: qr.x, y: qr.y, w: qr.w, width: width * 10, height: height * 10 };

  async function seen(jpeg: Buffer, cut: { readonly right?: number; readonly foot?: number } = {}) {
    const size = await sharp(jpeg).metadata();
    const area = {
      left: 0,
      top: 0,
      width: Math.round(size.width * (1 - (cut.right ?? 0))),
      height: Math.round(size.height * (1 - (cut.foot ?? 0))),
    };
    const { data, info } = await sharp(jpeg).extract(area).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const found = present((await findQrCodes({ data, width: info.width, height: info.height }))[0], 'code');
    return { page: pageAround(found, onPage, info), jpeg: await sharp(jpeg).extract(area).jpeg().toBuffer() };
  }

  it('lies inside a picture of the whole paper, and beyond one that lacks the foot', async () => {
    const whole = (await seen(await photograph())).page;
    expect(whole.beyond).toBeLessThan(0.03);
    expect(whole.size).toBeGreaterThan(0.8);
    const cut = (await seen(await photograph(), { foot: 0.25 })).page;
    expect(cut.beyond).toBeGreaterThan(0.15);
  });

  it('tells a scan without any table from a paper that goes on beyond the picture', async () => {
    const blank = { width: 10, height: 10, data: new Uint8Array(100).fill(200) };
    const scan = await seen(await photograph(0, 0));
    expect(await hintFor(scan.jpeg)).toBe('cut');
    const grey = await greyIn(sharp(scan.jpeg).resize({ width: 160 }));
    expect(hintOf(measure(grey, blank, scan.page))).toBeNull();
    const cut = await seen(await photograph(0, 0), { foot: 0.25 });
    expect(hintOf(measure(grey, blank, cut.page))).toBe('cut');
  });

  it('says of a page that is small that it is far', async () => {
    const far = await seen(await photograph(130, 0));
    const blank = { width: 10, height: 10, data: new Uint8Array(100).fill(200) };
    expect(hintOf(measure(blank, blank, far.page))).toBe('far');
    expect(hintOf(measure(blank, blank, (await seen(await photograph(40, 0))).page))).toBeNull();
  });
});
