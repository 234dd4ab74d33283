import type { Header } from '../../model/folder/table.ts';
import type { SnapshotFacts } from './area-snapshots.ts';

/*
 * What the columns of snapshots.csv mean. The names are those of election folders; synonyms only where an authority's word has
 * become usual.
 */

/** Names of geography that a described column may have without being a level of the stations. */
const PLACE_WORDS =
  /^(region|department|departamento|province|provincia|state|estado|county|condado|district|distrito|municipality|municipio|parish|parroquia|canton|comuna|commune|constituency|circumscription|circunscripcion|prefecture|governorate|voivodeship|ward|city|ciudad|electoral_area)$/;

const KIND_COLUMNS = ['kind', 'vote_kind', 'kind_of_vote', 'vote_type', 'ballot_type', 'mode', 'modalidad'];

/** Words of a kind of vote that is counted at a time of its own, as a part of a column's name. */
const KIND_WORD =
  /(?:^|_)(mail|mailed|postal|absentee|early|advance|in_person|election_day|provisional|overseas_mail|correo|anticipado|anticipated)(?:_|$)/;

/** First name that the file has wins. */
const FIGURES = {
  expected: ['sheets_expected', 'stations_expected', 'precincts_expected'],
  counted: ['sheets_counted', 'stations_counted', 'precincts_counted'],
  processed: ['sheets_processed'],
  captured: ['sheets_captured'],
  waiting: ['sheets_waiting', 'sheets_pending'],
  setAside: ['sheets_set_aside', 'sheets_observed', 'sheets_challenged'],
  votesExpected: ['votes_expected', 'expected_votes'],
  registered: ['registered', 'registered_expected'],
} as const;

export type FigureName = keyof typeof FIGURES;

export type SnapshotColumns = {
  readonly at: number;
  readonly levels: readonly { readonly name: string; readonly column: number }[];
  /** -1 where the file has none. */
  readonly scope: number;
  readonly depth: number;
  readonly kind: number;
  readonly options: readonly number[];
  readonly others: readonly number[];
  readonly valid: number;
  readonly total: number;
  readonly figures: Readonly<Record<FigureName, number>>;
  readonly kindColumns: readonly string[];
};

const KNOWN_TEXT = ['at', 'area', 'scope', 'level', 'valid', 'total'];

/** Whether the format knows a column by itself; others have to be described in election.json. */
export function isKnownColumn(name: string, facts: SnapshotFacts): boolean {
  if (KNOWN_TEXT.includes(name) || KIND_COLUMNS.includes(name)) return true;
  if (facts.levels.includes(name) || facts.options.some((id) => id === name) || facts.others.includes(name))
    return true;
  return name.startsWith('registered') || Object.values(FIGURES).some((names) => names.some((n) => n === name));
}

/** Finds the columns by their names. */
export function bindSnapshotColumns(header: Header, facts: SnapshotFacts): SnapshotColumns {
  const first = (names: readonly string[]): number => names.map((n) => header.indexOf(n)).find((i) => i >= 0) ?? -1;
  const places = header.names.filter((n) => facts.described.includes(n) && PLACE_WORDS.test(n));
  const levels = [...new Set([...facts.levels, ...places, 'area'])].filter((n) => header.has(n));
  const figures = Object.fromEntries(Object.entries(FIGURES).map(([name, names]) => [name, first(names)])) as Record<
    FigureName,
    number
  >;
  return {
    at: header.indexOf('at'),
    levels: levels.map((name) => ({ name, column: header.indexOf(name) })),
    scope: header.indexOf('scope'),
    depth: header.indexOf('level'),
    kind: first(KIND_COLUMNS),
    options: facts.options.map((id) => header.indexOf(id)),
    others: facts.others.map((id) => header.indexOf(id)),
    valid: header.indexOf('valid'),
    total: header.indexOf('total'),
    figures,
    kindColumns: header.names.filter((n) => KIND_WORD.test(n.toLowerCase())),
  };
}

/** What a scope, a level or an area says that is the whole and not one of its areas. */
const WHOLE = /^(all|home|total|whole|national|nacional|nation|country|pais|país|election|abroad_and_home)$/i;

/** Whether this word names the whole. */
export function saysWhole(text: string): boolean {
  return WHOLE.test(text);
}
