import type { CodesNotStored, KitCode, OneTimeCodes } from '../../adapters/codes/codes.ts';
import { beginPdf, describePaperError, type PaperError, type PdfFile } from '../../adapters/paper/pdf-file.ts';
import { present } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { PollingStation } from '../../src/model/election.ts';
import type { PrintedPage } from '../../src/model/printed-page.ts';
import { formPages, kitPages } from './kit-pages.ts';
import type { Handout, Printing, StationCodes } from './printing.ts';

/** One file and whose papers go into it. */
export type PaperFile = { readonly path: string; readonly stations: readonly PollingStation[] };

/** What makes the codes of the kits; null: forms alone. */
export type Kits = Handout & { readonly codes: OneTimeCodes; readonly replace: boolean };

export type PrintJob = {
  readonly printing: Printing;
  readonly kits: Kits | null;
  readonly at: Instant;
  readonly force: boolean;
  readonly onProgress: (stations: number, pages: number) => void;
};

export type Printed = {
  readonly files: number;
  readonly stations: number;
  readonly pages: number;
  readonly bytes: number;
};

/** How far it came: whose codes are made and lost, because nothing shows them. */
export type PrintError = (PaperError | CodesNotStored) & { readonly lost: readonly PollingStation[] };

/** The door has to wait while the codes of these are stored. */
const STATIONS_AT_ONCE = 200;

/** One sentence for a person. */
export function describePrintError(error: PrintError): string {
  const what =
    error.kind === 'not-stored'
      ? `the codes were not stored: ${error.detail}. Check the disk, and whether another process holds codes.sqlite.`
      : describePaperError(error);
  if (error.lost.length === 0) return what;
  return (
    `${what} Of ${error.lost.length} stations (from ${error.lost[0]?.id} on) codes were made that no paper shows; ` +
    'print these again with --anew. Older kits of theirs may be good no more.'
  );
}

/** Prints one file after the other; a file is in its place when it is whole. */
export async function printFiles(files: readonly PaperFile[], job: PrintJob): Promise<Result<Printed, PrintError>> {
  const done = { files: 0, stations: 0, pages: 0, bytes: 0 };
  for (const { path, stations } of files) {
    const { name } = job.printing.geography.definition.election;
    const begun = beginPdf(path, { title: name.es, at: job.at, replace: job.force });
    if (!begun.ok) return err({ ...begun.error, lost: [] });
    const pdf = begun.value;
    const report = (count: number) => job.onProgress(done.stations + count, done.pages + pdf.pages);
    const filled = await fill(pdf, stations, job, report);
    if (!filled.ok) {
      pdf.abandon();
      return filled;
    }
    const finished = await pdf.finish();
    if (!finished.ok) return err({ ...finished.error, lost: job.kits === null ? [] : stations });
    done.files++;
    done.stations += stations.length;
    done.pages += pdf.pages;
    done.bytes += pdf.bytes;
  }
  return ok(done);
}

async function fill(
  pdf: PdfFile,
  stations: readonly PollingStation[],
  job: PrintJob,
  report: (stations: number) => void,
): Promise<Result<null, PrintError>> {
  for (let from = 0; from < stations.length; from += STATIONS_AT_ONCE) {
    const some = stations.slice(from, from + STATIONS_AT_ONCE);
    const codes = job.kits === null ? ok(null) : makeCodes(job.kits, some, job.at);
    if (!codes.ok) return err({ ...codes.error, lost: stations.slice(0, from) });
    for (const [i, station] of some.entries()) {
      for (const page of pagesOf(job, station, codes.value?.[i] ?? null)) {
        const added = await pdf.add(page);
        if (!added.ok)
          return err({ ...added.error, lost: job.kits === null ? [] : stations.slice(0, from + some.length) });
      }
    }
    report(from + some.length);
  }
  return ok(null);
}

function pagesOf({ printing, kits }: PrintJob, station: PollingStation, codes: StationCodes | null): PrintedPage[] {
  return kits === null || codes === null ? formPages(printing, station) : kitPages(printing, kits, station, codes);
}

/** Two codes for each station, in their order. */
function makeCodes(
  { codes, expiresAt, perPlace, replace }: Kits,
  stations: readonly PollingStation[],
  at: Instant,
): Result<readonly StationCodes[], CodesNotStored> {
  const wanted = stations.flatMap(({ id, place }): KitCode[] => [
    { station: id, grant: { kind: 'enrol', scope: place, only: perPlace ? null : id, replaces: null } },
    { station: id, grant: { kind: 'sms', station: id } },
  ]);
  const made = codes.makeMany(wanted, { at, expiresAt, by: null }, { replace });
  if (!made.ok) return made;
  const code = (i: number) => present(made.value[i], 'a code that was made').code;
  return ok(stations.map((_, i) => ({ enrol: code(2 * i), sms: code(2 * i + 1) })));
}

/** Those of the stations whose kit was printed before and is not cancelled: another one needs a word. */
export function printedBefore(codes: OneTimeCodes, stations: readonly PollingStation[]): PollingStation[] {
  const newest = 4;
  return stations.filter(({ id }) =>
    codes.list({ printed: true, station: id, limit: newest }).some(({ cancelledAt }) => cancelledAt === null),
  );
}
