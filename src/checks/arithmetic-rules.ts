import { type CheckRule, checkRule, several } from './check-rule.ts';
import { controlOf, type SheetFigures } from './sheet-figures.ts';

// A sheet against its own arithmetic, and against what cannot be. Only these may withhold a sheet.

/**
 * A written total against the sum of its boxes. An empty box adds nothing; with an illegible one the true sum may be greater, so only
 * a sum above the total contradicts it.
 */
function unequal(
  written: number | null,
  sum: number,
  illegible: number,
): { readonly written: number; readonly sum: number } | null {
  if (written === null) return null;
  const differs = illegible > 0 ? sum > written : sum !== written;
  return differs ? { written, sum } : null;
}

function above(found: number, bound: number | null): { readonly found: number; readonly bound: number } | null {
  return bound !== null && found > bound ? { found, bound } : null;
}

function largestControl(sheet: SheetFigures): number {
  let most = 0;
  for (let i = sheet.voteBoxes; i < sheet.boxes.length; i++) {
    const box = sheet.boxes[i];
    if (typeof box === 'number' && box > most) most = box;
  }
  return most;
}

type WordsNumbers = { readonly boxes: number; readonly box: number; readonly figure: number; readonly words: number };

/** How many boxes differ from their words, and the first of them (from 1). Where one of the two is not there nothing differs. */
function wordsDiffer(sheet: SheetFigures): WordsNumbers | null {
  if (sheet.words === undefined) return null;
  let first: WordsNumbers | null = null;
  let boxes = 0;
  for (const [i, words] of sheet.words.entries()) {
    const figure = sheet.boxes[i];
    if (words === null || typeof figure !== 'number' || words === figure) continue;
    boxes++;
    first ??= { boxes, box: i + 1, figure, words };
  }
  return first === null ? null : { ...first, boxes };
}

const SUMS: readonly CheckRule[] = [
  checkRule({
    code: 'E101',
    title: {
      es: 'Los votos válidos escritos no son la suma de las opciones',
      en: 'The written valid votes differ from the sum of the options',
    },
    needs: ['valid'],
    find: (sheet) => unequal(controlOf(sheet, 'valid'), sheet.selectionVotes, sheet.illegibleSelections),
    sentences: {
      es: ({ written, sum }) =>
        `El acta dice ${several(written, 'voto válido', 'votos válidos')}; sus opciones suman ${sum}.`,
      en: ({ written, sum }) =>
        `The sheet says ${several(written, 'valid vote', 'valid votes')}; its options add up to ${sum}.`,
    },
  }),
  checkRule({
    code: 'E102',
    title: {
      es: 'El total escrito no es la suma de los votos',
      en: 'The written total differs from the sum of the votes',
    },
    needs: ['total'],
    find: (sheet) => unequal(controlOf(sheet, 'total'), sheet.votes, sheet.illegible),
    sentences: {
      es: ({ written, sum }) =>
        `El acta dice un total de ${several(written, 'voto', 'votos')}; sus casillas suman ${sum}.`,
      en: ({ written, sum }) =>
        `The sheet says ${several(written, 'vote', 'votes')} in total; its boxes add up to ${sum}.`,
    },
  }),
  checkRule({
    code: 'E103',
    title: { es: 'Menos votos que votantes', en: 'Fewer votes than people who voted' },
    needs: ['voters'],
    find: (sheet) => {
      const voters = controlOf(sheet, 'voters');
      return voters !== null && sheet.illegible === 0 && sheet.votes < voters ? { voters, sum: sheet.votes } : null;
    },
    sentences: {
      es: ({ voters, sum }) =>
        `El acta dice que ${several(voters, 'persona votó', 'personas votaron')}; sus casillas suman ${several(sum, 'voto', 'votos')}.`,
      en: ({ voters, sum }) =>
        `The sheet says that ${several(voters, 'person', 'people')} voted; its boxes add up to ${several(sum, 'vote', 'votes')}.`,
    },
  }),
];

const IMPOSSIBLE: readonly CheckRule[] = [
  checkRule({
    code: 'E201',
    title: { es: 'Más votos que inscritos', en: 'More votes than registered voters' },
    needs: ['registered'],
    find: (sheet) => above(sheet.votes, sheet.registeredBound),
    sentences: {
      es: ({ found, bound }) =>
        `El acta suma ${several(found, 'voto', 'votos')}; la mesa tiene ${several(bound, 'persona inscrita', 'personas inscritas')}.`,
      en: ({ found, bound }) =>
        `The sheet adds up to ${several(found, 'vote', 'votes')}; the station has ${several(bound, 'registered voter', 'registered voters')}.`,
    },
  }),
  checkRule({
    code: 'E202',
    title: { es: 'Un total escrito mayor que los inscritos', en: 'A written total above the registered voters' },
    needs: ['some-control', 'registered'],
    find: (sheet) => above(largestControl(sheet), sheet.registeredBound),
    sentences: {
      es: ({ found, bound }) =>
        `El acta escribe un total de ${found}; la mesa tiene ${several(bound, 'persona inscrita', 'personas inscritas')}.`,
      en: ({ found, bound }) =>
        `The sheet writes a total of ${found}; the station has ${several(bound, 'registered voter', 'registered voters')}.`,
    },
  }),
  checkRule({
    code: 'E203',
    title: { es: 'Más votos que votantes', en: 'More votes than people who voted' },
    needs: ['voters'],
    find: (sheet) => above(sheet.votes, controlOf(sheet, 'voters')),
    sentences: {
      es: ({ found, bound }) =>
        `El acta suma ${several(found, 'voto', 'votos')} y dice que ${several(bound, 'persona votó', 'personas votaron')}.`,
      en: ({ found, bound }) =>
        `The sheet adds up to ${several(found, 'vote', 'votes')} and says that ${several(bound, 'person', 'people')} voted.`,
    },
  }),
];

const READING: readonly CheckRule[] = [
  checkRule({
    code: 'E301',
    title: { es: 'Letras y cifras no coinciden', en: 'Words and figures disagree' },
    needs: ['words'],
    find: wordsDiffer,
    sentences: {
      es: ({ boxes, box, figure, words }) =>
        `${several(boxes, 'casilla dice', 'casillas dicen')} otra cosa en letras que en cifras; la primera, la n.º ${box}: ${words} en letras, ${figure} en cifras.`,
      en: ({ boxes, box, figure, words }) =>
        `${several(boxes, 'box says', 'boxes say')} something else in words than in figures; the first, no. ${box}: ${words} in words, ${figure} in figures.`,
    },
  }),
  checkRule({
    code: 'E401',
    title: { es: 'Todas las casillas de votos vacías', en: 'Every box of votes empty' },
    needs: [],
    find: (sheet) => (sheet.empty === sheet.voteBoxes ? { boxes: sheet.voteBoxes } : null),
    sentences: {
      es: ({ boxes }) => `Ninguna de las ${several(boxes, 'casilla', 'casillas')} de votos está llena.`,
      en: ({ boxes }) => `None of the ${several(boxes, 'box', 'boxes')} of votes is filled in.`,
    },
  }),
  checkRule({
    code: 'E402',
    title: { es: 'Ninguna casilla de votos legible', en: 'No box of votes legible' },
    needs: [],
    find: (sheet) =>
      sheet.written === 0 && sheet.illegible > 0 ? { boxes: sheet.voteBoxes, illegible: sheet.illegible } : null,
    sentences: {
      es: ({ boxes, illegible }) =>
        `No se lee ninguna de las ${several(boxes, 'casilla', 'casillas')} de votos: ${several(illegible, 'ilegible', 'ilegibles')}, ${several(boxes - illegible, 'vacía', 'vacías')}.`,
      en: ({ boxes, illegible }) =>
        `None of the ${several(boxes, 'box', 'boxes')} of votes can be read: ${illegible} illegible, ${boxes - illegible} empty.`,
    },
  }),
];

/** The rules whose code begins with E, ascending. */
export const ARITHMETIC_RULES: readonly CheckRule[] = [...SUMS, ...IMPOSSIBLE, ...READING];
