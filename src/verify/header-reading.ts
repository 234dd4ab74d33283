import { present } from '../base/assert.ts';
import { type Bytes, decodeUtf8 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { err, ok, type Result } from '../base/result.ts';
import { decodeHeaderText, type HeaderError, leafHashOfText, officeHeaderIn } from '../record/index.ts';
import { officeLeafIn } from './office-leaf.ts';
import { PlainHeaders } from './plain-header.ts';
import type { ReadHeader } from './read-header.ts';

/** Longer ones are for the strict decoder to refuse. */
const PLAIN_BYTES_MAX = 4096;

/** A leaf taken apart. Its hashes are for who looks at them at once: the next leaf is written over them. */
export type ReadLeaf = {
  readonly header: ReadHeader;
  readonly body: Bytes;
  readonly sourcePrev: Bytes | null;
};

/** Reads the leaves of a log. */
export class HeaderReader {
  private readonly plain = new PlainHeaders();
  private newest: { readonly leaf: Bytes; readonly strictText: string | null } = {
    leaf: new Uint8Array(0),
    strictText: null,
  };

  /**
   * A leaf as a header. A hostile leaf may hold values that have no canonical text at all (a lone surrogate, minus zero): encoding
   * them throws, which here is a refusal like any other and must not end the verification.
   */
  read(leaf: Bytes): Result<ReadLeaf, HeaderError> {
    const { plain } = this;
    const text = leaf.length <= PLAIN_BYTES_MAX ? decodeUtf8(leaf) : null;
    const header = text?.ok === true ? plain.read(text.value) : null;
    if (header !== null) {
      this.newest = { leaf, strictText: null };
      return ok({ header, body: plain.body, sourcePrev: header.sourceSeq === 0 ? null : plain.sourcePrev });
    }
    try {
      const strict = decodeHeaderText(leaf);
      if (!strict.ok) return strict;
      const { body, sourcePrev, ...rest } = strict.value.header;
      this.newest = { leaf, strictText: strict.value.text };
      return ok({ header: rest, body, sourcePrev });
    } catch {
      return err({ kind: 'header-not-canonical' });
    }
  }

  /**
   * The hash of the leaf that the office's own log has, out of the one that was read last and gave this header; null of an event that
   * no office recorded. `known`: what `bundleDigestsOf` has of offices for this leaf, where somebody of ours hashed it before.
   */
  officeLeafHash(crypto: Crypto, header: ReadHeader, known: Bytes | null): Bytes | null {
    if (header.office === undefined) return null;
    const { leaf, strictText } = this.newest;
    if (strictText !== null) return leafHashOfText(crypto, officeHeaderIn(strictText, header) ?? '');
    return known ?? crypto.sha256(present(officeLeafIn(leaf), 'the leaf of an office in a plain header of it'));
  }
}
