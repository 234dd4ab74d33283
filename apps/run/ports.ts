import type { PublicFolder } from '../../adapters/public-folder/public-folder.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { PublicFile } from '../../src/publication/manifest.ts';
import type { RenderUnitPage } from '../../src/publication/state-files.ts';
import type { RecordStore } from '../../src/record/index.ts';
import type { KeyPair } from '../../src/tlog/index.ts';

/** The world of one running election: everything that is not computed. */
export type RunPorts = {
  readonly crypto: Crypto;
  readonly store: RecordStore;
  readonly folder: PublicFolder;
  readonly origin: string;
  readonly log: KeyPair;
  readonly heartbeat: KeyPair;
  /** The 32-byte salt of the event at this record number: from the system's generator, or from a seed in rehearsals. */
  readonly saltOf: (index: number) => Bytes;
  /** The heartbeat's time for a checkpoint signed now; `lastAt` is the instant of the last event, for runs in virtual time. */
  readonly unixSeconds: (lastAt: Instant) => number;
  /** A masked picture, or a paper of the official count, by the hex of its hash; null if it is not here, or is not what its name says. */
  readonly readPicture: (hex: string) => Bytes | null;
  readonly renderUnitPage: RenderUnitPage;
  /** Pages and assets that no figure changes: how to check, style, script, language choice. */
  readonly fixedFiles: readonly PublicFile[];
};

export type RunError =
  /** The medium refused; nothing of the batch was acknowledged. */
  | { readonly kind: 'storage-failed'; readonly detail: string }
  | { readonly kind: 'cannot-write'; readonly path: string; readonly detail: string }
  /** The store holds something else than this run would have written. */
  | { readonly kind: 'record-diverges'; readonly index: number; readonly found: string; readonly expected: string }
  /** The files of the newest state are gone or half written, and this program writes other ones. */
  | { readonly kind: 'other-version'; readonly index: number }
  | { readonly kind: 'record-unreadable'; readonly index: number; readonly detail: string }
  /** The store is behind, or beside, a checkpoint that was published: a restored backup must not fork the log. */
  | { readonly kind: 'behind-own-checkpoint'; readonly published: number; readonly stored: number }
  | { readonly kind: 'beside-own-checkpoint'; readonly size: number }
  | { readonly kind: 'foreign-checkpoint'; readonly detail: string };

/** One sentence for a person: what, where, what to do. */
export function describeRunError(error: RunError): string {
  switch (error.kind) {
    case 'storage-failed':
      return `The record could not be written (${error.detail}). Nothing that was acknowledged is lost. Make room or mend the disk, then start again.`;
    case 'cannot-write':
      return `Cannot write ${error.path}: ${error.detail}. Check the folder's permissions and free space, then start again.`;
    case 'record-diverges':
      return `This folder holds another run: at record number ${error.index} it has ${error.found === error.expected ? 'another ' : ''}${error.found}, this run would write ${error.expected}. Use another folder, or --fresh to begin a rehearsal anew.`;
    case 'other-version':
      return `The files of the newest state (record number ${error.index}) are not all in place, and this version of the program would write other ones. Start it with the version that wrote them, or --fresh to begin anew.`;
    case 'record-unreadable':
      return `Record number ${error.index} of this folder cannot be read: ${error.detail}. Restore the store from a copy.`;
    case 'behind-own-checkpoint':
      return `Refusing to sign: the published checkpoint covers ${error.published} events, the store has only ${error.stored}. A restored backup must not fork the log. Restore the newest store, or begin in a new folder.`;
    case 'beside-own-checkpoint':
      return `Refusing to sign: the published checkpoint at ${error.size} events has another root than the store. The store is not the one that was published.`;
    case 'foreign-checkpoint':
      return `Refusing to sign: the published checkpoint is not one of this log (${error.detail}). Use another folder, or --fresh where there is one to begin anew.`;
  }
}
