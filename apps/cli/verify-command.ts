import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { createAheadSource } from '../../adapters/public-source/folder-source.ts';
import type { HttpSourceError } from '../../adapters/public-source/http-source.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { parseCheckpoint, parseNote } from '../../src/tlog/index.ts';
import type { PublicSource, Trust, Verdict } from '../../src/verify/index.ts';
import { parseTrust } from '../../src/verify/trust.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

export type VerifyOptions = { readonly trust?: string; readonly since?: string; readonly json?: boolean };

/** `cotejo verify DIR|URL`: from public bytes alone, is it all so? Reads nothing of a run but its public folder. */
export async function verifyCommand(target: string, options: VerifyOptions, output: Output): Promise<ExitCode> {
  const trust = readTrust(options.trust);
  if (!trust.ok) return refuse(output, trust.error, EXIT.badInput);
  const since = readSince(options.since);
  if (!since.ok) return refuse(output, since.error, EXIT.badInput);
  const source = await openSource(target);
  if (!source.ok) return refuse(output, source.error, EXIT.badInput);
  try {
    const started = performance.now();
    // Last, because there is much of it: the threads of the source start meanwhile.
    const { describeVerdict, startVerifyMany, verifyPublic } = await import('./verify-parts.ts');
    const verdict = verifyPublic({
      source: source.value.source,
      trust: trust.value,
      crypto: nodeCrypto,
      verifyMany: startVerifyMany,
      now: Date.now(),
      ...(since.value === null ? {} : { since: since.value }),
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (options.json) output.line(verdictJson(verdict));
    else for (const line of [...describeVerdict(verdict), `(${seconds} s)`]) output.line(line);
    return exitOf(verdict);
  } finally {
    source.value.close();
  }
}

function verdictJson(verdict: Verdict): string {
  const plain = verdict.kind === 'failed' ? { ...verdict, byLayer: Object.fromEntries(verdict.byLayer) } : verdict;
  return JSON.stringify({ v: 1, ...plain });
}

export function exitOf(verdict: Verdict): ExitCode {
  switch (verdict.kind) {
    case 'verified':
      return EXIT.ok;
    case 'consistent':
      return EXIT.originNotEstablished;
    case 'failed':
      return EXIT.failed;
    case 'unreadable':
      return EXIT.badInput;
  }
}

function readTrust(path: string | undefined): Result<Trust | null, string> {
  if (path === undefined) return ok(null);
  const bytes = readFile(path);
  if (!bytes.ok) return bytes;
  const trust = parseTrust(nodeCrypto, bytes.value);
  if (trust.ok) return trust;
  return err(
    `${path} is not a trust file (${trust.error.kind}, field ${trust.error.field}). It is the file trust.json of a run, handed out by another way than the site.`,
  );
}

function readSince(path: string | undefined): Result<Bytes | null, string> {
  if (path === undefined) return ok(null);
  const bytes = readFile(path);
  if (!bytes.ok) return bytes;
  const note = parseNote(bytes.value);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  return checkpoint.ok
    ? bytes
    : err(`${path} is no checkpoint (${checkpoint.error.kind}). Name a file that was saved from a site's /checkpoint.`);
}

function readFile(path: string): Result<Bytes, string> {
  try {
    return ok(readFileSync(path));
  } catch (cause) {
    return err(`cannot read ${path}: ${(cause as Error).message}`);
  }
}

function describeSiteError(error: HttpSourceError): string {
  if (error.kind === 'bad-address')
    return `${error.detail}. Give the address of the site, like https://example.org/count/.`;
  if (error.kind === 'state-moved') {
    return `the site published again during each of ${error.attempts} readings. Try again when it is quieter, or verify a copy.`;
  }
  return `${error.kind.replaceAll('-', ' ')} (${Object.values(error).slice(1).join(', ')}). Check the address and try again.`;
}

type OpenSource = { readonly source: PublicSource; readonly close: () => void };

async function openSource(target: string): Promise<Result<OpenSource, string>> {
  if (/^https?:\/\//.test(target)) {
    const { createHttpSource } = await import('../../adapters/public-source/http-source.ts');
    const site = await createHttpSource(target);
    if (site.ok) return ok({ source: site.value, close: () => site.value.close() });
    return err(`cannot read ${target}: ${describeSiteError(site.error)}`);
  }
  // A run's folder, or a public folder that somebody copied.
  const inside = join(target, 'public');
  const folder = createAheadSource(existsSync(inside) ? inside : target);
  if (folder.ok) return ok({ source: folder.value, close: () => folder.value.close() });
  return err(
    `${target}: ${folder.error.detail}. Name a run's folder, a copy of its public folder, or the address of its site.`,
  );
}
