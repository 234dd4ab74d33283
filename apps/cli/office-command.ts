import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { describePaperError } from '../../adapters/paper/pdf-file.ts';
import { instant } from '../../src/base/instant.ts';
import { formatVkey } from '../../src/tlog/index.ts';
import { plain } from '../../src/verify/index.ts';
import { askRecordAt } from '../office/ask-record.ts';
import { carryIn, writeCarryFile } from '../office/carry-file.ts';
import { asOffice } from '../office/count-of-office.ts';
import { OfficeSender, type Sent } from '../office/office-sender.ts';
import { openOfficeKeys, openOwnLog } from '../office/open-own-log.ts';
import { runFolder } from '../run/open-run.ts';
import { describeRunError } from '../run/ports.ts';
import { openRunForReading } from '../run/read-run.ts';
import { asLive } from './count-command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { writeDefinition } from './import-command.ts';
import { type Output, refuse } from './output.ts';

const DAY_MS = 24 * 3_600_000;
const REST_MS = 10_000;
/** A checkpoint is a signed note of some lines. */
const CHECKPOINT_MOST = 1_000_000;

/** `cotejo office definition FOLDER ID`: what follows for this office from an election folder. */
export function officeDefinitionCommand(
  folder: string,
  office: string,
  options: { readonly out?: string },
  output: Output,
): ExitCode {
  const read = readElectionFolder(folder);
  if (!read.ok) {
    for (const line of describeFailure(read.error)) output.error(line);
    return EXIT.badInput;
  }
  const whole = asLive(read.value.definition);
  const own = whole.ok ? asOffice(whole.value, { office }) : whole;
  if (!own.ok) return refuse(output, own.error, EXIT.badInput);
  const { election, stations } = own.value;
  output.line(`${plain(election.name.en)}; stations: ${stations.length}, contests: ${election.contests.length}`);
  return options.out === undefined ? EXIT.ok : writeDefinition(options.out, own.value, output);
}

/** `cotejo office keys DIR`: what two administrators of the national count declare. */
export function officeKeysCommand(directory: string, output: Output): ExitCode {
  const keys = openOfficeKeys(directory);
  if (!keys.ok) return refuse(output, keys.error, EXIT.badInput);
  const { office, origin, log, heartbeat } = keys.value;
  output.line(`office     ${office}`);
  output.line(`origin     ${origin}`);
  output.line(`log        ${formatVkey(log.key)}`);
  output.line(`heartbeat  ${formatVkey(heartbeat.key)}`);
  return EXIT.ok;
}

/** `cotejo office send DIR --to URL`: until the national record has everything; with `--watch` for as long as it is left to. */
export async function officeSendCommand(
  directory: string,
  options: { readonly to: string; readonly watch?: boolean },
  stop: AbortSignal,
  output: Output,
): Promise<ExitCode> {
  if (!isAddress(options.to)) return refuse(output, '--to is an address like https://desks.example.org', EXIT.usage);
  const opened = openOwnLog(directory);
  if (!opened.ok) return refuse(output, opened.error, EXIT.badInput);
  const { office, log, readFile } = opened.value;
  const until = Date.now() + DAY_MS;
  const sender = new OfficeSender({
    ...{ office, log, readFile, ask: askRecordAt(options.to), chance: Math.random },
    wait: (ms) => sleep(ms, undefined, { signal: stop }).catch(() => undefined),
    tell: tellChanges((sentence) => output.error(plain(`cotejo: ${sentence}`))),
  });
  const goOn = (sent: Sent) => {
    if (stop.aborted) return false;
    return options.watch === true || (sent.kind === 'later' && Date.now() < until);
  };
  try {
    const sent = await sender.run(goOn, REST_MS);
    if (sent.kind !== 'all') return refuse(output, plain(sent.sentence));
    output.line(`The national record has all ${sent.size} events that this office published.`);
    return EXIT.ok;
  } finally {
    opened.value.close();
  }
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** What stays as it is is told once: who comes back after hours reads what happened, and not a thousand lines of one refusal. */
function tellChanges(tell: (sentence: string) => void): (sentence: string) => void {
  let last = '';
  return (sentence) => {
    if (sentence === last) return;
    last = sentence;
    tell(`${sentence}${adviceOn(sentence)} Trying again until it is done; Ctrl-C ends it.`);
  };
}

/** What somebody at the office can do about it. */
function adviceOn(sentence: string): string {
  const end = sentence.endsWith('.') ? '' : '.';
  if (sentence.includes('(not-declared)')) {
    return `${end} Two administrators of the national count declare them, as \`cotejo office keys DIR\` prints them.`;
  }
  if (/\((404|405|not-found|unknown-office)\)/.test(sentence)) {
    return `${end} Is --to the address of the desks (not of the page) of the national count that has this office?`;
  }
  return end;
}

/** `cotejo office export DIR FILE --from N`: the same, on a stick. */
export async function officeExportCommand(
  directory: string,
  file: string,
  options: { readonly from?: string; readonly force?: boolean },
  output: Output,
): Promise<ExitCode> {
  const from = /^\d{1,12}$/.test(options.from ?? '0') ? Number(options.from ?? '0') : null;
  if (from === null) return refuse(output, '--from is the number of an event', EXIT.usage);
  if (existsSync(file) && options.force !== true) {
    return refuse(output, thereAlready(file), EXIT.badInput);
  }
  const opened = openOwnLog(directory);
  if (!opened.ok) return refuse(output, opened.error, EXIT.badInput);
  try {
    const refreshed = opened.value.log.refresh();
    if (!refreshed.ok) return refuse(output, describeRunError(refreshed.error));
    if (from >= refreshed.value) {
      return refuse(output, `only ${refreshed.value} events are published here`, EXIT.badInput);
    }
    const written = await writeCarryFile(file, opened.value, from);
    output.line(`${written} events, from number ${from} on, are in ${file}.`);
    return EXIT.ok;
  } finally {
    opened.value.close();
  }
}

/** `cotejo office take-in WHERE FILE`: a stick into the national record, at the address of its desks or in its folder. */
export async function officeTakeInCommand(where: string, file: string, output: Output): Promise<ExitCode> {
  if (!existsSync(file)) return refuse(output, `there is no file ${file}`, EXIT.badInput);
  const isUrl = /^https?:\/\//.test(where);
  if (!isUrl && !existsSync(where)) return refuse(output, `there is no folder ${where}`, EXIT.badInput);
  const national = isUrl ? null : await (await import('../office/open-national.ts')).openNational(where);
  if (national?.ok === false) {
    return refuse(output, `${national.error} While it runs, name the address of its desks in place of the folder.`);
  }
  const taken = await carryIn(file, national?.ok === true ? national.value.ask : askRecordAt(where));
  const ended = national?.ok === true ? await national.value.close() : null;
  if (!taken.ok) return refuse(output, plain(taken.error), EXIT.badInput);
  if (ended !== null) return refuse(output, ended);
  output.line(plain(`The national record has ${taken.value.size} events of the office ${taken.value.office}.`));
  return EXIT.ok;
}

/** `cotejo office slip DIR --out FILE`: the newest checkpoint of an office's count, or of a count without offices, on paper. */
export async function officeSlipCommand(
  directory: string,
  options: { readonly out: string; readonly force?: boolean },
  output: Output,
): Promise<ExitCode> {
  if (existsSync(options.out) && options.force !== true)
    return refuse(output, thereAlready(options.out), EXIT.badInput);
  const read = openRunForReading(directory, nodeCrypto);
  if (!read.ok) return refuse(output, read.error.detail, EXIT.badInput);
  const { election } = read.value.geography.definition;
  read.value.close();
  const path = join(runFolder(directory).public, 'checkpoint');
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || there.size > CHECKPOINT_MOST) {
    return refuse(output, `${directory} has published nothing yet (no public/checkpoint)`, EXIT.badInput);
  }
  const { makeSlip } = await import('../papers/slip-paper.ts');
  const slip = await makeSlip({ election, checkpoint: readFileSync(path), at: instant(Date.now()) });
  if (!slip.ok) return refuse(output, `${path} is no checkpoint`, EXIT.badInput);
  const failed = writeSlip(options.out, slip.value);
  if (failed !== null) return refuse(output, failed);
  output.line(`The newest checkpoint is on ${options.out}.`);
  return EXIT.ok;
}

function writeSlip(path: string, pdf: Uint8Array): string | null {
  try {
    writeFileSync(path, pdf);
    return null;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    return describePaperError({ kind: 'not-writable', path, detail: code ?? message });
  }
}

function thereAlready(path: string): string {
  return `${path} is there already. Choose another name, or --force to replace it.`;
}
