import type { Blobs } from '../../adapters/blobs/blobs.ts';
import { toHex } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { type OfficeFault, refuseOfOffice, stationsOfOffice } from '../../src/canvass/office-intake.ts';
import type { EventDraft } from '../../src/entry/acts.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { officeDefinition } from '../../src/model/office-definition.ts';
import type { EventBody, StoredEvent } from '../../src/record/index.ts';
import type { ActError, Recorded } from '../centre/centre-types.ts';
import { definitionFiles } from '../run/definition-files.ts';
import type { OfficeEvent, OfficeEvents } from '../run/record-keeper.ts';
import { evidenceIn, type ForkBody, type ForkEvidence, type ForkRefusal, judgeFork } from './fork-evidence.ts';
import { type BatchRefusal, type PostedBatch, readBatch } from './office-batch.ts';
import { isSignedByCertifiers } from './office-certificate.ts';
import {
  FILE_LIMITS,
  type FileLimits,
  type FileRefusal,
  filesNamedBy,
  type NamedFile,
  OfficeFiles,
} from './office-files.ts';
import type { OfficeLog, OfficeLogs } from './office-logs.ts';
import { RefusedBatches } from './refused-batches.ts';
import { ShadowCentre } from './shadow-centre.ts';

/** What the door needs of the counting centre that records what it takes. */
export interface OfficeRecorder {
  readonly definition: ElectionDefinition;
  readonly officeLogs: OfficeLogs;
  now(): Instant;
  /** Whether everything that was decided so far lies in the store. */
  settle(): boolean;
  read(from: number, limit: number): readonly StoredEvent[];
  takeOffice(events: OfficeEvents, behind: EventDraft, at: Instant): Promise<Result<Recorded, ActError>>;
  tell(event: EventDraft): Promise<Result<Recorded, ActError>>;
}

export type OfficeAnswer =
  /** So many events of the office are in the record now, or were already. */
  | { readonly kind: 'taken' | 'known'; readonly size: number }
  /** Hex of files that the events name and nobody has sent: they come first, so that nothing public ever lacks one. */
  | { readonly kind: 'files-wanted'; readonly files: readonly string[] };

export type OfficeRefusal =
  | ForkRefusal
  | { readonly kind: 'unknown-office' | 'not-declared' | 'other-definition' | 'other-keys' }
  | { readonly kind: 'not-of-office'; readonly index: number; readonly fault: OfficeFault }
  /** A result that too few certifiers signed, or that others did. */
  | { readonly kind: 'not-certified'; readonly index: number }
  /** The counting centre would not do this now; it may later, when more is in the record. */
  | { readonly kind: 'not-now'; readonly index: number; readonly refusal: string }
  | FileRefusal
  | { readonly kind: 'unwanted-file' | 'bad-file' };

export type OfficeSize = {
  readonly size: number;
  /** Of the first `size` events, in base64. */
  readonly root: string;
  readonly forked: boolean;
};

const NOT_STORED = err({ kind: 'not-stored' as const, detail: 'the record cannot be written at the moment' });

type Of = { readonly log: OfficeLog; readonly isOwn: (station: string) => boolean };

/** Where offices hand in what they recorded: all of a batch is checked, and then taken whole, or nothing of it is. */
export class OfficeDoor {
  private readonly centre: OfficeRecorder;
  private readonly blobs: Blobs;
  private readonly crypto: Crypto;
  private readonly known = new Map<string, { readonly isOwn: Of['isOwn']; readonly first: EventBody }>();
  private readonly wanted = new Map<string, ReadonlyMap<string, NamedFile>>();
  private readonly files: OfficeFiles;
  private readonly shadow: ShadowCentre;
  private readonly refused = new RefusedBatches();
  /** One batch after the other: each is judged by the record as the one before left it. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(centre: OfficeRecorder, blobs: Blobs, crypto: Crypto, limits: FileLimits = FILE_LIMITS) {
    this.centre = centre;
    this.blobs = blobs;
    this.crypto = crypto;
    this.shadow = new ShadowCentre(centre.definition);
    this.files = new OfficeFiles(blobs, centre.officeLogs, centre.definition, limits);
  }

  /** How much of an office's record is in the national one; `at`: asked of its first so many events. */
  sizeOf(office: string, at: number | null): Result<OfficeSize, OfficeRefusal> {
    const found = this.find(office);
    if (!found.ok) return found;
    const { log } = found.value;
    const size = Math.min(at ?? log.size, log.size);
    return ok({ size, root: log.rootAt(size), forked: log.forked });
  }

  take(office: string, sent: PostedBatch): Promise<Result<OfficeAnswer, OfficeRefusal>> {
    return this.turn(() => this.takeNow(office, sent));
  }

  /** Whether a batch of this office waits for that file: asked before its bytes are read, because who sends them is nobody known. */
  wants(office: string, hex: string): boolean {
    return this.wanted.get(office)?.has(hex) === true;
  }

  /** Takes a file that a batch named: its name is the hash of its bytes. */
  async putFile(office: string, hex: string, bytes: Uint8Array): Promise<Result<null, OfficeRefusal>> {
    const found = this.find(office);
    if (!found.ok) return found;
    const wanted = this.wanted.get(office)?.get(hex);
    if (wanted === undefined) return err({ kind: 'unwanted-file' });
    if (toHex(this.crypto.sha256(bytes)) !== hex) return err({ kind: 'bad-file' });
    return this.files.put(office, wanted, bytes);
  }

  /** Takes what shows that the office signed two histories; from then on nothing is taken from it. */
  showFork(office: string, evidence: ForkEvidence): Promise<Result<Recorded, OfficeRefusal>> {
    return this.turn(async () => {
      const found = this.find(office);
      if (!found.ok) return found;
      const judged = judgeFork(this.crypto, found.value.log, evidence);
      return judged.ok ? this.recordFork(judged.value) : judged;
    });
  }

  private async takeNow(office: string, sent: PostedBatch): Promise<Result<OfficeAnswer, OfficeRefusal>> {
    const found = this.find(office);
    if (!found.ok) return found;
    const { log } = found.value;
    const read = readBatch(this.crypto, log, sent);
    if (!read.ok) return this.refuseBatch(log, sent, read.error);
    const { from, events } = read.value;
    if (events.length === 0) return ok({ kind: 'known', size: log.size });
    const wrong = this.faultOf(found.value, from, events);
    if (wrong !== null) return err(wrong);
    const files = await this.missingFiles(events, new Set(sent.without));
    this.wanted.set(office, new Map(files.map((file) => [file.hex, file])));
    if (files.length > 0) return ok({ kind: 'files-wanted', files: files.map(({ hex }) => hex) });
    const known = this.refused.standing(office, sent.checkpoint, this.centre.now(), this.shadow.isBehind(this.centre));
    if (known !== null) return err({ kind: 'not-now', ...known });
    await this.shadow.follow(this.centre);
    // From here on nobody else is heard until it is recorded: what the shadow says is so.
    if (!this.centre.settle()) return NOT_STORED;
    const taken = { office, from, events };
    const at = this.centre.now();
    const refused = this.shadow.tryOut(this.centre, taken, at);
    if (refused !== null) {
      this.refused.refuse(office, sent.checkpoint, at, refused);
      return err({ kind: 'not-now', ...refused });
    }
    this.refused.forget(office);
    const size = from + events.length;
    const behind: EventDraft = { body: { kind: 'OfficeTaken', office, size, checkpoint: sent.checkpoint } };
    const stored = await this.centre.takeOffice(taken, behind, at);
    return stored.ok ? ok({ kind: 'taken', size }) : err(notStored(stored.error));
  }

  private async refuseBatch(
    log: OfficeLog,
    sent: PostedBatch,
    refusal: BatchRefusal,
  ): Promise<Result<OfficeAnswer, OfficeRefusal>> {
    const evidence = refusal.kind === 'contradicts' ? evidenceIn(this.crypto, log, sent) : null;
    if (evidence === null) return err(refusal);
    const judged = judgeFork(this.crypto, log, evidence);
    const recorded = judged.ok ? await this.recordFork(judged.value) : judged;
    return recorded.ok ? err({ kind: 'forked' }) : recorded;
  }

  private async recordFork(body: ForkBody): Promise<Result<Recorded, OfficeRefusal>> {
    const told = await this.centre.tell({ body });
    return told.ok ? told : err(notStored(told.error));
  }

  /** What the events are, wherever the record stands. */
  private faultOf({ log, isOwn }: Of, from: number, events: readonly OfficeEvent[]): OfficeRefusal | null {
    const { office, declared } = log;
    for (const [i, { header, body }] of events.entries()) {
      const index = from + i;
      const fault = refuseOfOffice(office, isOwn, { body, count: header.count, actor: header.actor });
      if (fault !== null) return { kind: 'not-of-office', index, fault };
      const { election } = this.centre.definition;
      const certifies = body.kind === 'ResultCertified';
      if (certifies && !isSignedByCertifiers(this.crypto, election, header.contest, body)) {
        return { kind: 'not-certified', index };
      }
      const first = this.known.get(office)?.first;
      if ((index === 0 || body.kind === 'ElectionDefined') && !(index === 0 && isSame(body, first))) {
        return { kind: 'other-definition' };
      }
      const { origin, log: logKey, heartbeat } = declared;
      const keys: EventBody = { kind: 'KeysDeclared', origin, log: logKey, heartbeat };
      if (body.kind === 'KeysDeclared' && !isSame(body, keys)) return { kind: 'other-keys' };
    }
    return null;
  }

  private async missingFiles(events: readonly OfficeEvent[], lost: ReadonlySet<string>): Promise<readonly NamedFile[]> {
    const named = new Map(events.flatMap(({ body }) => filesNamedBy(body)).map((file) => [file.hex, file]));
    const missing: NamedFile[] = [];
    for (const file of named.values()) {
      if (lost.has(file.hex)) continue;
      const there = await this.blobs.has(file.hex);
      if (!(there.ok && there.value)) missing.push(file);
    }
    return missing;
  }

  private find(office: string): Result<Of, OfficeRefusal> {
    const { definition, officeLogs } = this.centre;
    let known = this.known.get(office);
    if (known === undefined) {
      const own = officeDefinition(definition, office);
      if (!own.ok) return err({ kind: 'unknown-office' });
      const { hashes } = definitionFiles(own.value, this.crypto);
      known = { isOwn: stationsOfOffice(definition, office), first: { kind: 'ElectionDefined', ...hashes } };
      this.known.set(office, known);
    }
    const log = officeLogs.of(office);
    // Who is told that something is here sends it no more: it has to outlive this process.
    if (!this.centre.settle()) return NOT_STORED;
    return log === null ? err({ kind: 'not-declared' }) : ok({ log, isOwn: known.isOwn });
  }

  private turn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }
}

function isSame(body: EventBody, other: EventBody | undefined): boolean {
  const sorted = (one: EventBody) => JSON.stringify(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return other !== undefined && sorted(body) === sorted(other);
}

function notStored(error: ActError): OfficeRefusal {
  return error.kind === 'refused' ? { kind: 'not-stored', detail: error.refusal.kind } : error;
}
