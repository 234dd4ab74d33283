import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { announce } from './fixture-announce.test-support.ts';
import { Bench, edit } from './fixture-bench.test-support.ts';
import { act, type On } from './fixture-election.test-support.ts';
import { agree, type Files, type Lies, type ToyPublisher } from './fixture-publisher.test-support.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);
const text = (files: Files, path: string) => new TextDecoder().decode(files.get(path));
const collation = (files: Files) => JSON.parse(text(files, 'data/collation.json')).contests.pres;
/** The toy's night after its stop: s1 is equal, s2 differs in B by one vote, s3 is annulled. */
function night(more: (toy: ToyPublisher) => void = () => {}, lies: Lies = {}): Files {
  return bench.published(lies, (toy) => {
    toy.add(act.resume());
    more(toy);
  });
}

describe('the collation, derived again', () => {
  it('is what an independent publisher makes of the same record', () => {
    const files = night();
    expect(bench.codes(files)).toEqual([]);
    expect(collation(files)).toMatchObject({
      totals: { equal: 1, differs: 1, annulled: 1, onlyPreliminary: 0, onlyOfficial: 0, neither: 1, net: [0, 1, 0] },
      leaders: ['A', 'B'],
      direction: { more: [0, 0], less: [1, 1], same: 0 },
      differing: [['s2', 'u2', 1, -1, null]],
    });
  });

  it('finds the reason in the record: a typing error, another picture', () => {
    const typing = night((toy) => {
      announce(toy, 's4', [10, 20, 3]);
      agree(toy, ['s4', toy.receive('s4')], [10, 29, 3]);
      toy.add(act.row('s4', [10, 20, 3], 5));
    });
    expect(bench.codes(typing)).toEqual([]);
    expect(collation(typing).reasons).toMatchObject({ typing: 1, none: 1 });
    const entry = night((toy) => {
      const on: On = ['s4', toy.receive('s4')];
      const [one, two] = [toy.add(act.enter(on, 1, [1, 2, 3], 'ana')), toy.add(act.enter(on, 2, [1, 7, 3], 'ben'))];
      toy.add(act.reveal(on, [one, two], false));
      toy.add(act.agree(on, [1, 7, 3], toy.add(act.resolve(on, [1, 7, 3], [one, two], 'eva'))));
      toy.add(act.row('s4', [1, 2, 3], 5));
    });
    expect(bench.codes(entry)).toEqual([]);
    expect(collation(entry).differing).toContainEqual(['s4', 'u5', 5, 5, 'typing']);
    const pictures = night((toy) => {
      const wrong: On = ['s4', toy.receive('s4', { name: 'other' })];
      toy.add(act.withdraw(wrong, 'false-sheet'));
      agree(toy, ['s4', toy.receive('s4')], [1, 2, 3]);
      toy.add(act.row('s4', [1, 2, 4], 5));
    });
    expect(bench.codes(pictures)).toEqual([]);
    expect(collation(pictures).reasons).toMatchObject({ 'other-picture': 1, none: 1 });
  });

  it('takes no entry for the reason that was voided, or is of another sheet than the one that counts', () => {
    const voided = night((toy) => {
      const on: On = ['s4', toy.receive('s4')];
      const gone = toy.add(act.enter(on, 1, [1, 2, 3], 'ana'));
      toy.add(act.void(on, gone, 'supervisor'));
      agree(toy, on, [1, 7, 3], ['ben', 'cleo']);
      toy.add(act.row('s4', [1, 2, 3], 5));
    });
    expect(bench.codes(voided)).toEqual([]);
    expect(collation(voided).differing).toContainEqual(['s4', 'u5', 5, 5, null]);
    const other = night((toy) => {
      const first: On = ['s4', toy.receive('s4', { name: 'other' })];
      const [one, two] = [
        toy.add(act.enter(first, 1, [1, 2, 3], 'ana')),
        toy.add(act.enter(first, 2, [1, 7, 3], 'ben')),
      ];
      toy.add(act.reveal(first, [one, two], false));
      toy.add(act.withdraw(first, 'false-sheet'));
      agree(toy, ['s4', toy.receive('s4')], [1, 7, 3]);
      toy.add(act.row('s4', [1, 2, 3], 5));
    });
    expect(bench.codes(other)).toEqual([]);
    expect(collation(other).differing).toContainEqual(['s4', 'u5', 5, 5, 'other-picture']);
  });

  it('applies the rule with the preliminary figures in place of the official ones', () => {
    const files = night((toy) => {
      agree(toy, ['s4', toy.receive('s4')], [10, 200, 0]);
      toy.add(act.row('s4', [200, 10, 0], 5));
    });
    expect(bench.codes(files)).toEqual([]);
    expect(collation(files).result).toEqual({ official: { kind: 'won', by: 'A' }, swapped: { kind: 'won', by: 'B' } });
  });

  it.each([
    ['data/collation.json', '"differs":1', '"differs":2'],
    ['data/collation.json', '["s2","u2",1,-1,null]', '["s2","u2",1,-1,"typing"]'],
    ['data/collation.json', '"leaders":["A","B"]', '"leaders":["B","A"]'],
    ['data/collation.csv', 's2,u2,pres,1,-1,,B,80,81', 's2,u2,pres,1,-1,,B,80,80'],
    [
      'data/u/u2.json',
      '"collation":{"class":"differs","reason":null}',
      '"collation":{"class":"differs","reason":"copy"}',
    ],
    ['data/u/u1.json', '"annulled":1', '"annulled":0'],
  ])('a publisher that changes %s is found: %s', (path, from, to) => {
    const codes = bench.codes(night(() => {}, { edit: edit(path, from, to) }));
    expect(codes).toEqual([`derivation/differs ${path}`]);
  });

  it.each([
    ['"collation u0 pres differs">1', '"collation u0 pres differs">0', 'false-figure'],
    ['"collation u0 pres lead">-1', '"collation u0 pres lead">1', 'false-figure'],
    ['"differing s2 pres o B">81', '"differing s2 pres o B">80', 'false-figure'],
    ['"differing s2 pres o B"', '"differing s1 pres o B"', 'unknown-figure'],
    ['"collation u0 pres net A"', '"collation u0 pres net Z"', 'unknown-figure'],
    ['"collation u0 pres net A"', '"collation u9 pres net A"', 'unknown-figure'],
    ['"collation u0 pres differs"', '"collation u5 pres differs"', 'unknown-figure'],
  ])('a page that says %s otherwise is found', (from, to, kind) => {
    const files = night(() => {}, { edit: edit('es/index.html', from, to) });
    expect(bench.codes(files)).toEqual([`page/${kind} es/index.html`]);
  });

  it('wants both files, from the first state on', () => {
    for (const path of ['data/collation.json', 'data/collation.csv']) {
      const without = night(() => {}, { edit: (files) => void files.delete(path) });
      expect(bench.codes(without)).toEqual([`manifest/not-listed ${path}`]);
    }
  });
});
