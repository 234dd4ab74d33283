import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../../src/base/result.ts';
import { Idempotency } from './idempotency.ts';

const asked = fc.record({
  key: fc.constantFrom('a', 'b', 'c'),
  content: fc.constantFrom('x', 'y'),
  fails: fc.boolean(),
  turns: fc.nat(3),
});

describe('idempotency', () => {
  it('does a key and content once, answers it the same ever after, and never another content', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { maxLength: 20 }), async (all) => {
        const answers = new Idempotency<string>(100);
        const succeeded = new Map<string, string[]>();
        const ask = async ({ key, content, fails, turns }: (typeof all)[number], n: number) => {
          const act = async (): Promise<Result<string, { kind: 'failed' }>> => {
            for (let turn = 0; turn < turns; turn++) await Promise.resolve();
            if (fails) return err({ kind: 'failed' });
            succeeded.set(key, [...(succeeded.get(key) ?? []), content]);
            return ok(`${content} ${n}`);
          };
          return { key, content, answer: await answers.once(key, content, act) };
        };
        const done = await Promise.all(all.map(ask));
        for (const contents of succeeded.values()) expect(contents).toHaveLength(1);
        for (const key of ['a', 'b', 'c']) {
          const good = done.filter((d) => d.key === key).flatMap((d) => (d.answer.ok ? [d.answer.value] : []));
          expect(new Set(good).size).toBeLessThanOrEqual(1);
        }
        for (const { key, content, answer } of done) {
          if (answer.ok) expect(answer.value[0]).toBe(content);
          else if (answer.error.kind !== 'failed') expect(succeeded.get(key)).not.toContain(content);
        }
      }),
    );
  });

  it('remembers so many keys, the newest', async () => {
    const answers = new Idempotency<number>(3);
    for (let n = 0; n < 5; n++) await answers.once(`${n}`, 'x', async () => ok(n));
    expect(answers.size).toBe(3);
    expect(await answers.once('4', 'x', async () => ok(-1))).toEqual(ok(4));
    expect(await answers.once('0', 'x', async () => ok(-1))).toEqual(ok(-1));
  });
});
