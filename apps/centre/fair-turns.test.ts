import { describe, expect, it } from 'vitest';
import { FairTurns } from './fair-turns.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('fair turns', () => {
  it('do so much at once and no more, one sender after the other, each in his own order', async () => {
    const turns = new FairTurns(2, { perKey: 100, inAll: 100 });
    const done: string[] = [];
    let [running, most] = [0, 0];
    const work = (who: string) => async () => {
      most = Math.max(most, ++running);
      await turn();
      running--;
      done.push(who);
    };
    const asked = ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'c1', 'b2'];
    await Promise.all(asked.map((who) => turns.take(who.slice(0, 1), work(who))));
    expect(most).toBe(2);
    expect(done).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2', 'a5']);
  });

  it('say who has too much waiting, and go on behind what fails', async () => {
    const turns = new FairTurns(1, { perKey: 2, inAll: 3 });
    const fail = () => turns.take('a', () => Promise.reject(new Error('a bug')));
    const first = fail();
    const waiting = [turns.take('a', async () => 1), turns.take('a', async () => 2)];
    const own = turns.take('a', async () => 3);
    waiting.push(turns.take('b', async () => 4));
    const all = turns.take('c', async () => 5);
    await expect(first).rejects.toThrow('a bug');
    expect(await own).toEqual({ ok: false, error: { kind: 'queue-full', of: 'key' } });
    expect(await all).toEqual({ ok: false, error: { kind: 'queue-full', of: 'all' } });
    expect(await Promise.all(waiting)).toEqual([1, 2, 4].map((value) => ({ ok: true, value })));
    expect(await turns.take('c', async () => 5)).toEqual({ ok: true, value: 5 });
  });
});
