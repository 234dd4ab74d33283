import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { GpUnitId, StationId } from '../../src/model/ids.ts';
import { createPrivateFile } from '../store/writer-lock.ts';
import type {
  BadCode,
  CodeQuery,
  CodesNotStored,
  CodesOpenError,
  Grant,
  Handing,
  KitCode,
  ListedCode,
  Made,
  OneTimeCodes,
  Presented,
  Redeemed,
} from './codes.ts';
import { drawCode, hashOfCode, presentedAs } from './draw-code.ts';

/*
 * The codes of a run, in `DIRECTORY/codes.sqlite`, mode 0600. The count and `cotejo forms` may have it open at once: every
 * change is one statement or one immediate transaction, so that two of them never use one code up for two phones.
 */

/** A kit that another process is printing holds the write lock for a moment. */
const BUSY_MS = 2000;

const TABLES = [
  `CREATE TABLE IF NOT EXISTS codes(
    id INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, scope TEXT, station TEXT, replaces TEXT,
    kit TEXT, by TEXT, at INTEGER NOT NULL, expires INTEGER NOT NULL,
    used_by TEXT, used_at INTEGER, record INTEGER, cancelled_at INTEGER) STRICT`,
  'CREATE INDEX IF NOT EXISTS codes_of_kit ON codes(kit)',
  'CREATE INDEX IF NOT EXISTS codes_by_hand ON codes(id) WHERE kit IS NULL',
  'CREATE INDEX IF NOT EXISTS codes_of_station ON codes(station, id)',
];

type Row = Readonly<Record<string, unknown>>;

/** Where the codes of a folder are. */
export function codesPathOf(directory: string): string {
  return join(directory, 'codes.sqlite');
}

/** Opens the codes of a folder, or begins them. */
export function openCodesFile(directory: string): Result<OneTimeCodes, CodesOpenError> {
  const path = codesPathOf(directory);
  let db: DatabaseSync | null = null;
  try {
    mkdirSync(directory, { recursive: true });
    createPrivateFile(path);
    chmodSync(path, 0o600);
    db = new DatabaseSync(path, { timeout: BUSY_MS });
    // FULL: a code that was used up must not be good again after a power cut.
    db.exec('PRAGMA trusted_schema=OFF; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL');
    for (const table of TABLES) db.exec(table);
    return ok(new CodesFile(db));
  } catch (cause) {
    db?.close();
    return err({ kind: 'codes-unusable', path, detail: messageOf(cause) });
  }
}

class CodesFile implements OneTimeCodes {
  private readonly db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  make(grant: Grant, of: Handing): Result<Made, CodesNotStored> {
    return this.storing(() => this.insert(grant, of, null));
  }

  makeMany(
    kit: readonly KitCode[],
    of: Handing,
    { replace }: { readonly replace: boolean },
  ): Result<readonly Made[], CodesNotStored> {
    return this.storing(() => {
      if (replace) {
        const cancel = this.db.prepare(
          'UPDATE codes SET cancelled_at = ? WHERE kit = ? AND used_by IS NULL AND cancelled_at IS NULL',
        );
        for (const station of new Set(kit.map((code) => code.station))) cancel.run(of.at, station);
      }
      return kit.map(({ station, grant }) => this.insert(grant, of, station));
    });
  }

  list({ printed, station, after, limit }: CodeQuery): readonly ListedCode[] {
    const where = [printed ? 'kit IS NOT NULL' : 'kit IS NULL', 'id < ?'];
    const values: (string | number)[] = [after ?? Number.MAX_SAFE_INTEGER];
    if (station !== undefined) {
      where.push('station = ?');
      values.push(station);
    }
    const sql = `SELECT * FROM codes WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT ?`;
    return this.db
      .prepare(sql)
      .all(...values, limit)
      .map(listed);
  }

  get(id: number): ListedCode | null {
    const row = this.db.prepare('SELECT * FROM codes WHERE id = ?').get(id);
    return row === undefined ? null : listed(row);
  }

  cancel(id: number, at: Instant): Result<null, { readonly kind: 'unknown-code' } | CodesNotStored> {
    const sql = 'UPDATE codes SET cancelled_at = ? WHERE id = ? AND used_by IS NULL AND cancelled_at IS NULL';
    const done = this.storing(() => this.db.prepare(sql).run(at, id).changes);
    if (!done.ok) return done;
    return Number(done.value) === 1 ? ok(null) : err({ kind: 'unknown-code' });
  }

  redeem(presented: Presented, holder: string, at: Instant): Result<Redeemed, BadCode | CodesNotStored> {
    const hash = hashOfCode(presented);
    // Whoever guesses shall not make the disk write.
    const before = this.byHash(hash);
    if (before === null || before.cancelledAt !== null) return err({ kind: 'bad-code' });
    const { id, grant, by } = before;
    if (before.used === null) {
      const done = this.useUp(id, holder, at);
      if (!done.ok) return done;
      if (done.value) return ok({ id, grant, by, again: false, record: null });
    }
    // Another process, or this holder's other request, may have been quicker.
    const row = this.db.prepare('SELECT used_by, record FROM codes WHERE id = ?').get(id);
    if (row?.['used_by'] !== holder) return err({ kind: 'bad-code' });
    return ok({ id, grant, by, again: true, record: row['record'] === null ? null : Number(row['record']) });
  }

  giveBack(id: number, holder: string): Result<null, CodesNotStored> {
    const sql = 'UPDATE codes SET used_by = NULL, used_at = NULL WHERE id = ? AND used_by = ?';
    const done = this.storing(() => this.db.prepare(sql).run(id, holder));
    return done.ok ? ok(null) : done;
  }

  settle(id: number, holder: string, record: number): Result<null, CodesNotStored> {
    const sql = 'UPDATE codes SET record = ? WHERE id = ? AND used_by = ?';
    const done = this.storing(() => this.db.prepare(sql).run(record, id, holder));
    return done.ok ? ok(null) : done;
  }

  close(): void {
    if (this.db.isOpen) this.db.close();
  }

  private useUp(id: number, holder: string, at: Instant): Result<boolean, CodesNotStored> {
    const sql = `UPDATE codes SET used_by = ?, used_at = ?
      WHERE id = ? AND used_by IS NULL AND cancelled_at IS NULL AND expires > ?`;
    return this.storing(() => Number(this.db.prepare(sql).run(holder, at, id, at).changes) === 1);
  }

  private byHash(hash: string): ListedCode | null {
    const row = this.db.prepare('SELECT * FROM codes WHERE hash = ?').get(hash);
    return row === undefined ? null : listed(row);
  }

  private insert(grant: Grant, of: Handing, kit: string | null): Made {
    const sql = `INSERT INTO codes(hash, kind, scope, station, replaces, kit, by, at, expires)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(hash) DO NOTHING`;
    const { scope, station, replaces } = columnsOf(grant);
    // Two secrets of one station are the same once in 2^40.
    for (;;) {
      const code = drawCode(grant);
      const hash = hashOfCode(presentedAs(grant, code));
      const done = this.db
        .prepare(sql)
        .run(hash, grant.kind, scope, station, replaces, kit, of.by, of.at, of.expiresAt);
      if (Number(done.changes) === 1) return { id: Number(done.lastInsertRowid), code };
    }
  }

  private storing<T>(work: () => T): Result<T, CodesNotStored> {
    try {
      this.db.exec('BEGIN IMMEDIATE');
      const value = work();
      this.db.exec('COMMIT');
      return ok(value);
    } catch (cause) {
      if (this.db.isOpen && this.db.isTransaction) this.db.exec('ROLLBACK');
      return err({ kind: 'not-stored', detail: messageOf(cause) });
    }
  }
}

function columnsOf(grant: Grant): {
  readonly scope: string | null;
  readonly station: string | null;
  readonly replaces: string | null;
} {
  if (grant.kind === 'sms') return { scope: null, station: grant.station, replaces: null };
  return { scope: grant.scope, station: grant.only, replaces: grant.replaces };
}

function listed(row: Row): ListedCode {
  const usedBy = textOrNull(row['used_by']);
  return {
    id: Number(row['id']),
    grant: grantOf(row),
    by: textOrNull(row['by']),
    at: Number(row['at']) as Instant,
    expiresAt: Number(row['expires']) as Instant,
    printed: row['kit'] !== null,
    used: usedBy === null ? null : { holder: usedBy, at: Number(row['used_at']) as Instant },
    cancelledAt: row['cancelled_at'] === null ? null : (Number(row['cancelled_at']) as Instant),
  };
}

function grantOf(row: Row): Grant {
  const station = textOrNull(row['station']) as StationId | null;
  if (row['kind'] === 'sms') return { kind: 'sms', station: (station ?? '') as StationId };
  const scope = String(row['scope']) as GpUnitId;
  return { kind: 'enrol', scope, only: station, replaces: textOrNull(row['replaces']) };
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
