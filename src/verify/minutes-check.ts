import { fromBase64, toHex } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { expectOk } from '../base/result.ts';
import type { Papers } from '../record/index.ts';
import type { FindingList } from './finding.ts';
import { addUnreadable } from './log-check.ts';
import type { NationalRecord } from './national-record.ts';
import type { PublicSource } from './public-source.ts';

/** Where the papers of sessions and certificates lie, by the record number that names them: official-count.md section 9. */
export function papersOf(
  { read, unresolved }: Pick<NationalRecord, 'read' | 'unresolved'>,
  events: number,
): ReadonlyMap<string, number> {
  const paths = new Map<string, number>();
  for (let record = 0; record < events; record++) {
    // Also of one that names what is not there: its papers are of the record all the same.
    const body = read.bodies[record] ?? unresolved.get(record);
    if (body?.kind !== 'SessionClosed' && body?.kind !== 'ResultCertified') continue;
    for (const path of pathsOf(body.papers)) if (!paths.has(path)) paths.set(path, record);
  }
  return paths;
}

function pathsOf({ data, es, en }: Papers): readonly string[] {
  return [paperPath(data, 'json'), paperPath(es, 'pdf'), paperPath(en, 'pdf')];
}

export function paperPath(hash: string, type: 'json' | 'pdf'): string {
  const hex = toHex(expectOk(fromBase64(hash), 'a hash of 43 signs and =, as decoded bodies have it'));
  return `papers/${hex.slice(0, 2)}/${hex}.${type}`;
}

/** Every paper is there, with the hash that the record has of it. */
export function checkPapers(
  crypto: Crypto,
  source: PublicSource,
  papers: ReadonlyMap<string, number>,
  findings: FindingList,
): void {
  for (const [path, record] of papers) {
    const bytes = source.read(path);
    if (!bytes.ok) {
      const says = `This paper, which event ${record} names, is missing.`;
      if (bytes.error.kind === 'not-found') findings.add('manifest', 'missing-paper', { path, record }, says);
      else addUnreadable(findings, path, bytes.error.kind);
      continue;
    }
    if (path.includes(`/${toHex(crypto.sha256(bytes.value))}.`)) continue;
    const says = `This paper is not the one whose hash event ${record} has.`;
    findings.add('manifest', 'paper-hash', { path, record }, says);
  }
}
