import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../adapters/store/sqlite-store.ts';
import { expectOk } from '../../src/base/result.ts';
import { seededRandom } from './store-events.ts';
import { expectNumbered, killRound, startWriter, temporaryFolder, tornJournalRound } from './store-kill-rounds.ts';

const SEED = 20_191_020;

describe('the store under kill -9', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  test('30 kills while writing, one store: nothing acknowledged is lost, and writing goes on', async () => {
    const random = seededRandom(SEED);
    let unacknowledged = 0;
    let last = 0;
    for (let round = 0; round < 30; round++) {
      const { acknowledged, kept } = await killRound(folder.path, SEED + round, 'write', random() * 150);
      if (kept > acknowledged) unacknowledged++;
      expect(acknowledged, `round ${round}`).toBeGreaterThan(last);
      last = kept;
    }
    console.log(`kill -9: 30 rounds, ${last} events kept, ${unacknowledged} times one whole batch more than answered`);
  });

  test('20 kills at any moment from the start of the process, opening and creation included', async () => {
    const random = seededRandom(SEED + 1);
    for (let round = 0; round < 20; round++) await killRound(folder.path, SEED + round, 'start', random() * 400);
  });

  test('20 kills around the creation of a new store: it can always be opened', async () => {
    const random = seededRandom(SEED + 2);
    for (let round = 0; round < 20; round++) {
      const fresh = temporaryFolder();
      const writer = startWriter(fresh.path, SEED + round);
      await new Promise((resolve) => setTimeout(resolve, 60 + random() * 200));
      writer.child.kill('SIGKILL');
      await writer.ended;
      const opened = expectOk(openSqliteStore(fresh.path), `creation, round ${round}`);
      expectNumbered(opened, opened.size());
      opened.close();
      fresh.remove();
    }
  });

  test('20 journals cut off anywhere, as by a power cut: whole batches from the start remain', async () => {
    let cut = 0;
    for (let round = 0; round < 20; round++) {
      const fresh = temporaryFolder();
      const { acknowledged, kept } = await tornJournalRound(fresh.path, SEED + round);
      if (kept < acknowledged) cut++;
      fresh.remove();
    }
    // Otherwise the cut has not been through the events, and the test has shown nothing.
    expect(cut).toBeGreaterThan(5);
  });
});
