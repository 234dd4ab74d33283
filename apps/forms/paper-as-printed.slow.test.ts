import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCodesFile } from '../../adapters/codes/codes-file.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { preparePicture } from '../../adapters/pictures/prepare-picture.ts';
import { findQrCodes } from '../../adapters/pictures/qr-code.ts';
import { readPicture } from '../../adapters/pictures/read-picture.ts';
import { allowDrawings, sharp } from '../../adapters/pictures/sharp-limits.ts';
import { generateElection } from '../../simulation/generate-election.ts';
import { drawHand, writeFigure } from '../../simulation/handwriting.ts';
import { Random } from '../../simulation/random.ts';
import { present } from '../../src/base/assert.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { defaultDeskRules } from '../../src/model/desk-defaults.ts';
import type { Contest, ContestSelection } from '../../src/model/election.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import { parseEnrolmentCode } from '../../src/model/one-time-code.ts';
import { digitsIn, type FormArea, layOutForm } from '../../src/model/sheet-form.ts';
import { printFiles } from './print-kits.ts';
import { contestsOf, type Printing } from './printing.ts';

/*
 * The PDF itself, drawn by another program than ours, filled in by hand, photographed and read by the door's own reader.
 * Where that program is missing nothing can be said; in CI it has to be there.
 */

const isMissing = spawnSync('pdftoppm', ['-v']).error !== undefined;
const maySkip = process.env['CI'] !== 'true';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-paper-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const DPI = 150;
const PIXELS = DPI / 254;
const A4_WIDTH = 2100;
const NOW = instant(1_700_000_000_000);
const LATER = instant(1_900_000_000_000);
const CAPTURE = 'https://desks.example.org/capture/';

const base = generateElection({ seed: 'sample', stations: 40 }).definition;

function small(): Printing {
  const desk = defaultDeskRules(base.election.contests);
  const geography = layOutGeography({ ...base, election: { ...base.election, desk } });
  return { geography, form: desk.form, mark: null };
}

const CYRILLIC = ['Щербаківська-Їжакевич Ґалина', 'Ёлкина Мария', 'Ђорђе Љубишић', 'Ἀριστοτέλης Ξενάκης'];

/** 120 boxes over several pages, in letters of four alphabets, some far too long. */
function large(): Printing {
  const [first] = base.election.contests;
  const selections = Array.from({ length: 120 }, (_, i): ContestSelection => {
    const name = CYRILLIC[i % CYRILLIC.length] ?? '';
    const party = i % 3 === 0 ? '' : `Партія № ${i} ${'за справедливість та добробут '.repeat(i % 5)}`.trim();
    return { id: `s${i}` as ContestSelection['id'], name: `${name} ${i}`, party };
  });
  const contest: Contest = { ...present(first, 'contest'), selections, others: ['blank', 'null'], controls: ['total'] };
  const form = layOutForm([contest], 4);
  const desk = { ...defaultDeskRules([contest]), form };
  const geography = layOutGeography({ ...base, election: { ...base.election, contests: [contest], desk } });
  return { geography, form, mark: 'MUESTRA · SPECIMEN' };
}

async function printed(printing: Printing, name: string, withCodes: boolean) {
  const path = join(scratch, `${name}.pdf`);
  const codes = expectOk(openCodesFile(join(scratch, name)), 'codes');
  const stations = [present(printing.geography.stations[7], 'station')];
  const kits = { captureUrl: CAPTURE, smsNumber: null, expiresAt: LATER, perPlace: false, codes, replace: false };
  const job = { printing, kits: withCodes ? kits : null, at: NOW, force: false, onProgress: () => undefined };
  expectOk(await printFiles([{ path, stations }], job), 'printing');
  return { path, codes, station: present(stations[0], 'station') };
}

function rasterised(path: string, page: number): Buffer {
  const out = join(scratch, `page-${page}`);
  execFileSync('pdftoppm', [
    '-r',
    String(DPI),
    '-f',
    String(page),
    '-l',
    String(page),
    '-singlefile',
    '-png',
    path,
    out,
  ]);
  return readFileSync(`${out}.png`);
}

const textOf = (path: string) => execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' });

type Grey = { readonly data: Buffer; readonly width: number };

async function greyOf(png: Buffer): Promise<Grey> {
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width };
}

/** Share of dark pixels on a line of the page, each looked for two pixels (a third of a millimetre) to either side. */
function darkAlong({ data, width }: Grey, line: { x: number; y: number; w: number; h: number }): number {
  const isDark = (x: number, y: number) => (data[Math.round(y) * width + Math.round(x)] ?? 255) < 170;
  let [dark, all] = [0, 0];
  const isUpright = line.w === 0;
  for (let t = 0; t <= 1; t += 0.05) {
    const [x, y] = [(line.x + t * line.w) * PIXELS, (line.y + t * line.h) * PIXELS];
    all++;
    if ([-2, -1, 0, 1, 2].some((d) => isDark(isUpright ? x + d : x, isUpright ? y : y + d))) dark++;
  }
  return dark / all;
}

/** By how much, in tenths of a millimetre, the corners of the one code stray from their place on the form. */
async function codeOff(png: Buffer, { x, y, w, h }: FormArea): Promise<number[]> {
  const { raster } = expectOk(await readPicture(new Uint8Array(png)), 'page');
  const { topLeft, bottomRight } = present((await findQrCodes(raster))[0], 'code');
  const scale = raster.width / A4_WIDTH;
  return [topLeft.x / scale - x, topLeft.y / scale - y, bottomRight.x / scale - x - w, bottomRight.y / scale - y - h];
}

/** Share of the page that is as light as the mark of a specimen. */
function markedShare({ data }: Grey): number {
  return data.filter((value) => value >= 218 && value <= 226).length / data.length;
}

const edges = ({ x, y, w, h }: FormArea) => [
  { x, y, w, h: 0 },
  { x, y: y + h, w, h: 0 },
  { x, y, w: 0, h },
  { x: x + w, y, w: 0, h },
];

/** Figures in every box, the masked parts red. */
async function filledIn(png: Buffer, { form }: Printing, page: number): Promise<Buffer> {
  const random = new Random(`hand ${page}`);
  const hand = drawHand(random);
  const figures = form.boxes
    .filter(({ area }) => area.page === page)
    .map(({ area }) => writeFigure(random.below(10 ** digitsIn(area)), area, digitsIn(area), hand, random));
  const red = form.masks
    .filter(({ area }) => area.page === page)
    .map(({ area: a }) => `<rect x="${a.x}" y="${a.y}" width="${a.w}" height="${a.h}" fill="#f00"/>`);
  const [w, h] = [form.width * 10, form.height * 10];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" fill="none">${figures.join('')}${red.join('')}</svg>`;
  allowDrawings();
  const { width, height } = await sharp(png).metadata();
  const ink = await sharp(Buffer.from(svg), { density: 72 }).resize(width, height, { fit: 'fill' }).png().toBuffer();
  return sharp(png)
    .composite([{ input: ink }])
    .png()
    .toBuffer();
}

/** Askew on a table. */
const photographed = (png: Buffer, degrees: number) =>
  sharp(png).rotate(degrees, { background: '#6d5a48' }).jpeg({ quality: 75 }).toBuffer();

async function reds(bytes: Uint8Array): Promise<number> {
  const { raster } = expectOk(await readPicture(bytes), 'ours');
  let count = 0;
  for (let i = 0; i < raster.data.length; i += 3) {
    if ((raster.data[i] ?? 0) > 110 && (raster.data[i + 1] ?? 0) < 80 && (raster.data[i + 2] ?? 0) < 80) count++;
  }
  return count;
}

describe('the program that looks at a PDF', () => {
  it('is there in CI', () => {
    expect(isMissing && !maySkip).toBe(false);
  });
});

describe.skipIf(isMissing)('the paper as it comes out of a printer', () => {
  it.each([
    ['small', small],
    ['large', large],
  ] as const)('%s: boxes lie where the form says; the door reads it, aligned and masked', async (name, make) => {
    const printing = make();
    const { form, geography } = printing;
    const { path, station, codes } = await printed(printing, name, false);
    const voted = new Set(contestsOf(geography, station).map(({ id }) => id));
    let masked = 0;
    for (let page = 1; page <= form.pages; page++) {
      const png = rasterised(path, page);
      const grey = await greyOf(png);
      for (const off of await codeOff(png, form.qr)) expect(Math.abs(off)).toBeLessThan(8);
      expect(markedShare(grey) > 0.02, `${markedShare(grey)} of page ${page} is marked`).toBe(printing.mark !== null);
      for (const { contest, area } of form.boxes.filter((b) => b.area.page === page)) {
        const dark = edges(area).map((edge) => darkAlong(grey, edge));
        const has = voted.has(contest);
        expect(
          dark.every((share) => (has ? share > 0.95 : share < 0.5)),
          `${contest} on page ${page}: ${dark}`,
        ).toBe(true);
      }
      const filled = await filledIn(png, printing, page);
      for (const degrees of [0, 2, -3]) {
        const photograph = new Uint8Array(await photographed(filled, degrees));
        const { aligned, code, shown } = expectOk(await preparePicture(nodeCrypto, photograph, form), 'a picture');
        expect({ aligned, code }).toEqual({
          aligned: true,
          code: { election: geography.definition.election.id, station: station.id, page },
        });
        masked += await reds(photograph);
        expect(await reds(shown.bytes)).toBe(0);
      }
    }
    expect(masked).toBeGreaterThan(1000);
    codes.close();
  });

  it('names are letters, not pictures: in four alphabets, with their marks', async () => {
    const few = await printed(small(), 'names', false);
    expect(textOf(few.path)).toMatch(/Íñigo Valdormo[\s\S]*Teófilo Brisueña/);
    const printing = large();
    const { path, codes } = await printed(printing, 'names-large', false);
    const text = textOf(path);
    for (const [i, name] of CYRILLIC.entries()) expect(text).toContain(`${name} ${i}`);
    const info = execFileSync('pdfinfo', [path], { encoding: 'utf8' });
    expect(info).toMatch(new RegExp(`Pages:\\s+${printing.form.pages}\n`));
    expect(info).toMatch(/Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/);
    for (const one of [few.codes, codes]) one.close();
  });

  it('codes as somebody reads them are those that the door knows', async () => {
    const { path, codes, station } = await printed(small(), 'codes', true);
    const text = textOf(path);
    const typed = present(/^([0-9A-Z]{4}-){3}[0-9A-Z]{2}$/m.exec(text), 'the code')[0];
    const secret = present(/^COTEJO \S+ ([0-9A-Z]{8})$/m.exec(text)?.[1], 'the secret');
    const code = expectOk(parseEnrolmentCode(typed), 'a code');
    const raster = expectOk(await readPicture(new Uint8Array(rasterised(path, 3))), 'page').raster;
    const links = (await findQrCodes(raster)).map((qr) => qr.text);
    expect(links).toEqual([`${CAPTURE}#enrol=${code}`]);
    expect(codes.redeem({ kind: 'sms', station: station.id, code: secret }, 'text', NOW).ok).toBe(true);
    expect(codes.redeem({ kind: 'enrol', code }, 'key', NOW)).toMatchObject({
      ok: true,
      value: { grant: { only: station.id } },
    });
    codes.close();
  });
});
