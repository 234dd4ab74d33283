import { formatInstant, isInstant } from '../base/instant.ts';
import type { Language } from '../model/ids.ts';
import type { InputNote } from './projection-source.ts';

type Sentence = (facts: InputNote['facts']) => string;
export type NoteTexts = Readonly<Record<string, Readonly<Record<Language, Sentence>>>>;

/** How often, and the first place and moment of it. */
function times(facts: InputNote['facts'], language: Language): string {
  const { count, area, at } = facts;
  const first = [area, isInstant(at) ? formatInstant(at) : ''].filter((part) => part !== '' && part !== undefined);
  const where = first.length === 0 ? '' : ` (${language === 'es' ? 'primera' : 'first'}: ${first.join(', ')})`;
  return `${count} ${language === 'es' ? 'veces' : 'times'}${where}`;
}

const differences = (facts: InputNote['facts']) =>
  Object.entries(facts)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** What was odd in totals of areas: told, and never a reason to stop. */
export const AREA_NOTES: NoteTexts = {
  'areas-without-sheets': {
    es: (f) => `solo hay totales de ${f['areas']} áreas, sin actas`,
    en: (f) => `there are only totals of ${f['areas']} areas, without sheets`,
  },
  'areas-unequal-whole': {
    es: (f) => `el total nacional no es la suma de las áreas; diferencia: ${differences(f)}`,
    en: (f) => `the national row is not the sum of the areas; difference: ${differences(f)}`,
  },
  'area-not-updated': {
    es: (f) => `${f['count']} áreas incompletas no están en la última publicación (primera: ${f['area']})`,
    en: (f) => `${f['count']} incomplete areas are not in the newest publication (first: ${f['area']})`,
  },
  'expected-unknown': {
    es: (f) => `de ${f['count']} áreas no se sabe cuántas actas se esperan (primera: ${f['area']})`,
    en: (f) => `of ${f['count']} areas it is not known how many sheets are expected (first: ${f['area']})`,
  },
  'sums-beside-areas': {
    es: (f) => `${f['count']} filas son sumas de otras y no se cuentan dos veces`,
    en: (f) => `${f['count']} rows are sums of others and are not counted twice`,
  },
  'small-options-joined': {
    es: (f) => `${f['count']} opciones pequeñas se estiman juntas`,
    en: (f) => `${f['count']} small options are estimated together`,
  },
  'repeated-row': {
    es: (f) => `filas repetidas: ${times(f, 'es')}`,
    en: (f) => `repeated rows: ${times(f, 'en')}`,
  },
  'zero-row': {
    es: (f) => `filas que vuelven a cero: ${times(f, 'es')}`,
    en: (f) => `rows that went back to zero: ${times(f, 'en')}`,
  },
  'total-fell': {
    es: (f) => `totales que bajaron: ${times(f, 'es')}`,
    en: (f) => `totals that fell: ${times(f, 'en')}`,
  },
  'row-without-figures': {
    es: (f) => `filas sin cifras: ${times(f, 'es')}`,
    en: (f) => `rows without figures: ${times(f, 'en')}`,
  },
  'expected-changed': {
    es: (f) => `el número de actas esperadas cambió: ${times(f, 'es')}`,
    en: (f) => `the number of sheets expected changed: ${times(f, 'en')}`,
  },
  'counted-above-expected': {
    es: (f) => `más actas contadas que esperadas: ${times(f, 'es')}`,
    en: (f) => `more sheets counted than expected: ${times(f, 'en')}`,
  },
};
