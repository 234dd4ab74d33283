import type { Change, PhoneStorage, Rows, StoreName } from './stored.ts';

/** Keeps everything for as long as the tab lives. `disk` lets tests open the same contents twice. */
export function memoryStorage(disk: Map<string, Map<string, unknown>> = new Map()): PhoneStorage {
  const of = (store: StoreName): Map<string, unknown> => {
    const rows = disk.get(store) ?? new Map<string, unknown>();
    disk.set(store, rows);
    return rows;
  };
  const put = ({ store, key, row }: Change): void => {
    if (row === null) of(store).delete(key);
    else of(store).set(key, structuredCloneOf(row));
  };
  return {
    lasting: false,
    all: async <S extends StoreName>(store: S) => new Map(of(store)) as ReadonlyMap<string, Rows[S]>,
    get: async <S extends StoreName>(store: S, key: string) => (of(store).get(key) as Rows[S] | undefined) ?? null,
    write: async (changes) => changes.forEach(put),
    update: async <S extends StoreName>(store: S, key: string, change: (row: Rows[S] | null) => Rows[S] | null) => {
      const row = change((of(store).get(key) as Rows[S] | undefined) ?? null);
      put({ store, key, row } as Change);
      return row;
    },
    decide: async <S extends StoreName>(
      store: S,
      key: string,
      _among: readonly StoreName[],
      decide: (row: Rows[S] | null) => readonly Change[],
    ) => {
      const changes = decide((of(store).get(key) as Rows[S] | undefined) ?? null);
      changes.forEach(put);
      return changes;
    },
    close: () => {},
  };
}

/** As IndexedDB does: what is kept is no longer what the program holds. Blobs and keys are kept as they are. */
function structuredCloneOf<T>(row: T): T {
  return row instanceof Blob ? row : structuredClone(row);
}
