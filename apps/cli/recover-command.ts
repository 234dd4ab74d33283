import { existsSync } from 'node:fs';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { openRunKeys } from '../../adapters/keys/key-folder.ts';
import { instant } from '../../src/base/instant.ts';
import { decide } from '../../src/entry/decide.ts';
import { draftOf } from '../run/draft-of.ts';
import { DESK_SOURCE } from '../run/election-run.ts';
import { type OpenedRun, openRun } from '../run/open-run.ts';
import { describeRunError } from '../run/ports.ts';
import { openRunForReading } from '../run/read-run.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

/**
 * `cotejo recover DIR NAME`: a way back in when the only administrator is lost, for whoever has the machine. The record says in
 * public that it was done, and to which pseudonym, before the code is shown.
 */
export async function recoverCommand(directory: string, name: string, output: Output): Promise<ExitCode> {
  if (!existsSync(`${directory}/accounts.sqlite`)) {
    return refuse(
      output,
      `${directory} has no accounts. Name the folder that \`cotejo count --out\` wrote.`,
      EXIT.badInput,
    );
  }
  const read = openRunForReading(directory, nodeCrypto);
  if (!read.ok) return refuse(output, read.error.detail, EXIT.badInput);
  const { definition } = read.value.geography;
  read.value.close();
  const keys = openRunKeys(nodeCrypto, `${directory}/keys`, {
    kind: 'live',
    election: definition.election.id,
    create: false,
  });
  if (!keys.ok) return refuse(output, `cannot use ${keys.error.path}: ${keys.error.detail}`);
  // The store has one writer: while the counting centre runs, this is refused.
  const opened = openRun(directory, definition, keys.value, true);
  if (!opened.ok) return refuse(output, opened.error);
  try {
    return await recover(opened.value, directory, name, output);
  } finally {
    opened.value.close();
  }
}

async function recover({ run, store }: OpenedRun, directory: string, name: string, output: Output): Promise<ExitCode> {
  const begun = run.begin(instant(Number(store.readMeta('beginsAt') ?? 'NaN')));
  if (!begun.ok) return refuse(output, describeRunError(begun.error));
  const followed = run.followAside();
  if (!followed.ok) return refuse(output, describeRunError(followed.error));
  const { openAccounts } = await import('../../adapters/accounts/accounts.ts');
  const accounts = await openAccounts({ directory, baseUrl: 'http://localhost', mode: 'live' });
  if (!accounts.ok) return refuse(output, accounts.error.detail);
  try {
    const issued = await accounts.value.issueRecoveryCode(name);
    if (!issued.ok) return refuse(output, `no account that can be recovered is called ${name}`, EXIT.badInput);
    const { pseudonym, issuedAt } = issued.value.fact;
    const at = instant(issuedAt);
    const text = {
      es: `En la máquina del centro de cómputo se emitió un código para recuperar la cuenta ${pseudonym}.`,
      en: `At the machine of the counting centre a code was issued to recover the account ${pseudonym}.`,
    };
    const decided = decide(run.centre, { kind: 'give-notice', text, by: 'console' }, at);
    if (!decided.ok) return refuse(output, `the notice is refused: ${decided.error.kind}`);
    const recorded = run.recordAll(decided.value.map((event) => draftOf(event, at, DESK_SOURCE)));
    const stored = recorded.ok ? run.publish(at, run.isFilled, DESK_SOURCE) : recorded;
    if (!stored.ok) return refuse(output, describeRunError(stored.error));
    output.line(`Published: ${text.en}`);
    output.line(`Code for ${name}, good once: ${issued.value.code}`);
    return EXIT.ok;
  } finally {
    await accounts.value.close();
  }
}
