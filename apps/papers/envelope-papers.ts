import { present } from '../../src/base/assert.ts';
import type { PollingStation } from '../../src/model/election.ts';
import type { Geography } from '../../src/model/geography.ts';
import { type PageElement, type PrintedPage, pageText } from '../../src/model/printed-page.ts';
import { encodeSheetCode, printedCode } from '../../src/model/sheet-code.ts';

/*
 * What goes with the envelope of each station: a label to stick on it, and a cover sheet on which everybody who has it in hands
 * signs. Spanish with the English behind it, as the forms.
 */

const WIDTH = 2100;
const HEIGHT = 2970;
const LEFT = 120;
const WIDE = WIDTH - 2 * LEFT;
const COLUMNS = 2;
const ROWS = 4;
const LABEL_WIDE = 930;
const LABEL_HIGH = 660;
const RULE = '#555';

type Text = { readonly es: string; readonly en: string | null };

/** The acts that are written on a cover by hand, as the record knows them. */
const ACTS: readonly Text[] = [
  { es: 'Recibido', en: 'Received' },
  { es: 'Entregado a', en: 'Handed to' },
  { es: 'Entregado a', en: 'Handed to' },
  { es: 'Abierto', en: 'Opened' },
  { es: 'Escaneado', en: 'Scanned' },
  { es: 'Guardado en', en: 'Stored at' },
  { es: 'Sacado por', en: 'Taken out by' },
  { es: 'Guardado en', en: 'Stored at' },
];

/** Labels, eight on a page of A4. */
export function labelPages(
  geography: Geography,
  stations: readonly PollingStation[],
  mark: string | null,
): PrintedPage[] {
  const pages: PrintedPage[] = [];
  for (let from = 0; from < stations.length; from += COLUMNS * ROWS) {
    const some = stations.slice(from, from + COLUMNS * ROWS);
    const elements = some.flatMap((station, i) => {
      const x = LEFT + (i % COLUMNS) * LABEL_WIDE;
      const y = 165 + Math.trunc(i / COLUMNS) * LABEL_HIGH;
      return label(geography, station, x, y);
    });
    pages.push({ width: WIDTH, height: HEIGHT, mark, elements });
  }
  return pages;
}

function label(geography: Geography, station: PollingStation, x: number, y: number): PageElement[] {
  const { election } = geography.definition;
  const code = { election: election.id, station: station.id, page: 1 };
  const most = LABEL_WIDE - 320;
  return [
    box(x, y, LABEL_WIDE - 20, LABEL_HIGH - 20),
    { kind: 'qr', text: encodeSheetCode(code), x: x + LABEL_WIDE - 270, y: y + 40, side: 220 },
    words({ es: printedCode(code), en: null }, x + LABEL_WIDE - 300, y + 285, 22, 270, 'mono', 60),
    words({ es: 'Sobre del acta', en: 'Envelope of the sheet' }, x + 30, y + 36, 22, most, 'plain'),
    words(tableOf(station), x + 30, y + 84, 46, most, 'bold'),
    words({ es: placeOf(geography, station), en: null }, x + 30, y + 158, 28, most, 'plain', 90),
    words(election.name, x + 30, y + 262, 20, most, 'plain', 56),
    ...field({ es: 'Precinto', en: 'Seal' }, x + 30, y + 340, 420),
    ...field({ es: 'Fecha y hora', en: 'Date and time' }, x + 470, y + 340, 410),
    ...field({ es: 'Quien cierra el sobre: nombre y firma', en: 'Who closes it' }, x + 30, y + 480, 850),
  ];
}

/** The cover sheet of one station's envelope. */
export function coverPage(geography: Geography, station: PollingStation, mark: string | null): PrintedPage {
  const { election } = geography.definition;
  const code = { election: election.id, station: station.id, page: 1 };
  const most = WIDE - 460;
  const top = 780;
  const high = 215;
  const elements: PageElement[] = [
    words({ es: 'Carátula del sobre', en: 'Cover sheet of the envelope' }, LEFT, 150, 34, most, 'bold'),
    words(tableOf(station), LEFT, 225, 70, most, 'bold'),
    words({ es: placeOf(geography, station), en: null }, LEFT, 335, 34, most, 'plain', 110),
    words(election.name, LEFT, 460, 26, most, 'plain', 70),
    { kind: 'qr', text: encodeSheetCode(code), x: LEFT + WIDE - 400, y: 150, side: 380 },
    words({ es: printedCode(code), en: null }, LEFT + WIDE - 400, 560, 30, 400, 'mono', 60),
    words(
      {
        es: 'Quien reciba, abra, escanee, guarde o entregue este sobre lo anota aquí y en el sistema. El precinto se lee del sobre, no de esta hoja.',
        en: null,
      },
      LEFT,
      590,
      22,
      WIDE - 430,
      'plain',
      80,
    ),
    words(
      {
        es: 'Whoever receives, opens, scans, stores or hands over this envelope writes it here and in the system. Read the seal from the envelope, not from here.',
        en: null,
      },
      LEFT,
      675,
      18,
      WIDE - 430,
      'plain',
      66,
    ),
    ...ACTS.flatMap((act, i) => coverRow(act, top + i * high, high)),
  ];
  elements.push(
    words(
      {
        es: 'Un precinto roto no detiene nada por sí solo: se anota, se ve en público y puede objetarse.',
        en: null,
      },
      LEFT,
      top + ACTS.length * high + 40,
      22,
      WIDE,
      'plain',
    ),
    words(
      { es: 'A broken seal stops nothing by itself: it is noted, shown in public and can be objected to.', en: null },
      LEFT,
      top + ACTS.length * high + 85,
      18,
      WIDE,
      'plain',
    ),
  );
  return { width: WIDTH, height: HEIGHT, mark, elements };
}

function coverRow(act: Text, y: number, high: number): PageElement[] {
  return [
    box(LEFT, y, WIDE, high - 20),
    words(act, LEFT + 20, y + 24, 28, 330, 'bold', 90),
    ...field({ es: 'Fecha y hora', en: 'Date, time' }, LEFT + 360, y + 12, 330, 165),
    ...field({ es: 'Precinto', en: 'Seal' }, LEFT + 710, y + 12, 300, 165),
    ...ticks(LEFT + 1030, y + 20),
    ...field({ es: 'Nombre y firma', en: 'Name, signature' }, LEFT + 1280, y + 12, 560, 165),
  ];
}

/** How the seal is: one of three to tick. */
function ticks(x: number, y: number): PageElement[] {
  const three: readonly Text[] = [
    { es: 'Entero', en: 'whole' },
    { es: 'Roto', en: 'broken' },
    { es: 'Sin precinto', en: 'none' },
  ];
  return three.flatMap((text, i) => [
    box(x, y + i * 54, 34, 34),
    words(text, x + 48, y + i * 54 + 6, 20, 190, 'plain'),
  ]);
}

/** A box to write in, with its name in the corner. */
function field(name: Text, x: number, y: number, wide: number, high = 125): PageElement[] {
  return [box(x, y, wide, high), words(name, x + 12, y + 12, 18, wide - 24, 'plain')];
}

function box(x: number, y: number, w: number, h: number): PageElement {
  return { kind: 'path', path: `M${x} ${y}h${w}v${h}h${-w}z`, stroke: RULE, width: 3, fill: null };
}

function words(
  text: Text,
  x: number,
  y: number,
  height: number,
  most: number,
  face: 'bold' | 'mono' | 'plain',
  room?: number,
): PageElement {
  return pageText(text, { x, y }, height, most, room === undefined ? { face } : { face, room });
}

function tableOf({ table, id }: PollingStation): Text {
  return { es: table === null ? `Mesa ${id}` : `Mesa ${table} (${id})`, en: null };
}

/** The place with the units above it, from the widest down, without those that have no name. */
function placeOf({ units, unitIndex, parent }: Geography, station: PollingStation): string {
  const names: string[] = [];
  for (let u = present(unitIndex.get(station.place), 'place'); u > 0; u = parent[u] ?? -1) {
    const name = units[u]?.name ?? '';
    if (name !== '') names.unshift(name);
  }
  return names.join(' · ');
}
