import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { present } from '../../src/base/assert.ts';
import { toBase64, utf8 } from '../../src/base/bytes.ts';
import type { Signer } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { ReceiveSheet } from '../../src/entry/acts.ts';
import type { Geography } from '../../src/model/geography.ts';
import type { GpUnitId, StationId } from '../../src/model/ids.ts';
import { contentOf, type SheetPicture, submissionBytes } from '../../src/record/index.ts';

type Scanner = { readonly device: string; readonly key: string; readonly scope: GpUnitId; readonly signer: Signer };

/**
 * The sheets of a rehearsal as they come to the door: one scanner for each part of the country signs them. Pictures are those
 * that were drawn beforehand; where none was, the content stands for a paper that nobody drew.
 */
export class RehearsalSheets {
  readonly devices: readonly Scanner[];
  private readonly geography: Geography;
  private readonly seed: string;
  private readonly pictures: ReadonlyMap<StationId, readonly SheetPicture[]>;
  private readonly scanners: readonly Scanner[];

  constructor(geography: Geography, seed: string, pictures: ReadonlyMap<StationId, readonly SheetPicture[]>) {
    this.geography = geography;
    this.seed = seed;
    this.pictures = pictures;
    const areas = geography.children[0] ?? [];
    this.devices = (areas.length === 0 ? [0] : areas).map((unit, i) => this.scanner(unit, i));
    this.scanners = geography.units.map((_, unit) => this.scannerAbove(unit));
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

  /** The scanner that sends the sheets of this station. */
  scannerOf(station: StationId): Scanner {
    const place = this.geography.placeOf[this.geography.stationIndex.get(station) ?? 0] ?? 0;
    return present(this.scanners[place], 'scanner of a place');
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

  private picturesOf(station: StationId, paper: number): readonly SheetPicture[] {
    return (paper === 1 ? this.pictures.get(station) : undefined) ?? [];
  }

  private scanner(unit: number, i: number): Scanner {
    const signer = signerFromSeed(nodeCrypto.sha256(utf8(`cotejo/rehearsal/scanner\n${this.seed}\n${i}`)));
    const device = `scanner-${String(i + 1).padStart(2, '0')}`;
    const scope = present(this.geography.units[unit], 'area').id;
    return { device, key: toBase64(signer.publicKey), scope, signer };
  }

  private scannerAbove(unit: number): Scanner {
    const areas = this.geography.children[0] ?? [];
    for (let u = unit; u > 0; u = this.geography.parent[u] ?? 0) {
      const found = this.devices[areas.indexOf(u)];
      if (found !== undefined) return found;
    }
    return present(this.devices[0], 'scanner');
  }
}
