import { type Bytes, equalBytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { type EventHeader, isEventKind, leafHashOfText, officeHeaderIn, sourceKey } from '../record/index.ts';
import { TILE_WIDTH, tilePath } from '../tlog/index.ts';
import { type FindingList, shown } from './finding.ts';
import { readHeader } from './header-reading.ts';
import { isRightShape } from './header-shape.ts';
import { LeafList } from './leaf-list.ts';

/** The log of an office, as far as this record took it in. */
export type OfficeLog = {
  readonly leaves: LeafList;
  /** National record number of each of its events. */
  readonly records: number[];
  /** Instant of the newest by the office's own order. */
  lastAt: number;
};

/** What one header demands of the next: docs/spec/publication.md section 1, official-count.md section 2. */
export class HeaderChain {
  private readonly crypto: Crypto;
  private readonly size: number;
  private readonly findings: FindingList;
  private readonly sources = new Map<string, { seq: number; leaf: Bytes }>();
  private lastAt = Number.NEGATIVE_INFINITY;
  readonly offices = new Map<string, OfficeLog>();

  constructor(crypto: Crypto, size: number, findings: FindingList) {
    this.crypto = crypto;
    this.size = size;
    this.findings = findings;
  }

  follow(index: number, leaf: Bytes, hash: Bytes): EventHeader | null {
    const decoded = readHeader(leaf);
    const place = { path: bundlePath(index, this.size), record: index };
    if (!decoded.ok) {
      const { error } = decoded;
      const what = 'field' in error ? ` (${shown(error.field)})` : '';
      this.findings.add('log', error.kind, place, `Event ${index} has no valid header${what}.`);
      return null;
    }
    const { header, text } = decoded.value;
    if (header.at < this.lastAt) {
      this.findings.add('log', 'time-goes-back', place, `Event ${index} is dated before the event in front of it.`);
    }
    this.lastAt = Math.max(this.lastAt, header.at);
    // A source of an office is chained by the leaves of that office's own log.
    this.followSource(index, header, this.followOffice(index, header, text, place) ?? hash, place);
    if (isEventKind(header.kind) && !isRightShape(header)) {
      const says = `The header of event ${index}, a ${header.kind}, has the wrong ones of count, contest, actor and generation.`;
      this.findings.add('log', 'header-shape', place, says);
    }
    return header;
  }

  /** Gives the leaf hash that the event has in its office's own log. */
  private followOffice(
    index: number,
    header: EventHeader,
    text: string,
    place: { path: string; record: number },
  ): Bytes | null {
    const own = officeHeaderIn(text, header);
    const { office } = header;
    if (office === undefined || own === null) return null;
    const log = this.offices.get(office.id) ?? { leaves: new LeafList(this.crypto), records: [], lastAt: 0 };
    this.offices.set(office.id, log);
    if (office.index !== log.records.length) {
      const says = `Event ${index} is event ${office.index} of office ${shown(office.id)}, of which ${log.records.length} were taken in.`;
      this.findings.add('log', 'office-gap', place, says);
    }
    if (office.at < log.lastAt) {
      const says = `Event ${index} is dated, by its office, before the event of that office in front of it.`;
      this.findings.add('log', 'office-time-goes-back', place, says);
    }
    log.lastAt = Math.max(log.lastAt, office.at);
    const leaf = leafHashOfText(this.crypto, own);
    log.records.push(index);
    log.leaves.append(leaf);
    return leaf;
  }

  private followSource(index: number, header: EventHeader, hash: Bytes, place: { path: string; record: number }): void {
    const key = sourceKey(header);
    const last = this.sources.get(key);
    const linked =
      last === undefined
        ? header.sourceSeq === 0
        : header.sourceSeq === last.seq + 1 && header.sourcePrev !== null && equalBytes(header.sourcePrev, last.leaf);
    if (!linked) {
      const says = `Event ${index} does not follow the last event of its source ${shown(header.source)}.`;
      this.findings.add('log', 'source-chain-broken', place, says);
    }
    this.sources.set(key, { seq: header.sourceSeq, leaf: hash });
  }
}

/** The bundle that holds an event in a log of this size. */
function bundlePath(index: number, size: number): string {
  const bundle = Math.floor(index / TILE_WIDTH);
  return tilePath({ level: 'entries', index: bundle, width: Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH) });
}
