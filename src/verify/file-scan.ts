import { type Bytes, decodeUtf8, toBase64 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { type PageProblem, scanFigures, unitOf } from './page-scan.ts';

/** What a file is by itself. No record is needed to see it, so it can be looked at before, and elsewhere. */
export type FileScan = {
  readonly bytes: number;
  /** Base64. */
  readonly sha256: string;
  /** Of a page; null for other files, and for one that is no UTF-8. */
  readonly page: PageScan | null;
};

/** What a page says in its figures. */
export type PageScan = {
  /** The unit that it names. */
  readonly unit: string | null;
  /** What each figure is said to be, and the text that it shows, in the order of the page. */
  readonly keys: readonly string[];
  readonly texts: readonly string[];
  /** In the order of the page. `at`: in front of which figure; what is wrong with the name of the unit stands in front of all. */
  readonly problems: readonly { readonly at: number; readonly problem: PageProblem }[];
};

export function scanFile(crypto: Crypto, path: string, bytes: Bytes): FileScan {
  const sha256 = toBase64(crypto.sha256(bytes));
  return { bytes: bytes.length, sha256, page: isPage(path) ? scanPage(bytes) : null };
}

export function isPage(path: string): boolean {
  return path.endsWith('.html');
}

/** null: it is no UTF-8. */
export function scanPage(bytes: Bytes): PageScan | null {
  const html = decodeUtf8(bytes);
  if (!html.ok) return null;
  const keys: string[] = [];
  const texts: string[] = [];
  const problems: { at: number; problem: PageProblem }[] = [];
  const unit = unitOf(html.value, (problem) => problems.push({ at: -1, problem }));
  scanFigures(
    html.value,
    (key, text) => {
      keys.push(key);
      texts.push(text);
    },
    (problem) => problems.push({ at: keys.length, problem }),
  );
  return { unit, keys, texts, problems };
}
