import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeCodesError } from '../../adapters/codes/codes.ts';
import { openCodesFile } from '../../adapters/codes/codes-file.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { unprintableSigns } from '../../adapters/paper/paper-fonts.ts';
import { type Instant, instant, parseInstant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { defaultDeskRules } from '../../src/model/desk-defaults.ts';
import type { Election, PollingStation } from '../../src/model/election.ts';
import { type Geography, layOutGeography } from '../../src/model/geography.ts';
import { byPlace, chooseStations, onePerPaper } from '../forms/choose-stations.ts';
import { describePrintError, type Kits, type PaperFile, printedBefore, printFiles } from '../forms/print-kits.ts';
import type { Handout, Printing } from '../forms/printing.ts';
import { geographyNow, openRunForReading } from '../run/read-run.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

export type FormsOptions = {
  readonly out: string;
  readonly specimen?: boolean;
  readonly station?: readonly string[];
  readonly place?: string;
  readonly captureUrl?: string;
  readonly smsNumber?: string;
  readonly expires?: string;
  readonly per: string;
  readonly anew?: boolean;
  readonly split?: boolean;
  readonly force?: boolean;
};

type Refusal = { readonly text: string; readonly code: ExitCode };

const SPECIMEN = 'MUESTRA · SPECIMEN';
const REHEARSAL = 'SIMULACRO · REHEARSAL';
const DAYS_GOOD = 7;
const DAY_MS = 86_400_000;

/** `cotejo forms`: the paper of an election as PDF. With codes it belongs to a count; specimens need an election folder alone. */
export async function formsCommand(directory: string, options: FormsOptions, output: Output): Promise<ExitCode> {
  const geography = options.specimen ? readFolder(directory) : readRun(directory);
  if (!geography.ok) return refuse(output, geography.error.text, geography.error.code);
  const printing = printingOf(geography.value, options.specimen === true);
  if (!printing.ok) return refuse(output, printing.error.text, printing.error.code);
  const chosen = chooseStations(geography.value, { stations: options.station ?? [], place: options.place ?? null });
  if (!chosen.ok) return refuse(output, `${chosen.error.text}.`, EXIT.usage);
  const stations =
    options.specimen && options.station === undefined ? onePerPaper(geography.value, chosen.value) : chosen.value;
  const signs = unprintableSigns(textsOf(printing.value, stations));
  if (signs.length > 0) return refuse(output, unprintable(signs), EXIT.badInput);
  const at = instant(Date.now());
  if (options.specimen) return print(printing.value, stations, null, at, options, output);
  const handout = handoutOf(geography.value.definition.election, options, at);
  if (!handout.ok) return refuse(output, handout.error, EXIT.usage);
  return printKits(directory, printing.value, stations, { handout: handout.value, at }, options, output);
}

function readFolder(folder: string): Result<Geography, Refusal> {
  const read = readElectionFolder(folder);
  if (read.ok) return ok(layOutGeography(read.value.definition));
  return err({ text: describeFailure(read.error).join('\n'), code: EXIT.badInput });
}

function readRun(directory: string): Result<Geography, Refusal> {
  const read = openRunForReading(directory, nodeCrypto);
  if (!read.ok) {
    const { path, detail } = read.error;
    const text = `${path}: ${detail} Kits need the folder that \`cotejo count --out\` wrote; for specimens use --specimen.`;
    return err({ text, code: EXIT.badInput });
  }
  const geography = geographyNow(read.value);
  read.value.close();
  return ok(geography);
}

/** What is no real paper is marked across each page, so that nobody mistakes it for one. */
function printingOf(geography: Geography, isSpecimen: boolean): Result<Printing, Refusal> {
  const { election } = geography.definition;
  if (!isSpecimen && election.desk === null) {
    const text =
      'this run replays published figures: nobody fills in a sheet. A specimen can be had of its election folder.';
    return err({ text, code: EXIT.badInput });
  }
  const { form } = election.desk ?? defaultDeskRules(election.contests);
  const mark = isSpecimen ? SPECIMEN : election.nature === 'live' ? null : REHEARSAL;
  return ok({ geography, form, mark });
}

function handoutOf(
  { pollsClose }: Election,
  { captureUrl, smsNumber, expires, per }: FormsOptions,
  now: Instant,
): Result<Handout, string> {
  if (per !== 'station' && per !== 'place') return err('--per is station or place.');
  if (captureUrl === undefined) {
    return err('--capture-url is needed: the address of the page for phones, like https://desks.example.org/capture/.');
  }
  const url = URL.canParse(captureUrl) ? new URL(captureUrl) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || captureUrl.includes('#')) {
    return err(`--capture-url ${captureUrl} is no address like https://desks.example.org/capture/.`);
  }
  if (smsNumber !== undefined && !/^\+?\d[\d -]{1,18}$/.test(smsNumber)) {
    return err('--sms-number is a telephone number: digits, spaces and hyphens, at most 20 signs.');
  }
  if (expires === undefined && pollsClose === null)
    return err('--expires is needed: the definition says no end of the polls.');
  const until = expires === undefined ? ok(instant((pollsClose ?? 0) + DAYS_GOOD * DAY_MS)) : parseInstant(expires);
  if (!until.ok) return err(`--expires ${expires} is no instant like 2027-03-08T12:00:00-04:00.`);
  if (until.value <= now) return err('the codes would have expired already: name a later instant with --expires.');
  return ok({ captureUrl: url.href, smsNumber: smsNumber ?? null, expiresAt: until.value, perPlace: per === 'place' });
}

async function printKits(
  directory: string,
  printing: Printing,
  stations: readonly PollingStation[],
  { handout, at }: { readonly handout: Handout; readonly at: Instant },
  options: FormsOptions,
  output: Output,
): Promise<ExitCode> {
  const opened = openCodesFile(directory);
  if (!opened.ok) return refuse(output, describeCodesError(opened.error));
  const codes = opened.value;
  try {
    const before = printedBefore(codes, stations);
    if (before.length > 0 && options.anew !== true) {
      const some = before.slice(0, 5).map(({ id }) => id);
      return refuse(
        output,
        `kits of ${before.length} of these stations were printed before (${some.join(', ')}${before.length > 5 ? ', ...' : ''}). --anew prints them again; unused codes of the earlier kits are then good no more.`,
        EXIT.badInput,
      );
    }
    const kits: Kits = { ...handout, codes, replace: before.length > 0 };
    const printed = await print(printing, stations, kits, at, options, output);
    if (printed === EXIT.ok && before.length > 0) {
      output.error(
        `ATTENTION: kits of ${before.length} stations were printed anew. What was unused of their earlier kits is good no more: collect and destroy those. Phones that are enrolled stay enrolled.`,
      );
    }
    return printed;
  } finally {
    codes.close();
  }
}

async function print(
  printing: Printing,
  stations: readonly PollingStation[],
  kits: Kits | null,
  at: Instant,
  options: FormsOptions,
  output: Output,
): Promise<ExitCode> {
  const files = filesOf(printing.geography, stations, options);
  if (!files.ok) return refuse(output, files.error);
  const started = performance.now();
  let told = 0;
  const onProgress = (done: number, pages: number) => {
    if (done - told < 1000) return;
    told = done;
    output.error(`${done} of ${stations.length} stations, ${pages} pages`);
  };
  const printed = await printFiles(files.value, { printing, kits, at, force: options.force === true, onProgress });
  if (!printed.ok) return refuse(output, describePrintError(printed.error));
  const { pages, bytes } = printed.value;
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const what = kits === null ? 'forms, no codes' : 'kits';
  output.line(
    `${stations.length} ${what}: ${pages} pages in ${printed.value.files === 1 ? '1 file' : `${printed.value.files} files`}, ${Math.round(bytes / 10_000) / 100} MB, ${seconds} s. ${options.out}`,
  );
  if (kits !== null) {
    output.line('Whoever has these files can enrol phones: print them where nobody else prints, then remove them.');
  }
  return EXIT.ok;
}

/** One file, or one for each place in a folder of its own. */
function filesOf(
  geography: Geography,
  stations: readonly PollingStation[],
  { out, split, force }: FormsOptions,
): Result<readonly PaperFile[], string> {
  if (split !== true) return ok([{ path: out, stations }]);
  const there = statSync(out, { throwIfNoEntry: false });
  if (there !== undefined && !there.isDirectory()) return err(`${out} is no folder; with --split it has to be one.`);
  if (there === undefined) mkdirSync(out, { mode: 0o700 });
  const files = [...byPlace(stations)].map(([place, own]) => {
    const name = geography.units[geography.unitIndex.get(place as PollingStation['place']) ?? 0]?.name ?? '';
    return { path: join(out, fileName(place, name)), stations: own };
  });
  const old = force === true ? undefined : files.find(({ path }) => statSync(path, { throwIfNoEntry: false }));
  return old === undefined
    ? ok(files)
    : err(`${old.path} is there already. Choose another folder, or --force to replace it.`);
}

const NAME_MAX = 40;

/** Letters and digits of any script alone: a name of a place is no path. */
function fileName(place: string, name: string): string {
  const words = name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  const short = [...words]
    .slice(0, NAME_MAX)
    .join('')
    .replace(/^-+|-+$/g, '');
  return short === '' ? `${place}.pdf` : `${place}-${short}.pdf`;
}

function* textsOf({ geography }: Printing, stations: readonly PollingStation[]): Generator<string> {
  const { election } = geography.definition;
  yield* Object.values(election.name);
  for (const contest of election.contests) {
    yield* Object.values(contest.name);
    for (const { name, party } of contest.selections) yield* [name, party];
    yield* [...contest.others, ...contest.controls];
  }
  for (const { id, place } of stations) yield* [id, geography.units[geography.unitIndex.get(place) ?? 0]?.name ?? ''];
}

function unprintable(signs: readonly string[]): string {
  const some = signs.slice(0, 10).map((sign) => `${sign} (U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()})`);
  return `the font of the paper has no right form of ${some.join(', ')}: it prints Latin, Cyrillic and Greek letters. Nothing was printed.`;
}
