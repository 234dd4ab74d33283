import {
  describeUploadError,
  type UploadError,
  type UploadRequest,
  type Uploads,
  uploadIdOf,
} from '../../adapters/uploads/uploads.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { SheetPicture } from '../../src/record/index.ts';
import type { ArrivalAnswer, ArrivalError, CountingCentre, UploadAnswer } from './centre-types.ts';
import type { IntakePictures } from './intake-pictures.ts';
import { boundOf, type IntakeReceipts, type Source } from './intake-receipts.ts';
import type { IntakeSenders } from './intake-senders.ts';

type Answer = Result<UploadAnswer, ArrivalError>;
type Parts = {
  readonly centre: CountingCentre;
  readonly crypto: Crypto;
  readonly uploads: Uploads;
  readonly senders: IntakeSenders;
  readonly pictures: IntakePictures;
  readonly receipts: IntakeReceipts;
  /** Both copies are kept: into the record, or to a desk. */
  readonly settle: (source: Source, pictures: readonly SheetPicture[]) => Promise<Result<ArrivalAnswer, ArrivalError>>;
};

/** Sheets that come page after page. Who may send, and what is there already, is asked before a byte is kept. */
export class IntakeUploads {
  private readonly parts: Parts;
  /** Uploads that are complete and on their way into the record: whoever asks meanwhile gets the same answer. */
  private readonly ending = new Map<string, Promise<Answer>>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  async begin(request: UploadRequest): Promise<Answer> {
    const { centre, uploads, senders, receipts } = this.parts;
    const source = sourceOf(request);
    const originals = request.pages.map(({ sha256 }) => sha256);
    const message = receipts.messageOf(source, originals);
    const refused = message === null ? null : await senders.refuse(request, message);
    if (refused !== null) return err(refused);
    const early = await receipts.early(source, originals);
    if (early !== null) return this.forget(request, early);
    const begun = await uploads.begin(request, centre.wall(), (device) => senders.refuseDevice(device) !== null);
    if (!begun.ok) return err(arrivalError(begun.error));
    // The same upload may have ended meanwhile: then this began an empty one.
    const meanwhile = await receipts.early(source, originals);
    if (meanwhile !== null) return this.forget(request, meanwhile);
    const { id, have } = begun.value;
    const isWhole = request.pages.every(({ bytes }, page) => have[page] === bytes);
    return isWhole ? this.endOnce(id, request) : ok(wanted(id, have));
  }

  async put(id: string, page: number, at: number, bytes: Bytes): Promise<Result<number, ArrivalError>> {
    const { centre, uploads, senders } = this.parts;
    const upload = uploads.get(id);
    if (upload === null) return err({ kind: 'unknown-upload' });
    // Its station is asked again when all is there.
    const refused = senders.refuseDevice(upload.request.device);
    if (refused !== null) return err(refused);
    const put = await uploads.put(id, page, at, bytes, centre.wall());
    return put.ok ? put : err(arrivalError(put.error));
  }

  private endOnce(id: string, request: UploadRequest): Promise<Answer> {
    const known = this.ending.get(id);
    if (known !== undefined) return known;
    const answer = this.end(id, request).finally(() => this.ending.delete(id));
    this.ending.set(id, answer);
    return answer;
  }

  private async end(id: string, request: UploadRequest): Promise<Answer> {
    const { uploads, pictures, receipts, settle } = this.parts;
    const source = sourceOf(request);
    let torn = false;
    const done = await pictures.keep({
      ...{ sender: request.device, name: request.name, bound: boundOf(source) },
      pages: async () => {
        const read = await uploads.read(id);
        if (!read.ok) return err(arrivalError(read.error));
        torn = read.value === null;
        return read.value === null ? err({ kind: 'unknown-upload' }) : ok(read.value);
      },
      early: () =>
        receipts.early(
          source,
          request.pages.map(({ sha256 }) => sha256),
        ),
      settle: (kept) => settle(source, kept),
    });
    return torn ? ok(wanted(id, uploads.get(id)?.have ?? [])) : this.forget(request, done);
  }

  /** What was answered for good needs no room any more. Crash point: recorded and still here; asked again, it is found in the record. */
  private async forget({ signature }: UploadRequest, answer: Result<ArrivalAnswer, ArrivalError>): Promise<Answer> {
    if (!answer.ok && (answer.error.kind === 'busy' || answer.error.kind === 'not-stored')) return answer;
    const { uploads, crypto } = this.parts;
    // What a disk does not let go is removed when it expires.
    await uploads.remove(uploadIdOf(crypto, signature));
    return answer;
  }
}

function sourceOf({ station, matched, name, device, sentAt, signature }: UploadRequest): Source {
  return { station, matched, name, signed: { device, sentAt, signature }, by: null };
}

function wanted(upload: string, have: readonly number[]): UploadAnswer {
  return { kind: 'wanted', upload, pages: have.map((bytes) => ({ have: bytes })) };
}

function arrivalError(error: UploadError): ArrivalError {
  const detail = describeUploadError(error);
  switch (error.kind) {
    case 'uploads-full':
    case 'device-full':
      return { kind: 'busy', detail };
    case 'gap':
      return error;
    case 'unknown-upload':
      return { kind: 'unknown-upload' };
    case 'uploads-unusable':
      return { kind: 'not-stored', detail };
    case 'other-request':
      return { kind: 'malformed', field: '/signature', detail };
    case 'unknown-page':
      return { kind: 'malformed', field: '/params/page', detail };
    case 'page-too-long':
      return { kind: 'too-large', field: '/querystring/at', detail };
  }
}
