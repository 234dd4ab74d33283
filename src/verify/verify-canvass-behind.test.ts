import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { begin, CanvassBench } from './fixture-canvass-bench.test-support.ts';
import { bring, certify, count, type Desk, papersFor, playCourse } from './fixture-canvass-course.test-support.ts';
import { act, type On } from './fixture-election.test-support.ts';

const bench = new CanvassBench(nodeCrypto, signerFromSeed);
const LATER = 1_767_000_000_000 as never;
const CLOSED = { ...act.close(), count: 'official' } as const;
const kinds = (play: (desk: Desk) => unknown) => bench.kinds((desk) => void play(desk));

describe('the end of an official count', () => {
  it('is behind a certificate of every contest that stands', () => {
    // The toy's publisher knows no closed official count: of its files alone nothing is asked here.
    const closing = (play: (desk: Desk) => unknown) =>
      kinds((desk) => [play(desk), desk.add(CLOSED)]).filter((kind) => !kind.includes('/'));
    const certified = (desk: Desk) => [playCourse(desk), certify(desk, bench.certifiers)];
    expect(closing((desk) => playCourse(desk))).toEqual(['closed-early']);
    expect(closing(certified)).toEqual([]);
    expect(closing((desk) => [certified(desk), desk.add(desk.acts.court())])).toEqual(['closed-early']);
  });

  it('is one: no court reopens anything behind it', () => {
    const found = kinds((desk) => {
      playCourse(desk);
      certify(desk, bench.certifiers);
      desk.add(CLOSED);
      desk.add(desk.acts.court());
    });
    expect(found).toContain('after-close');
  });

  it('of the preliminary count needs none', () => {
    expect(kinds((desk) => [playCourse(desk), desk.add(act.close())])).not.toContain('closed-early');
  });
});

describe('an embargo', () => {
  it('is lifted by a publisher, or by whoever has the machine, whom no header names', () => {
    const lifted = (actor: string) =>
      kinds((desk) => {
        desk.add(desk.acts.rule(begin(desk), 1, 'repeat', { until: LATER }));
        desk.add({ ...desk.acts.lift(2), actor });
      });
    expect(lifted('m1')).toEqual(['role-missing']);
    expect(lifted('paul')).toEqual([]);
  });

  it('holds for a paper of a vote that was ordered behind its end: that has the next number', () => {
    const received = (generation: number) =>
      kinds((desk) => {
        const { acts } = desk;
        const s1 = begin(desk);
        const s2 = bring(desk, 's2');
        count(desk, s2, [10, 20, 3]);
        desk.add(acts.rule(s1, 1, 'repeat', { until: LATER }));
        desk.add(acts.lift(2));
        desk.add(acts.rule(s2, 1, 'repeat', { until: LATER }));
        desk.add(acts.envelope('s2', generation));
      });
    expect(received(2)).toEqual(['repeat-number-spent']);
    expect(received(3)).toEqual([]);
  });

  it('that ends behind a state: nothing is certified of that state', () => {
    const found = (liftFirst: boolean) =>
      kinds((desk) => {
        const { acts } = desk;
        const { s1 } = playCourse(desk);
        desk.add(acts.session(2, 2));
        desk.add(acts.rule(s1, 2, 'repeat', { until: LATER }));
        count(desk, bring(desk, 's1', 2), [90, 60, 5], ['ana', 'ben'], 2);
        if (liftFirst) desk.add(acts.lift(2));
        const size = desk.publish();
        if (!liftFirst) desk.add(acts.lift(2));
        certify({ ...desk, publish: () => size }, bench.certifiers);
      });
    expect(found(false)).toContain('certificate-behind');
    expect(found(true)).toEqual([]);
  });

  it('or an amendment: no minutes are of that state', () => {
    const closing = (more: (desk: Desk) => unknown) =>
      kinds((desk) => {
        begin(desk);
        const size = desk.publish();
        more(desk);
        desk.add(desk.acts.close(1, size, papersFor(desk, 'minutes')));
      });
    expect(closing(() => {})).toEqual([]);
    const gone = { kind: 'station-not-installed', station: 's4' as never } as const;
    expect(closing(({ add, acts }) => add(acts.amend(gone)))).toEqual(['minutes-of-older-state']);
  });
});

it('a notice is said by a publisher', () => {
  const said = (actor: string) => kinds((desk) => [begin(desk), desk.add({ ...act.notice('x'), actor })]);
  expect(said('m1')).toContain('role-missing');
  expect(said('paul')).not.toContain('role-missing');
});

describe('an envelope that is missing', () => {
  it('is neither moved, nor stored, nor opened', () => {
    const found = (what: (desk: Desk, on: On) => unknown) =>
      kinds((desk) => {
        begin(desk);
        const on: On = ['s2', desk.add(desk.acts.envelope('s2'))];
        desk.add(desk.acts.missing('s2'));
        what(desk, on);
      });
    expect(found(() => {})).toEqual([]);
    expect(found(({ add, acts }, on) => add(acts.move(on, 'Hall')))).toEqual(['custody-wrong']);
    expect(found(({ add, acts }, on) => add(acts.store(on)))).toEqual(['custody-wrong']);
    expect(found(({ add, acts }, on) => add(acts.unseal(on)))).toEqual(['custody-wrong']);
  });
});
