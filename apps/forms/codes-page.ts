import type { Instant } from '../../src/base/instant.ts';
import { smsFigures } from '../../src/intake/sms-message.ts';
import type { PollingStation } from '../../src/model/election.ts';
import { writeEnrolmentCode } from '../../src/model/one-time-code.ts';
import { type PageElement, pageText } from '../../src/model/printed-page.ts';
import { printedCode } from '../../src/model/sheet-code.ts';
import { type Handout, type Printing, placeName, type StationCodes } from './printing.ts';
import { codeLine, paragraph, shape } from './scaled-page.ts';

/*
 * The page of codes: an outer third that says whose it is, a middle third with the codes, and a last third that is folded up
 * over them and taped. Its lines hide them against the light.
 */

const LEFT = 120;
const WIDE = 1860;
const MIDDLE = 990;
const FOLD = 1980;
const BOTTOM = 2970;

/** What a QR code of a kit opens: the page for phones, with the code behind `#`, which no server is told. */
export function enrolmentLink(captureUrl: string, code: string): string {
  return `${captureUrl}#enrol=${code}`;
}

/** In place of the secret in an example, so that nobody sends the example. */
export const HIDDEN_SECRET = '********';
/** So many figures of an example fit on the page. */
const EXAMPLE_FIGURES = 40;
const EXAMPLE = [12, 7, 'X', 30, 4, 0, 15, 2] as const;

/** A message of this station with made-up figures; where it has very many boxes, cut with an ellipsis. */
export function exampleMessage(code: string, figures: number): string {
  const all = Array.from({ length: figures }, (_, i) => EXAMPLE[i % EXAMPLE.length] ?? 0);
  const sum = all.reduce((total: number, figure) => total + (figure === 'X' ? 0 : figure), 0);
  const shown = figures <= EXAMPLE_FIGURES ? all : [...all.slice(0, EXAMPLE_FIGURES), '…'];
  return ['COTEJO', code, HIDDEN_SECRET, ...shown, sum].join(' ');
}

/** The last page of a kit. */
export function codesPage(
  printing: Printing,
  handout: Handout,
  station: PollingStation,
  codes: StationCodes,
): PageElement[] {
  return [
    ...outerThird(printing, handout, station),
    ...phonePart(printing, handout, station, codes.enrol),
    ...smsPart(printing, handout, station, codes.sms),
    ...COVERING,
  ];
}

const at = (y: number, x = LEFT) => ({ x, y });

function codeOf({ geography }: Printing, station: PollingStation): string {
  return printedCode({ election: geography.definition.election.id, station: station.id, page: 1 });
}

function outerThird(printing: Printing, handout: Handout, station: PollingStation): PageElement[] {
  const { election } = printing.geography.definition;
  const table = station.table === null ? station.id : `${station.table} (${station.id})`;
  const good = written(handout.expiresAt, election.timeZone);
  return [
    pageText({ es: `Códigos de la mesa ${table}`, en: 'Codes of the table' }, at(130), 56, WIDE, { face: 'bold' }),
    pageText({ es: placeName(printing.geography, station), en: null }, at(230), 36, WIDE),
    pageText({ ...election.name }, at(298), 28, WIDE),
    ...codeLine(codeOf(printing, station), 352),
    pageText({ es: `Valen hasta: ${good}`, en: 'Good until' }, at(406), 28, WIDE),
    paragraph(
      'Ábrase sólo en la mesa. Quien tiene estos códigos puede enviar fotos y cifras en nombre de la mesa. Si llegó abierta o se perdió, llame: los códigos se anulan.',
      at(480),
      28,
      WIDE,
      84,
    ),
    paragraph(
      'Open only at the station. Whoever has these codes can send pictures and figures in its name. If this came open, or was lost, call: the codes are then cancelled.',
      at(576),
      22,
      WIDE,
      66,
    ),
    pageText({ es: 'A quién llamar:', en: 'Whom to call' }, at(740), 30, 700),
    shape(`M840,780L${LEFT + WIDE},780`, { width: 3 }),
    shape(`M${LEFT},890L${LEFT + WIDE},890`, { width: 3 }),
  ];
}

function phonePart(printing: Printing, handout: Handout, station: PollingStation, code: string): PageElement[] {
  const { captureUrl, perPlace } = handout;
  const place = placeName(printing.geography, station);
  const right = 640;
  const most = LEFT + WIDE - right;
  const scope = perPlace
    ? { es: `Para un teléfono y todas las mesas de ${place}.`, en: 'For one phone and all tables of the place.' }
    : { es: 'Para un teléfono y esta mesa.', en: 'For one phone and this table.' };
  return [
    shape(`M0,${MIDDLE}L2100,${MIDDLE}`, { stroke: '#555', width: 3 }),
    { kind: 'qr', text: enrolmentLink(captureUrl, code), x: LEFT + 20, y: 1080, side: 420 },
    pageText({ es: '1. Código del teléfono', en: 'Code for the phone' }, at(1060, right), 40, most, { face: 'bold' }),
    pageText({ es: writeEnrolmentCode(code), en: null }, at(1140, right), 72, most, { face: 'mono' }),
    pageText(scope, at(1250, right), 26, most, { room: 76 }),
    paragraph(
      'Lea el código QR con la cámara, o abra esta dirección y escriba el código:',
      at(1345, right),
      26,
      most,
      76,
    ),
    paragraph(
      'Scan the QR code with the camera, or open this address and type the code:',
      at(1420, right),
      20,
      most,
      56,
    ),
    pageText({ es: captureUrl, en: null }, at(1480, right), 30, most, { face: 'mono' }),
  ];
}

function smsPart(printing: Printing, { smsNumber }: Handout, station: PollingStation, secret: string): PageElement[] {
  const code = codeOf(printing, station);
  const figures = smsFigures(printing.geography, station.id);
  const [es, en] =
    figures === 1
      ? ['1 cifra', '1 figure']
      : [`${figures} cifras en el orden del acta`, `${figures} figures in the order of the sheet`];
  return [
    shape(`M${LEFT},1560L${LEFT + WIDE},1560`, { width: 3 }),
    pageText({ es: '2. Sin internet: un SMS', en: 'Without a network: one SMS' }, at(1590), 40, 1080, { face: 'bold' }),
    pageText({ es: 'Al número:', en: 'To the number' }, at(1598, 1230), 28, 340),
    smsNumber === null
      ? shape(`M1580,1636L${LEFT + WIDE},1636`, { width: 3 })
      : pageText({ es: smsNumber, en: null }, at(1590, 1580), 40, LEFT + WIDE - 1580, { face: 'mono' }),
    pageText({ es: `COTEJO ${code} ${secret}`, en: null }, at(1660), 52, WIDE, { face: 'mono' }),
    paragraph(
      `y detrás: ${es}, X si la casilla está vacía, y al final la suma de todas. El secreto vale para un mensaje.`,
      at(1742),
      27,
      WIDE,
      40,
    ),
    paragraph(
      `and then: ${en}, X for an empty box, and last the sum of all. The secret is good for one message.`,
      at(1790),
      21,
      WIDE,
      32,
    ),
    pageText(
      {
        es: 'Ejemplo con cifras inventadas (en lugar de los asteriscos va el secreto):',
        en: 'Example, figures made up',
      },
      at(1836),
      21,
      WIDE,
    ),
    paragraph(exampleMessage(code, figures), at(1870), 26, WIDE, 80, 'mono'),
  ];
}

function coveringThird(): PageElement[] {
  const top = FOLD + 140;
  let tint = '';
  for (let x = FOLD - BOTTOM; x < 2100; x += 20) {
    const [from, to] = [Math.max(0, x), Math.min(2100, x + BOTTOM - top)];
    const [high, low] = [top + from - x, top + to - x];
    // One way and the other: a lattice.
    tint += `M${from},${high}L${to},${low}M${2100 - from},${high}L${2100 - to},${low}`;
  }
  return [
    dashes(FOLD),
    pageText(
      {
        es: 'Doble esta parte hacia arriba sobre los códigos y pegue el borde.',
        en: 'Fold up over the codes and tape the edge.',
      },
      at(FOLD + 50),
      28,
      WIDE,
    ),
    shape(tint, { stroke: '#999', width: 5 }),
  ];
}

function dashes(y: number): PageElement {
  let path = '';
  for (let x = 0; x < 2100; x += 40) path += `M${x},${y}L${x + 22},${y}`;
  return shape(path, { stroke: '#555', width: 3 });
}

/** The same on every page. */
const COVERING = coveringThird();

const clocks = new Map<string, Intl.DateTimeFormat>();

/** As the clocks of the election show it, in digits that both languages read alike. */
function written(instant: Instant, timeZone: string): string {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, clock);
  return `${clock.format(instant)} (${timeZone})`;
}
