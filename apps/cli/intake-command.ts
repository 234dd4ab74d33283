import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { readSheetCode } from '../../adapters/pictures/find-sheet-code.ts';
import { describePictureError } from '../../adapters/pictures/picture-error.ts';
import { type Bytes, fromHex, toBase64, toHex } from '../../src/base/bytes.ts';
import type { Signer } from '../../src/base/crypto.ts';
import { instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { parseSheetForm } from '../../src/model/parse-sheet-form.ts';
import { parsePrintedCode } from '../../src/model/sheet-code.ts';
import type { SheetForm } from '../../src/model/sheet-form.ts';
import { contentOf, submissionBytes } from '../../src/record/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { handIn, type ItemFate, type Outcome } from './hand-in.ts';
import { type Output, refuse } from './output.ts';

export type IntakeOptions = {
  readonly server: string;
  /** Of a folder of scans; a file of a phone is signed already. */
  readonly device?: string;
  readonly key?: string;
  readonly json?: boolean;
};

type Sender = { readonly server: string; readonly device: string; readonly key: string };

type Centre = { readonly election: string; readonly form: SheetForm; readonly stations: ReadonlySet<string> };
/** Scans of one sheet, in the order of its pages. */
type SheetScan = {
  readonly name: string;
  readonly station: string | null;
  readonly matched: 'qr' | 'name';
  /** Files: a folder of scans is larger than a memory, so each is read again when it is sent. */
  readonly pages: readonly string[];
};

const SCAN_ENDINGS = new Set(['.jpg', '.jpeg', '.png', '.webp']);
const FILES_MAX = 200_000;
const TRIES = 5;
const WAIT_MS = 30_000;

type Tally = Record<Outcome, number>;

/**
 * `cotejo intake PATH...`: sends scans in folders to a counting centre, each matched by its QR code, else by its file name, else left
 * to a desk; and files with what phones signed and could not send. Sent again, nothing is doubled.
 */
export async function intakeCommand(
  paths: readonly string[],
  options: IntakeOptions,
  output: Output,
): Promise<ExitCode> {
  const tally: Tally = { received: 0, known: 0, unmatched: 0, refused: 0 };
  const quiet = options.json === true ? { ...output, line: () => undefined } : output;
  const items: ItemFate[] = [];
  for (const path of paths) {
    // What is not there is said to be so by whoever would read it.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? options.device !== undefined) {
      const ended = await intakeFolder(path, options, output, tally);
      if (ended !== null) return ended;
      continue;
    }
    const handed = await handIn(path, options.server, quiet);
    if (!handed.ok) {
      const { kind, detail } = handed.error;
      return refuse(output, detail, kind === 'no-door' ? EXIT.cannotRun : EXIT.badInput);
    }
    items.push(...handed.value);
    for (const { outcome } of handed.value) tally[outcome]++;
  }
  if (options.json) output.line(JSON.stringify(items.length === 0 ? tally : { ...tally, items }));
  else {
    output.line(
      `${tally.received} received, ${tally.known} there already, ${tally.unmatched} left to a desk, ${tally.refused} refused`,
    );
  }
  return tally.refused > 0 ? EXIT.badInput : EXIT.ok;
}

/** null: it was sent, and counted in the tally. */
async function intakeFolder(
  folder: string,
  { device, key, ...options }: IntakeOptions,
  output: Output,
  tally: Tally,
): Promise<ExitCode | null> {
  if (device === undefined || key === undefined) {
    return refuse(output, 'a folder of scans is signed here: name --device and --key', EXIT.usage);
  }
  const sender = { server: options.server, device, key };
  const signer = deviceKey(sender, output);
  if (!signer.ok) return refuse(output, signer.error, EXIT.badInput);
  if (signer.value === null) return EXIT.ok;
  const centre = await readCentre(options.server);
  if (!centre.ok) return refuse(output, centre.error, EXIT.cannotRun);
  const files = scansIn(folder);
  if (!files.ok) return refuse(output, files.error, EXIT.badInput);
  for (const scan of await sheetsOf(folder, files.value, centre.value, output, tally)) {
    tally[await send(scan, signer.value, centre.value, sender, output)]++;
  }
  return null;
}

/** The device's own key; made at the first call, which then says whom to give it to and sends nothing. */
function deviceKey({ key, device }: Sender, output: Output): Result<Signer | null, string> {
  if (existsSync(key)) {
    const seed = fromHex(readFileSync(key, 'utf8').trim());
    if (!seed.ok || seed.value.length !== 32) return err(`${key} does not hold 32 bytes in hexadecimal`);
    return ok(signerFromSeed(seed.value));
  }
  const seed = new Uint8Array(randomBytes(32));
  writeFileSync(key, `${toHex(seed)}\n`, { mode: 0o600, flag: 'wx' });
  output.line(`A key for this device was made in ${key}. Ask an administrator of the counting centre to enrol it:`);
  output.line(`  device ${device}`);
  output.line(`  key    ${toBase64(signerFromSeed(seed).publicKey)}`);
  output.line('Then give this command again.');
  return ok(null);
}

/** What the public files say of the election: its id, its form and its stations. */
async function readCentre(server: string): Promise<Result<Centre, string>> {
  const info = await getText(`${server}/api/intake/election`);
  if (!info.ok) return info;
  try {
    const { election, form, stations } = JSON.parse(info.value) as Record<string, unknown>;
    const parsed = parseSheetForm(form);
    if (!parsed.ok || typeof election !== 'string' || !Array.isArray(stations)) throw new Error('an unknown answer');
    return ok({ election, form: parsed.value, stations: new Set(stations as string[]) });
  } catch (cause) {
    return err(`${server} does not answer as a counting centre: ${(cause as Error).message}`);
  }
}

async function getText(url: string): Promise<Result<string, string>> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(WAIT_MS) });
    const text = await answer.text();
    return answer.ok ? ok(text) : err(`${url} answered ${answer.status}`);
  } catch (cause) {
    return err(`cannot reach ${url}: ${(cause as Error).message}. Is the counting centre running there?`);
  }
}

function scansIn(folder: string): Result<string[], string> {
  try {
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort();
    if (names.length > FILES_MAX) return err(`${folder} holds over ${FILES_MAX} files; split it`);
    return ok(names);
  } catch (cause) {
    return err(`cannot read ${folder}: ${(cause as Error).message}`);
  }
}

/** Groups pages by station; a page that nobody can match is a sheet of its own. What is no picture is refused by name. */
async function sheetsOf(
  folder: string,
  names: readonly string[],
  centre: Centre,
  output: Output,
  tally: Record<Outcome, number>,
): Promise<SheetScan[]> {
  const byStation = new Map<string, { scan: SheetScan; pages: Map<number, string> }>();
  const alone: SheetScan[] = [];
  for (const name of names) {
    const page = await readPage(join(folder, name), name, centre);
    if (!page.ok) {
      output.error(page.error);
      tally.refused++;
      continue;
    }
    const { station, number, matched } = page.value;
    const path = join(folder, name);
    const known = station === null ? undefined : byStation.get(station);
    if (station === null) alone.push({ name, station: null, matched, pages: [path] });
    else if (known === undefined) {
      byStation.set(station, { scan: { name, station, matched, pages: [] }, pages: new Map([[number, path]]) });
      // Another picture of the same page is another submission, and for the centre to tell apart.
    } else if (known.pages.has(number)) alone.push({ name, station, matched, pages: [path] });
    else known.pages.set(number, path);
  }
  const whole = [...byStation.values()].map(({ scan, pages }) => ({
    ...scan,
    pages: [...pages.entries()].sort(([a], [b]) => a - b).map(([, path]) => path),
  }));
  return [...whole, ...alone];
}

type Page = {
  readonly station: string | null;
  readonly number: number;
  readonly matched: 'qr' | 'name';
};

async function readPage(path: string, name: string, centre: Centre): Promise<Result<Page, string>> {
  if (!SCAN_ENDINGS.has(extname(name).toLowerCase())) return err(`${name}: not a .jpg, .png or .webp file; left out`);
  const read = readScan(path, name);
  if (!read.ok) return read;
  const bytes = read.value;
  const seen = await readSheetCode(bytes);
  if (!seen.ok) return err(describePictureError(seen.error, name).en);
  const code = seen.value;
  if (code !== null && code.election === centre.election && centre.stations.has(code.station)) {
    return ok({ station: code.station, number: code.page, matched: 'qr' });
  }
  return ok({ ...byName(basename(name, extname(name)), centre), matched: 'name' });
}

function readScan(path: string, name: string): Result<Bytes, string> {
  try {
    return ok(new Uint8Array(readFileSync(path)));
  } catch (cause) {
    return err(`${name}: cannot be read: ${(cause as Error).message}`);
  }
}

/** `<station>.jpg`, `<station>_<page>.jpg`, or the code that is printed on the page. */
function byName(name: string, centre: Centre): { readonly station: string | null; readonly number: number } {
  if (centre.stations.has(name)) return { station: name, number: 1 };
  const paged = /^(.*)_([1-9][0-9]?)$/.exec(name);
  if (paged?.[1] !== undefined && centre.stations.has(paged[1])) return { station: paged[1], number: Number(paged[2]) };
  const printed = parsePrintedCode(name, centre.election as Parameters<typeof parsePrintedCode>[1]);
  if (printed.ok && centre.stations.has(printed.value.station)) {
    return { station: printed.value.station, number: printed.value.page };
  }
  return { station: null, number: 1 };
}

async function send(
  scan: SheetScan,
  signer: Signer,
  centre: Centre,
  { server, device }: Sender,
  output: Output,
): Promise<Outcome> {
  const { station, matched, name } = scan;
  const pages: Bytes[] = [];
  for (const path of scan.pages) {
    const read = readScan(path, name);
    if (!read.ok) {
      output.error(read.error);
      return 'refused';
    }
    pages.push(read.value);
  }
  const sentAt = instant(Date.now());
  const content = contentOf(
    nodeCrypto,
    pages.map((page) => toBase64(nodeCrypto.sha256(page))),
  );
  const message = submissionBytes({ election: centre.election, station: station ?? '', device, sentAt, content });
  const signature = toBase64(signer.sign(message));
  const form = new FormData();
  form.set('submission', JSON.stringify({ station, matched, name, device, sentAt, signature }));
  for (const page of pages) form.append('page', new Blob([Uint8Array.from(page)]), 'page');
  // The same sheet under the same key, however often it is sent.
  const key = toHex(nodeCrypto.sha256(new TextEncoder().encode(`${station ?? ''}\n${content}\n${sentAt}`)));
  for (let attempt = 1; ; attempt++) {
    const sent = await post(`${server}/api/intake/sheets`, form, key);
    if (sent.ok) return outcomeOf(sent.value.status, sent.value.body, name, output);
    if (attempt === TRIES) {
      output.error(`${name}: ${sent.error}. Give the command again: what arrived is not doubled.`);
      return 'refused';
    }
    await sleep(500 * 2 ** attempt);
  }
}

async function post(
  url: string,
  form: FormData,
  key: string,
): Promise<Result<{ readonly status: number; readonly body: Record<string, unknown> }, string>> {
  try {
    const headers = { 'idempotency-key': key };
    const answer = await fetch(url, { method: 'POST', body: form, headers, signal: AbortSignal.timeout(WAIT_MS) });
    if (answer.status >= 500 || answer.status === 429) return err(`the centre answered ${answer.status}`);
    return ok({ status: answer.status, body: (await answer.json()) as Record<string, unknown> });
  } catch (cause) {
    return err((cause as Error).message);
  }
}

function outcomeOf(status: number, body: Record<string, unknown>, name: string, output: Output): Outcome {
  if (status < 300) return body['kind'] === 'unmatched' ? 'unmatched' : body['fresh'] === true ? 'received' : 'known';
  output.error(`${name}: ${String(body['detail'] ?? body['code'] ?? status)}`);
  return 'refused';
}
