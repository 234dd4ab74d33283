import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fromBase64, toBase64 } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { AskRecord, RecordAnswer } from './ask-record.ts';
import type { PostedBatch } from './office-batch.ts';
import type { OpenedOwnLog } from './open-own-log.ts';

/*
 * What an office recorded, on a stick: the same batches that go over a line, one JSON text a line, and behind each the files that it
 * names. Whoever carries it can lose it, and change nothing: every batch is signed, and every file has its hash for its name.
 */

type Line =
  | { readonly kind: 'cotejo-office'; readonly v: 1; readonly office: string }
  | { readonly kind: 'batch'; readonly batch: PostedBatch }
  | { readonly kind: 'file'; readonly hex: string; readonly bytes: string };

/** No line is longer than a large picture in base64. */
const LINE_MOST = 32_000_000;

/** Writes everything from that event on, and gives how many events that is. The file is there whole, or not at all. */
export async function writeCarryFile(
  path: string,
  { office, log, readFile }: OpenedOwnLog,
  from: number,
): Promise<number> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    const write = (line: Line) => file.write(`${JSON.stringify(line)}\n`);
    await write({ kind: 'cotejo-office', v: 1, office });
    let at = from;
    while (at < log.tree.size) {
      const { files, ...batch } = log.batchFrom(at);
      const without = files.filter((hex) => readFile(hex) === null);
      for (const hex of files) {
        const bytes = readFile(hex);
        if (bytes !== null) await write({ kind: 'file', hex, bytes: toBase64(bytes) });
      }
      await write({ kind: 'batch', batch: { ...batch, without } });
      at += batch.events.length;
    }
    await file.sync();
    await file.close();
    await rename(draft, path);
    return at - from;
  } catch (cause) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw cause;
  }
}

export type CarriedIn = { readonly office: string; readonly size: number; readonly batches: number };

/** Hands in what a stick brings. What is there already is passed over; the first refusal ends it. */
export async function carryIn(path: string, ask: AskRecord): Promise<Result<CarriedIn, string>> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let office: string | null = null;
  let done = { size: 0, batches: 0 };
  let files = new Map<string, Uint8Array>();
  let number = 0;
  for await (const text of lines) {
    number++;
    const line = readLine(text);
    if (line === null || (line.kind === 'cotejo-office') !== (number === 1)) {
      return err(`${path}: line ${number} is none that an office wrote`);
    }
    if (line.kind === 'cotejo-office') office = line.office;
    else if (line.kind === 'file') {
      const bytes = fromBase64(line.bytes);
      if (bytes.ok) files.set(line.hex, bytes.value);
    } else {
      const handed = await handIn(`/api/offices/${encodeURIComponent(office ?? '')}`, line.batch, files, ask);
      if (!handed.ok) return err(`${path}: line ${number}: ${handed.error}`);
      done = { size: handed.value, batches: done.batches + 1 };
      files = new Map();
    }
  }
  return office === null || done.batches === 0 ? err(`${path} has no events`) : ok({ office, ...done });
}

/** Gives how many events of the office are there then. */
async function handIn(
  base: string,
  batch: PostedBatch,
  files: ReadonlyMap<string, Uint8Array>,
  ask: AskRecord,
): Promise<Result<number, string>> {
  for (let tries = 0; tries < 2; tries++) {
    const asked = await ask(`${base}/events`, { method: 'POST', json: batch });
    if (!asked.ok) return asked;
    const { body } = asked.value;
    if (asked.value.status !== 200) return err(saidBy(asked.value));
    if (body['kind'] !== 'files-wanted') return ok(Number(body['size']));
    for (const hex of Array.isArray(body['files']) ? body['files'] : []) {
      const bytes = files.get(String(hex));
      if (bytes === undefined) return err(`the file ${String(hex)} is wanted, and is not here`);
      const put = await ask(`${base}/files/${String(hex)}`, { method: 'PUT', bytes });
      if (!put.ok) return put;
      if (put.value.status >= 300) return err(saidBy(put.value));
    }
  }
  return err('files are wanted again that were handed in');
}

function saidBy({ status, body }: RecordAnswer): string {
  return `the counting centre refuses: ${String(body['code'] ?? status)} ${String(body['detail'] ?? '')}`;
}

function readLine(text: string): Line | null {
  if (text.length > LINE_MOST) return null;
  try {
    const line = JSON.parse(text) as Partial<Record<string, unknown>> | null;
    if (typeof line !== 'object' || line === null) return null;
    const { kind, v, office, batch, hex, bytes } = line;
    if (kind === 'cotejo-office') return v === 1 && typeof office === 'string' ? { kind, v, office } : null;
    // What is in a batch is checked where it is taken in.
    if (kind === 'batch')
      return typeof batch === 'object' && batch !== null ? { kind, batch: batch as PostedBatch } : null;
    const isFile = kind === 'file' && typeof hex === 'string' && typeof bytes === 'string';
    return isFile ? { kind, hex, bytes } : null;
  } catch {
    return null;
  }
}
