import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { createFolderSource } from '../../adapters/public-source/folder-source.ts';
import { describeVerdict, parseTrust, verifyPublic } from '../../src/verify/index.ts';
import { runFolder } from '../run/open-run.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

export type TamperOptions = { readonly file?: string; readonly byte?: string; readonly keep?: boolean };

/**
 * `cotejo tamper DIR`: copies the public folder, changes one byte of the copy, and lets `verify` name it. The run itself is
 * never touched.
 */
export function tamperCommand(directory: string, options: TamperOptions, output: Output): ExitCode {
  const folder = runFolder(directory);
  if (!existsSync(folder.public)) return refuse(output, `${directory} has no public folder`, EXIT.badInput);
  const trust = existsSync(folder.trust) ? parseTrust(nodeCrypto, readFileSync(folder.trust)) : null;
  if (trust === null || !trust.ok) return refuse(output, `${folder.trust} is missing or no trust file`, EXIT.badInput);
  const copy = `${directory.replace(/[\\/]+$/, '')}-tampered`;
  try {
    rmSync(copy, { recursive: true, force: true });
    cpSync(folder.public, join(copy, 'public'), { recursive: true });
    const changed = changeByte(join(copy, 'public'), options);
    if (typeof changed === 'string') return refuse(output, changed, EXIT.usage);
    output.line(
      `In ${copy}, a copy: byte ${changed.offset} of ${changed.path} was "${changed.before}", is now "${changed.after}".`,
    );
    const source = createFolderSource(join(copy, 'public'));
    if (!source.ok) return refuse(output, source.error.detail);
    output.line(`npx cotejo verify ${copy} --trust ${folder.trust}`);
    const verdict = verifyPublic({ source: source.value, trust: trust.value, crypto: nodeCrypto, now: Date.now() });
    for (const line of describeVerdict(verdict)) output.line(line);
    // The command has done its work when verify found the byte.
    return verdict.kind === 'failed' || verdict.kind === 'unreadable' ? EXIT.ok : EXIT.failed;
  } finally {
    if (!options.keep) rmSync(copy, { recursive: true, force: true });
  }
}

type Change = { readonly path: string; readonly offset: number; readonly before: string; readonly after: string };

/** Changes the byte that was asked for, or a digit of a sheet's figures in the middle of the country. */
function changeByte(folder: string, options: TamperOptions): Change | string {
  const path = options.file ?? 'data/u/u0.json';
  const target = join(folder, path);
  if (!existsSync(target) || !target.startsWith(folder)) return `there is no public file ${path}`;
  const bytes = readFileSync(target);
  const offset = options.byte === undefined ? digitIn(bytes) : Number(options.byte);
  const before = bytes[offset];
  if (before === undefined) return `${path} has no byte ${options.byte}; it has ${bytes.length} bytes`;
  const digit = before >= 0x30 && before <= 0x39;
  const after = digit ? 0x30 + ((before - 0x30 + 1) % 10) : before ^ 1;
  bytes[offset] = after;
  writeFileSync(target, bytes);
  return { path, offset, before: String.fromCharCode(before), after: String.fromCharCode(after) };
}

function digitIn(bytes: Uint8Array): number {
  const marker = Buffer.from('"votes":[');
  const at = Buffer.from(bytes).indexOf(marker);
  return at < 0 ? Math.floor(bytes.length / 2) : at + marker.length;
}
