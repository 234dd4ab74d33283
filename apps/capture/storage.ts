import { type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { Change, PhoneStorage, Rows, StoreName } from './stored.ts';

const NAME = 'cotejo-capture';

/** What makes version N + 1 of version N. Never changed after a release: phones in the field have run them. */
const UPGRADES: readonly (readonly StoreName[])[] = [
  ['self', 'setup', 'instants', 'stations', 'sheets', 'pages', 'messages'],
  ['proofs'],
];
/** Version of the database that this program writes. */
export const STORAGE_VERSION = UPGRADES.length;

type Schema = { [S in StoreName]: { key: string; value: Rows[S] } };
type Writing = IDBPTransaction<Schema, StoreNames<Schema>[], 'readwrite'>;

/**
 * The storage of this phone. `outdated` is called when a newer version of the app wants to change the database: this tab
 * can write no more and has to load anew. `no-storage`: the browser keeps nothing (some private windows).
 */
export async function openStorage(
  outdated: () => void,
): Promise<Result<PhoneStorage, { readonly kind: 'no-storage'; readonly detail: string }>> {
  try {
    const db = await openDB<Schema>(NAME, STORAGE_VERSION, {
      upgrade: (made, from) => {
        for (const stores of UPGRADES.slice(from)) for (const store of stores) made.createObjectStore(store);
      },
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        outdated();
      },
      terminated: outdated,
    });
    return ok(overDatabase(db));
  } catch (cause) {
    return err({ kind: 'no-storage', detail: String(cause) });
  }
}

// Written through to the disk: a phone whose battery ends has everything that its screen said was kept.
const STRICT = { durability: 'strict' } as const;

function overDatabase(db: IDBPDatabase<Schema>): PhoneStorage {
  return {
    lasting: true,
    all: async <S extends StoreName>(store: S) => {
      const transaction = db.transaction(store as StoreNames<Schema>);
      const { store: from, done } = transaction;
      const [keys, rows] = await Promise.all([from.getAllKeys(), from.getAll(), done]);
      return new Map(keys.map((key, i) => [key as string, rows[i] as unknown as Rows[S]]));
    },
    get: async <S extends StoreName>(store: S, key: string) =>
      ((await db.get(store as StoreNames<Schema>, key)) as unknown as Rows[S] | undefined) ?? null,
    write: async (changes) => {
      if (changes.length > 0) await writeAll(db, changes);
    },
    update: async <S extends StoreName>(store: S, key: string, change: (row: Rows[S] | null) => Rows[S] | null) => {
      const transaction = db.transaction(store as StoreNames<Schema>, 'readwrite', STRICT);
      const before = ((await transaction.store.get(key)) as unknown as Rows[S] | undefined) ?? null;
      const row = change(before);
      const { store: into, done } = transaction;
      if (row === null) await Promise.all([into.delete(key), done]);
      else if (row !== before) await Promise.all([into.put(row as Schema[StoreName]['value'], key), done]);
      else await done;
      return row;
    },
    decide: async <S extends StoreName>(
      store: S,
      key: string,
      among: readonly StoreName[],
      decide: (row: Rows[S] | null) => readonly Change[],
    ) => {
      const stores = [...new Set([store, ...among])] as StoreNames<Schema>[];
      const transaction = db.transaction(stores, 'readwrite', STRICT);
      const before = await transaction.objectStore(store as StoreNames<Schema>).get(key);
      const changes = decide((before as unknown as Rows[S] | undefined) ?? null);
      await putAll(transaction, changes);
      return changes;
    },
    close: () => db.close(),
  };
}

async function writeAll(db: IDBPDatabase<Schema>, changes: readonly Change[]): Promise<void> {
  const stores = [...new Set(changes.map(({ store }) => store))] as StoreNames<Schema>[];
  await putAll(db.transaction(stores, 'readwrite', STRICT), changes);
}

async function putAll(transaction: Writing, changes: readonly Change[]): Promise<void> {
  // A put that fails also ends the transaction: without a second awaiting of it the browser reports it twice.
  await Promise.all([
    ...changes.map(({ store, key, row }) => {
      const into = transaction.objectStore(store);
      return row === null ? into.delete(key) : into.put(row, key);
    }),
    transaction.done,
  ]);
}
