import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { utf8 } from '../base/bytes.ts';
import { Bench, edit } from './fixture-bench.test-support.ts';
import type { Files, Lies } from './fixture-publisher.test-support.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);

describe('a publisher that lies and signs it', () => {
  const lie = (lies: Lies) => bench.codes(bench.published(lies));

  it('a false figure in a unit, with the place where it differs', () => {
    const files = bench.published({ edit: edit('data/u/u2.json', '"votes":[160,140]', '"votes":[161,140]') });
    expect(bench.codes(files)).toEqual(['derivation/differs data/u/u2.json']);
    expect(bench.findings(files)[0]?.says).toContain(
      'contests.pres.preliminary.votes[0] it says 161, the record gives 160',
    );
  });

  it('a doubled sheet in the totals of all units above', () => {
    const doubled = (files: Files) => {
      for (const path of ['data/u/u0.json', 'data/u/u1.json'])
        edit(path, '"votes":[160,140]', '"votes":[250,200]')(files);
    };
    expect(lie({ edit: doubled })).toEqual(['derivation/differs data/u/u0.json', 'derivation/differs data/u/u1.json']);
  });

  it('a false curve, a false state, another spelling', () => {
    expect(lie({ edit: edit('data/history.json', ',2,300,', ',2,301,') })).toEqual([
      'derivation/differs data/history.json',
    ]);
    expect(lie({ edit: edit('data/state.json', '"stopped":{', '"stopped":null,"x":{') })).toEqual([
      'derivation/differs data/state.json',
    ]);
    expect(lie({ edit: edit('data/u/u3.json', '{', '{ ') })).toEqual(['derivation/differs data/u/u3.json']);
  });

  it('an index that leads to another place, leaves a station out, or is not there', () => {
    const path = 'data/find.json';
    expect(lie({ edit: edit(path, '"u2","School"', '"u3","School"') })).toEqual([`derivation/differs ${path}`]);
    expect(lie({ edit: edit(path, '["s1","s2"]', '["s1"]') })).toEqual([`derivation/differs ${path}`]);
    expect(lie({ edit: (files) => files.delete(path) })).toEqual([`manifest/not-listed ${path}`]);
  });

  it('a false figure in a page', () => {
    const files = bench.published({ edit: edit('en/u/u2.html', 'votes A">160', 'votes A">1 600') });
    expect(bench.codes(files)).toEqual(['page/false-figure en/u/u2.html']);
    expect(bench.findings(files)[0]?.says).toContain('"1 600" as "p pres votes A"; the record gives the digits "160"');
  });

  it.each([
    ['false-figure', 'box A">90', 'box A">91'],
    ['false-figure', 'share A">53.333 %', 'share A">53.334 %'],
    ['false-figure', 'out">0', 'out">-0'],
    ['false-figure', '"=p B">', '"=p B">7'],
    ['unknown-figure', '"=p B"', '"=p C"'],
    ['unknown-figure', '<table>', '<table><tr><td data-f="=p B">10'],
    ['unknown-figure', 'p pres votes A"', 'p pres votes C"'],
    ['unknown-figure', 'sheet s1 p', 'sheet s3 p'],
    ['unknown-figure', 'p pres out"', 'p pres inside"'],
    ['figure-not-plain-text', 'votes A">160', 'votes A">1<i>6</i>0'],
    ['figure-not-plain-text', 'votes A">160', 'votes A">&#49;60'],
    ['figure-attribute', 'data-f="p pres lead"', "data-f='p pres lead'"],
    ['wrong-unit', 'data-unit="u2"', 'data-unit="u3"'],
    ['wrong-unit', ' data-unit="u2"', ''],
    ['two-units', '<table>', '<b data-unit="u3"></b><table>'],
  ])('page: %s (%s)', (kind, from, to) => {
    expect(lie({ edit: edit('es/u/u2.html', from, to) })).toContain(`page/${kind} es/u/u2.html`);
  });

  it('a page that leaves the votes out', () => {
    const empty = (files: Files) => files.set('en/u/u3.html', utf8('<main data-unit="u3">nothing</main>'));
    // In u3 nothing is counted: the preliminary sheet is held back, the official one annulled.
    expect(lie({ edit: empty })).toEqual([]);
    const hidden = (files: Files) => files.set('en/u/u2.html', utf8('<main data-unit="u2">nothing</main>'));
    expect(lie({ edit: hidden })).toEqual(['page/votes-not-shown en/u/u2.html']);
  });

  it('a unit without its files, and files of no unit', () => {
    expect(lie({ edit: (files) => files.delete('data/u/u3.json') })).toEqual(['manifest/not-listed data/u/u3.json']);
    expect(lie({ edit: (files) => files.set('data/u/u4.json', utf8('{}')) })).toEqual([
      'manifest/no-such-unit data/u/u4.json',
    ]);
  });

  it('a body opened early, and one that is due and sealed', () => {
    const early = bench.codes(bench.published({ opens: () => true }));
    expect(new Set(early)).toEqual(new Set(['body/opened-early bodies/000.ndjson']));
    const late = bench.published({ opens: (record, due) => due && record !== 8 });
    expect(bench.codes(late)[0]).toBe('body/missing-body bodies/000.ndjson');
    expect(bench.findings(late)[0]?.record).toBe(8);
  });

  it('covers that fall, covers beyond a stop, a size of its own', () => {
    expect(lie({ covers: { preliminary: 0, official: 30 } })).toContain('manifest/covers-falls bodies/000.ndjson');
    expect(lie({ covers: { preliminary: 30, official: 30 } })).toContain('manifest/covers-wrong bodies/000.ndjson');
    expect(lie({ size: 20 })).toContain('manifest/state-size bodies/000.ndjson');
  });
});
