import { type Bytes, decodeUtf8, utf8 } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import { encodeBodyLine, type StoredEvent } from '../record/index.ts';
import { tilePath } from '../tlog/index.ts';

export const BODIES_PER_FILE = 256;

/** `bodies/<N>.ndjson`, N spelt as a tile path. */
export function bodyFilePath(number: number): string {
  const tile = tilePath({ level: 'entries', index: number, width: BODIES_PER_FILE });
  return `bodies/${tile.slice('tile/entries/'.length)}.ndjson`;
}

/** One line an event: the opened body with its salt, or `null` while it is sealed. */
export function encodeBodyFile(
  events: readonly StoredEvent[],
  first: number,
  isDue: (index: number) => boolean,
): Bytes {
  let text = '';
  events.forEach((event, i) => {
    const bodyText = isDue(first + i) ? expectOk(decodeUtf8(event.body), 'a body of ours is UTF-8') : null;
    text += `${encodeBodyLine(bodyText === null ? null : { salt: event.salt, bodyText })}\n`;
  });
  return utf8(text);
}
