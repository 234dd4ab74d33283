import type { Language } from '../model/ids.ts';
import type { RefusalCode } from './projection-answer.ts';
import type { InputRefusalCode } from './projection-source.ts';

/** Every reason for which nothing is said. */
export type AnyRefusalCode = RefusalCode | InputRefusalCode;

/** The figures behind a reason. */
export type RefusalFacts = Readonly<Record<string, number | string>>;

type Sentence = (facts: RefusalFacts) => string;
type Texts = { readonly [code in AnyRefusalCode]: { readonly es: Sentence; readonly en: Sentence } };

/** The first of these facts that is there; a figure that a refusal did not give is not made up. */
function figure(facts: RefusalFacts, names: readonly string[], show: (value: number) => string): string | null {
  const value = names.map((name) => facts[name]).find((v) => v !== undefined);
  return typeof value === 'number' && Number.isFinite(value) ? show(value) : null;
}

const whole = (facts: RefusalFacts, ...names: string[]) => figure(facts, names, (v) => String(Math.round(v)));
const percent = (facts: RefusalFacts, ...names: string[]) => figure(facts, names, (v) => (100 * v).toFixed(0));
const points = (facts: RefusalFacts, ...names: string[]) => figure(facts, names, (v) => (100 * v).toFixed(1));
/** A part of a sentence that stands only where its figure is known. */
const where = (value: string | null, text: (value: string) => string) => (value === null ? '' : text(value));
const decimalComma = (text: string | null) => text?.replace('.', ',') ?? null;

const TEXTS: Texts = {
  'no-sheets': {
    es: () => 'Todavía no hay ningún acta con votos.',
    en: () => 'There is no sheet with votes yet.',
  },
  'no-geography': {
    es: () =>
      'No se sabe de qué lugares vienen las actas contadas ni de cuáles son las que faltan: solo hay totales del conjunto, o actas sin su lugar. De las que faltan no se puede decir nada.',
    en: () =>
      'It is not known which places the counted sheets come from, and which the missing ones: there are only totals of the whole, or sheets without their places. Nothing can be said about the missing ones.',
  },
  'too-few-options': {
    es: () => 'Se conocen los votos de menos de dos opciones.',
    en: () => 'The votes of fewer than two options are known.',
  },
  'too-many-options': {
    es: (f) => `Hay ${whole(f, 'options') ?? 'demasiadas'} opciones; se estima con 20 como máximo.`,
    en: (f) => `There are ${whole(f, 'options') ?? 'too many'} options; an estimate is made for at most 20.`,
  },
  'too-few-sheets': {
    es: (f) =>
      `Hay muy pocas actas contadas${where(whole(f, 'sheetsIn', 'counted'), (n) => ` (${n})`)} para decir algo de las demás.`,
    en: (f) =>
      `Too few sheets are counted${where(whole(f, 'sheetsIn', 'counted'), (n) => ` (${n})`)} to say anything about the others.`,
  },
  'roll-silent': {
    es: (f) =>
      `En demasiados lugares no se contó todavía ninguna acta${where(percent(f, 'silentRoll', 'silent'), (p) => `: allí está el ${p} % de los inscritos`)}.`,
    en: (f) =>
      `In too many places no sheet is counted yet${where(percent(f, 'silentRoll', 'silent'), (p) => `: ${p} % of the registered voters are there`)}.`,
  },
  'too-wide': {
    es: (f) =>
      `Lo contado no alcanza: el intervalo del 80 % de la ventaja es demasiado ancho para decir algo${where(decimalComma(points(f, 'lead80', 'width')), (w) => ` (${w} puntos)`)}.`,
    en: (f) =>
      `What is counted is not enough: the 80 % interval of the lead is too wide to say anything${where(points(f, 'lead80', 'width'), (w) => ` (${w} points)`)}.`,
  },
  'votes-unknown': {
    es: () => 'De demasiadas actas contadas no se conocen los votos de las opciones o su total.',
    en: () => 'Of too many counted sheets the votes of the options, or their total, are not known.',
  },
  'selected-kind-of-vote': {
    es: () =>
      'Lo contado es sobre todo de una clase de voto (por ejemplo, por correo), y quienes votan de otra manera no votan igual. De ellos no se puede decir nada.',
    en: () =>
      'What is counted is mostly one kind of vote (by mail, for instance), and those who vote another way do not vote alike. Nothing can be said about them.',
  },
  'fit-failed': {
    es: () => 'El cálculo no llegó a un resultado estable con las actas contadas.',
    en: () => 'The calculation did not reach a stable result with the sheets counted.',
  },
  'no-count': {
    es: (f) => `No hay actas del conteo ${f['count'] === 'official' ? 'oficial' : 'preliminar'}.`,
    en: (f) => `There are no sheets of the ${f['count'] === 'official' ? 'official' : 'preliminary'} count.`,
  },
  'no-instants': {
    es: () =>
      'Nadie registró cuándo se publicó ni cuándo llegó cada acta: no se puede decir qué se veía en ese momento.',
    en: () =>
      'Nobody recorded when each sheet was published or came in: what could be seen at that moment cannot be told.',
  },
  'option-without-figures': {
    es: () => 'Este conteo no tiene los votos de todas las opciones, ni un total del que tomar los porcentajes.',
    en: () => 'This count does not have the votes of all options, nor a total to take shares of.',
  },
};

/** Whether this version has words for a code; another one may have written it. */
export function isRefusalCode(code: string): code is AnyRefusalCode {
  return Object.hasOwn(TEXTS, code);
}

/** Why nothing is said, in plain words. */
export function refusalText(code: AnyRefusalCode, facts: RefusalFacts, language: Language): string {
  return TEXTS[code][language](facts);
}
