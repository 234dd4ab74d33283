import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { defaultDeskRules } from '../model/desk-defaults.ts';
import { edit } from './fixture-bench.test-support.ts';
import { begin, CanvassBench } from './fixture-canvass-bench.test-support.ts';
import { bring, certify, count, type Desk, playCourse, typeIt } from './fixture-canvass-course.test-support.ts';
import { type On, TOY } from './fixture-election.test-support.ts';
import type { Files } from './fixture-publisher.test-support.ts';

const bench = new CanvassBench(nodeCrypto, signerFromSeed);
const LATER = 1_767_000_000_000 as never;
const kinds = (play: (desk: Desk) => void) => bench.kinds(play);

describe('an official count from the paper', () => {
  it('holds together in every file, with a certificate at its end', () => {
    const files = bench.official((desk) => {
      playCourse(desk);
      certify(desk, bench.certifiers);
    });
    expect(bench.kindsIn(files)).toEqual([]);
    const says = (path: string) => new TextDecoder().decode(files.get(path));
    expect(says('data/u/u0.json')).toContain('"certificate":{"at":');
    expect(says('data/u/u2.json')).toContain('"corrected":true');
    expect(says('data/u/u3.json')).toContain('"status":"annulled"');
    expect(says('data/u/u5.json')).toContain('"status":"lost"');
  });

  it('an objection holds the figures back until the board lets them stand', () => {
    const found = kinds((desk) => {
      const s1 = begin(desk);
      const objection = desk.add(desk.acts.object(s1, 1));
      const files = desk.toy.publish();
      expect(bench.kindsIn(files)).toEqual([]);
      expect(new TextDecoder().decode(files.get('data/u/u2.json'))).toContain('"status":"objected"');
      desk.add(desk.acts.rule(s1, 1, 'stands', { objections: [[objection, false]] }));
    });
    expect(found).toEqual([]);
  });

  it('an objection on a ground that holds nothing back is said beside the figures', () => {
    const files = bench.official((desk) => {
      desk.add(desk.acts.object(begin(desk), 1, 'g2'));
    });
    expect(bench.kindsIn(files)).toEqual([]);
    expect(new TextDecoder().decode(files.get('data/u/u2.json'))).toContain('"objections":1');
  });

  it('a stricter rule of this count observes, and the board counts it or has it typed afresh', () => {
    const found = kinds((desk) => {
      begin(desk);
      const torn = { boxes: [10, 20, 0], observations: ['torn'] as const };
      const [s2, s3] = [bring(desk, 's2'), bring(desk, 's3')];
      for (const on of [s2, s3]) desk.add(desk.acts.observe(on, ['torn'], typeIt(desk, on, torn)));
      expect(bench.kindsIn(desk.toy.publish())).toEqual([]);
      const ruling = desk.add(desk.acts.rule(s2, 1, 'count'));
      desk.add({ ...desk.acts.agree(s2, [10, 20, 0], ruling) });
      desk.add(desk.acts.rule(s3, 1, 'retype'));
      expect(bench.kindsIn(desk.toy.publish())).toEqual([]);
      count(desk, s3, [11, 20, 0], ['cleo', 'dan']);
    });
    expect(found).toEqual([]);
  });

  it('a recount waits for its paper, and is typed from that', () => {
    const found = kinds((desk) => {
      const s1 = begin(desk);
      desk.add(desk.acts.rule(s1, 1, 'recount'));
      expect(bench.kindsIn(desk.toy.publish())).toEqual([]);
      desk.add(desk.acts.scan(s1, desk.toy.picture('recount of s1'), 'recount'));
      count(desk, s1, [91, 59, 5], ['cleo', 'dan']);
    });
    expect(found).toEqual([]);
  });

  it('a copy stands for an original that is missing, or whose envelope held no sheet', () => {
    const found = kinds((desk) => {
      begin(desk);
      desk.add(desk.acts.missing('s2'));
      const empty: On = ['s3', desk.add(desk.acts.envelope('s3'))];
      desk.add(desk.acts.unseal(empty, undefined, 'nothing', 'broken'));
      for (const station of ['s2', 's3']) {
        const on: On = [station, desk.add(desk.acts.copy(station, 1))];
        desk.add(desk.acts.scan(on, desk.toy.picture(`copy of ${station}`)));
        count(desk, on, [1, 2, 3]);
      }
    });
    expect(found).toEqual([]);
  });

  it('a repeated vote is a sheet beside the old one, with an embargo of its own', () => {
    const found = kinds((desk) => {
      const { acts } = desk;
      const s1 = begin(desk);
      desk.add(acts.rule(s1, 1, 'repeat', { until: LATER }));
      expect(bench.kindsIn(desk.toy.publish())).toEqual([]);
      const again = bring(desk, 's1', 2);
      count(desk, again, [50, 40, 1], ['ana', 'ben'], 2);
      const sealed = desk.toy.publish();
      expect(bench.kindsIn(sealed)).toEqual([]);
      expect(new TextDecoder().decode(sealed.get('data/u/u2.json'))).toContain('"status":"repeat"');
      desk.add(acts.lift(2));
    });
    expect(found).toEqual([]);
  });

  it('an envelope that was received and is missing gives way to the next that comes', () => {
    let files: Files = new Map();
    const found = kinds((desk) => {
      begin(desk);
      const lost = desk.add(desk.acts.envelope('s2'));
      expect(bench.kindsIn(desk.toy.publish())).toEqual([]);
      desk.add(desk.acts.missing('s2'));
      expect(bench.kindsIn(desk.toy.publish())).toEqual([]);
      count(desk, bring(desk, 's2'), [1, 2, 3]);
      files = desk.toy.publish();
      expect(new TextDecoder().decode(files.get('data/u/u2.json'))).toContain(`"sheet":${lost},"state":"gone"`);
    });
    expect(found).toEqual([]);
    expect(new TextDecoder().decode(files.get('data/u/u0.json'))).toContain('"counted":2');
  });

  it('a copy stands for the envelope of a repeated vote too, beside the old sheet', () => {
    let files: Files = new Map();
    const found = kinds((desk) => {
      desk.add(desk.acts.rule(begin(desk), 1, 'repeat', { until: LATER }));
      const empty: On = ['s1', desk.add(desk.acts.envelope('s1', 2))];
      desk.add(desk.acts.unseal(empty, 2, 'nothing'));
      const copy: On = ['s1', desk.add(desk.acts.copy('s1', 1, 2))];
      desk.add(desk.acts.scan(copy, desk.toy.picture('copy of s1'), 'sheet', 2));
      count(desk, copy, [50, 40, 1], ['ana', 'ben'], 2);
      expect(bench.kindsIn(desk.toy.publish())).toEqual([]);
      desk.add(desk.acts.lift(2));
      files = desk.toy.publish();
    });
    expect(found).toEqual([]);
    expect(new TextDecoder().decode(files.get('data/u/u2.json'))).toContain('"basis":"copy"');
  });

  it('a station that was not installed is void, whatever comes', () => {
    const found = kinds((desk) => {
      begin(desk);
      desk.add(desk.acts.amend({ kind: 'station-not-installed', station: 's2' as never }));
      count(desk, bring(desk, 's2'), [1, 2, 3]);
    });
    expect(found).toEqual([]);
  });

  it('a station whose voters vote at another has none of its own, and the other is held against all of them', () => {
    let files: Files = new Map();
    const found = kinds((desk) => {
      const s1 = begin(desk);
      desk.add(
        desk.acts.amend({
          kind: 'station-merged',
          station: 's3' as never,
          into: 's1' as never,
          registered: 150 as never,
        }),
      );
      desk.add(desk.acts.object(s1, 1, 'g2'));
      files = desk.toy.publish();
    });
    expect(found).toEqual([]);
    const says = (path: string) => new TextDecoder().decode(files.get(path));
    expect(says('data/u/u3.json')).toContain('"registered":0,"setting":"rural"');
    expect(says('data/u/u2.json')).toContain('"registered":150,"setting":"urban"');
    // 155 votes of 150 voters.
    expect(says('data/u/u2.json')).toContain('"warnings":["E201"]');
  });

  it('members leave, envelopes move, material is destroyed behind a certificate, and a court reopens it', () => {
    const found = kinds((desk) => {
      const { acts } = desk;
      const { s1 } = playCourse(desk);
      certify(desk, bench.certifiers);
      desk.add(acts.destroy());
      desk.add(acts.leave('m3'));
      desk.add(acts.move(s1, 'Archive'));
      desk.add(acts.court());
      expect(bench.kindsIn(desk.toy.publish())).toEqual([]);
      desk.add(acts.session(2, 2, ['m1', 'm2']));
      const two = { for: ['m1', 'm2'], against: [], abstained: [] };
      const again = desk.add(acts.rule(s1, 2, 'annul', { ...two, ground: 'g2' }));
      desk.add(acts.annul(s1, again));
    });
    expect(found).toEqual([]);
  });
});

it('material is destroyed behind the certificates of all contests, not behind that of one', () => {
  const [pres] = TOY.election.contests;
  const contests = pres === undefined ? [] : [pres, { ...pres, id: 'gov' as never }];
  const files = bench.official(
    (desk) => {
      playCourse(desk);
      certify(desk, bench.certifiers);
      desk.add(desk.acts.destroy());
    },
    {},
    {},
    { contests, desk: TOY.election.desk && { ...TOY.election.desk, form: defaultDeskRules(contests).form } },
  );
  expect(bench.kindsIn(files)).toContain('destroyed-early');
});

describe('the seats of a certificate', () => {
  const contests = TOY.election.contests.map((pres) => ({
    ...pres,
    seats: { seats: 3, method: 'dhondt' as const, threshold: null },
  }));
  const shown = (name: string, n: string, seats: readonly (readonly [string, number])[] = SEATS) => {
    const play = (desk: Desk) => {
      playCourse(desk);
      certify(desk, bench.certifiers, (right) => ({ ...right, seats }));
    };
    const cell = edit('en/index.html', '<table>', `<table><tr><td data-f="${name}">${n}`);
    return bench.kindsIn(bench.official(play, { edit: cell }, {}, { contests }));
  };
  const SEATS = [
    ['A', 2],
    ['B', 1],
  ] as const;

  it('are derived, in the data and on a page', () => {
    expect(shown('o pres seats A', '2')).toEqual([]);
    expect(shown('o pres seats A', '2', [['A', 3]])).toEqual(['certificate-differs', 'page/false-figure']);
    expect(shown('o pres seats A', '1')).toEqual(['page/false-figure']);
    for (const name of ['p pres seats A', 'o pres seats Z', 'u0 o pres seats A', 'o pres seats']) {
      expect([name, shown(name, '2')]).toEqual([name, ['page/unknown-figure']]);
    }
    const file = edit('data/u/u0.json', '"seats":[["A",2]', '"seats":[["A",1]');
    const said = bench.official(
      (desk) => {
        playCourse(desk);
        certify(desk, bench.certifiers, (right) => ({ ...right, seats: SEATS }));
      },
      { edit: file },
      {},
      { contests },
    );
    expect(bench.kindsIn(said)).toEqual(['derivation/differs']);
  });
});

it('the lot of a certificate is the newest that was drawn for it before', () => {
  const file = (after: boolean, ...said: readonly (readonly [string, string])[]) =>
    bench.kindsIn(
      bench.official(
        (desk) => {
          playCourse(desk);
          desk.add(desk.acts.session(2, 2));
          desk.add(desk.acts.lot(2, 'u0', ['A', 'B']));
          desk.add(desk.acts.lot(2, 'u0', ['B', 'A']));
          desk.add(desk.acts.lot(2, 'u1', ['A', 'B']));
          certify(desk, bench.certifiers);
          if (after) desk.add(desk.acts.lot(2, 'u0', ['A', 'B']));
        },
        { edit: said.map(([from, to]) => edit('data/u/u0.json', from, to)).at(0) ?? ((files) => files) },
      ),
    );
  expect(file(false)).toEqual([]);
  expect(file(true)).toEqual(['after-certificate']);
  expect(file(false, ['"order":["B","A"]', '"order":["A","B"]'])).toEqual(['derivation/differs']);
});

describe('what the files say of it', () => {
  const course = (path: string, from: string, to: string) =>
    bench.kindsIn(
      bench.official(
        (desk) => {
          playCourse(desk);
          certify(desk, bench.certifiers);
        },
        { edit: edit(path, from, to) },
      ),
    );

  it.each([
    ['data/u/u0.json', '"annulled":1', '"annulled":0'],
    ['data/u/u0.json', '"broken":0', '"broken":1'],
    ['data/u/u0.json', '"certificate":{"at":', '"certificate":{"at":1'],
    ['data/u/u2.json', '"corrected":true,', ''],
    ['data/u/u2.json', '"seal s1","whole"', '"seal s1","broken"'],
    ['data/u/u2.json', 'null,"sheet"]', 'null,"nothing"]'],
    ['data/u/u3.json', '"annul","g1"', '"annul","g2"'],
    ['data/u/u3.json', '"rulings":[[', '"rulings":[[1'],
    ['data/state.json', '"Member m1"', '"Member mX"'],
    ['data/state.json', '"destroyed":[]', '"destroyed":[1]'],
  ])('%s: %s', (path, from, to) => {
    expect(course(path, from, to)).toEqual(['derivation/differs']);
  });

  it('a false figure in a page, and no page of the board', () => {
    expect(course('en/index.html', 'o pres corrected">1', 'o pres corrected">2')).toEqual(['page/false-figure']);
    const files = bench.official(playCourse, { edit: (all) => all.delete('es/board.html') });
    expect(bench.kindsIn(files)).toEqual(['manifest/not-listed']);
  });

  it('papers are there with their hash, and nothing else lies beside them', () => {
    const withPapers = (papers: (files: Map<string, Uint8Array>) => void) =>
      bench.kindsIn(bench.official(playCourse, { papers }));
    const first = (files: Map<string, Uint8Array>) =>
      [...files.keys()].find((path) => path.startsWith('papers/')) ?? '';
    expect(withPapers((files) => files.delete(first(files)))).toEqual(['manifest/missing-paper']);
    expect(withPapers((files) => files.set(first(files), new Uint8Array(3)))).toEqual(['manifest/paper-hash']);
    expect(withPapers((files) => files.set('papers/aa/x.pdf', new Uint8Array(3)))).toEqual([
      'extra-file/not-in-manifest',
    ]);
  });

  it('figures of a repeated vote that are open before their own embargo is lifted', () => {
    const repeat = (lies: { readonly opens?: (record: number, due: boolean) => boolean }) =>
      bench.kindsIn(
        bench.official((desk) => {
          desk.add(desk.acts.rule(begin(desk), 1, 'repeat', { until: LATER }));
          count(desk, bring(desk, 's1', 2), [50, 40, 1], ['ana', 'ben'], 2);
        }, lies),
      );
    expect(repeat({})).toEqual([]);
    expect(repeat({ opens: () => true })).toContain('opened-early');
  });
});
