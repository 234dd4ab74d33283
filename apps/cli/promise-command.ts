import { readFileSync, statSync } from 'node:fs';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import {
  describePromise,
  judgePromise,
  PROMISE_FILE_BYTES_MAX,
  type PromiseVerdict,
  parseTrust,
} from '../../src/verify/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

export type PromiseOptions = { readonly trust: string };

/** `cotejo promise FILE --trust TRUST`: was kept what the log promised a sender? docs/spec/capture.md section 5. */
export function promiseCommand(path: string, options: PromiseOptions, output: Output): ExitCode {
  const trustBytes = readFile(options.trust);
  if (!trustBytes.ok) return refuse(output, trustBytes.error, EXIT.badInput);
  const trust = parseTrust(nodeCrypto, trustBytes.value);
  if (!trust.ok) {
    const { kind, field } = trust.error;
    return refuse(output, `${options.trust} is not a trust file (${kind}, field ${field}).`, EXIT.badInput);
  }
  const file = readFile(path);
  if (!file.ok) return refuse(output, file.error, EXIT.badInput);
  const verdict = judgePromise(nodeCrypto, trust.value, file.value);
  for (const line of describePromise(verdict)) output.line(line);
  return exitOfPromise(verdict);
}

/** docs/spec/cli.md, "promise". */
function exitOfPromise(verdict: PromiseVerdict): ExitCode {
  switch (verdict.kind) {
    case 'kept':
      return EXIT.ok;
    case 'broken-missing':
    case 'broken-other':
      return EXIT.failed;
    case 'not-yet-due':
    case 'unproven':
      return EXIT.originNotEstablished;
    case 'not-a-promise':
    case 'malformed':
      return EXIT.badInput;
  }
}

function readFile(path: string): Result<Bytes, string> {
  try {
    // Neither file is ever larger: a foreign one may not fill the memory.
    if (statSync(path).size > PROMISE_FILE_BYTES_MAX) return err(`${path} is too large to be such a file.`);
    return ok(readFileSync(path));
  } catch (cause) {
    return err(`cannot read ${path}: ${(cause as Error).message}`);
  }
}
