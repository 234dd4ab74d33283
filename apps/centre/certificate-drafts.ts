import { randomUUID } from 'node:crypto';
import type { Instant } from '../../src/base/instant.ts';
import type { ContestId } from '../../src/model/ids.ts';
import type { Certificate } from '../../src/record/index.ts';

/** A certificate that waits for its signatures. */
export type Draft = {
  readonly id: string;
  readonly contest: ContestId;
  readonly certificate: Certificate;
  readonly at: Instant;
  /** By certifier. Each was verified as it came. */
  readonly signed: ReadonlyMap<string, { readonly signature: string; readonly at: Instant }>;
};

const MOST = 200;

/**
 * Certificates on their way to be signed. They are no part of the record and end with the process: a signature is over the
 * certificate itself, and is handed in again to whoever makes the same one.
 */
export class CertificateDrafts {
  readonly #drafts = new Map<string, Draft>();

  /** Takes the place of an older one of the same contest and area. */
  begin(contest: ContestId, certificate: Certificate, at: Instant): Draft {
    for (const old of this.#drafts.values()) {
      if (old.contest === contest && old.certificate.area === certificate.area) this.#drafts.delete(old.id);
    }
    for (const id of this.#drafts.keys()) {
      if (this.#drafts.size < MOST) break;
      this.#drafts.delete(id);
    }
    const draft: Draft = { id: randomUUID(), contest, certificate, at, signed: new Map() };
    this.#drafts.set(draft.id, draft);
    return draft;
  }

  /** The newest first. */
  all(): readonly Draft[] {
    return [...this.#drafts.values()].toReversed();
  }

  get(id: string): Draft | null {
    return this.#drafts.get(id) ?? null;
  }

  /** Adds a signature that was verified. */
  sign(draft: Draft, certifier: string, signature: string, at: Instant): Draft {
    const signed: Draft = { ...draft, signed: new Map([...draft.signed, [certifier, { signature, at }]]) };
    this.#drafts.set(draft.id, signed);
    return signed;
  }

  remove(id: string): void {
    this.#drafts.delete(id);
  }
}
