import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.ts';

type Step = { readonly kind: 'add'; readonly key: string } | { readonly kind: 'next' };

const key = fc.constantFrom('bulk', 'bulk', 'bulk', 'a', 'b', 'c', 'd');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: key.map((k) => ({ kind: 'add', key: k }) as const) },
  { weight: 2, arbitrary: fc.constant({ kind: 'next' } as const) },
);
const limits = fc.record({ perKey: fc.integer({ min: 1, max: 6 }), inAll: fc.integer({ min: 1, max: 15 }) });
const night = fc.tuple(limits, fc.array(step, { maxLength: 120, size: 'max' }));

/** What waits by key, the oldest first: the plainest model. */
class Waiting {
  readonly lists = new Map<string, number[]>();

  of(k: string): number[] {
    const list = this.lists.get(k) ?? [];
    this.lists.set(k, list);
    return list;
  }

  get all(): number {
    return [...this.lists.values()].reduce((sum, { length }) => sum + length, 0);
  }

  get keys(): number {
    return [...this.lists.values()].filter(({ length }) => length > 0).length;
  }
}

describe('a fair queue', () => {
  it('gives what was added, once and first in first out in a key, and is full exactly at its bounds', () => {
    const said = new Set<string>();
    fc.assert(
      fc.property(night, ([{ perKey, inAll }, steps]) => {
        const queue = new FairQueue<number>({ perKey, inAll });
        const model = new Waiting();
        steps.forEach((s, n) => {
          if (s.kind === 'add') {
            const own = model.of(s.key);
            const added = queue.add(s.key, n);
            const full = own.length >= perKey ? 'key' : model.all >= inAll ? 'all' : null;
            expect(added).toEqual(
              full === null ? { ok: true, value: null } : { ok: false, error: { kind: 'queue-full', of: full } },
            );
            said.add(full ?? 'added');
            if (full === null) own.push(n);
          } else {
            const served = queue.next();
            if (served === null) expect(model.all).toBe(0);
            else expect(model.of(served.key).shift()).toBe(served.item);
          }
          expect([queue.size, queue.keys]).toEqual([model.all, model.keys]);
        });
      }),
    );
    expect([...said].sort()).toEqual(['added', 'all', 'key']);
  });

  it('serves an item that is the first of its key within as many turns as keys wait, whatever comes meanwhile', () => {
    let most = 0;
    fc.assert(
      fc.property(night, ([, steps]) => {
        const queue = new FairQueue<number>({ perKey: 200, inAll: 200 });
        const model = new Waiting();
        /** Turns that each key may still have to wait, from when its item became the first. */
        const turns = new Map<string, number>();
        const becomesFirst = (k: string) => turns.set(k, model.keys);
        steps.forEach((s, n) => {
          if (s.kind === 'add') {
            queue.add(s.key, n);
            if (model.of(s.key).push(n) === 1) becomesFirst(s.key);
            return;
          }
          const served = queue.next();
          if (served === null) return;
          for (const [k, left] of turns) {
            expect(left, `the turn of ${k}`).toBeGreaterThan(0);
            turns.set(k, left - 1);
          }
          most = Math.max(most, turns.size);
          turns.delete(served.key);
          model.of(served.key).shift();
          if (model.of(served.key).length > 0) becomesFirst(served.key);
        });
      }),
    );
    expect(most).toBeGreaterThan(3);
  });

  it('so that a night of sheets handed in at once delays one sheet by one turn', () => {
    const queue = new FairQueue<string>({ perKey: 1000, inAll: 2000 });
    for (let n = 0; n < 1000; n++) queue.add('bulk', `bulk ${n}`);
    queue.add('phone', 'one sheet');
    expect([queue.next()?.item, queue.next()?.item, queue.next()?.item]).toEqual(['bulk 0', 'one sheet', 'bulk 1']);
  });
});
