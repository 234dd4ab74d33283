import type { Election, RunNature, Runner } from './election.ts';
import type { ElectionId } from './ids.ts';
import { type FieldReader, type Fields, isId } from './parse-election-fields.ts';

/** What an election is, without its contests and without what the two documents spell differently. */
export type ElectionHead = Omit<
  Election,
  'pollsClose' | 'canvass' | 'estimates' | 'contests' | 'desk' | 'sources' | 'notes'
>;

/** What holds where the document says nothing; null: it must say. */
export type HeadDefaults = { readonly nature: RunNature; readonly runner: Runner } | null;

export const NATURES = ['live', 'rehearsal', 'replay'] as const;
export const RUNNER_KINDS = ['electoral-body', 'observer', 'party', 'newsroom', 'researcher'] as const;
const MAX_LEVELS = 20;

/** Names that columns of stations.csv, the root and the slices of large places have already. */
const RESERVED_LEVELS = new Set(['station', 'table', 'registered', 'setting', 'lat', 'lon', 'election', 'part']);

/** Reads the parts that election.json of a folder and the published definition spell alike. */
export function readHead(fields: Fields, reader: FieldReader, defaults: HeadDefaults): ElectionHead {
  const nature = fields.get('nature');
  const runner = fields.get('runner');
  return {
    id: reader.id(fields.get('id'), 'id') as ElectionId,
    name: reader.localized(fields.get('name'), 'name'),
    date: reader.date(fields.get('date'), 'date'),
    timeZone: readTimeZone(fields.get('timeZone'), reader),
    nature: nature === undefined && defaults !== null ? defaults.nature : reader.oneOf(nature, 'nature', NATURES),
    runner: runner === undefined && defaults !== null ? defaults.runner : readRunner(runner, reader),
    levels: readLevels(fields.get('levels'), reader),
  };
}

function readTimeZone(value: unknown, reader: FieldReader): string {
  const text = reader.text(value, 'timeZone');
  if (typeof value === 'string' && !/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(text)) {
    reader.report('unknown-time-zone', 'timeZone', value, 'an IANA name like America/La_Paz');
  }
  return text;
}

function readRunner(value: unknown, reader: FieldReader): Runner {
  const fields = reader.object(value, 'runner');
  return {
    kind: reader.oneOf(fields.get('kind'), 'runner.kind', RUNNER_KINDS),
    name: reader.localized(fields.get('name'), 'runner.name'),
  };
}

function readLevels(value: unknown, reader: FieldReader): readonly string[] {
  const levels = reader.list(value, 'levels', MAX_LEVELS).map((v, i) => reader.id(v, `levels[${i}]`));
  for (const [i, level] of levels.entries()) {
    if (isId(level) && (RESERVED_LEVELS.has(level) || level.startsWith('previous_'))) {
      reader.report('reserved-id', `levels[${i}]`, level, 'a name that no standard column has');
    }
  }
  reader.distinct(levels, 'levels');
  return levels;
}
