import type { Blobs } from '../../adapters/blobs/blobs.ts';
import { readPictureHeader } from '../../adapters/pictures/picture-header.ts';
import { type Bytes, decodeUtf8, fromBase64, toHex } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { officeOf } from '../../src/model/office-definition.ts';
import type { EventBody, Papers } from '../../src/record/index.ts';
import type { OfficeLogs } from './office-logs.ts';

/** A JPEG, or of papers their data (JSON) or a text (PDF): what the event says that names it. */
export type FileKind = 'picture' | 'data' | 'text';
export type NamedFile = { readonly hex: string; readonly kind: FileKind };

/** How much of the disk offices may fill: of each so much for its stations, and of all together. */
export type FileLimits = {
  readonly ofOffice: number;
  readonly ofStation: number;
  readonly inAll: number;
  readonly ofStationInAll: number;
};

/** A sheet is shown in about half a megabyte a page; what comes of a recount or a repeated vote comes beside it. */
export const FILE_LIMITS: FileLimits = {
  ofOffice: 500_000_000,
  ofStation: 8_000_000,
  inAll: 10_000_000_000,
  ofStationInAll: 6_000_000,
};

export type FileRefusal =
  /** So many bytes may the office's files have, or those of all offices. */
  | { readonly kind: 'office-full' | 'offices-full'; readonly most: number }
  | { readonly kind: 'not-that-kind'; readonly wanted: FileKind }
  | { readonly kind: 'not-stored'; readonly detail: string };

/** Pictures that the public sees, and papers, by the hex of their hashes. */
export function filesNamedBy(body: EventBody): readonly NamedFile[] {
  if (body.kind === 'SessionClosed' || body.kind === 'ResultCertified') return papersIn(body.papers);
  if (body.kind !== 'SheetScanned') return [];
  return body.pictures.flatMap(({ shown }) => named(shown, 'picture'));
}

function papersIn({ data, es, en }: Papers): readonly NamedFile[] {
  return [...named(data, 'data'), ...named(es, 'text'), ...named(en, 'text')];
}

function named(hash: string, kind: FileKind): readonly NamedFile[] {
  const bytes = fromBase64(hash);
  return bytes.ok ? [{ hex: toHex(bytes.value), kind }] : [];
}

/** Whether the bytes are what the record says: the public reads them under that name, and whoever sent them is nobody known. */
export function isOfKind(bytes: Bytes, kind: FileKind): boolean {
  switch (kind) {
    case 'picture': {
      const header = readPictureHeader(bytes);
      return header.ok && header.value.format === 'jpeg' && header.value.length === bytes.length;
    }
    case 'text':
      return new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-';
    case 'data':
      return isJsonObject(bytes);
  }
}

function isJsonObject(bytes: Bytes): boolean {
  const text = decodeUtf8(bytes);
  if (!text.ok || !text.value.startsWith('{')) return false;
  try {
    JSON.parse(text.value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Keeps the files of offices within what each of them, and all together, may fill. They come before their events, so that nothing
 * public lacks one: whoever holds an office's key could otherwise name files without end in batches that are never taken. Counted
 * is what was taken in, and what came since this process began.
 */
export class OfficeFiles {
  private readonly blobs: Blobs;
  private readonly limits: FileLimits;
  private readonly logs: OfficeLogs;
  /** How many stations each office has. */
  private readonly stations = new Map<string, number>();
  private held: Map<string, number> | null = null;
  /** One file after the other: each is held against what the one before left. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(blobs: Blobs, logs: OfficeLogs, definition: ElectionDefinition, limits: FileLimits) {
    this.blobs = blobs;
    this.logs = logs;
    const of = officeOf(definition);
    for (const i of definition.stations.keys()) {
      const office = of(i);
      if (office !== null) this.stations.set(office, (this.stations.get(office) ?? 0) + 1);
    }
    this.limits = limits;
  }

  /** Keeps a file whose bytes are those of its name; one that is there already changes nothing. */
  put(office: string, { hex, kind }: NamedFile, bytes: Bytes): Promise<Result<null, FileRefusal>> {
    const done = this.queue.then(async (): Promise<Result<null, FileRefusal>> => {
      if (!isOfKind(bytes, kind)) return err({ kind: 'not-that-kind', wanted: kind });
      const there = await this.blobs.has(hex);
      if (there.ok && there.value) return ok(null);
      const full = await this.refuse(office, bytes.length);
      if (full !== null) return err(full);
      const kept = await this.blobs.put(bytes);
      if (!kept.ok) return err({ kind: 'not-stored', detail: kept.error.kind });
      this.held?.set(office, (this.held.get(office) ?? 0) + bytes.length);
      return ok(null);
    });
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async refuse(office: string, more: number): Promise<FileRefusal | null> {
    const { ofOffice, ofStation, inAll, ofStationInAll } = this.limits;
    this.held ??= await this.heldByRecord();
    const most = ofOffice + ofStation * (this.stations.get(office) ?? 0);
    if ((this.held.get(office) ?? 0) + more > most) return { kind: 'office-full', most };
    const sum = (numbers: Iterable<number>) => [...numbers].reduce((before, n) => before + n, 0);
    const mostInAll = inAll + ofStationInAll * sum(this.stations.values());
    const bytes = sum(this.held.values()) + more;
    return bytes > mostInAll ? { kind: 'offices-full', most: mostInAll } : null;
  }

  /** Asked once: files that a former process took, and that the record names. */
  private async heldByRecord(): Promise<Map<string, number>> {
    const held = new Map<string, number>();
    for (const { office, files } of this.logs.all()) {
      let bytes = 0;
      for (const hex of files) {
        const size = await this.blobs.sizeOf(hex);
        bytes += size.ok ? (size.value ?? 0) : 0;
      }
      held.set(office, bytes);
    }
    return held;
  }
}
