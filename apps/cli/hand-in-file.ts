import { readFileSync, statSync } from 'node:fs';
import type { z } from 'zod';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, fromBase64, toBase64 } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { figuresSchema, uploadSchema } from '../centre/api-schemas.ts';

/** What a phone could not send, as its file says it: docs/spec/capture.md section 4, "By hand". */
export type HandInItem =
  | { readonly kind: 'figures'; readonly station: string; readonly message: unknown }
  | {
      readonly kind: 'sheet';
      readonly station: string | null;
      readonly message: unknown;
      readonly pages: readonly Bytes[];
    };

/** Which part of an item is wrong, as a path like `message/figures/0/salt`. */
export type ItemError = { readonly field: string; readonly detail: string };
export type HandIn = { readonly election: string; readonly items: readonly Result<HandInItem, ItemError>[] };

/** A text of this length is the most that fits into one string. */
const BYTES_MOST = 400_000_000;

/** Reads a hand-in file. Whatever is wrong with one item, the others are read. */
export function readHandIn(path: string): Result<HandIn, string> {
  const text = readText(path);
  if (!text.ok) return text;
  const raw = jsonOf(text.value);
  if (!isObject(raw) || raw['kind'] !== 'cotejo-handin') {
    return err(`${path} is not a hand-in file (its "kind" is not "cotejo-handin")`);
  }
  if (raw['v'] !== 1) return err(`${path} is of a version that this program does not know ("v" is not 1)`);
  const { election, items } = raw;
  if (typeof election !== 'string') return err(`${path}: "election" is not a text`);
  if (!Array.isArray(items)) return err(`${path}: "items" is not a list`);
  return ok({ election, items: items.map(readItem) });
}

function readItem(raw: unknown): Result<HandInItem, ItemError> {
  if (!isObject(raw)) return err({ field: '', detail: 'not an object' });
  const { kind, message, pages } = raw;
  if (kind === 'figures') {
    const parsed = parsedBy(figuresSchema, message);
    return parsed.ok ? ok({ kind, station: parsed.value.station, message }) : parsed;
  }
  if (kind !== 'sheet') return err({ field: 'kind', detail: 'neither "figures" nor "sheet"' });
  const parsed = parsedBy(uploadSchema, message);
  if (!parsed.ok) return parsed;
  const bytes = readPages(pages, parsed.value.pages);
  return bytes.ok ? ok({ kind, station: parsed.value.station, message, pages: bytes.value }) : bytes;
}

function parsedBy<T extends z.ZodType>(schema: T, message: unknown): Result<z.infer<T>, ItemError> {
  const parsed = schema.safeParse(message);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err({ field: ['message', ...(issue?.path ?? [])].join('/'), detail: issue?.message ?? 'not as it should be' });
}

/** Exactly the pictures that were signed: a file that was damaged on its way says where. */
function readPages(
  raw: unknown,
  signed: readonly { readonly sha256: string; readonly bytes: number }[],
): Result<readonly Bytes[], ItemError> {
  if (!Array.isArray(raw) || raw.length !== signed.length) {
    return err({ field: 'pages', detail: `not a list of ${signed.length} pictures, which are in the message` });
  }
  const pages: Bytes[] = [];
  for (const [i, { sha256 }] of signed.entries()) {
    const said: unknown = raw[i];
    const bytes = typeof said === 'string' ? fromBase64(said) : null;
    if (bytes === null || !bytes.ok) return err({ field: `pages/${i}`, detail: 'not base64' });
    if (toBase64(nodeCrypto.sha256(bytes.value)) !== sha256) {
      return err({ field: `pages/${i}`, detail: 'not the picture that was signed' });
    }
    pages.push(bytes.value);
  }
  return ok(pages);
}

function readText(path: string): Result<string, string> {
  try {
    if (statSync(path).size > BYTES_MOST) {
      return err(`${path} has more than ${BYTES_MOST} bytes: split it by its items`);
    }
    return ok(readFileSync(path, 'utf8'));
  } catch (cause) {
    return err(`cannot read ${path}: ${(cause as Error).message}`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
