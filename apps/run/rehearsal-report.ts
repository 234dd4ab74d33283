import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, toBase64, utf8 } from '../../src/base/bytes.ts';
import { canonicalText, type Json } from '../../src/base/canonical.ts';
import { encodeNote, type KeyPair, signNoteText } from '../../src/tlog/index.ts';
import type { RehearsalCounts } from './definition-rehearsal.ts';
import type { SheetClass } from './rehearsal-classes.ts';

export type ClassOutcome = SheetClass & {
  readonly station: string;
  readonly reached: boolean;
  /** Why it was not; empty where it was. */
  readonly why: string;
};

/** What a rehearsal of a definition found: `report.json`. */
export type DefinitionReport = {
  readonly v: 1;
  readonly election: string;
  /** As in the trust file. */
  readonly definition: string;
  /** Hash over the program's own sources: `softwareHash`. */
  readonly software: string;
  readonly seed: string;
  readonly origin: string;
  /** What was changed of the definition, so that it could be rehearsed. */
  readonly changed: readonly string[];
  readonly stations: number;
  readonly target: number;
  readonly reached: number;
  readonly classes: readonly ClassOutcome[];
  readonly failures: readonly string[];
  readonly counts: RehearsalCounts;
  /** `verified`, or what the verifier said. */
  readonly verdict: string;
  readonly seconds: number;
};

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ZONES = ['adapters', 'apps', 'simulation', 'src'];

/** SHA-256 over path and hash of every source file of this program, tests aside, in the order of their paths. */
export function softwareHash(): string {
  const lines = ZONES.flatMap((zone) =>
    readdirSync(join(ROOT, zone), { recursive: true, encoding: 'utf8' }).map((p) => `${zone}/${p}`),
  )
    .filter((path) => /\.(ts|html|css)$/.test(path) && !/\.(test|test-support|contract)\.ts$/.test(path))
    .sort()
    .map((path) => `${path} ${toBase64(nodeCrypto.sha256(readFileSync(join(ROOT, path))))}\n`);
  return toBase64(nodeCrypto.sha256(utf8(lines.join(''))));
}

/** `report.json`, `report.txt`, and the text signed by the run's log key (C2SP signed note), which names the hash of the former. */
export function encodeReport(report: DefinitionReport, log: KeyPair): ReadonlyMap<string, Bytes> {
  const json = utf8(`${canonicalText(report as unknown as Json)}\n`);
  const text = `${reportLines(report).join('\n')}\nreport.json SHA-256 ${toBase64(nodeCrypto.sha256(json))}\n`;
  const note = encodeNote({ text, signatures: [signNoteText(text, log.key, log.signer)] });
  return new Map([
    ['report.json', json],
    ['report.txt', utf8(text)],
    ['report.note', note],
  ]);
}

const CLASSES_SHOWN = 40;

/** The report for people. Its first line is no origin, so that nobody takes it for a checkpoint. */
export function reportLines(report: DefinitionReport): string[] {
  const { counts } = report;
  const missing = report.classes.filter((c) => !c.reached);
  return [
    `Rehearsal of the definition of ${report.election}`,
    `Definition ${report.definition}`,
    `Software   ${report.software}`,
    `Log        ${report.origin}`,
    ...report.changed.map((what) => `Changed    ${what}`),
    `Classes    ${report.reached} of ${report.target} reached (contest, setting, area, registered voters, electorate)`,
    ...missing.slice(0, CLASSES_SHOWN).map((c) => `  missing  ${describeClass(c)}: ${c.why}`),
    ...(missing.length > CLASSES_SHOWN ? [`  and ${missing.length - CLASSES_SHOWN} more`] : []),
    `Sheets     ${counts.sheets} (those of the classes in both counts) of ${report.stations} stations; ${counts.pictures} pages drawn; ${counts.entries} entries, ${counts.differences} differences, ${counts.ruled} ruled`,
    `Published  ${counts.states} states, ${counts.events} events; ${counts.stops} stop and resume, ${counts.restarts} restart`,
    `Verifier   ${report.verdict}`,
    ...report.failures.map((failure) => `FAILED     ${failure.replaceAll(/\p{Cc}+/gu, ' ')}`),
    `Seconds    ${report.seconds}`,
    isGood(report) ? 'Every class came through.' : 'NOT every class came through.',
  ];
}

/** Whether every class was reached and nothing failed on the way. */
export function isGood(report: DefinitionReport): boolean {
  return report.reached === report.target && report.failures.length === 0 && report.verdict === 'verified';
}

function describeClass({ contest, setting, area, registered, electorate, station }: ClassOutcome): string {
  return [contest, setting || '-', area || '-', registered, electorate, `station ${station}`].join(', ');
}
