import type { DatabaseSync } from 'node:sqlite';
import type { StoredEvent } from '../../src/record/store-port.ts';
import { assertRange } from './store-arguments.ts';

/** Rows fetched by one query: bounds what SQLite and the row objects hold at once, whatever the caller asks for. */
const PAGE_ROWS = 4096;

/** The reading half of a store, over one connection, which it does not own. Failures of the medium throw. */
export type SqliteRead = {
  size(): number;
  readFrom(from: number, limit: number): readonly StoredEvent[];
  readMeta(name: string): string | null;
};

export function prepareReading(db: DatabaseSync): SqliteRead {
  const selectSize = db.prepare('SELECT max(idx) AS last FROM events');
  const selectPage = db.prepare('SELECT idx, header, salt, body FROM events WHERE idx >= ? ORDER BY idx LIMIT ?');
  selectPage.setReturnArrays(true);
  const selectMeta = db.prepare('SELECT value FROM meta WHERE name = ?');

  return {
    size() {
      const { last } = selectSize.get() ?? {};
      return typeof last === 'number' ? last + 1 : 0;
    },
    readFrom(from, limit) {
      assertRange(from, limit);
      const events: StoredEvent[] = [];
      while (events.length < limit) {
        const wanted = Math.min(PAGE_ROWS, limit - events.length);
        const rows = selectPage.all(from + events.length, wanted) as readonly unknown[];
        for (const row of rows) events.push(storedEvent(row, from + events.length));
        if (rows.length < wanted) break;
      }
      return events;
    },
    readMeta(name) {
      const { value } = selectMeta.get(name) ?? {};
      return typeof value === 'string' ? value : null;
    },
  };
}

/** A row that is not the event asked for means a damaged file: better to stop than to renumber the record. */
function storedEvent(row: unknown, index: number): StoredEvent {
  const [idx, header, salt, body] = row as readonly unknown[];
  if (idx !== index) throw new Error(`the store is damaged: event ${index} is missing, ${String(idx)} follows`);
  if (!(header instanceof Uint8Array) || !(salt instanceof Uint8Array) || !(body instanceof Uint8Array)) {
    throw new Error(`the store is damaged: event ${index} does not consist of bytes`);
  }
  return { header, salt, body };
}
