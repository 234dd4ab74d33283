import type { LocalizedText } from '../../src/model/ids.ts';
import { type PageElement, type PrintedPage, pageText, rule } from '../../src/model/printed-page.ts';

export type Slip = {
  readonly election: LocalizedText;
  readonly office: string;
  /** The signed note, verbatim. */
  readonly note: string;
  /** When it was printed, as a person reads it. */
  readonly printed: string;
};

const WIDTH = 2100;
const HEIGHT = 2970;
const LEFT = 150;
const WIDE = WIDTH - 2 * LEFT;
const LINE = 44;

/** A slip that a delegate takes away: whoever has it can show later that the office's record was so long, and which it was. */
export function slipPage({ election, office, note, printed }: Slip): PrintedPage {
  const lines = note.split('\n');
  const elements: PageElement[] = [
    pageText({ es: election.es, en: election.en }, { x: LEFT, y: 160 }, 40, WIDE, { room: 130, face: 'bold' }),
    pageText({ es: `Oficina ${office}`, en: `Office ${office}` }, { x: LEFT, y: 320 }, 40, WIDE, { face: 'bold' }),
    pageText({ es: `Impreso: ${printed}`, en: `Printed: ${printed}` }, { x: LEFT, y: 400 }, 30, WIDE),
    rule(`M${LEFT} 470H${WIDTH - LEFT}`),
    pageText(
      {
        es: 'Con este papel se puede comprobar después que el registro de la oficina era este a esta hora y que nada de él se cambió. Guárdelo o fotografíelo.',
        en: 'With this paper anybody can check later that this was the record of the office at this hour, and that nothing of it was changed. Keep it, or take a picture of it.',
      },
      { x: LEFT, y: 510 },
      32,
      WIDE,
      { room: 320 },
    ),
    { kind: 'qr', text: note, x: (WIDTH - 1100) / 2, y: 880, side: 1100 },
    pageText(
      { es: 'El mismo texto, letra por letra:', en: 'The same text, letter by letter:' },
      { x: LEFT, y: 2090 },
      30,
      WIDE,
    ),
  ];
  let y = 2170;
  for (const line of lines) {
    if (line !== '') elements.push(pageText({ es: line, en: null }, { x: LEFT, y }, 24, WIDE, { face: 'mono' }));
    y += LINE;
  }
  return { width: WIDTH, height: HEIGHT, mark: null, elements };
}
