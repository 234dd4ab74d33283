import { basename } from 'node:path';
import { describeIssue } from '../../adapters/election-folder/describe-errors.ts';
import { readStored } from '../../adapters/election-folder/read-bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { issue } from '../../src/model/folder/issue.ts';
import { findJsonFault } from '../../src/model/folder/json-syntax.ts';

/** What A calls something, and what B calls the same: docs/spec/collation.md. */
export type NameMap = {
  readonly contests: ReadonlyMap<string, string>;
  /** By the contest of A. */
  readonly options: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly stations: ReadonlyMap<string, string>;
};

export const NO_MAP: NameMap = { contests: new Map(), options: new Map(), stations: new Map() };

const MAX_BYTES = 16 * 1024 * 1024;
const PARTS = ['contests', 'options', 'stations'];

/** Reads `--map FILE`; an error is one line with file, line or field. */
export function readMap(path: string): Result<NameMap, string> {
  const file = basename(path);
  const stored = readStored(path, file, MAX_BYTES);
  if (!stored.ok) return err(describeIssue(stored.error));
  const text = stored.value.bytes.toString('utf8').replace(/^\ufeff/, '');
  const fault = findJsonFault(text);
  if (fault !== null) {
    const place = { file, line: fault.line, field: `column ${fault.column}` };
    return err(describeIssue(issue(fault.kind, place, fault.found, fault.expected)));
  }
  return readParts(file, JSON.parse(text) as unknown);
}

function readParts(file: string, value: unknown): Result<NameMap, string> {
  const wrong = (field: string, expected: string) =>
    err(describeIssue(issue('wrong-type', { file, line: null, field }, null, expected)));
  if (!isObject(value)) return wrong('', 'an object with contests, options or stations');
  const unknown = Object.keys(value).find((key) => !PARTS.includes(key));
  if (unknown !== undefined) return wrong(unknown, 'only contests, options and stations');
  const contests = namesOf(value['contests']);
  if (contests === null) return wrong('contests', 'an object from names of A to names of B, each once');
  const stations = namesOf(value['stations']);
  if (stations === null) return wrong('stations', 'an object from codes of A to codes of B, each once');
  const options = new Map<string, ReadonlyMap<string, string>>();
  if (value['options'] !== undefined && !isObject(value['options']))
    return wrong('options', 'an object by contest of A');
  for (const [contest, names] of Object.entries(isObject(value['options']) ? value['options'] : {})) {
    const read = namesOf(names);
    if (read === null) return wrong(`options.${contest}`, 'an object from names of A to names of B, each once');
    options.set(contest, read);
  }
  return ok({ contests, options, stations });
}

/** Null where it is no object of texts, or two names of A are given the same name of B. */
function namesOf(value: unknown): ReadonlyMap<string, string> | null {
  if (value === undefined) return new Map();
  if (!isObject(value)) return null;
  const entries = Object.entries(value);
  if (entries.some(([, name]) => typeof name !== 'string')) return null;
  const names = new Map(entries as [string, string][]);
  return new Set(names.values()).size === names.size ? names : null;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
