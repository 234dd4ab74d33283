import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { toBase64 } from '../base/bytes.ts';
import { LogTree, leafHash } from '../tlog/index.ts';
import { edit } from './fixture-bench.test-support.ts';
import { canvassRules, canvassToy } from './fixture-canvass.test-support.ts';
import { begin, CanvassBench } from './fixture-canvass-bench.test-support.ts';
import {
  bring,
  certify,
  count,
  type Desk,
  nationalDesk,
  playCourse,
  staffBoard,
  ToyOffice,
} from './fixture-canvass-course.test-support.ts';
import { act } from './fixture-election.test-support.ts';
import type { Lies } from './fixture-publisher.test-support.ts';

const bench = new CanvassBench(nodeCrypto, signerFromSeed);
const offices = [{ id: 'OF', name: { es: 'Oficina', en: 'Office' }, units: ['u0' as never] }];
const definition = canvassToy(canvassRules(bench.certifiers, offices));
const keys = bench.bench.keysOf(31, 'toy.invalid/1/office/OF');

/** A nation that opened its count, and an office that it declared. */
function nation(play: (office: ToyOffice, national: Desk) => void, lies: Lies = {}): readonly string[] {
  const toy = bench.bench.toy(bench.bench.keys, definition);
  const national = nationalDesk(toy);
  const { acts } = national;
  for (const person of ['adm1', 'adm2']) national.add(acts.grant(person, 'administrator'));
  national.add(acts.grant('paul', 'publisher'));
  national.add(acts.open());
  national.add(acts.lift());
  play(new ToyOffice(nodeCrypto, toy, 'OF', keys, definition), national);
  return bench.kindsIn(toy.publish(lies));
}
const lie = (play: (office: ToyOffice, national: Desk) => void) => nation(play, { light: true });

/** The whole count of the office, its certificate and the national one. */
function wholeCount(office: ToyOffice, national: Desk): void {
  office.declare();
  playCourse(office);
  office.send();
  certify(office, bench.certifiers);
  office.send();
  certify(national, bench.certifiers, (right) => right, [['OF', office.tree.size, office.rootAt(office.tree.size)]]);
}

describe('an office with a record of its own', () => {
  it('is taken in, event by event, and certified by itself and by the nation', () => {
    expect(nation(wholeCount)).toEqual([]);
  });

  it('is said in the files as far as it was taken in', () => {
    const lies: Lies = { edit: edit('data/state.json', '"offices":[["OF",', '"offices":[["OF",1') };
    expect(nation(wholeCount, lies)).toEqual(['derivation/differs']);
  });

  it('two offices wait, one after the other', () => {
    const found = nation((office) => {
      office.declare();
      staffBoard(office);
      office.send();
      bring(office, 's1');
      office.send();
    });
    expect(found).toEqual([]);
  });
});

describe('a vote that an office has repeated', () => {
  const LATER = 1_767_000_000_000 as never;
  const FUTURE = 1_999_000_000_000 as never;
  /** Counted again, and in the record of the nation. */
  const again = (office: ToyOffice, until = LATER) => {
    office.declare();
    office.add(office.acts.rule(begin(office), 1, 'repeat', { until }));
    count(office, bring(office, 's1', 2), [50, 40, 1], ['ana', 'ben'], 2);
    office.send();
  };
  const lifts = (office: ToyOffice) => {
    office.add(office.acts.lift(2));
    office.send();
  };
  const s1In = (toy: Desk['toy']) => new TextDecoder().decode(toy.publish().get('data/u/u2.json'));

  it('is to be seen when the office has lifted its embargo, and not before', () => {
    const found = nation((office, { toy }) => {
      again(office);
      expect(bench.kindsIn(toy.publish())).toEqual([]);
      expect(s1In(toy)).toContain('"status":"repeat"');
      lifts(office);
      expect(s1In(toy)).toContain('"basis":"repeat"');
    });
    expect(found).toEqual([]);
  });

  it('is not opened by the nation, which cannot know what the office has ruled meanwhile', () => {
    const play = (office: ToyOffice, { add, acts }: Desk) => {
      again(office);
      add(acts.lift(2));
    };
    expect(nation(play)).toEqual(['embargo-lifted-early']);
    expect(nation(play, { opens: () => true })).toContain('opened-early');
  });

  it('waits again when its sheet is taken out: its embargo can be lifted before another comes', () => {
    const play = (generation: number) =>
      lie((office) => {
        office.declare();
        office.add(office.acts.rule(begin(office), 1, 'repeat', { until: LATER }));
        const on = bring(office, 's1', 2);
        for (const one of ['sue', 'sol']) office.add(office.acts.grant(one, 'supervisor'));
        office.add({ ...act.withdraw(on, 'other', ['OF.sue', 'OF.sol']), count: 'official', generation: 2 });
        office.add(office.acts.lift(generation));
        office.send();
      });
    expect(play(3)).not.toContain('embargo-lifted-early');
    expect(play(4)).toContain('embargo-lifted-early');
  });

  it('has the next number where it is ruled behind a lifting', () => {
    const found = nation((office) => {
      again(office);
      lifts(office);
      const s2 = bring(office, 's2');
      count(office, s2, [10, 20, 3]);
      office.add(office.acts.rule(s2, 1, 'repeat', { until: LATER }));
      office.add(office.acts.lift(3));
      office.send();
    });
    expect(found).toEqual([]);
  });

  it('is not opened before its polls are closed, nor by a clock that is ahead', () => {
    const lifted = (at: number, takenAt: number) =>
      lie((office) => {
        again(office, FUTURE);
        const lift = office.acts.lift(2);
        office.add({ ...lift, at: at as never }, takenAt as never);
        office.send();
      });
    const { at } = act.lift();
    expect(lifted(at, at)).toContain('embargo-lifted-early');
    expect(lifted(FUTURE, at)).toContain('embargo-lifted-early');
    expect(lifted(FUTURE, FUTURE)).not.toContain('embargo-lifted-early');
  });
});

describe('an office that was not taken in as it recorded', () => {
  const declared = (play: (office: ToyOffice, national: Desk) => void) =>
    lie((office, national) => {
      office.declare();
      staffBoard(office);
      play(office, national);
    });

  it.each<readonly [string, (office: ToyOffice, national: Desk) => void]>([
    ['log/office-gap', (office) => office.send([7])],
    ['log/source-chain-broken', (office) => office.send([7])],
    ['office-checkpoint', (office) => office.send([7])],
    ['office-checkpoint', (office) => office.send([], { root: new Uint8Array(32) })],
    ['office-checkpoint', (office) => office.send([], { size: 3 })],
    [
      'log/office-uncovered',
      (office, { toy }) => {
        const quiet = new ToyOffice(
          nodeCrypto,
          { ...toy, take: toy.take.bind(toy), add: () => 0 } as never,
          'OF',
          keys,
          definition,
        );
        quiet.add(quiet.acts.seat('m1'));
        quiet.send();
        void office;
      },
    ],
    [
      'office-definition',
      (_, { toy }) => {
        const other = canvassToy(canvassRules(bench.certifiers, offices), { date: '2026-01-05' });
        new ToyOffice(nodeCrypto, toy, 'OF', keys, other).send();
      },
    ],
    ['office-not-its-own', (office) => [office.add({ ...office.acts.seat('m1'), actor: 'adm1' }), office.send()]],
    ['office-not-its-own', (office) => [office.add(act.openEntered()), office.send()]],
    ['office-not-its-own', (office) => [office.add(act.grant('LP.ana', 'typist')), office.send()]],
    ['office-not-its-own', (office) => [office.add(act.revokeDevice('d1')), office.send()]],
    [
      'office-not-its-own',
      (office) => {
        const change = { kind: 'closing-extended', units: ['u1'], until: 1_999_000_000_000 as never } as const;
        office.add(office.acts.amend(change));
        office.send();
      },
    ],
    ['office-not-its-own', (office) => [office.add(office.acts.envelope('s9')), office.send()]],
    ['office-names-nothing', (office) => [office.add(office.acts.store(['s1', 99])), office.send()]],
    ['of-office', (_, { add, acts }) => [add(acts.grant('c1', 'custodian')), add(acts.envelope('s1'))]],
    ['office-declared-wrongly', (office) => [office.send(), office.declare()]],
    ['office-keys', (_, { add, acts }) => add(acts.declare('LP', 'elsewhere', 'x', 'y'))],
    ['office-declared-wrongly', (_, { add, acts }) => add(acts.declare('LP', 'elsewhere', 'x', 'y'))],
    [
      'role-missing',
      (office) => [office.add(office.acts.session(1, 0)), office.add(office.acts.seat('zoe')), office.send()],
    ],
    [
      'office-not-certified',
      (office, national) => {
        office.send();
        certify(national, bench.certifiers);
      },
    ],
    [
      'certificate-offices',
      (office, national) => {
        office.send();
        certify(national, bench.certifiers, (right) => right, [['OF', office.tree.size, office.rootAt(3)]]);
      },
    ],
  ])('%s', (kind, play) => {
    expect(declared((office, national) => void play(office, national))).toContain(kind);
  });

  it('its roles are its own, and those of the nation the nation’s', () => {
    const found = declared((office, { add, acts }) => {
      office.send();
      add(acts.grant('m1', 'member'));
      add({ ...acts.seat('m1'), actor: 'OF.adm1' });
    });
    expect(found.filter((kind) => kind === 'role-missing')).toHaveLength(1);
  });

  it('before anybody declared it', () => {
    expect(lie((office) => office.send())).toContain('office-undeclared');
  });

  it('with two histories: the proof holds, and nothing more is taken from it', () => {
    const forked = (change: (leaf: string) => string, more: (office: ToyOffice) => void = () => {}) =>
      declared((office, { add, acts }) => {
        office.send();
        // The office signs another tree, in which something else stands at the fourth place.
        const tree = new LogTree(nodeCrypto);
        const leaves = Array.from({ length: 6 }, (_, i) => leafHash(nodeCrypto, Uint8Array.of(i)));
        for (const leaf of leaves) tree.append(leaf);
        const proof = tree.inclusionProof(4, 6).map(toBase64);
        const leaf = change(toBase64(leaves[4] ?? new Uint8Array(32)));
        add(acts.forked({ office: 'OF', index: 4, leaf, proof, other: office.note(6, tree.rootAt(6)) }));
        more(office);
      });
    const kindsOf = (found: readonly string[]) => found.filter((kind) => kind.startsWith('office-'));
    expect(kindsOf(forked((leaf) => leaf))).toEqual([]);
    expect(kindsOf(forked(() => 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='))).toEqual(['office-fork-unproven']);
    const after = forked(
      (leaf) => leaf,
      (office) => {
        office.add(office.acts.leave('m3'));
        office.send();
      },
    );
    expect(kindsOf(after)).toEqual(['office-after-fork']);
  });
});
