import type { Bytes } from '../../src/base/bytes.ts';
import type { Result } from '../../src/base/result.ts';
import type { ContestId, LocalizedText } from '../../src/model/ids.ts';
import type { Certificate, Papers } from '../../src/record/index.ts';

export type PapersError =
  /** Something of the official count is behind the newest published state. */
  | { readonly kind: 'behind-the-record'; readonly size: number; readonly newest: number }
  /** Nothing is published of it, or it is held back. */
  | { readonly kind: 'nothing-published' }
  /** Equal votes decide, and no lot says how. */
  | { readonly kind: 'lot-needed' }
  | { readonly kind: 'not-stored'; readonly detail: string };

/** Minutes and certificates, made of the newest published state and kept where the public pages take them from. */
export interface OfficialPapers {
  /** Of the session that is open. */
  minutes(): Promise<Result<{ readonly size: number; readonly papers: Papers }, PapersError>>;
  /** The certificate that could be signed now of a contest and an area, with its papers. */
  certificate(
    contest: ContestId,
    area: string,
    partial: LocalizedText | null,
  ): Promise<Result<Certificate, PapersError>>;
  /** A paper that was made, by its hash as the record has it; null: none. */
  read(hash: string): Promise<Bytes | null>;
}
