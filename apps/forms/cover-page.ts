import type { PollingStation } from '../../src/model/election.ts';
import { type PageElement, pageText } from '../../src/model/printed-page.ts';
import { printedCode } from '../../src/model/sheet-code.ts';
import { PICTURE_SIDE, PICTURES, type Picture, placed } from './cover-pictures.ts';
import { type Printing, placeName } from './printing.ts';
import { circle, codeLine, paragraph, shape } from './scaled-page.ts';

const LEFT = 120;
const WIDE = 2100 - 2 * LEFT;
const STEPS_TOP = 640;
const STEP_HEIGHT = 690;
const COLUMN = 960;
const TEXT_WIDE = 510;

type Step = {
  readonly picture: Picture;
  readonly title: { readonly es: string; readonly en: string };
  readonly es: string;
  readonly en: string;
};

/** What to do, in the order of the day. The words are those of the page on the phone. */
const STEPS: readonly Step[] = [
  {
    picture: PICTURES.enrol,
    title: { es: 'Inscriba el teléfono', en: 'Enrol the phone' },
    es: 'Antes de abrir la mesa. Abra la hoja de códigos y lea el QR con la cámara. Así funciona después sin internet.',
    en: 'Before the polls open. Open the page of codes and scan the QR code. From then on it works without a network.',
  },
  {
    picture: PICTURES.flat,
    title: { es: 'Ponga el acta plana', en: 'Lay the sheet flat' },
    es: 'Sobre una mesa, sin doblez, cuando esté llena y firmada. Cada hoja por separado.',
    en: 'On a table, without folds, once it is filled in and signed. Each page by itself.',
  },
  {
    picture: PICTURES.light,
    title: { es: 'Luz de un lado', en: 'Light from the side' },
    es: 'Que la sombra del teléfono o de la mano no caiga sobre el papel.',
    en: 'No shadow of the phone or of a hand may fall on the paper.',
  },
  {
    picture: PICTURES.whole,
    title: { es: 'La hoja entera', en: 'The whole page' },
    es: 'Las cuatro esquinas y el código QR dentro de la imagen. Si las cifras no se leen, repita la foto.',
    en: 'All four corners and the QR code in view. If the figures cannot be read, take it again.',
  },
  {
    picture: PICTURES.figures,
    title: { es: 'Escriba las cifras', en: 'Type the figures' },
    es: 'En el orden del papel y como están en el papel, aunque no sumen. Una casilla vacía queda vacía: no es cero.',
    en: 'In the order of the paper and as they stand there, even if they do not add up. An empty box stays empty: it is not zero.',
  },
  {
    picture: PICTURES.kept,
    title: { es: 'Espere «A salvo»', en: 'Wait for “Kept safely”' },
    es: 'Sin señal todo queda en el teléfono y sale solo más tarde. No borre nada hasta leer «A salvo».',
    en: 'Without a line all stays on the phone and goes later by itself. Delete nothing before it says “Kept safely”.',
  },
];

/** The first page of a kit: whose it is, what is in it, what to do. */
export function coverPage({ geography, form }: Printing, station: PollingStation): PageElement[] {
  const { election } = geography.definition;
  const table = station.table === null ? station.id : `${station.table} (${station.id})`;
  const code = printedCode({ election: election.id, station: station.id, page: 1 });
  const sheets = form.pages === 1 ? '1 hoja' : `${form.pages} hojas`;
  const pages = form.pages === 1 ? '1 page' : `${form.pages} pages`;
  const at = (y: number) => ({ x: LEFT, y });
  return [
    pageText({ es: `Mesa ${table}`, en: 'Table' }, at(130), 64, WIDE, { face: 'bold' }),
    pageText({ es: placeName(geography, station), en: null }, at(240), 36, WIDE),
    pageText({ ...election.name }, at(310), 28, WIDE),
    ...codeLine(code, 370),
    shape(`M${LEFT},430L${LEFT + WIDE},430`, { width: 3 }),
    paragraph(
      `En este sobre: estas instrucciones, el acta (${sheets}) y la hoja de códigos, doblada. Si la hoja de códigos llegó abierta, avise antes de usarla.`,
      at(460),
      26,
      WIDE,
      78,
    ),
    paragraph(
      `In this envelope: these instructions, the tally sheet (${pages}) and the folded page of codes. If that was open when it came, say so before you use it.`,
      at(548),
      20,
      WIDE,
      60,
    ),
    ...ALL_STEPS,
    shape(`M${LEFT},2720L${LEFT + WIDE},2720`, { width: 3 }),
    paragraph(
      'El papel es el original: guárdelo y entréguelo como manda la ley. La foto y las cifras están para que todos puedan comparar.',
      at(2745),
      24,
      WIDE,
      72,
    ),
    paragraph(
      'The paper is the original: keep it and hand it in as the law says. Picture and figures are there so that everybody can compare.',
      at(2815),
      20,
      WIDE,
      58,
    ),
  ];
}

function drawStep({ picture, title, es, en }: Step, i: number): PageElement[] {
  const x = LEFT + (i % 2) * COLUMN;
  const y = STEPS_TOP + Math.floor(i / 2) * STEP_HEIGHT;
  const right = x + PICTURE_SIDE + 30;
  return [
    shape(circle(x + 36, y + 36, 36), { width: 6 }),
    paragraph(String(i + 1), { x: x + 24, y: y + 19 }, 34, 40, 46, 'bold'),
    paragraph(title.es, { x: x + 92, y: y + 4 }, 36, COLUMN - 150, 50, 'bold'),
    paragraph(title.en, { x: x + 92, y: y + 60 }, 24, COLUMN - 150, 34),
    ...placed(picture, x, y + 120),
    paragraph(es, { x: right, y: y + 140 }, 29, TEXT_WIDE, 260),
    paragraph(en, { x: right, y: y + 410 }, 22, TEXT_WIDE, 190),
  ];
}

/** The same on every cover: fitted into their places once. */
const ALL_STEPS = STEPS.flatMap(drawStep);
