import type { Random } from './random.ts';

/**
 * Names of an invented country. They sound Spanish and carry accents and ñ, so that every page, file and sort order
 * meets them; none is meant to be a country, a town, a party or a person of the real world.
 */
export const COUNTRY = 'Quelmara';

/** Where a contest's votes lie: the first does well in the country, the second in the towns. */
export type Standing = 'first' | 'second' | 'other';

export type InventedSelection = {
  readonly id: string;
  readonly name: string;
  readonly party: string;
  /** Share of the valid votes that the whole electorate is to give, before the seed moves it a little. */
  readonly share: number;
  readonly standing: Standing;
};

/** In the order of the paper. The two strongest stand apart and neither at the top, as a drawn order would have it. */
export const PRESIDENT: readonly InventedSelection[] = [
  { id: 'faro', name: 'Nélida Orsañe', party: 'Tercer Faro', share: 0.0415, standing: 'other' },
  { id: 'alerce', name: 'Baltasar Quimbero', party: 'Pacto del Alerce', share: 0.3665, standing: 'second' },
  { id: 'gremio', name: 'Íñigo Valdormo', party: 'Gremio Añil', share: 0.0125, standing: 'other' },
  { id: 'ladera', name: 'Remedios Acuñarte', party: 'Voz de Ladera', share: 0.0045, standing: 'other' },
  { id: 'surco', name: 'Ariela Tordóñez', party: 'Comunidades del Surco', share: 0.4665, standing: 'first' },
  { id: 'ribera', name: 'Evaristo Lumbrela', party: 'Bloque Ribereño', share: 0.0885, standing: 'other' },
  { id: 'umbral', name: 'Úrsula Pendraza', party: 'Casa y Umbral', share: 0.0075, standing: 'other' },
  { id: 'garua', name: 'Teófilo Brisueña', party: 'Alianza Garúa', share: 0.007, standing: 'other' },
  { id: 'meridiana', name: 'Casilda Ferrañán', party: 'Liga Meridiana', share: 0.0055, standing: 'other' },
];

export const GOVERNOR: readonly InventedSelection[] = [
  { id: 'alerce', name: 'Yolanda Zurbéñez', party: 'Pacto del Alerce', share: 0.39, standing: 'second' },
  { id: 'ribera', name: 'Ciro Malvástegui', party: 'Bloque Ribereño', share: 0.13, standing: 'other' },
  { id: 'surco', name: 'Marcial Ontañedo', party: 'Comunidades del Surco', share: 0.42, standing: 'first' },
  { id: 'orilla', name: 'Peregrina Lozúa', party: 'Orilla Común', share: 0.06, standing: 'other' },
];

const STEMS = (
  'Tolm Quer Arañ Bresc Chulp Dorv Estr Fuln Gualm Huirp Ilch Jarv Laum Morz Ñeb Ocr Pralm Rund Sorv Tuñ Umbr Vilc ' +
  'Yaupr Zarp Calv Pind Merl Trev Lund Orb'
).split(' ');
const MIDDLES = 'ab al añ ar ec en er et in iv ol or ul ur'.split(' ');
const ENDINGS = 'ina ique oré umbo añí eda ún alpa era ijo úa ento iñe ábamo illo osca'.split(' ');
const COUNTRY_ENDINGS = 'avia ondia istria énica úmia orlanda'.split(' ');
const LOCALITY_FIRST = ['', '', '', 'Villa ', 'Puerto ', 'Alto ', 'Nueva ', 'Pampa ', 'Cruce '];
const GIVEN = 'Ariela Baltasar Celia Damián Eulalia Fermín Inés Joaquín Leonor Matías Ofelia Simón Tomás'.split(' ');

export function townName(random: Random): string {
  return random.pick(STEMS) + random.pick(MIDDLES) + random.pick(ENDINGS);
}

export function countryName(random: Random): string {
  return random.pick(STEMS) + random.pick(MIDDLES) + random.pick(COUNTRY_ENDINGS);
}

export function localityName(random: Random): string {
  return random.pick(LOCALITY_FIRST) + townName(random);
}

/** The building where people vote. */
export function placeName(random: Random, setting: 'urban' | 'rural' | 'abroad', locality: string): string {
  const person = () => `${random.pick(GIVEN)} ${townName(random)}`;
  if (setting === 'abroad') return random.pick([`Consulado en ${locality}`, `Centro Cultural ${townName(random)}`]);
  if (setting === 'rural') {
    return random.pick([`Escuela ${locality}`, `Núcleo Escolar ${townName(random)}`, `Escuela Seccional ${person()}`]);
  }
  return random.pick([
    `Unidad Educativa ${person()}`,
    `Colegio Nacional ${person()}`,
    `Liceo de Señoritas ${townName(random)}`,
    `Coliseo ${townName(random)}`,
    `Instituto Técnico ${townName(random)}`,
  ]);
}
