import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, toBase64, utf8 } from '../../src/base/bytes.ts';
import type { Signer } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { AnnounceFigures, ReceiveSheet } from '../../src/entry/acts.ts';
import type { Geography } from '../../src/model/geography.ts';
import type { GpUnitId, StationId } from '../../src/model/ids.ts';
import type { ContestTally } from '../../src/model/votes.ts';
import {
  contentOf,
  figuresBytes,
  figuresCommitment,
  type SheetPicture,
  submissionBytes,
} from '../../src/record/index.ts';
import { p256SignerFromSeed } from './p256-signer.ts';

type Device = { readonly device: string; readonly key: string; readonly scope: GpUnitId; readonly signer: Signer };

/**
 * The sheets of a rehearsal as they come to the door: one scanner for each unit of the widest level signs them, and the figures
 * that stations send one phone for each unit of the level below. (Real ones are enrolled by building or station.) Pictures are
 * those that were drawn beforehand; where none was, the content stands for a paper that nobody drew.
 */
export class RehearsalSheets {
  readonly devices: readonly Device[];
  /** Every second one has a key as a browser without Ed25519 makes it. */
  readonly phones: readonly Device[];
  private readonly geography: Geography;
  private readonly seed: string;
  private readonly pictures: ReadonlyMap<StationId, readonly SheetPicture[]>;
  /** By unit, which of the scanners and which of the phones is its. */
  private readonly scannerAt: readonly number[];
  private readonly phoneAt: readonly number[];

  constructor(geography: Geography, seed: string, pictures: ReadonlyMap<StationId, readonly SheetPicture[]>) {
    this.geography = geography;
    this.seed = seed;
    this.pictures = pictures;
    const parts = this.below(0);
    const areas = parts.flatMap((unit) => this.below(unit));
    this.devices = parts.map((unit, i) => this.device('scanner', unit, i, signerFromSeed));
    this.phones = areas.map((unit, i) =>
      this.device('phone', unit, i, i % 2 === 0 ? signerFromSeed : p256SignerFromSeed),
    );
    this.scannerAt = geography.units.map((_, unit) => this.nearest(parts, unit));
    this.phoneAt = geography.units.map((_, unit) => this.nearest(areas, unit));
  }

  /** A paper of a station as its scanner sends it (1: the one from its jury). Each has a content of its own. */
  arrival(station: StationId, paper: number, sentAt: Instant): ReceiveSheet {
    const content = this.contentOf(station, paper);
    const { device, signer } = this.scannerOf(station);
    const election = this.geography.definition.election.id;
    const signature = toBase64(signer.sign(submissionBytes({ election, station, device, sentAt, content })));
    const signed = { device, sentAt, signature };
    const pictures = this.picturesOf(station, paper);
    return { kind: 'receive-sheet', station, content, pictures, matched: 'sender', signed, by: null };
  }

  /** What somebody at a station typed, as it comes to the door; of an SMS nobody signs. */
  figures(station: StationId, tallies: readonly ContestTally[], sentAt: Instant, via: 'app' | 'sms'): AnnounceFigures {
    const ascending = [...tallies].sort((a, b) => (a.contest < b.contest ? -1 : 1));
    const figures = ascending.map(({ contest, boxes }) => {
      const salt = nodeCrypto.sha256(utf8(`cotejo/rehearsal/reading\n${this.seed}\n${station}\n${contest}\n${sentAt}`));
      return { contest, boxes, salt: toBase64(salt), commitment: figuresCommitment(nodeCrypto, salt, contest, boxes) };
    });
    const unsigned = { kind: 'announce-figures', station, figures } as const;
    if (via === 'sms') return { ...unsigned, signed: null };
    const { device, signer } = present(this.phones[this.phoneAt[this.placeOf(station)] ?? 0], 'phone of a place');
    const election = this.geography.definition.election.id;
    const told = figures.map(({ contest, commitment }) => [contest, commitment] as const);
    const signature = toBase64(signer.sign(figuresBytes({ election, station, device, sentAt, figures: told })));
    return { ...unsigned, signed: { device, sentAt, signature } };
  }

  /** The scanner that sends the sheets of this station. */
  scannerOf(station: StationId): Device {
    return present(this.devices[this.scannerAt[this.placeOf(station)] ?? 0], 'scanner of a place');
  }

  /** What tells this paper from all others. */
  contentOf(station: StationId, paper: number): string {
    const pictures = this.picturesOf(station, paper);
    if (pictures.length > 0)
      return contentOf(
        nodeCrypto,
        pictures.map((p) => p.original),
      );
    const undrawn = utf8(`cotejo/rehearsal/paper\n${this.seed}\n${station}\n${paper}`);
    return contentOf(nodeCrypto, [toBase64(nodeCrypto.sha256(undrawn))]);
  }

  /** What a scanner of the official count makes of a paper: the drawn one of this station, or one that nobody drew. */
  scan(
    station: StationId | null,
    record: number,
  ): { readonly content: string; readonly pictures: readonly SheetPicture[] } {
    const pictures = station === null ? [] : this.picturesOf(station, 1);
    const undrawn = () => toBase64(nodeCrypto.sha256(utf8(`cotejo/rehearsal/scan\n${this.seed}\n${record}`)));
    const originals = pictures.length > 0 ? pictures.map((picture) => picture.original) : [undrawn()];
    return { content: contentOf(nodeCrypto, originals), pictures };
  }

  private picturesOf(station: StationId, paper: number): readonly SheetPicture[] {
    return (paper === 1 ? this.pictures.get(station) : undefined) ?? [];
  }

  private device(kind: 'scanner' | 'phone', unit: number, i: number, signerOf: (seed: Bytes) => Signer): Device {
    const signer = signerOf(nodeCrypto.sha256(utf8(`cotejo/rehearsal/${kind}\n${this.seed}\n${i}`)));
    const device = `${kind}-${String(i + 1).padStart(2, '0')}`;
    const scope = present(this.geography.units[unit], 'area').id;
    return { device, key: toBase64(signer.publicKey), scope, signer };
  }

  private placeOf(station: StationId): number {
    return this.geography.placeOf[this.geography.stationIndex.get(station) ?? 0] ?? 0;
  }

  /** The units right below, or the unit itself where there are none. */
  private below(unit: number): readonly number[] {
    const children = this.geography.children[unit] ?? [];
    return children.length === 0 ? [unit] : children;
  }

  /** Which of these units this one is, or lies in; the first where there is none. */
  private nearest(units: readonly number[], unit: number): number {
    for (let u = unit; u > 0; u = this.geography.parent[u] ?? 0) {
      const found = units.indexOf(u);
      if (found >= 0) return found;
    }
    return 0;
  }
}
