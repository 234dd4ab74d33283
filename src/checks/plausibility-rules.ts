import { decimalOf, fraction } from '../base/fraction.ts';
import type { CheckSetting } from '../model/desk-rules.ts';
import type { Language } from '../model/ids.ts';
import { type CheckRule, checkRule, several } from './check-rule.ts';
import { controlOf, otherOf, type SheetFigures } from './sheet-figures.ts';

// What is possible and worth a second look. None of these may withhold a sheet, whatever the definition says.

function fullTurnout(sheet: SheetFigures, setting: CheckSetting): { readonly voters: number } | null {
  if (sheet.registeredBound === null) return null;
  const added = sheet.illegible > 0 ? null : sheet.votes;
  const voters = controlOf(sheet, 'voters') ?? controlOf(sheet, 'total') ?? added;
  return voters === sheet.registeredBound && voters >= (setting.votes ?? 0) ? { voters } : null;
}

function allForOne(sheet: SheetFigures, setting: CheckSetting): { readonly votes: number } | null {
  const votes = sheet.selectionVotes;
  const selections = sheet.contest.selections.length;
  if (selections < 2 || votes === 0 || votes < (setting.votes ?? 0) || sheet.illegibleSelections > 0) return null;
  for (let i = 0; i < selections; i++) if (sheet.boxes[i] === votes) return { votes };
  return null;
}

type ShareNumbers = { readonly part: number; readonly votes: number };

/** Of all votes of the sheet; unknown where a box of them cannot be read. */
function largeShare(sheet: SheetFigures, part: number | null, setting: CheckSetting): ShareNumbers | null {
  if (part === null || part === 0 || part < (setting.votes ?? 0) || sheet.illegible > 0) return null;
  const { share } = setting;
  const reached = share === null || BigInt(part) * share.den >= BigInt(sheet.votes) * share.num;
  return reached ? { part, votes: sheet.votes } : null;
}

function percent({ part, votes }: ShareNumbers, language: Language): string {
  const text = decimalOf(fraction(part * 100, votes), 1);
  return language === 'es' ? `${text.replace('.', ',')} %` : `${text}%`;
}

const VOTES: readonly CheckRule[] = [
  checkRule({
    code: 'W101',
    title: { es: 'Votó exactamente el 100 %', en: 'Turnout of exactly 100%' },
    needs: ['registered'],
    find: fullTurnout,
    sentences: {
      es: ({ voters }) => `Según el acta votaron todas las personas inscritas: ${voters} de ${voters}.`,
      en: ({ voters }) => `By the sheet every registered voter voted: ${voters} of ${voters}.`,
    },
  }),
  checkRule({
    code: 'W102',
    title: { es: 'Todos los votos válidos para una opción', en: 'All valid votes for one option' },
    needs: ['two-options'],
    find: allForOne,
    sentences: {
      es: ({ votes }) => `Una sola opción tiene todos los votos válidos del acta: ${votes}.`,
      en: ({ votes }) => `One option has all the valid votes of the sheet: ${votes}.`,
    },
  }),
  checkRule({
    code: 'W201',
    title: { es: 'Muchos votos en blanco', en: 'Many blank votes' },
    needs: ['blank'],
    find: (sheet, setting) => largeShare(sheet, otherOf(sheet, 'blank'), setting),
    sentences: {
      es: (n) => `${n.part} de ${several(n.votes, 'voto', 'votos')} en blanco (${percent(n, 'es')}).`,
      en: (n) => `${n.part} of ${several(n.votes, 'vote', 'votes')} blank (${percent(n, 'en')}).`,
    },
  }),
  checkRule({
    code: 'W202',
    title: { es: 'Muchos votos nulos', en: 'Many null votes' },
    needs: ['null'],
    find: (sheet, setting) => largeShare(sheet, otherOf(sheet, 'null'), setting),
    sentences: {
      es: (n) =>
        `${n.part} de ${several(n.votes, 'voto', 'votos')} ${n.part === 1 ? 'nulo' : 'nulos'} (${percent(n, 'es')}).`,
      en: (n) => `${n.part} of ${several(n.votes, 'vote', 'votes')} null (${percent(n, 'en')}).`,
    },
  }),
];

const BOXES: readonly CheckRule[] = [
  checkRule({
    code: 'W301',
    title: { es: 'Casillas vacías junto a otras llenas', en: 'Empty boxes beside filled ones' },
    needs: [],
    find: (sheet) =>
      // A total left empty says nothing: it can be added up.
      sheet.written > 0 && sheet.empty > 0 ? { found: sheet.empty, boxes: sheet.voteBoxes } : null,
    sentences: {
      es: ({ found, boxes }) =>
        `${found} de ${several(boxes, 'casilla', 'casillas')} de votos ${found === 1 ? 'vacía' : 'vacías'}: vacío no es cero.`,
      en: ({ found, boxes }) => `${found} of ${several(boxes, 'box', 'boxes')} of votes empty: empty is not zero.`,
    },
  }),
  checkRule({
    code: 'W302',
    title: { es: 'Algunas casillas ilegibles', en: 'Some boxes illegible' },
    needs: [],
    find: (sheet) => {
      if (sheet.written === 0 && sheet.illegible > 0) return null;
      const found = sheet.boxes.reduce((n, box) => (box === 'illegible' ? n + 1 : n), 0);
      return found > 0 ? { found, boxes: sheet.boxes.length } : null;
    },
    sentences: {
      es: ({ found, boxes }) =>
        `${found} de ${several(boxes, 'casilla', 'casillas')} ${found === 1 ? 'ilegible' : 'ilegibles'}: no se ${found === 1 ? 'suma' : 'suman'}.`,
      en: ({ found, boxes }) =>
        `${found} of ${several(boxes, 'box', 'boxes')} illegible: ${found === 1 ? 'it is' : 'they are'} not added.`,
    },
  }),
  checkRule({
    code: 'W303',
    title: { es: 'Cero votos en toda el acta', en: 'Zero votes on the whole sheet' },
    needs: [],
    find: (sheet) =>
      sheet.votes === 0 && sheet.written > 0 && sheet.illegible === 0 ? { zeros: sheet.written } : null,
    sentences: {
      es: ({ zeros }) => `El acta no tiene ningún voto: ${several(zeros, 'casilla dice', 'casillas dicen')} cero.`,
      en: ({ zeros }) => `The sheet has no vote at all: ${several(zeros, 'box says', 'boxes say')} zero.`,
    },
  }),
  checkRule({
    code: 'W401',
    title: { es: 'Cifras idénticas en mesas de un mismo recinto', en: 'Identical figures in stations of one place' },
    needs: ['place'],
    // Compared in place-warnings.ts.
    find: null,
    sentences: {
      es: ({ stations, votes }: { readonly stations: number; readonly votes: number }) =>
        `${stations} mesas de este recinto tienen las mismas cifras en cada casilla de votos, con ${votes} votos cada una.`,
      en: ({ stations, votes }) =>
        `${stations} stations of this place have the same figures in every box of votes, with ${votes} votes each.`,
    },
  }),
];

/** The rules whose code begins with W, ascending. */
export const PLAUSIBILITY_RULES: readonly CheckRule[] = [...VOTES, ...BOXES];
