import { assert } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import {
  encodeRequest,
  type IsOut,
  sizeOf,
  UPLOAD_LIFE_MS,
  UPLOAD_REST_MS,
  type Upload,
  type UploadError,
  type UploadLimits,
  type UploadRequest,
} from './uploads.ts';

type Entry = { readonly request: UploadRequest; readonly have: number[]; touchedAt: Instant };

/** What is on its way, in memory: sizes, and when somebody last added to it. */
export class UploadIndex {
  readonly #limits: UploadLimits;
  /** Those that rested longest come first. */
  readonly #entries = new Map<string, Entry>();
  readonly #ofDevice = new Map<string, number>();
  #bytes = 0;

  constructor(limits: UploadLimits) {
    this.#limits = limits;
  }

  get(id: string): Upload | null {
    const entry = this.#entries.get(id);
    return entry === undefined ? null : { id, request: entry.request, have: [...entry.have] };
  }

  /** Whether this very request was begun; null if no request was under this name. */
  knows(id: string, request: UploadRequest): boolean | null {
    const entry = this.#entries.get(id);
    return entry === undefined ? null : encodeRequest(entry.request) === encodeRequest(request);
  }

  add(id: string, request: UploadRequest, have: readonly number[], at: Instant): void {
    assert(!this.#entries.has(id), 'an upload is begun once');
    this.#entries.set(id, { request, have: [...have], touchedAt: at });
    this.#bytes += this.#roomOf(request);
    this.#ofDevice.set(request.device, this.#bytesOf(request.device) + this.#roomOf(request));
  }

  delete(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    this.#entries.delete(id);
    const { request } = entry;
    this.#bytes -= this.#roomOf(request);
    const left = this.#bytesOf(request.device) - this.#roomOf(request);
    if (left === 0) this.#ofDevice.delete(request.device);
    else this.#ofDevice.set(request.device, left);
    return true;
  }

  /** Somebody added to a page, or it was thrown away. */
  setHave(id: string, page: number, have: number, at: Instant | null): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.have[page] = have;
    if (at === null) return;
    entry.touchedAt = at;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
  }

  /**
   * What has to go so that this request has room: nothing as long as there is; else what comes from devices that may send no more, and then
   * what rested long, the longest first, of the same device where that is short. An error if even that does not make room.
   */
  roomFor(
    request: UploadRequest,
    now: Instant,
    isOut: IsOut,
  ): { readonly go: readonly string[]; readonly error: UploadError | null } {
    const { bytes: most, bytesOfDevice: mostOfDevice } = this.#limits;
    const size = this.#roomOf(request);
    let [over, overOfDevice] = [this.#bytes + size - most, this.#bytesOf(request.device) + size - mostOfDevice];
    const go: string[] = [];
    for (const [id, entry] of over > 0 || overOfDevice > 0 ? this.#mayGo(now, isOut) : []) {
      if (over <= 0 && overOfDevice <= 0) break;
      const own = entry.request.device === request.device;
      if (!own && over <= 0) continue;
      go.push(id);
      over -= this.#roomOf(entry.request);
      if (own) overOfDevice -= this.#roomOf(entry.request);
    }
    if (overOfDevice > 0) return { go: [], error: { kind: 'device-full', mostBytes: mostOfDevice } };
    if (over > 0) return { go: [], error: { kind: 'uploads-full', mostBytes: most } };
    return { go, error: null };
  }

  /** In the order in which they go. */
  #mayGo(now: Instant, isOut: IsOut): readonly (readonly [string, Entry])[] {
    const all = [...this.#entries];
    const out = new Set(all.filter(([, { request }]) => isOut(request.device)));
    return [...out, ...all.filter((one) => !out.has(one) && now - one[1].touchedAt >= UPLOAD_REST_MS)];
  }

  /** Names of those that rested too long. */
  expired(now: Instant): readonly string[] {
    return [...this.#entries].flatMap(([id, { touchedAt }]) => (now - touchedAt >= UPLOAD_LIFE_MS ? [id] : []));
  }

  #roomOf(request: UploadRequest): number {
    return sizeOf(request) + this.#limits.bytesOfEach;
  }

  #bytesOf(device: string): number {
    return this.#ofDevice.get(device) ?? 0;
  }
}
