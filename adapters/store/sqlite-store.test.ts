import { chmodSync, chownSync, cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { instant } from '../../src/base/instant.ts';
import { expectOk, type Result } from '../../src/base/result.ts';
import { killRound, startWriter, temporaryFolder } from '../../tests/faults/store-kill-rounds.ts';
import { createVirtualClock } from '../clock/clock.ts';
import { describeOpenError, type OpenError } from './open-error.ts';
import { openSqliteStoreReadOnly } from './sqlite-reader.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { describeStoreContract, sampleEvent, sampleEvents } from './store.contract.ts';

describeStoreContract('sqlite', () => {
  const folder = temporaryFolder();
  return {
    openWriter: () => expectOk(openSqliteStore(folder.path), 'opening'),
    openReader: () => expectOk(openSqliteStoreReadOnly(folder.path), 'opening for reading'),
    dispose: () => folder.remove(),
  };
});

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'store.sqlite');
});
afterEach(() => {
  chmodSync(folder.path, 0o700);
  folder.remove();
});

function refused<T>(result: Result<T, OpenError>): OpenError {
  if (result.ok) throw new Error('the store was opened');
  return result.error;
}

function filled(count: number): void {
  const store = expectOk(openSqliteStore(folder.path), 'opening');
  store.append(0, sampleEvents(0, count));
  store.close();
}

/** Without the rights of root, which no file mode stops. */
function asOrdinaryUser(run: () => void): void {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65_534);
  try {
    run();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

describe('opening', () => {
  test('a folder means its store.sqlite, readable by its owner alone, journal included', () => {
    const store = expectOk(openSqliteStore(folder.path), 'opening');
    store.append(0, sampleEvents(0, 1));
    for (const name of ['', '-wal', '-shm', '.lock', '.owner']) {
      expect(statSync(file + name).mode & 0o777, name).toBe(0o600);
    }
    store.close();
    chmodSync(file, 0o644);
    expectOk(openSqliteStore(file), 'opening the file').close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('a commit is synced, in WAL', () => {
    const store = expectOk(openSqliteStore(folder.path), 'opening');
    store.append(0, sampleEvents(0, 1));
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    store.close();
    expect(statSync(`${file}-wal`, { throwIfNoEntry: false })).toBeUndefined();
  });

  test('a missing store is not created when that is not wanted, and no folder is made up', () => {
    expect(refused(openSqliteStore(folder.path, { create: false })).kind).toBe('not-a-store');
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
    expect(refused(openSqliteStore(join(folder.path, 'none', 'store.sqlite'))).kind).toBe('cannot-write');
    expect(refused(openSqliteStoreReadOnly(folder.path)).kind).toBe('not-a-store');
  });

  test('something else is refused and left as it is', () => {
    writeFileSync(file, 'not a database, but long enough to be looked at as one '.repeat(100));
    const before = readFileSync(file);
    const error = refused(openSqliteStore(folder.path));
    expect(error.kind).toBe('not-a-store');
    expect(describeOpenError(error)).toContain('Check the path');
    expect(refused(openSqliteStoreReadOnly(folder.path)).kind).toBe('not-a-store');
    rmSync(file);
    const other = new DatabaseSync(join(folder.path, 'accounts.sqlite'));
    other.exec('CREATE TABLE account(id)');
    other.close();
    const foreign = readFileSync(join(folder.path, 'accounts.sqlite'));
    expect(refused(openSqliteStore(join(folder.path, 'accounts.sqlite'))).kind).toBe('not-a-store');
    expect(readFileSync(join(folder.path, 'accounts.sqlite'))).toEqual(foreign);
    expect(before.length).toBeGreaterThan(0);
  });

  test('a store of a later release is refused with both versions', () => {
    filled(2);
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version=2');
    db.close();
    const error = refused(openSqliteStore(folder.path));
    expect(error).toMatchObject({ kind: 'newer-version', found: 2, known: 1 });
    expect(describeOpenError(error)).toContain('has format 2');
    expect(refused(openSqliteStoreReadOnly(folder.path)).kind).toBe('newer-version');
  });

  test.each([
    ['a gap', 'DELETE FROM events WHERE idx = 1'],
    ['a missing start', 'DELETE FROM events WHERE idx = 0'],
    ['a trigger', 'CREATE TRIGGER sqliteX AFTER INSERT ON events BEGIN DELETE FROM events WHERE idx = 0; END'],
    ['a missing table', 'DROP TABLE meta'],
  ])('%s in the store is corrupt', (_, sql) => {
    filled(3);
    const db = new DatabaseSync(file);
    db.exec(sql);
    db.close();
    const error = refused(openSqliteStore(folder.path));
    expect(error.kind).toBe('corrupt');
    expect(describeOpenError(error)).toContain('restore');
    expect(refused(openSqliteStoreReadOnly(folder.path)).kind).toBe('corrupt');
  });

  test('a truncated file, or one emptied beside its journal, is corrupt', () => {
    filled(2000);
    truncateSync(file, 4096 * 3);
    expect(refused(openSqliteStore(folder.path)).kind).toBe('corrupt');
    truncateSync(file, 0);
    writeFileSync(`${file}-wal`, 'events');
    expect(refused(openSqliteStore(folder.path)).kind).toBe('corrupt');
    expect(readFileSync(`${file}-wal`, 'utf8')).toBe('events');
  });

  test('a folder or a store that cannot be written is refused with a code', () => {
    filled(1);
    const root = process.geteuid?.() === 0;
    chmodSync(folder.path, 0o555);
    chmodSync(file, root ? 0o444 : 0o400);
    asOrdinaryUser(() => {
      const error = refused(openSqliteStore(folder.path));
      expect(error.kind).toBe('cannot-write');
      expect(describeOpenError(error)).toContain('may write');
    });
  });

  test('a lock that can only be read is not taken for an exclusive one', () => {
    filled(1);
    if (process.geteuid?.() === 0)
      for (const path of [folder.path, file, `${file}.lock`]) chownSync(path, 65_534, 65_534);
    chmodSync(`${file}.lock`, 0o400);
    asOrdinaryUser(() => {
      const error = refused(openSqliteStore(folder.path));
      expect(error).toMatchObject({ kind: 'cannot-write', detail: expect.stringContaining('readonly') });
    });
    chmodSync(`${file}.lock`, 0o600);
    asOrdinaryUser(() => expectOk(openSqliteStore(folder.path), 'opening with the lock writable').close());
  });
});

describe('readers', () => {
  test('in a folder that cannot be written the store is read if no journal is left, and refused if one is', () => {
    const store = expectOk(openSqliteStore(folder.path), 'opening');
    store.append(0, sampleEvents(0, 5));
    const copy = temporaryFolder();
    for (const name of ['store.sqlite', 'store.sqlite-wal']) cpSync(join(folder.path, name), join(copy.path, name));
    store.close();
    chmodSync(file, 0o644);
    chmodSync(folder.path, 0o555);
    chmodSync(join(copy.path, 'store.sqlite'), 0o644);
    chmodSync(join(copy.path, 'store.sqlite-wal'), 0o644);
    chmodSync(copy.path, 0o555);
    asOrdinaryUser(() => {
      const reader = expectOk(openSqliteStoreReadOnly(folder.path), 'reading');
      expect(reader.readFrom(0, 10)).toEqual(sampleEvents(0, 5));
      reader.close();
      const error = refused(openSqliteStoreReadOnly(copy.path));
      expect(error.kind).toBe('cannot-read');
      expect(describeOpenError(error)).toContain('copy the store with its -wal file');
    });
    chmodSync(copy.path, 0o700);
    const reader = expectOk(openSqliteStoreReadOnly(copy.path), 'reading with the journal');
    expect(reader.size()).toBe(5);
    reader.close();
    copy.remove();
  });

  test('a reader changes neither the store nor its journal, and outlives its writer', () => {
    const store = expectOk(openSqliteStore(folder.path), 'opening');
    store.append(0, sampleEvents(0, 5));
    const before = [readFileSync(file), readFileSync(`${file}-wal`)];
    const reader = expectOk(openSqliteStoreReadOnly(folder.path), 'reading');
    expect(reader.readFrom(0, 10)).toHaveLength(5);
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before);
    store.close();
    expect(reader.readFrom(0, 10)).toEqual(sampleEvents(0, 5));
    reader.close();
  });
});

describe('a second writer', () => {
  test('in this process is refused, naming it and the moment, until the first closes', () => {
    const clock = createVirtualClock(instant(Date.UTC(2019, 9, 20, 23, 40, 57)));
    const first = expectOk(openSqliteStore(folder.path, { clock }), 'opening');
    const error = refused(openSqliteStore(folder.path));
    expect(error).toMatchObject({ kind: 'already-open', pid: process.pid, since: clock.now() });
    expect(describeOpenError(error)).toContain('in this same process, since 2019-10-20T23:40:57Z');
    first.close();
    expectOk(openSqliteStore(folder.path), 'opening after close').close();
  });

  test('in another process is refused while that lives, and let in once it is killed', async () => {
    const holder = startWriter(folder.path, 1, { hold: true });
    await holder.said('held');
    const error = refused(openSqliteStore(folder.path));
    expect(error).toMatchObject({ kind: 'already-open', pid: holder.child.pid });
    expect(describeOpenError(error)).toMatch(/in another process \(pid \d+, since \d{4}-.*stop the other one/);
    holder.child.kill('SIGKILL');
    await holder.ended;
    expectOk(openSqliteStore(folder.path), 'opening after the kill').close();
  });

  test('without the note of the holder is still refused', () => {
    const first = expectOk(openSqliteStore(folder.path), 'opening');
    writeFileSync(`${file}.owner`, '99999999 torn');
    const error = refused(openSqliteStore(folder.path));
    expect(error).toMatchObject({ kind: 'already-open', pid: null, since: null });
    first.close();
  });

  test('that got in all the same cannot mix its events in', () => {
    const first = expectOk(openSqliteStore(folder.path), 'opening');
    rmSync(`${file}.lock`);
    const second = expectOk(openSqliteStore(folder.path), 'opening past the deleted lock');
    expect(first.append(0, sampleEvents(0, 2)).ok).toBe(true);
    const answer = second.append(0, sampleEvents(50, 1));
    expect(answer).toEqual({ ok: false, error: { kind: 'size-mismatch', expected: 0, actual: 2 } });
    expect(second.readFrom(0, 10)).toEqual(sampleEvents(0, 2));
    expect(first.append(2, sampleEvents(2, 1)).ok).toBe(true);
    expect(second.append(2, []).ok).toBe(false);
    expect(second.append(3, sampleEvents(3, 1)).ok).toBe(true);
    second.close();
    first.close();
  });
});

test('an event that SQLite refuses throws, and nothing of its batch is kept', () => {
  const store = expectOk(openSqliteStore(folder.path), 'opening');
  store.append(0, sampleEvents(0, 1));
  const unfit = { ...sampleEvent(2), body: 'text' as unknown as Uint8Array };
  expect(() => store.append(1, [sampleEvent(1), unfit])).toThrow('cannot store TEXT');
  expect(store.size()).toBe(1);
  expect(store.append(1, sampleEvents(1, 2))).toEqual({ ok: true, value: 3 });
  expect(store.readFrom(0, 10)).toEqual(sampleEvents(0, 3));
  store.close();
});

describe('a full disk', () => {
  test('refuses the whole batch with a code, still reads, and goes on when there is room', () => {
    const store = expectOk(openSqliteStore(folder.path, { pageLimit: 40 }), 'opening');
    expect(store.append(0, sampleEvents(0, 10)).ok).toBe(true);
    const large = [sampleEvent(10), sampleEvent(11, new Uint8Array(300_000))];
    expect(store.append(10, large)).toMatchObject({ ok: false, error: { kind: 'storage-failed' } });
    expect(store.size()).toBe(10);
    expect(store.readFrom(0, 20)).toEqual(sampleEvents(0, 10));
    expect(store.append(10, [sampleEvent(10)]).ok).toBe(true);
    expect(store.append(11, large)).toMatchObject({ ok: false, error: { kind: 'storage-failed' } });
    store.limitPages(1000);
    expect(store.append(11, large)).toEqual({ ok: true, value: 13 });
    store.close();
    const again = expectOk(openSqliteStore(folder.path), 'reopening');
    expect(again.readFrom(0, 20)).toEqual([...sampleEvents(0, 11), ...large]);
    again.close();
  });

  test('with no room for the tables is a coded refusal of the opening', () => {
    const error = refused(openSqliteStore(folder.path, { pageLimit: 1 }));
    expect(error.kind).toBe('cannot-write');
    expectOk(openSqliteStore(folder.path), 'opening with room').close();
  });
});

test('three kills -9 while writing lose nothing acknowledged (the long version is in tests/faults)', async () => {
  let last = 0;
  for (const delayMs of [0, 25, 60]) {
    const { acknowledged, kept } = await killRound(folder.path, delayMs, 'write', delayMs);
    expect(acknowledged).toBeGreaterThan(last);
    last = kept;
  }
});
