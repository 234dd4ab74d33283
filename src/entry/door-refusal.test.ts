import { describe, expect, it } from 'vitest';
import { REFUSED_REASONS, type RefusedReason } from '../record/index.ts';
import { type DoorError, refusedReason } from './door-refusal.ts';

describe('a refusal at the door', () => {
  it('is counted under the reason of its own name, where there is one', () => {
    const named = REFUSED_REASONS.filter((reason) => reason !== 'out-of-scope') as Exclude<
      RefusedReason,
      'out-of-scope'
    >[];
    expect(named.map(refusedReason)).toEqual(named);
  });

  it.each<[Parameters<typeof refusedReason>[0], RefusedReason]>([
    ['device-out-of-scope', 'out-of-scope'],
    ['wrong-number-of-boxes', 'malformed'],
    ['picture-missing', 'malformed'],
    ['queue-full', 'too-many'],
    ['role-missing', 'bad-code'],
  ])('%s: %s', (kind, reason) => {
    expect(refusedReason(kind)).toBe(reason);
  });

  it('is no refusal where the answer is that it came before, or where only the sender can go on', () => {
    const none: (DoorError | 'already-received' | 'not-waiting')[] = [
      'already-received',
      'gap',
      'not-stored',
      'not-waiting',
    ];
    expect(none.map(refusedReason)).toEqual([null, null, null, null]);
  });
});
