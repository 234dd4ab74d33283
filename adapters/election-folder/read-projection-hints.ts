import { type IssueLog, issue } from '../../src/model/folder/issue.ts';
import type { StationHints } from './read-projection-stations.ts';

export type ProjectionHints = {
  readonly stations: StationHints;
  /** The column that says the order of arrival; null: nothing is said. */
  readonly orderBy: string | null;
};

/**
 * Keys of election.json that only a projection reads: `orderBy`; `registeredOf` (`table`, or the level that the numbers of voters are
 * of); `placeLevel` (the level that is a polling place, or false where none is); and the meanings under `columns`.
 */
export function readHints(document: Readonly<Record<string, unknown>>, log: IssueLog): ProjectionHints {
  const text = (key: string): string | null => {
    const value = document[key] ?? null;
    if (value === null || typeof value === 'string') return value;
    const place = { file: 'election.json', line: null, field: key };
    log.error(issue('wrong-type', place, String(value).slice(0, 80), 'a text or null'));
    return null;
  };
  const levels = document['levels'];
  const deepest = Array.isArray(levels) ? levels.at(-1) : null;
  const stated = document['placeLevel'] === false ? false : text('placeLevel');
  return {
    stations: {
      registeredOf: text('registeredOf'),
      placesStated: stated === null ? null : stated !== false && stated === deepest,
      meanings: meaningsOf(document['columns']),
    },
    orderBy: text('orderBy'),
  };
}

function meaningsOf(columns: unknown): ReadonlyMap<string, string> {
  const files = (columns ?? {}) as Readonly<Record<string, unknown>>;
  const own = files['stations.csv'] ?? files['stations.csv.gz'] ?? {};
  return new Map(
    Object.entries(own as object).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
