import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeCrypto } from '../adapters/crypto/node-crypto.ts';
import { createFolderSource } from '../adapters/public-source/folder-source.ts';
import { BUSY_RATES } from '../simulation/official-busy.test-support.ts';
import { expectOk } from '../src/base/result.ts';
import { describeVerdict, parseTrust, verifyPublic } from '../src/verify/index.ts';
import { runOfficialCount } from './official-country.ts';
import { inScratch } from './scratch.ts';

/*
 * Simulation, machine, office, publication and verify are written by different hands against one specification. Here they meet:
 * everything that is rare happens often, and nothing of it may be refused, lost, or seen otherwise from outside.
 */

test.each([
  { stations: 60, offices: 0, scans: true },
  { stations: 90, offices: 3, scans: false },
  { stations: 60, offices: 2, scans: true },
])('a busy official count of $stations stations by $offices offices is certified, and verified', async (ask) => {
  await inScratch(async (folder) => {
    const { contests } = await runOfficialCount(folder, { ...ask, rates: BUSY_RATES, appeal: true });
    expect(contests.length).toBe(2);
    for (const contest of contests) expect(contest).toMatchObject({ certified: true, open: 0, asPlanned: true });
    const boards = ['national', ...Array.from({ length: ask.offices }, (_, i) => `J${i + 1}`)];
    for (const board of boards) expect(verdictOf(join(folder, board)), board).toMatch(/^VERIFIED/);
  });
});

function verdictOf(folder: string): string {
  const trust = expectOk(parseTrust(nodeCrypto, readFileSync(join(folder, 'trust.json'))), 'our trust file');
  const source = expectOk(createFolderSource(join(folder, 'public')), 'public files');
  const verdict = verifyPublic({ source, trust, crypto: nodeCrypto, now: Date.now() });
  return describeVerdict(verdict).join('\n');
}
