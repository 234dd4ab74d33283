import { type Finding, type Layer, plain } from './finding.ts';

/** What was looked at, for a reader to judge how much a verdict rests on. */
export type VerifyReport = {
  /** null when the checkpoint could not be read at all. */
  readonly origin: string | null;
  /** Whether keys, origin and definition came from a trust file and not from the folder itself. */
  readonly trusted: boolean;
  readonly events: number;
  /** Size and instant of the newest published state; null when there is none. */
  readonly stateSize: number | null;
  readonly stateAt: number | null;
  /** When the heartbeat was signed, in ms since 1970; null when it was refused. */
  readonly heartbeatAt: number | null;
  /** Age of the heartbeat by the clock of the caller, where one was given. */
  readonly heartbeatAgeMs: number | null;
  readonly files: number;
  readonly bytes: number;
  readonly bodiesOpened: number;
  readonly bodiesSealed: number;
  /** Sheets (one station, contest and count each) that were added up again. */
  readonly sheetsAdded: number;
  readonly pages: number;
  /** Figures in pages that were derived again. */
  readonly figures: number;
  /** Files whose hash was checked and whose content this program cannot derive from the record. */
  readonly filesNotDerived: number;
  /** Devices' signatures of sheets and of figures that were checked. */
  readonly signatures: number;
  /** Pictures that were read and have the hash of the record, or a finding; and their bytes. */
  readonly pictures: number;
  readonly pictureBytes: number;
  /** Pictures that are not there because two people saw that they are of something else. */
  readonly picturesWithheld: number;
  /** Pictures that are due and that the source did not fetch, to keep within its bounds. */
  readonly picturesNotFetched: number;
  /** Entries voided as lost: nobody can open them any more. */
  readonly entriesLost: number;
  /** Events of kinds newer than this program: in the log, and not understood. */
  readonly unknownKinds: number;
  /** Whether the source could be listed, so that files which belong to nothing were looked for. */
  readonly listed: boolean;
  /** Size of the older checkpoint that the log was compared with. */
  readonly sinceSize: number | null;
};

/** What an outsider can say of a public folder: docs/spec/verify.md. */
export type Verdict =
  /** Everything holds, and it is the log and the election that the trust file names. */
  | { readonly kind: 'verified'; readonly report: VerifyReport }
  /** Everything holds together, but whose log it is was not established: there was no trust file. */
  | { readonly kind: 'consistent'; readonly report: VerifyReport }
  | {
      readonly kind: 'failed';
      readonly report: VerifyReport;
      /** The first hundred. */
      readonly findings: readonly Finding[];
      readonly findingsTotal: number;
      readonly byLayer: ReadonlyMap<Layer, number>;
    }
  /** There is no log to begin with. Nothing was verified. */
  | { readonly kind: 'unreadable'; readonly why: Finding };

const LAYER_NAMES: Readonly<Record<Layer, string>> = {
  trust: 'the trust file against the log',
  checkpoint: 'the checkpoint',
  log: 'the log',
  manifest: 'the manifest',
  definition: 'the definition',
  body: 'the bodies of events',
  derivation: 'the derivation of figures',
  page: 'the pages',
  picture: 'the pictures of sheets',
  'extra-file': 'the list of files',
};
const FINDINGS_SHOWN_PER_LAYER = 5;

/** The verdict in plain lines: what holds, or which of log, manifest, derivation and so on failed, and where. */
export function describeVerdict(verdict: Verdict): string[] {
  if (verdict.kind === 'unreadable') return ['UNREADABLE: nothing could be verified.', describeFinding(verdict.why)];
  const lines = verdict.kind === 'failed' ? describeFailure(verdict) : [describeSuccess(verdict)];
  return [...lines, ...describeReport(verdict.report)];
}

/** One finding as a line: where, what, and its code. */
export function describeFinding({ layer, kind, path, record, says }: Finding): string {
  const where = [path === null ? null : plain(path), record === null ? null : `event ${record}`]
    .filter((part) => part !== null)
    .join(', ');
  return `  ${where === '' ? '' : `${where}: `}${says} [${layer}/${kind}]`;
}

function describeSuccess(verdict: Extract<Verdict, { kind: 'verified' | 'consistent' }>): string {
  return verdict.kind === 'verified'
    ? 'VERIFIED: every published figure follows from the signed record of the log that the trust file names.'
    : 'CONSISTENT with itself; origin not established: without a trust file nothing says whose log this is.';
}

function describeFailure(verdict: Extract<Verdict, { kind: 'failed' }>): string[] {
  const lines = [`FAILED: ${verdict.findingsTotal} finding${verdict.findingsTotal === 1 ? '' : 's'}.`];
  for (const [layer, total] of verdict.byLayer) {
    lines.push(`Failed: ${LAYER_NAMES[layer]} (${total}).`);
    const kept = verdict.findings.filter((finding) => finding.layer === layer);
    for (const finding of kept.slice(0, FINDINGS_SHOWN_PER_LAYER)) lines.push(describeFinding(finding));
    const more = total - Math.min(kept.length, FINDINGS_SHOWN_PER_LAYER);
    if (more > 0) lines.push(`  and ${more} more`);
  }
  const held = (Object.keys(LAYER_NAMES) as Layer[]).filter((layer) => !verdict.byLayer.has(layer));
  if (held.length > 0) lines.push(`No finding in: ${held.map((layer) => LAYER_NAMES[layer]).join(', ')}.`);
  return lines;
}

function describeReport(report: VerifyReport): string[] {
  const lines = [
    `Log: ${plain(report.origin ?? 'unknown')}, ${report.events} events; newest published state: ${report.stateSize ?? 'none'}.`,
    `Checked: ${report.files} files, ${report.bytes} bytes; ${report.bodiesOpened} bodies open, ${report.bodiesSealed} sealed.`,
    `Added up again: ${report.sheetsAdded} sheets; compared: ${report.figures} figures in ${report.pages} pages.`,
  ];
  if (report.signatures > 0) lines.push(`Signatures: ${report.signatures} by devices, of sheets and of figures.`);
  lines.push(...describePictures(report));
  if (report.entriesLost > 0) lines.push(`${report.entriesLost} entries were voided as lost: nobody can open them.`);
  if (report.heartbeatAt !== null)
    lines.push(`Heartbeat: ${describeHeartbeat(report.heartbeatAt, report.heartbeatAgeMs)}.`);
  if (report.sinceSize !== null) lines.push(`Compared with an older checkpoint of ${report.sinceSize} events.`);
  if (report.filesNotDerived > 0)
    lines.push(`${report.filesNotDerived} files are as signed, but hold nothing that is derived again.`);
  if (report.unknownKinds > 0)
    lines.push(`${report.unknownKinds} events are of kinds that this program does not know.`);
  if (!report.listed) lines.push('The source cannot be listed: files that belong to nothing were not looked for.');
  return lines;
}

function describePictures(report: VerifyReport): string[] {
  const { pictures, pictureBytes, picturesWithheld, picturesNotFetched } = report;
  const withheld = picturesWithheld === 0 ? '' : `; ${picturesWithheld} withheld, which are no sheets`;
  const lines = pictures + picturesWithheld === 0 ? [] : [`Pictures: ${pictures}, ${pictureBytes} bytes${withheld}.`];
  if (picturesNotFetched > 0) lines.push(`${picturesNotFetched} pictures were not fetched: verify a copy to see all.`);
  return lines;
}

function describeHeartbeat(at: number, ageMs: number | null): string {
  // Dates end at 8.64e15 ms; a hostile signer may write a time behind that.
  const when = at <= 8.64e15 ? new Date(at).toISOString() : `${at} ms after 1970`;
  if (ageMs === null) return `signed ${when}`;
  const seconds = Math.round(Math.abs(ageMs) / 1000);
  return ageMs < 0 ? `signed ${when}, ${seconds} s ahead of this clock` : `signed ${when}, ${seconds} s ago`;
}
