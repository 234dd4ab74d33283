import { canonicalText } from '../base/canonical.ts';
import { type Instant, instant } from '../base/instant.ts';
import { ok } from '../base/result.ts';
import type { Contest, ContestSelection, Election, GpUnit } from './election.ts';
import { encodeElection } from './encode-definition.ts';
import { type Decoded, refuse } from './encode-definition-error.ts';
import type { ContestId, GpUnitId, SelectionId } from './ids.ts';
import { readCanvassRules } from './parse-canvass-rules.ts';
import { readDeskRules } from './parse-desk-rules.ts';
import { MAX_CONTESTS, MAX_SELECTIONS, readRule } from './parse-election-contests.ts';
import { FieldReader } from './parse-election-fields.ts';
import { readHead } from './parse-election-head.ts';
import { readEstimateRules } from './parse-estimate-rules.ts';
import { readSeatRule } from './parse-seat-rule.ts';

const MAX_NAMES = 100;
const MAX_LIST = 100_000;
/** Beyond this an instant is no date (ECMAScript time values). */
const MAX_INSTANT = 8.64e15;

/** Reads the canonical text of election.json, already parsed. */
export function decodeElection(document: unknown, text: string): Decoded<Election> {
  const reader = new FieldReader();
  const fields = reader.object(document, '');
  if (fields.get('v') !== 1) reader.report('unknown-value', 'v', fields.get('v'), '1');
  const contests = readContests(fields.get('contests'), reader);
  const election: Election = {
    ...readHead(fields, reader, null),
    pollsClose: readInstant(fields.get('pollsClose'), reader),
    contests,
    desk: fields.has('desk') ? readDeskRules(fields.get('desk'), contests, reader) : null,
    canvass: fields.has('canvass') ? readCanvassRules(fields.get('canvass'), reader) : null,
    ...(fields.has('estimates') ? { estimates: readEstimateRules(fields.get('estimates'), reader) } : {}),
    sources: readTexts(fields.get('sources'), 'sources', reader),
    notes: readTexts(fields.get('notes'), 'notes', reader),
  };
  const problem = reader.problems[0];
  if (problem !== undefined) {
    const kind = problem.kind === 'repeated-id' ? 'repeated-id' : 'bad-value';
    return refuse(kind, 'election', { path: problem.path, expected: problem.expected });
  }
  return canonicalText(encodeElection(election)) === text ? ok(election) : refuse('not-canonical', 'election');
}

/** Whether the electorates and the offices name units that exist. */
export function checkElectorates(election: Election, units: ReadonlyMap<string, GpUnit>): Decoded<Election> {
  for (const [c, contest] of election.contests.entries()) {
    for (const [i, unit] of (contest.electorate ?? []).entries()) {
      if (units.has(unit)) continue;
      return refuse('unknown-unit', 'election', { path: `contests[${c}].electorate[${i}]` });
    }
  }
  for (const [o, office] of (election.canvass?.offices ?? []).entries()) {
    for (const [i, unit] of office.units.entries()) {
      if (!units.has(unit)) return refuse('unknown-unit', 'election', { path: `canvass.offices[${o}].units[${i}]` });
    }
  }
  return ok(election);
}

function readInstant(value: unknown, reader: FieldReader): Instant | null {
  if (value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) <= MAX_INSTANT) {
    return instant(value);
  }
  reader.report('wrong-type', 'pollsClose', value, 'milliseconds since 1970, or null');
  return null;
}

function readTexts(value: unknown, path: string, reader: FieldReader): readonly string[] {
  return reader.list(value, path, MAX_LIST).map((entry, i) => reader.text(entry, `${path}[${i}]`));
}

function readIds(value: unknown, path: string, most: number, reader: FieldReader): readonly string[] {
  return reader.list(value, path, most).map((entry, i) => reader.id(entry, `${path}[${i}]`));
}

function readContests(value: unknown, reader: FieldReader): readonly Contest[] {
  const list = reader.list(value, 'contests', MAX_CONTESTS);
  if (list.length === 0) reader.report('missing-value', 'contests', null, 'at least one contest');
  const contests = list.map((entry, i) => readContest(entry, `contests[${i}]`, reader));
  const ids = contests.map((c) => c.id);
  reader.distinct(ids, 'contests');
  return contests;
}

function readContest(value: unknown, path: string, reader: FieldReader): Contest {
  const fields = reader.object(value, path);
  const selections = readSelections(fields.get('selections'), `${path}.selections`, reader);
  const ids = selections.map((s) => s.id);
  const others = readIds(fields.get('others'), `${path}.others`, MAX_NAMES, reader);
  const controls = readIds(fields.get('controls'), `${path}.controls`, MAX_NAMES, reader);
  reader.distinct([...ids, ...others, ...controls], `${path}.boxes`);
  const rule = readRule(fields.get('rule'), ids, `${path}.rule`, reader);
  return {
    id: reader.id(fields.get('id'), `${path}.id`) as ContestId,
    name: reader.localized(fields.get('name'), `${path}.name`),
    rule,
    selections,
    others,
    controls,
    electorate: readElectorate(fields.get('electorate'), `${path}.electorate`, reader),
    seats: readSeatRule(fields.get('seats'), rule, `${path}.seats`, reader),
  };
}

function readSelections(value: unknown, path: string, reader: FieldReader): readonly ContestSelection[] {
  const list = reader.list(value, path, MAX_SELECTIONS);
  if (list.length === 0) reader.report('missing-value', path, null, 'at least one selection');
  return list.map((entry, i) => {
    const fields = reader.object(entry, `${path}[${i}]`);
    return {
      id: reader.id(fields.get('id'), `${path}[${i}].id`) as SelectionId,
      name: reader.text(fields.get('name'), `${path}[${i}].name`),
      party: reader.text(fields.get('party'), `${path}[${i}].party`),
    };
  });
}

function readElectorate(value: unknown, path: string, reader: FieldReader): readonly GpUnitId[] | null {
  if (value === null) return null;
  const ids = readIds(value, path, MAX_LIST, reader);
  if (ids.length === 0) reader.report('missing-value', path, null, 'at least one unit, or null');
  reader.distinct(ids, path);
  return ids.map((id) => id as GpUnitId);
}
