import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { createFolderSource } from '../../adapters/public-source/folder-source.ts';
import { drawGenericTruth } from '../../simulation/generic-votes.ts';
import { type Instant, parseInstant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { defaultDeskRules } from '../../src/model/desk-defaults.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { type Geography, layOutGeography } from '../../src/model/geography.ts';
import { describeVerdict, parseTrust, verifyPublic } from '../../src/verify/index.ts';
import { RehearsalFailure } from '../run/definition-centre.ts';
import { definitionFiles } from '../run/definition-files.ts';
import { DefinitionRehearsal } from '../run/definition-rehearsal.ts';
import { removeRehearsal, runFolder } from '../run/open-run.ts';
import { type SampledClass, sampleStations } from '../run/rehearsal-classes.ts';
import {
  type ClassOutcome,
  type DefinitionReport,
  encodeReport,
  isGood,
  reportLines,
  softwareHash,
} from '../run/rehearsal-report.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

export type RehearseDefinitionOptions = {
  readonly out: string;
  readonly seed: string;
  /** How many stations' sheets are pushed through; classes are never cut off. */
  readonly stations: string;
  readonly fresh?: boolean;
};

/**
 * `cotejo rehearse --definition FOLDER`: the real definition of an election, with invented votes, through the real counting
 * centre: at least one sheet of every contest and kind of station. Exit 0 only if every one came through and `verify` agrees.
 */
export async function rehearseDefinitionCommand(
  folder: string,
  options: RehearseDefinitionOptions,
  output: Output,
): Promise<ExitCode> {
  const limit = Number(options.stations);
  if (!Number.isSafeInteger(limit) || limit < 1)
    return refuse(output, '--stations is a whole number from 1', EXIT.usage);
  const read = readElectionFolder(folder);
  if (!read.ok) {
    for (const line of describeFailure(read.error)) output.error(line);
    return EXIT.badInput;
  }
  if (options.fresh) {
    const removed = removeRehearsal(options.out);
    if (!removed.ok) return refuse(output, removed.error);
  }
  if (existsSync(join(options.out, 'store.sqlite'))) {
    return refuse(output, `${options.out} holds a run already. Choose another folder, or --fresh to begin anew.`);
  }
  const { definition, changed } = asRehearsal(read.value.definition);
  const report = await rehearse(definition, changed, limit, options, output);
  const keys = rehearsalKeys(nodeCrypto, options.seed, definition.election.id);
  for (const [name, bytes] of encodeReport(report, keys.log)) writeFileSync(join(options.out, name), bytes);
  for (const line of reportLines(report)) output.line(line);
  return isGood(report) ? EXIT.ok : EXIT.failed;
}

/** The definition as it is, but for what says that this is no count, and what a count cannot do without. */
export function asRehearsal(real: ElectionDefinition): { definition: ElectionDefinition; changed: readonly string[] } {
  const { election } = real;
  const changed: string[] = [];
  if (election.nature !== 'rehearsal') changed.push(`nature "${election.nature}" is "rehearsal" here`);
  if (election.desk === null) changed.push('no rules of the desk: the defaults are taken');
  if (election.pollsClose === null)
    changed.push('no "pollsClose": the end of the day is taken (a live count needs one)');
  const pollsClose = election.pollsClose ?? endOf(election.date);
  const desk = election.desk ?? defaultDeskRules(election.contests);
  return { definition: { ...real, election: { ...election, nature: 'rehearsal', pollsClose, desk } }, changed };
}

function endOf(date: string): Instant {
  return expectOk(parseInstant(`${date}T23:59:59Z`), 'a date of a definition');
}

async function rehearse(
  definition: ElectionDefinition,
  changed: readonly string[],
  limit: number,
  options: RehearseDefinitionOptions,
  output: Output,
): Promise<DefinitionReport> {
  const { seed, out } = options;
  const started = performance.now();
  const geography = layOutGeography(definition);
  const sample = sampleStations(geography, limit);
  const truth = drawGenericTruth(definition, seed);
  let told = 0;
  const onProgress = (done: number, of: number) => {
    if (done - told < 1000 && done < of) return;
    told = done;
    output.line(`${done} of ${of} sheets`);
  };
  const about = { rehearsal: { definition, truth }, seed, directory: out, sample, onProgress };
  const rehearsal = new DefinitionRehearsal(about);
  const failures: string[] = [];
  try {
    await rehearsal.play();
  } catch (cause) {
    // Anything that goes wrong on the way is what the rehearsal is for: it is reported, not thrown.
    failures.push(cause instanceof RehearsalFailure ? cause.message : String((cause as Error).stack));
  }
  const verdict = verdictOf(out);
  const shown = new ShownSheets(geography, out);
  const classes = sample.classes.map((one) => outcomeOf(rehearsal, geography, shown, one));
  const keys = rehearsalKeys(nodeCrypto, seed, definition.election.id);
  return {
    v: 1,
    election: definition.election.id,
    definition: definitionFiles(definition, nodeCrypto).combined,
    software: softwareHash(),
    seed,
    origin: keys.origin,
    changed,
    stations: sample.stations.length,
    target: classes.length,
    reached: classes.filter(({ reached }) => reached).length,
    classes,
    failures,
    counts: rehearsal.counts,
    verdict,
    seconds: Math.round((performance.now() - started) / 1000),
  };
}

function verdictOf(directory: string): string {
  const folder = runFolder(directory);
  const source = createFolderSource(folder.public);
  if (!source.ok) return `nothing was published: ${source.error.detail}`;
  if (!existsSync(folder.trust)) return 'there is no trust file';
  const trust = expectOk(parseTrust(nodeCrypto, readFileSync(folder.trust)), 'our own trust file');
  const verdict = verifyPublic({ source: source.value, trust, crypto: nodeCrypto });
  return verdict.kind === 'verified' ? 'verified' : describeVerdict(verdict).join(' ');
}

type Version = { readonly status: string; readonly boxes: unknown };
type Sheet = {
  readonly station: string;
  readonly contests: Readonly<Record<string, Readonly<Record<string, Version | null>>>>;
};

/** Sheets as the public files show them. */
class ShownSheets {
  private readonly geography: Geography;
  private readonly directory: string;
  private readonly pages = new Map<number, ReadonlyMap<string, Sheet>>();

  constructor(geography: Geography, directory: string) {
    this.geography = geography;
    this.directory = directory;
  }

  of(station: number): Sheet | undefined {
    const page = this.geography.pageOf[this.geography.placeOf[station] ?? 0] ?? 0;
    const sheets = this.pages.get(page) ?? this.read(page);
    this.pages.set(page, sheets);
    return sheets.get(this.geography.stations[station]?.id ?? '');
  }

  private read(page: number): ReadonlyMap<string, Sheet> {
    const path = join(runFolder(this.directory).public, 'data', 'u', `${this.geography.units[page]?.id}.json`);
    if (!existsSync(path)) return new Map();
    const { sheets = [] } = JSON.parse(readFileSync(path, 'utf8')) as { sheets?: readonly Sheet[] };
    return new Map(sheets.map((sheet) => [sheet.station, sheet]));
  }
}

/** Reached is what the public files count in both counts with the figures of the paper. */
function outcomeOf(
  rehearsal: DefinitionRehearsal,
  geography: Geography,
  shown: ShownSheets,
  { of, contest, station }: SampledClass,
): ClassOutcome {
  const { id } = geography.stations[station] ?? { id: '' };
  const contestId = geography.definition.election.contests[contest]?.id;
  const sheet = shown.of(station);
  const expected = contestId === undefined ? '' : JSON.stringify(rehearsal.expected(contestId, station));
  const wrong = (['preliminary', 'official'] as const).flatMap((count) => {
    const version = sheet?.contests[of.contest]?.[count] ?? null;
    if (version === null) return [`no figures in the ${count} count`];
    if (version.status !== 'counted') return [`${version.status} in the ${count} count`];
    return JSON.stringify(version.boxes) === expected ? [] : [`other figures in the ${count} count`];
  });
  return { ...of, station: id, reached: wrong.length === 0, why: wrong.join('; ') };
}
