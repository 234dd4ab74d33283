import type { Language } from '../model/ids.ts';
import { AREA_NOTES, type NoteTexts } from './note-text-areas.ts';
import type { InputNote } from './projection-source.ts';

const because = {
  es: { stated: 'así lo dice la fuente', name: 'por su nombre', 'table-numbers': 'por los números de sus mesas' },
  en: { stated: 'the source says so', name: 'by its name', 'table-numbers': 'by the numbers of its tables' },
} as const;

function reason(facts: InputNote['facts'], language: Language): string {
  const known: Readonly<Record<string, string>> = because[language];
  const usual = language === 'es' ? 'por cuántas mesas tiene' : 'by how many tables it has';
  return known[String(facts['because'])] ?? usual;
}

/** What was missing, inferred or left unused, by code. A code that is not here is shown as it is. */
const TEXTS: NoteTexts = {
  ...AREA_NOTES,
  base: {
    es: (f) => `los porcentajes se toman de: ${BASE_ES[String(f['of'])] ?? f['of']}`,
    en: (f) => `shares are taken of: ${BASE_EN[String(f['of'])] ?? f['of']}`,
  },
  'place-level': {
    es: (f) => `se toma «${f['level']}» por el recinto (${reason(f, 'es')})`,
    en: (f) => `"${f['level']}" is taken to be the polling place (${reason(f, 'en')})`,
  },
  'no-place-level': {
    es: (f) => `no se conoce el recinto de las mesas; lo más preciso es «${f['level']}»`,
    en: (f) => `the polling places are not known; the narrowest area is "${f['level']}"`,
  },
  'levels-blank': {
    es: (f) => `${f['stations']} mesas no dicen todos los niveles de su lugar`,
    en: (f) => `${f['stations']} stations do not name every level of their place`,
  },
  'table-numbers-missing': {
    es: (f) => `${f['stations']} mesas no tienen número`,
    en: (f) => `${f['stations']} stations have no table number`,
  },
  'registered-unknown': {
    es: (f) => `de ${f['stations']} mesas no se conocen los inscritos`,
    en: (f) => `of ${f['stations']} stations the registered voters are not known`,
  },
  'registered-zero': {
    es: (f) => `${f['stations']} mesas no tienen lista propia (0 inscritos)`,
    en: (f) => `${f['stations']} stations have no list of their own (0 registered)`,
  },
  'registered-by-place': {
    es: () => 'los inscritos se conocen por recinto, no por mesa',
    en: () => 'registered voters are known by place, not by table',
  },
  'registered-by-place-inferred': {
    es: () => 'los inscritos parecen ser de todo el recinto: se repiten en sus mesas y crecen con ellas',
    en: () => 'registered voters seem to be of the whole place: they repeat on its tables and grow with them',
  },
  'registered-repeats': {
    es: () => 'los inscritos se repiten en las mesas de cada recinto; se toman como de la mesa',
    en: () => 'registered voters repeat on the tables of each place; they are taken to be of the table',
  },
  'registered-of-other-area': {
    es: (f) => `los inscritos de ${f['stations']} mesas son de otra área y no se usan`,
    en: (f) => `the registered voters of ${f['stations']} stations are of another area and are not used`,
  },
  'setting-missing': {
    es: (f) => `de ${f['stations']} mesas no se sabe si son urbanas o rurales`,
    en: (f) => `of ${f['stations']} stations it is not known whether they are urban or rural`,
  },
  'setting-unknown': {
    es: (f) => `${f['stations']} mesas tienen un entorno que no se conoce`,
    en: (f) => `${f['stations']} stations have a setting that is not one of the known`,
  },
  'columns-not-used': {
    es: (f) => `columnas sin usar: ${f['columns']}`,
    en: (f) => `columns not used: ${f['columns']}`,
  },
  'covariate-not-used': {
    es: (f) => `columna sin usar: ${f['column']}`,
    en: (f) => `column not used: ${f['column']}`,
  },
  'covariates-missing': {
    es: (f) => `${f['stations']} mesas no tienen datos del lugar`,
    en: (f) => `${f['stations']} stations have no facts about their area`,
  },
  'previous-matched': {
    es: (f) => `elección anterior: ${f['stations']} de ${f['of']} mesas, ${f['areas']} áreas`,
    en: (f) => `previous election: ${f['stations']} of ${f['of']} stations, ${f['areas']} areas`,
  },
  'previous-incomplete': {
    es: (f) => `la elección anterior está incompleta en ${f['stations']} mesas y allí no se usa`,
    en: (f) => `the previous election is incomplete at ${f['stations']} stations and not used there`,
  },
  'facts-matched': {
    es: (f) => `datos anteriores de otra carpeta: ${f['stations']} de ${f['of']} mesas`,
    en: (f) => `earlier facts from another folder: ${f['stations']} of ${f['of']} stations`,
  },
  'figures-final': {
    es: () => 'no se conocen las cifras de ese momento; están en su lugar las oficiales',
    en: () => 'the figures of that moment are not known; the official ones stand in',
  },
  'rows-without-instant': {
    es: (f) => `${f['rows']} filas no dicen cuándo se vieron y quedan fuera`,
    en: (f) => `${f['rows']} rows do not say when they could be seen and are left out`,
  },
  'options-not-in-count': {
    es: (f) => `este conteo no tiene cifras de ${f['options']} opciones; están en el total`,
    en: (f) => `this count has no figures of ${f['options']} options; they are in the total`,
  },
};

const BASE_ES: Readonly<Record<string, string>> = {
  options: 'la suma de las opciones',
  valid: 'los votos válidos escritos',
  total: 'el total escrito',
  'total-less-others': 'el total escrito menos blancos, nulos y otros',
  cast: 'todos los votos de la urna',
};
const BASE_EN: Readonly<Record<string, string>> = {
  options: 'the sum of the options',
  valid: 'the valid votes as written',
  total: 'the total as written',
  'total-less-others': 'the total as written, less blank, null and others',
  cast: 'all votes in the box',
};

/** Notes that are said elsewhere in an answer. */
const SAID_ELSEWHERE = /^(seen-|states-not-used)/;

/** A note in plain words; null for one that says what stands in the answer already. */
export function noteText(note: InputNote, language: Language): string | null {
  if (SAID_ELSEWHERE.test(note.code)) return null;
  const text = TEXTS[note.code];
  if (text !== undefined) return text[language](note.facts);
  const facts = Object.entries(note.facts).map(([name, value]) => `${name} ${value}`);
  return [note.code, ...facts].join(', ');
}
