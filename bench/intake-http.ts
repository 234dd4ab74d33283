import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openAccounts } from '../adapters/accounts/accounts.ts';
import type { Arrival } from '../apps/centre/centre-types.ts';
import { startDeskServer } from '../apps/centre/desk-server.ts';
import type { Door } from '../apps/centre/intake.ts';
import { toBase64 } from '../src/base/bytes.ts';
import { expectOk } from '../src/base/result.ts';
import type { BenchCentre } from './centre.ts';

const SENDERS_PROGRAM = fileURLToPath(new URL('./intake-senders.ts', import.meta.url));
const PORT = 18_180;
/** All senders have one address here. */
const NO_LIMIT = 1e9;

/** A sheet as the process of the senders gets it. */
export type ToSend = { readonly submission: string; readonly pages: readonly string[] };
export type Sent = { readonly received: number; readonly seconds: number; readonly refused: string | null };

/** The same door behind the real HTTP interface: sheets a second that were answered with a receipt. */
export async function sheetsOverHttp(
  folder: string,
  { centre }: BenchCentre,
  door: Door,
  arrivals: readonly Arrival[],
): Promise<Sent> {
  const options = { directory: folder, baseUrl: `http://localhost:${PORT}`, mode: 'demo' } as const;
  const accounts = expectOk(await openAccounts(options), 'accounts');
  const server = expectOk(
    await startDeskServer({
      ...{ centre, door, accounts, host: '127.0.0.1', port: PORT, nextPorts: 50, publicUrl: null, deskFiles: [] },
      limits: { intakePerAddress: NO_LIMIT, intakeInAll: NO_LIMIT, perAddress: NO_LIMIT },
    }),
    'the desk server',
  );
  const sent = await sendFrom(server.url, arrivals.map(toSend));
  await server.close();
  await accounts.close();
  return sent;
}

function toSend({ station, matched, name, pages, signed }: Arrival): ToSend {
  return { submission: JSON.stringify({ station, matched, name, ...signed }), pages: pages.map(toBase64) };
}

function sendFrom(url: string, sheets: readonly ToSend[]): Promise<Sent> {
  const child = fork(SENDERS_PROGRAM, [url]);
  return new Promise((resolve, reject) => {
    child.once('message', (sent: Sent) => {
      child.kill();
      resolve(sent);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the senders ended with ${code}`)));
    child.send(sheets);
  });
}
