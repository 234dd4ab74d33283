import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { readProjectionFolder } from '../../adapters/election-folder/read-projection-folder.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { truthOf } from '../../src/projection/truth.ts';
import type { Election } from './backtest-run.ts';

/** An election that can be tried: with stations, and with an official result to hold a projection against. */
export function readElectionToTry(folder: string, contest: string | null): Result<Election, readonly string[]> {
  const read = readProjectionFolder(folder, contest === null ? {} : { contest });
  if (!read.ok) return err(describeFailure(read.error));
  const { parsed, source } = read.value;
  if (source === null) return err([`${folder} has no stations: there is nothing to put in an order`]);
  const truth = truthOf(source);
  if (truth === null || truth.sheets === 0 || !(truth.base > 0)) {
    return err([`${folder} has no official count: there is no truth to hold a projection against`]);
  }
  if (truth.options.filter((votes) => votes !== null).length < 2) {
    return err([`${folder} has official figures of fewer than two options: there is no lead to score`]);
  }
  return ok({ id: parsed.head.id, source, truth });
}
