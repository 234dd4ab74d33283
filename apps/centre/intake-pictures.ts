import { type Blobs, describeBlobError } from '../../adapters/blobs/blobs.ts';
import { describePictureError } from '../../adapters/pictures/picture-error.ts';
import type { PictureReaders } from '../../adapters/pictures/picture-readers.ts';
import type { PreparedPicture } from '../../adapters/pictures/prepare-picture.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, fromHex, toBase64 } from '../../src/base/bytes.ts';
import { err, expectOk, ok, type Result } from '../../src/base/result.ts';
import type { SheetForm } from '../../src/model/sheet-form.ts';
import type { SheetPicture } from '../../src/record/index.ts';
import type { ArrivalError } from './centre-types.ts';
import { FairTurns } from './fair-turns.ts';

type Kept = Result<readonly SheetPicture[], ArrivalError>;

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

  constructor(blobs: Blobs, readers: PictureReaders, form: SheetForm) {
    this.blobs = blobs;
    this.readers = readers;
    this.form = form;
  }

  /** Both copies of every page, durable. `pages` is asked when it is the sender's turn: until then nothing lies in memory. */
  async keep(
    sender: string,
    name: string,
    pages: () => Promise<Result<readonly Bytes[], ArrivalError>>,
  ): Promise<Kept> {
    const kept = await this.turns.take(sender, async () => {
      const read = await pages();
      return read.ok ? this.keepAll(read.value, name) : read;
    });
    return kept.ok ? kept.value : err({ kind: 'busy', detail: `too many sheets wait: ${kept.error.of}` });
  }

  private async keepAll(pages: readonly Bytes[], name: string): Promise<Kept> {
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
    // Not before all are pictures: what is refused leaves nothing on the disk, else one bad page would make it free to fill it.
    const pictures: SheetPicture[] = [];
    for (const [page, bytes] of pages.entries()) {
      const kept = await this.put(bytes, present(all[page], 'a prepared page'));
      if (!kept.ok) return kept;
      pictures.push(kept.value);
    }
    return ok(pictures);
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
