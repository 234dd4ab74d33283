import type { Instant } from '../../src/base/instant.ts';
import type { Change, PhoneStorage, Rows, StoreName } from './stored.ts';

/** Everything but the pictures, which are fetched one by one. */
const MIRRORED = ['self', 'setup', 'instants', 'stations', 'sheets', 'messages', 'proofs'] as const;
type Mirrored = (typeof MIRRORED)[number];
type Mirror = { readonly [S in Mirrored]: ReadonlyMap<string, Rows[S]> };

/**
 * The storage with a copy of its rows in memory, so that a screen is drawn without waiting. What is written goes to the
 * storage first; one thing after the other, so that a copy read in between is never an old one.
 */
export class Kept {
  #mirror: Mirror;
  readonly #storage: PhoneStorage;
  readonly #changed: () => void;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(storage: PhoneStorage, mirror: Mirror, changed: () => void) {
    this.#storage = storage;
    this.#mirror = mirror;
    this.#changed = changed;
  }

  /** `changed` is called after every change, also one that came from another tab. */
  static async open(storage: PhoneStorage, changed: () => void): Promise<Kept> {
    return new Kept(storage, await readMirror(storage), changed);
  }

  get lasting(): boolean {
    return this.#storage.lasting;
  }

  all<S extends Mirrored>(store: S): ReadonlyMap<string, Rows[S]> {
    return this.#mirror[store];
  }

  get<S extends Mirrored>(store: S, key: string): Rows[S] | null {
    return this.#mirror[store].get(key) ?? null;
  }

  page(id: string): Promise<Blob | null> {
    return this.#storage.get('pages', id);
  }

  write(changes: readonly Change[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#storage.write(changes);
      this.#follow(changes);
    });
  }

  /** Reads, changes and writes with nobody in between, in this tab or another; `change` gives its argument to change nothing. */
  update<S extends Mirrored>(
    store: S,
    key: string,
    change: (row: Rows[S] | null) => Rows[S] | null,
  ): Promise<Rows[S] | null> {
    return this.#inTurn(async () => {
      let same = false;
      const row = await this.#storage.update(store, key, (before) => {
        const after = change(before);
        same = after === before;
        return after;
      });
      // What another tab took away is followed too: one that is only remembered would be asked for without end.
      if (!same || row !== null || this.get(store, key) !== null) this.#follow([{ store, key, row } as Change]);
      return row;
    });
  }

  /** Writes what is decided by the row that is really there, with nobody in between; gives what was written. */
  decide<S extends Mirrored>(
    store: S,
    key: string,
    among: readonly StoreName[],
    decide: (row: Rows[S] | null) => readonly Change[],
  ): Promise<readonly Change[]> {
    return this.#inTurn(async () => {
      let there: Rows[S] | null = null;
      const changes = await this.#storage.decide(store, key, among, (row) => {
        there = row;
        return decide(row);
      });
      this.#follow([{ store, key, row: there } as Change, ...changes]);
      return changes;
    });
  }

  /** The clock, but never the same twice nor back: two messages of one device have two instants. */
  async nextInstant(now: Instant): Promise<Instant> {
    const at = await this.update('instants', 'sentAt', (last) => (last === null || now > last ? now : next(last)));
    return at ?? now;
  }

  /** Another tab changed something. */
  reload(): Promise<void> {
    return this.#inTurn(async () => {
      this.#mirror = await readMirror(this.#storage);
      this.#changed();
    });
  }

  close(): void {
    this.#storage.close();
  }

  #follow(changes: readonly Change[]): void {
    const mirror = { ...this.#mirror } as Record<Mirrored, ReadonlyMap<string, unknown>>;
    for (const { store, key, row } of changes) {
      if (store === 'pages') continue;
      const rows = new Map(mirror[store]);
      if (row === null) rows.delete(key);
      else rows.set(key, row);
      mirror[store] = rows;
    }
    this.#mirror = mirror as Mirror;
    this.#changed();
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => {});
    return done;
  }
}

function next(at: Instant): Instant {
  return (at + 1) as Instant;
}

async function readMirror(storage: PhoneStorage): Promise<Mirror> {
  const rows = await Promise.all(MIRRORED.map((store) => storage.all(store)));
  return Object.fromEntries(MIRRORED.map((store, i) => [store, rows[i]])) as unknown as Mirror;
}
