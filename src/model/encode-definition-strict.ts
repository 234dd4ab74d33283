import { type Bytes, decodeUtf8 } from '../base/bytes.ts';
import { ok } from '../base/result.ts';
import { describeOfficesProblem } from './describe-offices-problem.ts';
import type { ElectionDefinition } from './election.ts';
import type { DefinitionFiles } from './encode-definition.ts';
import { type Decoded, type DefinitionFileName, refuse } from './encode-definition-error.ts';
import { checkElectorates, decodeElection } from './encode-definition-strict-election.ts';
import { decodeStations, decodeUnits, parseJson } from './encode-definition-strict-units.ts';
import { checkOffices } from './office-definition.ts';

/**
 * Reads a published definition, of which nothing is trusted. Bytes are accepted only if they are exactly those that
 * `encodeDefinition` writes for what they say, so two programs that accept them read the same election. Also checked:
 * parents before children, ids unique, every station in a unit without children, no more stations there than allowed, every
 * station of exactly one office where there are any.
 * Whether a time zone exists is not checked: a verifier's own list may be older than the election.
 */
export function decodeDefinition(files: DefinitionFiles): Decoded<ElectionDefinition> {
  const electionText = decodeText(files.election, 'election');
  if (!electionText.ok) return electionText;
  const election = decodeDocument(electionText.value, 'election', decodeElection);
  if (!election.ok) return election;
  const unitsText = decodeText(files.units, 'units');
  if (!unitsText.ok) return unitsText;
  const { levels } = election.value;
  const units = decodeDocument(unitsText.value, 'units', (document, text) => decodeUnits(document, text, levels));
  if (!units.ok) return units;
  const checked = checkElectorates(election.value, units.value);
  if (!checked.ok) return checked;
  const stationsText = decodeText(files.stations, 'stations');
  if (!stationsText.ok) return stationsText;
  const stations = decodeStations(stationsText.value, units.value);
  if (!stations.ok) return stations;
  const definition = { election: checked.value, units: [...units.value.values()], stations: stations.value };
  const problem = checkOffices(definition);
  if (problem === null) return ok(definition);
  return refuse('bad-value', 'election', {
    path: 'canvass.offices',
    expected: describeOfficesProblem(problem).expected,
  });
}

function decodeText(bytes: Bytes, file: DefinitionFileName): Decoded<string> {
  const text = decodeUtf8(bytes);
  return text.ok ? text : refuse('not-utf8', file);
}

function decodeDocument<T>(
  text: string,
  file: DefinitionFileName,
  decode: (document: unknown, text: string) => Decoded<T>,
): Decoded<T> {
  const document = parseJson(text);
  return document === undefined ? refuse('not-json', file) : decode(document, text);
}
