import { type Bytes, equalBytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { isEventKind, sourceKey } from '../record/index.ts';
import { HASH_SIZE, TILE_WIDTH, tilePath } from '../tlog/index.ts';
import { type FindingList, shown } from './finding.ts';
import { HashList } from './hash-list.ts';
import { HeaderReader } from './header-reading.ts';
import { isRightShape } from './header-shape.ts';
import { LeafList } from './leaf-list.ts';
import type { ReadHeader } from './read-header.ts';

/** The log of an office, as far as this record took it in. */
export type OfficeLog = {
  readonly leaves: LeafList;
  /** National record number of each of its events. */
  readonly records: number[];
  /** Instant of the newest by the office's own order. */
  lastAt: number;
};

/** The newest event of a source; `seq` is -1 before its first. */
type Source = { seq: number; readonly leaf: Uint8Array };

const NO_HASH = new Uint8Array(HASH_SIZE);

/** What one header demands of the next: docs/spec/publication.md section 1, official-count.md section 2. */
export class HeaderChain {
  /** null where an entry could not be read; a finding says why. */
  readonly headers: (ReadHeader | null)[] = [];
  /** What each header commits to; zeros, which are no hash, where there is none. */
  readonly commitments = new HashList();
  readonly offices = new Map<string, OfficeLog>();
  private readonly crypto: Crypto;
  private readonly size: number;
  private readonly findings: FindingList;
  private readonly reader = new HeaderReader();
  private readonly sources = new Map<string, Source>();
  /** The same by office and name, without a key that has to be put together; '' is this record itself. */
  private readonly sourcesOf = new Map<string, Map<string, Source>>();
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(crypto: Crypto, size: number, findings: FindingList) {
    this.crypto = crypto;
    this.size = size;
    this.findings = findings;
  }

  /** Takes the next leaf, with its hash. `ofOffice`: the hash that its office's own log has for it, where that is known. */
  follow(leaf: Bytes, hash: Bytes, ofOffice: Bytes | null): void {
    const index = this.headers.length;
    const header = this.read(index, leaf, hash, ofOffice);
    this.headers.push(header);
    if (header === null) this.commitments.append(NO_HASH);
  }

  /** There are no entries up to this one, and behind them there is one: its hash has to have its place. */
  skipTo(index: number): void {
    for (; this.headers.length < index; this.headers.push(null)) this.commitments.append(NO_HASH);
  }

  /** No more entries come. A hostile checkpoint may say that there are millions: they take no room for hashes. */
  endAt(size: number): void {
    while (this.headers.length < size) this.headers.push(null);
  }

  private read(index: number, leaf: Bytes, hash: Bytes, ofOffice: Bytes | null): ReadHeader | null {
    const read = this.reader.read(leaf);
    if (!read.ok) {
      const { error } = read;
      const what = 'field' in error ? ` (${shown(error.field)})` : '';
      this.add(error.kind, index, `Event ${index} has no valid header${what}.`);
      return null;
    }
    const { header, body, sourcePrev } = read.value;
    this.commitments.append(body);
    if (header.at < this.lastAt) {
      this.add('time-goes-back', index, `Event ${index} is dated before the event in front of it.`);
    }
    this.lastAt = Math.max(this.lastAt, header.at);
    // A source of an office is chained by the leaves of that office's own log.
    this.followSource(index, header, sourcePrev, this.followOffice(index, header, ofOffice) ?? hash);
    if (isEventKind(header.kind) && !isRightShape(header)) {
      const says = `The header of event ${index}, a ${header.kind}, has the wrong ones of count, contest, actor and generation.`;
      this.add('header-shape', index, says);
    }
    return header;
  }

  /** Gives the leaf hash that the event has in its office's own log. */
  private followOffice(index: number, header: ReadHeader, ofOffice: Bytes | null): Bytes | null {
    const leaf = this.reader.officeLeafHash(this.crypto, header, ofOffice);
    const { office } = header;
    if (office === undefined || leaf === null) return null;
    const log = this.officeLog(office.id);
    if (office.index !== log.records.length) {
      const says = `Event ${index} is event ${office.index} of office ${shown(office.id)}, of which ${log.records.length} were taken in.`;
      this.add('office-gap', index, says);
    }
    if (office.at < log.lastAt) {
      const says = `Event ${index} is dated, by its office, before the event of that office in front of it.`;
      this.add('office-time-goes-back', index, says);
    }
    log.lastAt = Math.max(log.lastAt, office.at);
    log.records.push(index);
    log.leaves.append(leaf);
    return leaf;
  }

  private officeLog(id: string): OfficeLog {
    const known = this.offices.get(id);
    if (known !== undefined) return known;
    const log = { leaves: new LeafList(this.crypto), records: [], lastAt: 0 };
    this.offices.set(id, log);
    return log;
  }

  private followSource(index: number, header: ReadHeader, sourcePrev: Bytes | null, hash: Bytes): void {
    const source = this.sourceOf(header);
    const linked =
      source.seq < 0
        ? header.sourceSeq === 0
        : header.sourceSeq === source.seq + 1 && sourcePrev !== null && equalBytes(sourcePrev, source.leaf);
    if (!linked) {
      const says = `Event ${index} does not follow the last event of its source ${shown(header.source)}.`;
      this.add('source-chain-broken', index, says);
    }
    source.seq = header.sourceSeq;
    source.leaf.set(hash);
  }

  private sourceOf(header: ReadHeader): Source {
    const office = header.office?.id ?? '';
    const own = this.sourcesOf.get(office) ?? new Map<string, Source>();
    if (own.size === 0) this.sourcesOf.set(office, own);
    const known = own.get(header.source);
    if (known !== undefined) return known;
    const key = sourceKey(header);
    const source = this.sources.get(key) ?? { seq: -1, leaf: new Uint8Array(HASH_SIZE) };
    this.sources.set(key, source);
    own.set(header.source, source);
    return source;
  }

  private add(kind: string, index: number, says: string): void {
    this.findings.add('log', kind, { path: bundlePath(index, this.size), record: index }, says);
  }
}

/** The bundle that holds an event in a log of this size. */
function bundlePath(index: number, size: number): string {
  const bundle = Math.floor(index / TILE_WIDTH);
  return tilePath({ level: 'entries', index: bundle, width: Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH) });
}
