import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../src/base/result.ts';
import { type FolderImport, importFolder } from '../../src/model/folder/import-folder.ts';
import { type FolderError, type FolderFailure, IssueLog, issue } from '../../src/model/folder/issue.ts';
import type { CsvTable } from '../../src/model/folder/table.ts';
import { parseCsv } from './csv-rows.ts';
import { readStored, type StoredFile } from './read-bytes.ts';

/** A table that was read: what the record says of it. */
export type FolderFile = {
  /** As stored (`stations.csv.gz`). */
  readonly name: string;
  /** Of the file as stored. */
  readonly sha256: Uint8Array;
  /** Data rows; 0 for election.json. */
  readonly rows: number;
};

export type ImportedFolder = FolderImport & {
  /** election.json, stations.csv, preliminary.csv, official.csv, as far as present. */
  readonly files: readonly FolderFile[];
};

export type ReadOptions = {
  /** Largest size of a file, unpacked. */
  readonly maxFileBytes?: number;
};

export const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** election.json is written by hand; anything near this is not one. */
export const MAX_ELECTION_BYTES = 16 * 1024 * 1024;

/** Reads an election folder (docs/spec/election-folder.md) from disk. Every fault of its files is a value. */
export function readElectionFolder(folder: string, options: ReadOptions = {}): Result<ImportedFolder, FolderFailure> {
  const log = new IssueLog();
  if (!isDirectory(folder)) {
    log.error(issue('missing-folder', { file: folder, line: null, field: null }, null, 'a folder'));
    return err(log.failure());
  }
  const cap = options.maxFileBytes ?? MAX_FILE_BYTES;
  const hashes = new Map<string, Uint8Array>();
  const find = (name: string, needed: boolean): string | null => findFile(folder, name, needed, log);
  const table = (name: string | null): CsvTable | null =>
    name === null ? null : new StoredTable(join(folder, name), name, cap, hashes);
  const imported = importFolder(
    {
      election: readElectionFile(folder, find('election.json', true), Math.min(cap, MAX_ELECTION_BYTES), hashes, log),
      stations: table(find('stations.csv', true)),
      preliminary: table(find('preliminary.csv', false)),
      official: table(find('official.csv', false)),
    },
    log,
  );
  if (!imported.ok) return imported;
  const { rows } = imported.value;
  const files = [...hashes].map(([name, sha256]) => ({ name, sha256, rows: rows.get(name) ?? 0 }));
  return ok({ ...imported.value, files });
}

export function isDirectory(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The stored name of a file, which may be packed; having both is an error, since they may differ. */
export function findFile(folder: string, name: string, needed: boolean, log: IssueLog): string | null {
  const [plain, packed] = [name, `${name}.gz`].map((n) => existsSync(join(folder, n)));
  const place = { file: name, line: null, field: null };
  if (plain && packed) {
    log.error(issue('two-files', place, null, `${name} or ${name}.gz, not both`, 'Remove the older one.'));
  }
  if (!plain && !packed && needed) log.error(issue('missing-file', place, null, `${name} or ${name}.gz`));
  return plain ? name : packed ? `${name}.gz` : null;
}

export function readElectionFile(
  folder: string,
  name: string | null,
  cap: number,
  hashes: Map<string, Uint8Array>,
  log: IssueLog,
): { readonly file: string; readonly text: string } | null {
  if (name === null) return null;
  const stored = readStored(join(folder, name), name, cap);
  if (!stored.ok) {
    log.error(stored.error);
    return null;
  }
  hashes.set(name, stored.value.sha256);
  const text = stored.value.bytes.toString('utf8');
  return { file: name, text: text.startsWith('\ufeff') ? text.slice(1) : text };
}

/** A CSV file on disk. Its bytes are held only from the look at the header to the end of the reading. */
export class StoredTable implements CsvTable {
  readonly file: string;
  readonly #path: string;
  readonly #cap: number;
  readonly #hashes: Map<string, Uint8Array>;
  #stored: Result<StoredFile, FolderError> | null = null;

  constructor(path: string, file: string, cap: number, hashes: Map<string, Uint8Array>) {
    this.#path = path;
    this.file = file;
    this.#cap = cap;
    this.#hashes = hashes;
  }

  header(): readonly string[] | null {
    const stored = this.#load();
    if (!stored.ok) return null;
    let header: readonly string[] | null = null;
    parseCsv(
      this.file,
      stored.value.bytes,
      (cells) => {
        header ??= cells;
      },
      1,
    );
    return header;
  }

  read(onRecord: (cells: readonly string[], line: number) => void): FolderError | null {
    const stored = this.#load();
    this.#stored = null;
    if (!stored.ok) return stored.error;
    this.#hashes.set(this.file, stored.value.sha256);
    return parseCsv(this.file, stored.value.bytes, onRecord);
  }

  #load(): Result<StoredFile, FolderError> {
    this.#stored ??= readStored(this.#path, this.file, this.#cap);
    return this.#stored;
  }
}
