import type { Bytes } from '../base/bytes.ts';
import { toBase64 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { decodeDefinition } from '../model/encode-definition-strict.ts';
import { type Geography, layOutGeography } from '../model/geography.ts';
import { bodyPathOf, type ReadBodies } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import { addUnreadable } from './log-check.ts';
import type { PublicSource } from './public-source.ts';
import type { ReadHeader } from './read-header.ts';
import { definitionHash, type Trust } from './trust.ts';

/** The three definition files, in the order of their hashes in the first event. */
export const DEFINITION_PATHS = {
  election: 'definition/election.json',
  units: 'definition/units.json',
  stations: 'definition/stations.ndjson',
} as const;

/**
 * Reads the definition that the first event fixed, holds it against the trust file, and lays out its geography. Null,
 * after a finding, when there is nothing to add up by.
 */
export function readDefinition(
  crypto: Crypto,
  source: PublicSource,
  headers: readonly (ReadHeader | null)[],
  read: ReadBodies,
  trust: Trust | null,
  findings: FindingList,
): Geography | null {
  const first = read.bodies[0];
  if (first?.kind !== 'ElectionDefined') {
    const place = { path: bodyPathOf(0), record: 0 };
    findings.add('definition', 'not-defined', place, 'The first event is not an open ElectionDefined.');
  }
  checkDefinedOnce(headers, findings);
  const hashes = first?.kind === 'ElectionDefined' ? first : null;
  if (hashes !== null && trust !== null && definitionHash(crypto, hashes) !== trust.definition) {
    const says = 'The definition in the first event is not the one that the trust file names.';
    findings.add('trust', 'other-definition', { record: 0 }, says);
  }
  const election = readPart(crypto, source, 'election', hashes, findings);
  const units = readPart(crypto, source, 'units', hashes, findings);
  const stations = readPart(crypto, source, 'stations', hashes, findings);
  if (election === null || units === null || stations === null) return null;
  const decoded = decodeDefinition({ election, units, stations });
  if (decoded.ok) return layOutGeography(decoded.value);
  const { kind, file, line, path: at } = decoded.error;
  const where = line !== null ? ` in line ${line}` : at !== null ? ` at ${shown(at)}` : '';
  findings.add('definition', kind, { path: DEFINITION_PATHS[file] }, `This file is no definition${where}: ${kind}.`);
  return null;
}

function checkDefinedOnce(headers: readonly (ReadHeader | null)[], findings: FindingList): void {
  headers.forEach((header, record) => {
    if (record === 0 || header?.kind !== 'ElectionDefined') return;
    findings.add('definition', 'defined-twice', { record }, `Event ${record} defines the election a second time.`);
  });
}

function readPart(
  crypto: Crypto,
  source: PublicSource,
  part: keyof typeof DEFINITION_PATHS,
  hashes: Readonly<Record<keyof typeof DEFINITION_PATHS, string>> | null,
  findings: FindingList,
): Bytes | null {
  const path = DEFINITION_PATHS[part];
  const bytes = source.read(path);
  if (!bytes.ok) {
    if (bytes.error.kind === 'not-found') findings.add('definition', 'missing-file', { path }, 'This file is missing.');
    else addUnreadable(findings, path, bytes.error.kind);
    return null;
  }
  if (hashes !== null && toBase64(crypto.sha256(bytes.value)) !== hashes[part]) {
    findings.add('definition', 'definition-hash', { path }, 'This file is not the one that the first event fixed.');
  }
  return bytes.value;
}
