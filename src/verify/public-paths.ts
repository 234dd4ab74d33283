import { type Bytes, decodeUtf8, fromBase64, toHex } from '../base/bytes.ts';
import { tilePath, tilesAt } from '../tlog/index.ts';
import { readUnverifiedCheckpoint } from './log-check.ts';
import { paperPath } from './minutes-check.ts';
import { picturePath } from './picture-check.ts';

/*
 * Where everything lies, for a source that cannot be listed. All of it is read from hostile bytes before any signature is
 * checked: it says what to fetch and nothing else. Refused bytes name no file; the verification itself then says why.
 */

/** Tiles and entry bundles of the tree that a checkpoint names; null when it is no checkpoint. */
export function logPathsOf(checkpoint: Bytes): readonly string[] | null {
  const read = readUnverifiedCheckpoint(checkpoint);
  return read === null ? null : tilesAt(read.size).map(tilePath);
}

/** Where the pictures lie that a unit's data file shows: those that are due by what the publisher says itself. */
export function picturePathsOf(unitData: Bytes): readonly string[] {
  const text = decodeUtf8(unitData);
  if (!text.ok) return [];
  const lists = text.value.matchAll(/"pictures":\[((?:"[0-9a-f]{64}",?){1,16})\]/g);
  return [...lists].flatMap(([, list = '']) => [...list.matchAll(/[0-9a-f]{64}/g)].map(([hex]) => picturePath(hex)));
}

/** Where the pictures would lie that the receipts of a body file name, due or not. */
export function receivedPicturesOf(bodyFile: Bytes): readonly string[] {
  const text = decodeUtf8(bodyFile);
  if (!text.ok) return [];
  return [...text.value.matchAll(/"shown":"([A-Za-z0-9+/]{43}=)"/g)].flatMap(([, hash = '']) => {
    const bytes = fromBase64(hash);
    return bytes.ok ? [picturePath(toHex(bytes.value))] : [];
  });
}

/** Where the papers lie that the sessions and certificates of a body file name. */
export function paperPathsOf(bodyFile: Bytes): readonly string[] {
  const text = decodeUtf8(bodyFile);
  if (!text.ok) return [];
  const hash = '"([A-Za-z0-9+/]{43}=)"';
  const named = text.value.matchAll(new RegExp(`"papers":\\{"data":${hash},"en":${hash},"es":${hash}\\}`, 'g'));
  return [...named].flatMap(([, data = '', en = '', es = '']) =>
    [data, en, es].every((one) => fromBase64(one).ok)
      ? [paperPath(data, 'json'), paperPath(en, 'pdf'), paperPath(es, 'pdf')]
      : [],
  );
}
