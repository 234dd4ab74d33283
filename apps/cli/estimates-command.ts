import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { canonicalText, type Json } from '../../src/base/canonical.ts';
import { formatInstant } from '../../src/base/instant.ts';
import type { EventBody } from '../../src/record/index.ts';
import { EstimateReader } from '../run/estimate-reader.ts';
import { type FollowedRun, openRunForReading, type ReadEvent } from '../run/read-run.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

export type EstimatesOptions = { readonly last?: string };

type Made = ReadEvent & { readonly body: Extract<EventBody, { kind: 'EstimateMade' }> };

/**
 * `cotejo estimates DIR`: makes every estimate of a run again, each from the state that it names, and says of each whether the same
 * comes out. Nothing but the record is used: what came after a state cannot reach its estimate.
 */
export function estimatesCommand(directory: string, options: EstimatesOptions, output: Output): ExitCode {
  const last = options.last === undefined ? Number.POSITIVE_INFINITY : Number(options.last);
  if (!(last >= 1) || (options.last !== undefined && !Number.isSafeInteger(last))) {
    return refuse(output, '--last is a whole number from 1', EXIT.usage);
  }
  const run = openRunForReading(directory, nodeCrypto);
  if (!run.ok) return refuse(output, run.error.detail, EXIT.badInput);
  try {
    return makeAgain(run.value, last, output);
  } finally {
    run.value.close();
  }
}

function makeAgain(run: FollowedRun, last: number, output: Output): ExitCode {
  const all = [...run.events()].filter((event): event is Made => event.body?.kind === 'EstimateMade');
  const asked = all.slice(Math.max(0, all.length - last));
  if (asked.length === 0) output.line('There is no estimate in the record.');
  const reader = new EstimateReader(run);
  let differs = 0;
  for (const made of asked.sort((a, b) => a.body.state - b.body.state)) {
    const isSame = reader.reach(made.body.state) && isMadeAgain(reader, made);
    if (!isSame) differs++;
    const { contest, count, at } = made.header;
    const about = `${formatInstant(at)}  event ${made.index}, ${contest}, ${count}, from state ${made.body.state}`;
    output.line(`${about}: ${isSame ? 'the same' : `NOT the same (made by ${made.body.program})`}`);
  }
  if (asked.length > 0) output.line(`${asked.length - differs} of ${asked.length} come out the same.`);
  return differs === 0 ? EXIT.ok : EXIT.failed;
}

function isMadeAgain(reader: EstimateReader, { header, body }: Made): boolean {
  if (header.contest === null) return false;
  const again = reader.estimate(header.contest).body;
  const { kind: _kind, ...said } = body;
  return canonicalText(again as unknown as Json) === canonicalText(said as unknown as Json);
}
