import { type Bytes, decodeUtf8, fromBase64, utf8 } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import { isInstant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import { PROMISE_MS, type Promised } from '../record/index.ts';
import { hasExactly, isJsonObject, isWhole, type JsonObject } from './canonical-json.ts';

/** A promise, and what somebody lays beside it: docs/spec/capture.md section 5. */
export type PromiseFile = {
  readonly promise: Promised;
  readonly signature: Bytes;
  readonly evidence: PromiseEvidence;
};
export type PromiseEvidence =
  | { readonly kind: 'none' }
  /** A tlog-proof that the promised leaf is there, or, with a `leaf` of its own, that another one is. */
  | { readonly kind: 'proof'; readonly proof: Bytes; readonly leaf: string }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Bytes };

/** `field`: the first that is wrong; empty for the file as a whole. */
export type PromiseFileError = { readonly kind: 'malformed'; readonly field: string };

/** A proof and its checkpoint have at most 640 kB (proof-file.ts), a promise less than one. */
export const PROMISE_FILE_BYTES_MAX = 1_048_576;

const SIGNED = ['v', 'promise', 'signature'];
const PROMISED = ['origin', 'index', 'leaf', 'station', 'message', 'at', 'due'];

/** Takes the file of a promise apart. White space is free, because such files are passed on; fields are exact. */
export function parsePromiseFile(bytes: Bytes): Result<PromiseFile, PromiseFileError> {
  const text = bytes.length > PROMISE_FILE_BYTES_MAX ? null : decodeUtf8(bytes);
  if (text === null || !text.ok) return wrong('');
  let json: Json;
  try {
    json = JSON.parse(text.value) as Json;
  } catch {
    return wrong('');
  }
  if (!isJsonObject(json)) return wrong('');
  return json['kind'] === undefined ? parseKept(json) : parseBroken(json);
}

/** A promise as its sender keeps it, with the proof that came later or without. */
function parseKept(json: JsonObject): Result<PromiseFile, PromiseFileError> {
  const { proof, ...rest } = json;
  const signed = parseSigned(rest, '');
  if (!signed.ok) return signed;
  if (proof === undefined) return ok({ ...signed.value, evidence: { kind: 'none' } });
  if (!isText(proof)) return wrong('proof');
  return ok({ ...signed.value, evidence: { kind: 'proof', proof: utf8(proof), leaf: signed.value.promise.leaf } });
}

function parseBroken(json: JsonObject): Result<PromiseFile, PromiseFileError> {
  const { v, kind, promise, checkpoint, proof, leaf } = json;
  if (v !== 1) return wrong('v');
  if (kind !== 'cotejo-broken-promise') return wrong('kind');
  const signed = isJsonObject(promise) ? parseSigned(promise, 'promise.') : wrong('promise');
  if (!signed.ok) return signed;
  if (hasExactly(json, ['v', 'kind', 'promise', 'checkpoint'])) {
    if (!isText(checkpoint)) return wrong('checkpoint');
    return ok({ ...signed.value, evidence: { kind: 'checkpoint', checkpoint: utf8(checkpoint) } });
  }
  if (!hasExactly(json, ['v', 'kind', 'promise', 'proof', 'leaf'])) return wrong('');
  if (!isText(proof)) return wrong('proof');
  if (!isBase64Of(leaf, 32)) return wrong('leaf');
  return ok({ ...signed.value, evidence: { kind: 'proof', proof: utf8(proof), leaf } });
}

function parseSigned(json: JsonObject, at: string): Result<Omit<PromiseFile, 'evidence'>, PromiseFileError> {
  if (!hasExactly(json, SIGNED)) return wrong(at);
  const { v, promise, signature } = json;
  if (v !== 1) return wrong(`${at}v`);
  const promised = isJsonObject(promise) && hasExactly(promise, PROMISED) ? promise : null;
  if (promised === null) return wrong(`${at}promise`);
  const { origin, index, leaf, station, message, at: given, due } = promised;
  const inPromise = (field: string) => wrong(`${at}promise.${field}`);
  if (!isText(origin)) return inPromise('origin');
  if (!isWhole(index)) return inPromise('index');
  if (!isBase64Of(leaf, 32)) return inPromise('leaf');
  if (!isText(station)) return inPromise('station');
  if (!isBase64Of(message, 32)) return inPromise('message');
  if (!isInstant(given)) return inPromise('at');
  // A promise for some day is none, though it is signed.
  if (!isInstant(due) || due - given > PROMISE_MS) return inPromise('due');
  const bytes = typeof signature === 'string' ? fromBase64(signature) : null;
  if (bytes?.ok !== true || bytes.value.length !== 64) return wrong(`${at}signature`);
  return ok({ promise: { origin, index, leaf, station, message, at: given, due }, signature: bytes.value });
}

/** A lone surrogate has no bytes that anybody could have signed. */
function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '' && value.isWellFormed();
}

function isBase64Of(value: Json | undefined, length: number): value is string {
  const bytes = typeof value === 'string' ? fromBase64(value) : null;
  return bytes?.ok === true && bytes.value.length === length;
}

function wrong(field: string): { readonly ok: false; readonly error: PromiseFileError } {
  return err({ kind: 'malformed', field });
}
