import { assert, present } from '../../src/base/assert.ts';
import { type Bytes, equalBytes, fromBase64 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, expectOk, ok, type Result } from '../../src/base/result.ts';
import { UploadIndex } from './upload-index.ts';
import {
  type IsOut,
  isRequest,
  type Upload,
  type UploadError,
  type UploadLimits,
  type UploadRequest,
  type Uploads,
  uploadIdOf,
} from './uploads.ts';

type Done<T> = Promise<Result<T, UploadError>>;

/** Where the bytes lie. */
export interface UploadMedium {
  /** Keeps the request of a new upload. */
  create(id: string, request: UploadRequest): Done<null>;
  /** Adds bytes at the end of a page, which is at `at`; what an interrupted writer left behind that is overwritten. */
  append(id: string, page: number, at: number, bytes: Bytes): Done<null>;
  read(id: string, page: number): Done<Bytes>;
  empty(id: string, page: number): Done<null>;
  remove(id: string): Done<null>;
}

/** An upload that was begun before this process. */
export type FoundUpload = Upload & { readonly touchedAt: Instant };

/** The rules of uploads, over any medium. What is done to one upload is done one thing after the other. */
export class KeyedUploads implements Uploads {
  readonly #crypto: Crypto;
  readonly #medium: UploadMedium;
  readonly #index: UploadIndex;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(crypto: Crypto, medium: UploadMedium, limits: UploadLimits, found: readonly FoundUpload[] = []) {
    this.#crypto = crypto;
    this.#medium = medium;
    this.#index = new UploadIndex(limits);
    for (const { id, request, have, touchedAt } of found.toSorted((a, b) => a.touchedAt - b.touchedAt)) {
      this.#index.add(id, request, have, touchedAt);
    }
  }

  get(id: string): Upload | null {
    return this.#index.get(id);
  }

  begin(request: UploadRequest, now: Instant, isOut: IsOut = () => false): Done<Upload> {
    assert(isRequest(request), 'an upload has a device, a signature and pages with hashes and lengths');
    const id = uploadIdOf(this.#crypto, request.signature);
    return this.#inTurn(id, async () => {
      const known = this.#index.knows(id, request);
      if (known === false) return err({ kind: 'other-request' });
      if (known === null) {
        const begun = await this.#create(id, structuredClone(request), now, isOut);
        if (!begun.ok) return begun;
      }
      return ok(present(this.#index.get(id), 'an upload that was begun'));
    });
  }

  async #create(id: string, request: UploadRequest, now: Instant, isOut: IsOut): Done<null> {
    const { go, error } = this.#index.roomFor(request, now, isOut);
    if (error !== null) return err(error);
    // Its room is taken before anything waits for the disk.
    for (const old of go) this.#index.delete(old);
    const none = request.pages.map(() => 0);
    this.#index.add(id, request, none, now);
    for (const old of go) void this.#inTurn(old, () => this.#medium.remove(old));
    const created = await this.#medium.create(id, request);
    if (!created.ok) this.#index.delete(id);
    return created;
  }

  put(id: string, page: number, at: number, bytes: Bytes, now: Instant): Done<number> {
    return this.#inTurn(id, async () => {
      const upload = this.#index.get(id);
      if (upload === null) return err({ kind: 'unknown-upload' });
      const [whole, have] = [upload.request.pages[page], upload.have[page]];
      if (whole === undefined || have === undefined) return err({ kind: 'unknown-page' });
      if (at > have) return err({ kind: 'gap', have });
      if (at + bytes.length > whole.bytes) return err({ kind: 'page-too-long', bytes: whole.bytes });
      const more = bytes.subarray(have - at);
      if (more.length === 0) return ok(have);
      const added = await this.#medium.append(id, page, have, more);
      if (!added.ok) return added;
      this.#index.setHave(id, page, have + more.length, now);
      if (have + more.length < whole.bytes) return ok(have + more.length);
      const checked = await this.#whole(id, page, whole.sha256);
      return checked.ok ? ok(checked.value === null ? 0 : whole.bytes) : checked;
    });
  }

  read(id: string): Done<readonly Bytes[] | null> {
    return this.#inTurn(id, async () => {
      const upload = this.#index.get(id);
      if (upload === null) return err({ kind: 'unknown-upload' });
      const { request, have } = upload;
      if (request.pages.some(({ bytes }, page) => have[page] !== bytes)) return ok(null);
      const pages: Bytes[] = [];
      let torn = false;
      for (const [page, { sha256 }] of request.pages.entries()) {
        const bytes = await this.#whole(id, page, sha256);
        if (!bytes.ok) return bytes;
        if (bytes.value === null) torn = true;
        else pages.push(bytes.value);
      }
      return ok(torn ? null : pages);
    });
  }

  remove(id: string): Done<boolean> {
    return this.#inTurn(id, async () => {
      if (this.#index.get(id) === null) return ok(false);
      const removed = await this.#medium.remove(id);
      return removed.ok ? ok(this.#index.delete(id)) : removed;
    });
  }

  async expire(now: Instant): Done<number> {
    let gone = 0;
    for (const id of this.#index.expired(now)) {
      const removed = await this.remove(id);
      if (!removed.ok) return removed;
      if (removed.value) gone++;
    }
    return ok(gone);
  }

  /** A page that is as long as it should be; if it is another one, it is thrown away: null. */
  async #whole(id: string, page: number, sha256: string): Done<Bytes | null> {
    const read = await this.#medium.read(id, page);
    if (!read.ok) return read;
    const signed = expectOk(fromBase64(sha256), 'a hash in base64');
    if (equalBytes(this.#crypto.sha256(read.value), signed)) return read;
    const emptied = await this.#medium.empty(id, page);
    if (!emptied.ok) return emptied;
    this.#index.setHave(id, page, 0, null);
    return ok(null);
  }

  #inTurn<T>(id: string, act: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const done = before.then(act, act);
    this.#turns.set(id, done);
    const leave = () => {
      if (this.#turns.get(id) === done) this.#turns.delete(id);
    };
    done.then(leave, leave);
    return done;
  }
}
