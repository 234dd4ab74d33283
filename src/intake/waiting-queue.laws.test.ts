import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { WaitingQueue } from './waiting-queue.ts';

it('a queue is a list to which one adds at the end what is not in it, and from which one takes anything', () => {
  const step = fc.tuple(fc.boolean(), fc.nat(150));
  fc.assert(
    fc.property(fc.array(step, { minLength: 200, maxLength: 900, size: 'max' }), (steps) => {
      const queue = new WaitingQueue();
      let list: (readonly [number, number])[] = [];
      steps.forEach(([adds, item], at) => {
        if (adds) {
          queue.add(item, instant(at));
          if (!list.some(([there]) => there === item)) list.push([item, at]);
        } else {
          queue.remove(item);
          list = list.filter(([there]) => there !== item);
        }
        expect(queue.size).toBe(list.length);
        expect(queue.oldest()).toBe(list[0]?.[1] ?? null);
        expect(queue.has(item)).toBe(adds);
      });
      expect([...queue.items()].map((item) => [item, queue.since(item)])).toEqual(list);
    }),
    { numRuns: 60 },
  );
});
