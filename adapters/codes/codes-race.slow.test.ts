import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import type { GpUnitId, StationId } from '../../src/model/ids.ts';
import { openCodesFile } from './codes-file.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-codes-race-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const PHONES = 4;
const CODES = 150;

/** Redeems all codes of the folder in the same order as the others do at the same time. */
const PHONE = `
  import { parentPort, workerData } from 'node:worker_threads';
  const { openCodesFile } = await import(workerData.module);
  const opened = openCodesFile(workerData.folder);
  const gate = new Int32Array(workerData.gate);
  Atomics.add(gate, 0, 1);
  while (Atomics.load(gate, 0) < workerData.phones) {}
  const won = workerData.codes.filter((code) => {
    const done = opened.value.redeem({ kind: 'enrol', code }, workerData.holder, 5);
    if (!done.ok && done.error.kind !== 'bad-code') throw new Error(done.error.detail);
    return done.ok;
  });
  opened.value.close();
  parentPort.postMessage(won);
`;

it('of many phones at once, in processes that know nothing of each other, each code lets in one', async () => {
  const codes = expectOk(openCodesFile(scratch), 'codes');
  const grant = { kind: 'enrol', scope: 'u' as GpUnitId, only: null, replaces: null } as const;
  const kit = Array.from({ length: CODES }, () => ({ station: 's' as StationId, grant }));
  const of = { at: instant(0), expiresAt: instant(10), by: null };
  const made = expectOk(codes.makeMany(kit, of, { replace: false }), 'kit').map(({ code }) => code);
  const gate = new SharedArrayBuffer(4);
  const module = new URL('./codes-file.ts', import.meta.url).href;
  const won = await Promise.all(
    Array.from({ length: PHONES }, (_, n) => {
      const workerData = { module, folder: scratch, codes: made, holder: `key-${n}`, gate, phones: PHONES };
      const source = new URL(`data:text/javascript,${encodeURIComponent(PHONE)}`);
      const worker = new Worker(source, { workerData });
      return new Promise<readonly string[]>((resolve, reject) => worker.once('message', resolve).once('error', reject));
    }),
  );
  expect(won.flat().toSorted()).toEqual(made.toSorted());
  for (const [n, mine] of won.entries()) {
    const code = present(mine[0] ?? made[0], 'a code');
    expect(codes.redeem({ kind: 'enrol', code }, `key-${n}`, instant(5)).ok).toBe(mine.length > 0);
  }
  codes.close();
});
