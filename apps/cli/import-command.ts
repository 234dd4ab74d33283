import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeFailure, describeWarnings } from '../../adapters/election-folder/describe-errors.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { PublicFolder } from '../../adapters/public-folder/public-folder.ts';
import { definitionFiles } from '../run/definition-files.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

export type ImportOptions = { readonly out?: string; readonly json?: boolean };

/** `cotejo import FOLDER`: checks an election folder; with `--out` writes its definition in the published form. */
export function importCommand(folder: string, options: ImportOptions, output: Output): ExitCode {
  const read = readElectionFolder(folder);
  if (!read.ok) {
    if (options.json) output.line(JSON.stringify({ ok: false, ...read.error }));
    else for (const line of describeFailure(read.error)) output.error(line);
    return EXIT.badInput;
  }
  const { definition, preliminary, official, warnings } = read.value;
  const summary = {
    ok: true,
    election: definition.election.id,
    stations: definition.stations.length,
    places: new Set(definition.stations.map((s) => s.place)).size,
    registered: definition.stations.reduce((sum, s) => sum + (s.registered ?? 0), 0),
    contests: definition.election.contests.map((c) => c.id),
    preliminaryRows: preliminary.length,
    officialRows: official.length,
    warnings,
  };
  if (options.json) output.line(JSON.stringify(summary));
  else {
    for (const line of describeWarnings(warnings)) output.error(line);
    output.line(
      `${definition.election.name.en}: ${summary.stations} stations in ${summary.places} places, ${summary.registered} registered voters; ` +
        `${summary.preliminaryRows} preliminary and ${summary.officialRows} official rows. No errors.`,
    );
  }
  return options.out === undefined ? EXIT.ok : writeDefinition(options.out, definition, output);
}

/** Writes a definition in its published form. */
export function writeDefinition(
  out: string,
  definition: Parameters<typeof definitionFiles>[0],
  output: Output,
): ExitCode {
  const staging = join(out, '.staging');
  const folder = new PublicFolder(out, staging);
  const prepared = folder.prepare();
  if (!prepared.ok) return refuse(output, `cannot write ${prepared.error.path}: ${prepared.error.detail}`);
  for (const file of definitionFiles(definition, nodeCrypto).files) {
    const wrote = folder.write(file.path, file.bytes);
    if (!wrote.ok) return refuse(output, `cannot write ${wrote.error.path}: ${wrote.error.detail}`);
  }
  rmSync(staging, { recursive: true, force: true });
  output.error(`The definition is in ${join(out, 'definition')}.`);
  return EXIT.ok;
}
