import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { Bench } from './fixture-bench.test-support.ts';
import { act, type On, type Typed } from './fixture-election.test-support.ts';
import { agree, type ToyPublisher, typeTwice } from './fixture-publisher.test-support.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);

/** Kinds of the findings in the bodies of a night that goes on after its stop, with a sheet of s4 to type. */
function kinds(more: (toy: ToyPublisher, s4: On) => void): readonly string[] {
  const files = bench.published({}, (toy) => {
    toy.add(act.resume());
    more(toy, ['s4', toy.receive('s4')]);
  });
  return bench.findings(files).map(({ layer, kind }) => (layer === 'body' ? kind : `${layer}/${kind}`));
}

/** Two entries of s4 by ana and another, and their reveal. */
function pair(
  toy: ToyPublisher,
  on: On,
  [a, b]: readonly [Typed, Typed],
  equal: boolean,
  second = 'ben',
  slot: 1 | 2 = 2,
) {
  const entries = [toy.add(act.enter(on, 1, a, 'ana')), toy.add(act.enter(on, slot, b, second))] as const;
  toy.add(act.reveal(on, entries, equal));
  return entries;
}

const SAME: readonly [Typed, Typed] = [
  [1, 2, 3],
  [1, 2, 3],
];
const OTHER: readonly [Typed, Typed] = [
  [1, 2, 3],
  [1, 2, 4],
];

describe('sheets that rest on what they may rest on', () => {
  it('two equal entries; a resolution; with corrections, which count; with an observation that counts', () => {
    expect(kinds((toy, s4) => agree(toy, s4, [1, 2, 3]))).toEqual([]);
    const resolved = kinds((toy, s4) => {
      const entries = pair(toy, s4, OTHER, false);
      toy.add(act.agree(s4, [1, 2, 4], toy.add(act.resolve(s4, [1, 2, 4], entries, 'eva'))));
    });
    expect(resolved).toEqual([]);
    const corrected = kinds((toy, s4) => {
      const typed = { boxes: [1, 2, 3], corrections: [[1, 9]] as const, observations: ['torn'] as const };
      toy.add(act.agree(s4, [1, 9, 3], typeTwice(toy, s4, typed)));
    });
    expect(corrected).toEqual([]);
  });

  it('observed, ruled, counted; observed, sent back, typed by others; without figures', () => {
    const unclear = { boxes: [5, 6, 7], corrections: [[0, 8]], observations: ['unclear-correction'] } as const;
    const counted = kinds((toy, s4) => {
      toy.add(act.observe(s4, ['unclear-correction'], typeTwice(toy, s4, unclear)));
      toy.publish();
      toy.add(act.agree(s4, [8, 6, 7], toy.add(act.rule(s4, 'count'))));
    });
    expect(counted).toEqual([]);
    const sentBack = kinds((toy, s4) => {
      toy.add(act.observe(s4, ['illegible'], typeTwice(toy, s4, { observations: ['illegible'] })));
      toy.publish();
      toy.add(act.rule(s4, 'retype'));
      toy.publish();
      agree(toy, s4, [1, 2, 3], ['cleo', 'dan']);
    });
    expect(sentBack).toEqual([]);
  });

  it('more votes than registered, which observes here', () => {
    const found = kinds((toy) => {
      const on: On = ['s3', toy.receive('s3', { name: 'second' })];
      const [first] = toy.events.flatMap(({ body }, i) =>
        body.kind === 'SheetReceived' && body.station === 's3' ? [i] : [],
      );
      toy.add(act.dispute('s3', [first ?? 0, on[1]]));
      toy.add(act.choose(on, [first ?? 0]));
      toy.add(act.observe(on, ['E201'], typeTwice(toy, on, [90, 0, 20])));
    });
    expect(found).toEqual([]);
  });
});

describe('sheets that rest on nothing', () => {
  it.each([
    ['agreed-by-one-actor', SAME, true, 'ana', 2],
    ['agreed-unequal', OTHER, true, 'ben', 2],
    ['agreed-without-entries', SAME, true, 'ben', 1],
  ] as const)('%s', (kind, entries, equal, second, slot) => {
    const found = kinds((toy, s4) => {
      const [i] = pair(toy, s4, entries, equal, second, slot);
      toy.add(act.agree(s4, [1, 2, 3], i));
    });
    expect(found).toContain(kind);
  });

  it('entries called equal that are not, and the other way round', () => {
    expect(kinds((toy, s4) => pair(toy, s4, OTHER, true))).toContain('revealed-wrongly');
    expect(kinds((toy, s4) => pair(toy, s4, SAME, false))).toEqual(['revealed-wrongly']);
    const observations: Typed = { boxes: [1, 2, 3], observations: ['torn'] };
    expect(kinds((toy, s4) => pair(toy, s4, [observations, [1, 2, 3]], true))).toContain('revealed-wrongly');
  });

  it('other figures than entries or a resolution say', () => {
    expect(kinds((toy, s4) => toy.add(act.agree(s4, [1, 2, 30], typeTwice(toy, s4, [1, 2, 3]))))).toEqual([
      'agreed-differs',
    ]);
    const resolved = kinds((toy, s4) => {
      const r = toy.add(act.resolve(s4, [1, 2, 3], pair(toy, s4, OTHER, false), 'eva'));
      toy.add(act.agree(s4, [7, 2, 3], r));
    });
    expect(resolved).toEqual(['agreed-differs']);
    const box = kinds((toy, s4) =>
      toy.add(act.agree(s4, [1, 2, 3], typeTwice(toy, s4, { boxes: [1, 2, 3], corrections: [[1, 9]] }))),
    );
    expect(box).toEqual(['agreed-differs']);
  });

  it('one entry, no entry, entries of another sheet, entries that were voided', () => {
    const alone = kinds((toy, s4) => toy.add(act.agree(s4, [1, 2, 3], toy.add(act.enter(s4, 1, [1, 2, 3], 'ana')))));
    expect(alone).toEqual(['agreed-without-entries']);
    expect(kinds((toy, s4) => toy.add(act.agree(s4, [1, 2, 3], 0)))).toEqual(['agreed-without-entries']);
    const elsewhere = kinds((toy, s4) => {
      const [from] = toy.events.flatMap(({ body }, i) => (body.kind === 'EntryCommitted' ? [i] : []));
      toy.add(act.agree(s4, [90, 60, 5], from ?? 0));
    });
    expect(elsewhere).toEqual(['agreed-elsewhere']);
    const voided = kinds((toy, s4) => {
      const entries = [
        toy.add(act.enter(s4, 1, [1, 2, 3], 'ana')),
        toy.add(act.enter(s4, 2, [1, 2, 3], 'ben')),
      ] as const;
      toy.add(act.void(s4, entries[0], 'supervisor'));
      toy.add(act.reveal(s4, entries, true));
      toy.add(act.agree(s4, [1, 2, 3], entries[0]));
    });
    expect(voided).toEqual(['settled-twice', 'revealed-without-entries', 'agreed-on-voided']);
  });

  it('an observation that waits, a check that observes', () => {
    const waits = kinds((toy, s4) => {
      const typed: Typed = { boxes: [1, 2, 3], observations: ['unclear-correction'] };
      toy.add(act.agree(s4, [1, 2, 3], typeTwice(toy, s4, typed)));
    });
    expect(waits).toEqual(['agreed-observation-waits']);
    const check = kinds((toy) => {
      const on: On = ['s3', toy.events.findIndex(({ body }) => body.kind === 'SheetReceived' && body.station === 's3')];
      agree(toy, on, [90, 0, 20], ['cleo', 'dan']);
    });
    expect(check).toEqual(['agreed-check-observes']);
  });

  it('observed for another reason than what was typed gives, or for none', () => {
    for (const [reasons, observations] of [
      [['illegible'], ['unclear-correction']],
      [[], ['torn']],
      [['torn'], ['torn']],
      [['E201'], []],
    ] as const) {
      const found = kinds((toy, s4) => {
        toy.add(act.observe(s4, reasons, typeTwice(toy, s4, { boxes: [1, 2, 3], observations: [...observations] })));
      });
      expect([reasons, found]).toEqual([reasons, ['observed-wrongly']]);
    }
    expect(kinds((toy, s4) => toy.add(act.observe(s4, ['torn'], 0)))).toEqual(['observed-without-entries']);
  });

  it('a resolution by one who typed, of no difference, of no entries, or past what both had alike', () => {
    const resolve = (entries: readonly [Typed, Typed], typed: Typed, by = 'eva', numbers = [1, 2, 3]) =>
      kinds((toy, s4) => {
        const ij = pair(toy, s4, entries, entries === SAME);
        if (entries === SAME) toy.add(act.agree(s4, [1, 2, 3], ij[0]));
        toy.add(act.agree(s4, numbers, toy.add(act.resolve(s4, typed, ij, by))));
      });
    expect(resolve(OTHER, [1, 2, 3])).toEqual([]);
    expect(resolve(OTHER, [1, 2, 3], 'ben')).toEqual(['role-missing', 'resolved-by-same-actor']);
    expect(resolve(SAME, [1, 2, 3])).toEqual(['resolved-without-difference']);
    expect(resolve(OTHER, [9, 2, 3], 'eva', [9, 2, 3])).toEqual(['resolved-changes-equal']);
    expect(resolve(OTHER, { boxes: [1, 2, 3], observations: ['torn'] })).toEqual(['resolved-changes-equal']);
    expect(resolve(OTHER, { boxes: [1, 2, 3], corrections: [[0, 4]] }, 'eva', [4, 2, 3])).toEqual([
      'resolved-changes-equal',
    ]);
    const without = kinds((toy, s4) =>
      toy.add(act.agree(s4, [1, 2, 3], toy.add(act.resolve(s4, [1, 2, 3], [0, 1], 'eva')))),
    );
    expect(without).toEqual(['resolved-without-entries']);
  });

  it('a ruling on what nobody observed, or a second one', () => {
    const nothing = kinds((toy, s4) => toy.add(act.agree(s4, [1, 2, 3], toy.add(act.rule(s4, 'count')))));
    expect(nothing).toEqual(['ruling-without-observation', 'agreed-without-entries']);
    const twice = kinds((toy, s4) => {
      const typed: Typed = { boxes: [1, 2, 3], observations: ['unclear-correction'] };
      toy.add(act.observe(s4, ['unclear-correction'], typeTwice(toy, s4, typed)));
      toy.add(act.rule(s4, 'retype'));
      toy.add(act.agree(s4, [1, 2, 3], toy.add(act.rule(s4, 'count'))));
    });
    // What stands beside figures that rest on nothing is another matter.
    expect(twice.slice(0, 2)).toEqual(['ruling-without-observation', 'agreed-without-entries']);
  });

  it('an outcome that does not follow at once', () => {
    expect(kinds((toy, s4) => typeTwice(toy, s4, [1, 2, 3]))).toEqual(['outcome-missing']);
    const late = kinds((toy, s4) => {
      const one = typeTwice(toy, s4, [1, 2, 3]);
      toy.add(act.notice('wait and see'));
      toy.add(act.agree(s4, [1, 2, 3], one));
    });
    expect(late).toEqual(['outcome-missing']);
  });

  it('a person who types the same sheet twice', () => {
    const found = kinds((toy, s4) => {
      toy.add(act.observe(s4, ['illegible'], typeTwice(toy, s4, { observations: ['illegible'] })));
      toy.add(act.rule(s4, 'retype'));
      agree(toy, s4, [1, 2, 3], ['cleo', 'ben']);
    });
    expect(found).toEqual(['entry-twice']);
  });

  it('boxes that the paper does not have', () => {
    expect(kinds((toy, s4) => typeTwice(toy, s4, [1, 2]))).toContain('box-count');
    expect(kinds((toy, s4) => typeTwice(toy, s4, { boxes: [1, 2, 3], observations: ['illegible'] }))).toContain(
      'box-count',
    );
    expect(kinds((toy, s4) => typeTwice(toy, s4, { boxes: [1, 2, 3], corrections: [[3, 1]] }))).toContain(
      'correction-of-no-box',
    );
    const large: Typed = { boxes: [1, 2, 3], corrections: [[0, 2_000_000_000]] };
    expect(kinds((toy, s4) => typeTwice(toy, s4, large))).toContain('box-too-large');
  });

  it('a row taken twice, a row of no file, entries in an imported count', () => {
    expect(kinds((toy) => toy.add(act.row('s4', [1, 1, 1], 2)))).toContain('row-twice');
    expect(kinds((toy) => toy.add(act.row('s4', [1, 1, 1], 9)))).toContain('unknown-row');
    expect(kinds((toy) => toy.add({ ...act.row('s4', [1, 1, 1], 5), count: 'preliminary' }))).toContain('wrong-mode');
    expect(kinds((toy) => toy.add(act.row('s4', [2_000_000_000, 1, 1], 5)))).toContain('box-too-large');
  });
});

describe('the end of every entry', () => {
  const close = (before: (toy: ToyPublisher, s4: On) => void, after: (toy: ToyPublisher, s4: On) => void = () => {}) =>
    kinds((toy, s4) => {
      before(toy, s4);
      toy.add(act.close());
      after(toy, s4);
    });
  const enter = (toy: ToyPublisher, s4: On) => toy.add(act.enter(s4, 1, [1, 2, 3], 'ana'));

  it('revealed, or voided right behind the close, or before and typed again', () => {
    let entry = 0;
    const right = close(
      (toy, s4) => {
        entry = enter(toy, s4);
      },
      (toy, s4) => toy.add(act.void(s4, entry, 'closed')),
    );
    expect(right).toEqual([]);
    const again = close((toy, s4) => {
      toy.add(act.void(s4, enter(toy, s4), 'supervisor'));
      toy.publish();
      agree(toy, s4, [1, 2, 3], ['cleo', 'ben']);
    });
    expect(again).toEqual([]);
  });

  it('left open, voided too late, voided twice, no entry voided', () => {
    expect(close(enter)).toEqual(['entry-left-open']);
    const late = kinds((toy, s4) => {
      const entry = enter(toy, s4);
      toy.add(act.close());
      toy.add(act.notice('so'));
      toy.add(act.void(s4, entry, 'closed'));
    });
    expect(late).toEqual(['entry-left-open']);
    const twice = kinds((toy, s4) => {
      const entry = enter(toy, s4);
      toy.add(act.void(s4, entry, 'supervisor'));
      toy.add(act.void(s4, entry, 'supervisor'));
    });
    expect(twice).toEqual(['settled-twice']);
    expect(kinds((toy, s4) => toy.add(act.void(s4, 0, 'supervisor')))).toEqual(['voided-no-entry']);
  });

  it('a voided entry opens when it can help nobody any more, and not before', () => {
    const voided = (more: (toy: ToyPublisher, s4: On) => void) =>
      bench.published({}, (toy) => {
        toy.add(act.resume());
        const s4: On = ['s4', toy.receive('s4')];
        toy.add(act.void(s4, enter(toy, s4), 'supervisor'));
        more(toy, s4);
      });
    const sealed = (more: (toy: ToyPublisher, s4: On) => void) => bench.verify(voided(more));
    expect(sealed(() => {})).toMatchObject({ kind: 'verified', report: { bodiesSealed: 1 } });
    const typed = sealed((toy, s4) => agree(toy, s4, [1, 2, 3], ['cleo', 'ben']));
    expect(typed).toMatchObject({ kind: 'verified', report: { bodiesSealed: 0 } });
    const withdrawn = sealed((toy, s4) => toy.add(act.withdraw(s4, 'other')));
    expect(withdrawn).toMatchObject({ kind: 'verified', report: { bodiesSealed: 0 } });
  });

  it('a ruling behind a stop sends nothing back that is shown', () => {
    const files = bench.published({}, (toy) => {
      toy.add(act.resume());
      const s4: On = ['s4', toy.receive('s4')];
      toy.add(act.observe(s4, ['illegible'], typeTwice(toy, s4, { observations: ['illegible'] })));
      toy.publish();
      toy.add(act.stop());
      toy.add(act.rule(s4, 'retype'));
    });
    expect(bench.codes(files)).toEqual([]);
  });

  it('an entry that was lost stays sealed, and is told', () => {
    const files = bench.published({}, (toy) => {
      toy.add(act.resume());
      const s4: On = ['s4', toy.receive('s4')];
      toy.add(act.void(s4, enter(toy, s4), 'lost'));
      toy.add(act.close());
    });
    expect(bench.verify(files)).toMatchObject({ kind: 'verified', report: { entriesLost: 1, bodiesSealed: 1 } });
  });

  it('nothing is typed behind the close', () => {
    expect(
      close(
        () => {},
        (toy, s4) => typeTwice(toy, s4, [1, 2, 3]),
      ),
    ).toContain('after-close');
    expect(kinds((toy) => [toy.add(act.close()), toy.add(act.close())])).toEqual(['log/count-closed-twice']);
  });
});
