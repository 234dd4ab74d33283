import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../adapters/store/sqlite-store.ts';
import { expectOk } from '../../src/base/result.ts';
import { numberedEvents } from './store-events.ts';
import { expectNumbered, startWriter, temporaryFolder } from './store-kill-rounds.ts';

describe('the store when the operating system refuses a write', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  // The limit of file size makes write() fail in the middle of the journal, at another place for each limit.
  test.each([70, 200, 333, 1000, 3001])(
    'at %i blocks of file size: refused with a code, nothing acknowledged lost',
    async (blocks) => {
      const writer = startWriter(folder.path, blocks, { shell: `ulimit -f ${blocks}` });
      expect(await writer.ended).toBe(4);
      const lines = writer.lines();
      expect(lines.at(-1)).toContain('storage-failed');
      const acknowledged = Number(lines.findLast((line) => line.startsWith('= '))?.slice(2) ?? 0);

      const opened = expectOk(openSqliteStore(folder.path), 'opening after the refusal');
      expect(opened.size()).toBe(acknowledged);
      expectNumbered(opened, acknowledged);
      expect(opened.append(acknowledged, numberedEvents(acknowledged, 50)).ok).toBe(true);
      opened.close();
    },
  );

  test('with no room even for the tables, opening is refused with a code, and works once there is room', async () => {
    const writer = startWriter(folder.path, 1, { shell: 'ulimit -f 4' });
    expect(await writer.ended).toBe(3);
    expect(writer.lines().at(-1)).toContain('cannot be written');
    const opened = expectOk(openSqliteStore(folder.path), 'opening with room');
    expect(opened.size()).toBe(0);
    opened.close();
  });
});
