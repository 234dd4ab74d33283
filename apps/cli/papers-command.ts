import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { unprintableSigns } from '../../adapters/paper/paper-fonts.ts';
import { beginPdf, describePaperError, type PaperError, type PdfFile } from '../../adapters/paper/pdf-file.ts';
import { instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { PollingStation } from '../../src/model/election.ts';
import { type Geography, layOutGeography } from '../../src/model/geography.ts';
import type { PrintedPage } from '../../src/model/printed-page.ts';
import { chooseStations } from '../forms/choose-stations.ts';
import { coverPage, labelPages } from '../papers/envelope-papers.ts';
import { TEST_MARK } from '../papers/paper-frame.ts';
import { geographyNow, openRunForReading } from '../run/read-run.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

export type PapersOptions = {
  readonly station?: readonly string[];
  readonly place?: string;
  readonly force?: boolean;
};

type Refusal = { readonly text: string; readonly code: ExitCode };
type Pages = (geography: Geography, stations: readonly PollingStation[], mark: string | null) => Iterable<PrintedPage>;

/** `cotejo papers labels FOLDER OUT`: labels for the envelopes, eight on a page. */
export function labelsCommand(folder: string, out: string, options: PapersOptions, output: Output): Promise<ExitCode> {
  return printStations(folder, out, options, output, labelPages);
}

/** `cotejo papers covers FOLDER OUT`: the sheet on which everybody signs who has an envelope in hands. */
export function coversCommand(folder: string, out: string, options: PapersOptions, output: Output): Promise<ExitCode> {
  return printStations(folder, out, options, output, function* (geography, stations, mark) {
    for (const station of stations) yield coverPage(geography, station, mark);
  });
}

async function printStations(
  folder: string,
  out: string,
  options: PapersOptions,
  output: Output,
  pagesOf: Pages,
): Promise<ExitCode> {
  const geography = readGeography(folder);
  if (!geography.ok) return refuse(output, geography.error.text, geography.error.code);
  const { election } = geography.value.definition;
  const chosen = chooseStations(geography.value, { stations: options.station ?? [], place: options.place ?? null });
  if (!chosen.ok) return refuse(output, `${chosen.error.text}.`, EXIT.usage);
  const signs = unprintableSigns(textsOf(geography.value));
  if (signs.length > 0) {
    const some = signs.slice(0, 5).join(' ');
    return refuse(output, `these signs cannot be printed: ${some}. Spell the names without them.`, EXIT.badInput);
  }
  // A date of its own would make every printing another file.
  const at = instant(Date.parse(`${election.date}T00:00:00Z`));
  const begun = beginPdf(out, { title: election.name.es, at, replace: options.force === true });
  if (!begun.ok) return refuse(output, describePaperError(begun.error));
  const mark = election.nature === 'rehearsal' ? TEST_MARK : null;
  const printed = await printAll(begun.value, pagesOf(geography.value, chosen.value, mark));
  if (!printed.ok) return refuse(output, describePaperError(printed.error));
  output.line(`Stations: ${chosen.value.length}; pages: ${begun.value.pages}. ${out}`);
  return EXIT.ok;
}

async function printAll(pdf: PdfFile, pages: Iterable<PrintedPage>): Promise<Result<null, PaperError>> {
  for (const page of pages) {
    const added = await pdf.add(page);
    if (added.ok) continue;
    pdf.abandon();
    return added;
  }
  return pdf.finish();
}

/** Of a run, or of an election folder. */
function readGeography(folder: string): Result<Geography, Refusal> {
  if (existsSync(join(folder, 'store.sqlite'))) {
    const run = openRunForReading(folder, nodeCrypto);
    if (!run.ok) return err({ text: `${run.error.path}: ${run.error.detail}`, code: EXIT.badInput });
    const geography = geographyNow(run.value);
    run.value.close();
    return ok(geography);
  }
  const read = readElectionFolder(folder);
  if (read.ok) return ok(layOutGeography(read.value.definition));
  return err({ text: describeFailure(read.error).join('\n'), code: EXIT.badInput });
}

function* textsOf({ definition: { election, units }, stations }: Geography): Generator<string> {
  yield election.name.es;
  yield election.name.en;
  for (const { name } of units) yield name;
  for (const { id } of stations) yield id;
}
