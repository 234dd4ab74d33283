import { describe, expect, it } from 'vitest';
import type { Box } from '../model/votes.ts';
import { readingDiffers } from './reading-book.ts';
import type { SheetVersion } from './version-book.ts';

const boxes = (...list: readonly unknown[]) => list as readonly Box[];
const version = (status: string, counted: readonly Box[], says?: Box): SheetVersion => ({
  status,
  boxes: counted,
  record: 1,
  visibleAt: null,
  reasons: [],
  observations: [],
  corrections: says === undefined ? [] : [{ correction: [0, 9] as never, says }],
});

describe('whether a reading differs', () => {
  it.each<readonly [boolean, readonly Box[], readonly Box[]]>([
    [false, boxes(1, 'empty'), boxes(1, 'empty')],
    [true, boxes(1, 2), boxes(1, 3)],
    [true, boxes('empty'), boxes(0)],
    [true, boxes(0), boxes('empty')],
    [false, boxes('illegible'), boxes(4)],
    [false, boxes(4), boxes('illegible')],
  ])('%s: %j beside %j', (differs, read, counted) => {
    expect(readingDiffers(read, version('counted', counted))).toBe(differs);
  });

  it('a corrected box may be read either way', () => {
    const corrected = version('counted', boxes(9, 5), boxes(4)[0]);
    expect(readingDiffers(boxes(9, 5), corrected)).toBe(false);
    expect(readingDiffers(boxes(4, 5), corrected)).toBe(false);
    expect(readingDiffers(boxes(5, 5), corrected)).toBe(true);
    expect(readingDiffers(boxes(9, 4), corrected)).toBe(true);
  });

  it('is not known without a reading, or without figures that count', () => {
    expect(readingDiffers(null, version('counted', boxes(1)))).toBe(null);
    expect(readingDiffers(boxes(1), null)).toBe(null);
    for (const status of ['observed', 'disputed'])
      expect(readingDiffers(boxes(1), version(status, boxes(2)))).toBe(null);
  });
});
