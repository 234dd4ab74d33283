import { type Blobs, describeBlobError } from '../../adapters/blobs/blobs.ts';
import { describePictureError } from '../../adapters/pictures/picture-error.ts';
import type { PictureReaders } from '../../adapters/pictures/picture-readers.ts';
import type { PreparedPicture } from '../../adapters/pictures/prepare-picture.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, fromHex, toBase64 } from '../../src/base/bytes.ts';
import { err, expectOk, ok, type Result } from '../../src/base/result.ts';
import type { SheetForm } from '../../src/model/sheet-form.ts';
import type { SheetPicture } from '../../src/record/index.ts';
import type { ArrivalAnswer, ArrivalError } from './centre-types.ts';
import { FairTurns } from './fair-turns.ts';

type Answer = Result<ArrivalAnswer, ArrivalError>;

export type ArrivingPictures = {
  readonly sender: string;
  readonly name: string;
  /** As what it is counted where a sender may have only so many; null where he may have any number. */
  readonly bound: string | null;
  /** Asked when it is the sender's turn: until then nothing lies in memory. */
  readonly pages: () => Promise<Result<readonly Bytes[], ArrivalError>>;
  /** What is answered without a picture on the disk, by what is known at that moment; else null. */
  readonly early: () => Promise<Answer | null>;
  /** Both copies of every page are durable. */
  readonly settle: (pictures: readonly SheetPicture[]) => Promise<Answer>;
};

/** More than there are readers, so that none rests while a disk writes; few, so that a desk's picture has its turn soon. */
const AT_ONCE = 6;
/** Whoever waits is told to come again before a phone loses its patience. */
const WAITING = { perKey: 256, inAll: 4096 };

/** Draws pictures anew and keeps both copies. Senders have their turns one after the other. */
export class IntakePictures {
  private readonly blobs: Blobs;
  private readonly readers: PictureReaders;
  private readonly form: SheetForm;
  private readonly turns = new FairTurns(AT_ONCE, WAITING);
  private readonly settling = new Map<string, Promise<unknown>>();

  constructor(blobs: Blobs, readers: PictureReaders, form: SheetForm) {
    this.blobs = blobs;
    this.readers = readers;
    this.form = form;
  }

  async keep(arriving: ArrivingPictures): Promise<Answer> {
    const done = await this.turns.take(arriving.sender, async () => {
      // Others may have come since the sender was let in.
      const early = await arriving.early();
      if (early !== null) return early;
      const pages = await arriving.pages();
      if (!pages.ok) return pages;
      const prepared = await this.prepareAll(pages.value, arriving.name);
      if (!prepared.ok) return prepared;
      return this.oneByOne(arriving.bound, () => this.settleOne(arriving, pages.value, prepared.value));
    });
    return done.ok ? done.value : err({ kind: 'busy', detail: `too many sheets wait: ${done.error.of}` });
  }

  private async prepareAll(
    pages: readonly Bytes[],
    name: string,
  ): Promise<Result<readonly PreparedPicture[], ArrivalError>> {
    const all: PreparedPicture[] = [];
    for (const [page, bytes] of pages.entries()) {
      const prepared = await this.readers.prepare(bytes, this.form, page + 1);
      if (!prepared.ok) {
        if (prepared.error.kind === 'readers-busy') return err({ kind: 'busy', detail: 'too many pictures wait' });
        const { en: detail } = describePictureError(prepared.error, name);
        return err({ kind: 'bad-picture', page, code: prepared.error.kind, detail });
      }
      all.push(prepared.value);
    }
    return ok(all);
  }

  /** Not before all are pictures: what is refused leaves nothing on the disk, else one bad page would make it free to fill it. */
  private async settleOne(
    { early, settle }: ArrivingPictures,
    pages: readonly Bytes[],
    prepared: readonly PreparedPicture[],
  ): Promise<Answer> {
    const answered = await early();
    if (answered !== null) return answered;
    const pictures: SheetPicture[] = [];
    for (const [page, bytes] of pages.entries()) {
      const kept = await this.put(bytes, present(prepared[page], 'a prepared page'));
      if (!kept.ok) return kept;
      pictures.push(kept.value);
    }
    return settle(pictures);
  }

  /** Each sees what the one before it did: else all that come at once are kept before the first that is too many is refused. */
  private oneByOne(bound: string | null, act: () => Promise<Answer>): Promise<Answer> {
    if (bound === null) return act();
    const before = this.settling.get(bound) ?? Promise.resolve();
    const done = before.then(act, act);
    this.settling.set(bound, done);
    const leave = () => {
      if (this.settling.get(bound) === done) this.settling.delete(bound);
    };
    done.then(leave, leave);
    return done;
  }

  private async put(original: Bytes, prepared: PreparedPicture): Promise<Result<SheetPicture, ArrivalError>> {
    const kept = await this.blobs.put(original);
    if (!kept.ok) return err({ kind: 'not-stored', detail: describeBlobError(kept.error) });
    const shown = await this.blobs.put(prepared.shown.bytes);
    if (!shown.ok) return err({ kind: 'not-stored', detail: describeBlobError(shown.error) });
    return ok({ original: inRecord(kept.value), shown: inRecord(shown.value) });
  }
}

/** The record spells hashes in base64, the store of pictures in hex. */
function inRecord(hex: string): string {
  return toBase64(expectOk(fromHex(hex), 'a hash of ours'));
}
