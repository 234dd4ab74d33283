import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../simulation/random.ts';
import { removeWorlds } from './rehearsed-run.test-support.ts';
import { bytesOf, KINDS, names, verify } from './tampered.test-support.ts';

afterAll(removeWorlds);

describe.each(KINDS)('%s', (_kind, first, last) => {
  it('a changed byte, anywhere, is named', () => {
    const random = new Random(`flip ${first}`);
    for (const path of new Set([first, last])) {
      const bytes = bytesOf(path);
      const places = [0, bytes.length - 1, ...Array.from({ length: 6 }, () => random.below(bytes.length))];
      for (const at of places) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
        const verdict = verify({ [path]: changed });
        expect(verdict.kind === 'failed' || verdict.kind === 'unreadable', `${path} byte ${at}`).toBe(true);
        expect(names(verdict, path), `${path} byte ${at}`).toBe(true);
      }
    }
  });

  it('a file that is missing, cut off or longer is named', () => {
    const bytes = bytesOf(last);
    for (const change of [null, bytes.slice(0, -1), new Uint8Array(), Uint8Array.of(...bytes, 10)]) {
      expect(names(verify({ [last]: change }), last), `${last} ${change?.length ?? 'removed'}`).toBe(true);
    }
  });
});
