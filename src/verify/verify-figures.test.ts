import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { toBase64, utf8 } from '../base/bytes.ts';
import { withLowS } from '../base/p256-strict.ts';
import type { ContestId, StationId } from '../model/ids.ts';
import { type Draft, type FiguresReadBody, figuresCommitment } from '../record/index.ts';
import { announce, type ToyDevice } from './fixture-announce.test-support.ts';
import { Bench, edit } from './fixture-bench.test-support.ts';
import { act, type On, TOY } from './fixture-election.test-support.ts';
import { agree, type Files, type Lies, type ToyPublisher, typeTwice } from './fixture-publisher.test-support.ts';
import { describeVerdict } from './index.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);

/** A night that goes on after its stop: s1, s2 and s3 are counted, s4 is not received. */
function night(more: (toy: ToyPublisher) => void, lies: Lies = {}): Files {
  return bench.published(lies, (toy) => {
    toy.add(act.resume());
    more(toy);
  });
}
const kindsIn = (files: Files) =>
  bench.findings(files).map(({ layer, kind }) => (layer === 'body' ? kind : `${layer}/${kind}`));
const kinds = (more: (toy: ToyPublisher) => void) => kindsIn(night(more));
const text = (files: Files, path: string) => new TextDecoder().decode(files.get(path));
const unit = (files: Files, id: string) => JSON.parse(text(files, `data/u/${id}.json`));
const openOf = (files: Files, record: number) => text(files, 'bodies/000.ndjson').split('\n')[record] !== 'null';

const signer = signerFromSeed(new Uint8Array(32).fill(9));
const stranger = signerFromSeed(new Uint8Array(32).fill(8));
const device: ToyDevice = { name: 'phone-1', sign: (message) => signer.sign(message) };
const other: ToyDevice = { name: 'phone-2', sign: (message) => stranger.sign(message) };
const enrol = (toy: ToyPublisher, scope = 'u0', only: string | null = null) =>
  toy.add(act.enrol('phone-1', toBase64(signer.publicKey), scope, only));

describe('figures from a station', () => {
  it('are announced, opened once its sheet is agreed, and compared', () => {
    let at = 0;
    const sealed = night((toy) => {
      enrol(toy);
      at = announce(toy, 's4', [10, 20, 3], { device });
    });
    expect(kindsIn(sealed)).toEqual([]);
    expect(openOf(sealed, at + 1)).toBe(false);
    expect(unit(sealed, 'u5').contests.pres.preliminary.desk).toMatchObject({
      announced: 1,
      readingsDiffer: 0,
      late: 0,
    });
    expect(unit(sealed, 'u5').sheets[0].readings).toMatchObject([
      { record: at, via: 'app', boxes: null, differs: null },
    ]);
    const open = night((toy) => {
      enrol(toy);
      at = announce(toy, 's4', [10, 20, 3], { device });
      announce(toy, 's4', [10, 20, 4]);
      agree(toy, ['s4', toy.receive('s4')], [10, 20, 3]);
    });
    expect(kindsIn(open)).toEqual([]);
    expect(openOf(open, at + 1)).toBe(true);
    expect(unit(open, 'u5').sheets[0].readings).toMatchObject([{ differs: false }, { via: 'sms', differs: true }]);
    expect(unit(open, 'u5').contests.pres.preliminary.desk).toMatchObject({ announced: 0, readingsDiffer: 1 });
    expect(text(open, 'en/u/u5.html')).toContain(`"reading ${at} pres A">10`);
  });

  it('of which only the newest of each sender makes a difference, and a box that the jury corrected none', () => {
    const differ = (more: (toy: ToyPublisher) => void) => {
      const files = night((toy) => {
        enrol(toy);
        more(toy);
      });
      expect(kindsIn(files)).toEqual([]);
      return unit(files, 'u0').contests.pres.preliminary.desk.readingsDiffer ?? 0;
    };
    const s1 = [90, 60, 5];
    expect(differ((toy) => announce(toy, 's1', [90, 61, 5], { device }))).toBe(1);
    expect(
      differ((toy) => [announce(toy, 's1', [1, 2, 3], { device }), announce(toy, 's1', s1, { device, sentAt: 5 })]),
    ).toBe(0);
    expect(differ((toy) => [announce(toy, 's1', s1, { device }), announce(toy, 's1', [1, 2, 3])])).toBe(1);
    expect(differ((toy) => [announce(toy, 's1', [1, 2, 3]), announce(toy, 's1', s1)])).toBe(0);
    expect(differ((toy) => announce(toy, 's1', ['illegible', 60, 5]))).toBe(0);
    expect(differ((toy) => announce(toy, 's1', ['empty', 60, 5]))).toBe(1);
    const byJury = (numbers: readonly number[]) => (toy: ToyPublisher) => {
      const s4: On = ['s4', toy.receive('s4')];
      announce(toy, 's4', numbers);
      const from = typeTwice(toy, s4, { boxes: [10, 25, 3], corrections: [[1, 20]] });
      toy.add(act.agree(s4, [10, 20, 3], from));
    };
    expect(differ(byJury([10, 25, 3]))).toBe(0);
    expect(differ(byJury([10, 20, 3]))).toBe(0);
    expect(differ(byJury([10, 21, 3]))).toBe(1);
  });

  it('wait for an observation, or the end of the count, and for what a stop holds back', () => {
    const openAfter = (more: (toy: ToyPublisher) => void) => {
      let at = 0;
      const files = night((toy) => {
        at = announce(toy, 's4', [10, 20, 3]);
        more(toy);
      });
      expect(kindsIn(files)).toEqual([]);
      return openOf(files, at + 1);
    };
    expect(openAfter((toy) => toy.receive('s4'))).toBe(false);
    const revealed = (toy: ToyPublisher) => {
      const s4: On = ['s4', toy.receive('s4')];
      const entries = [
        toy.add(act.enter(s4, 1, [1, 2, 3], 'ana')),
        toy.add(act.enter(s4, 2, [1, 2, 4], 'ben')),
      ] as const;
      toy.add(act.reveal(s4, entries, false));
    };
    expect(openAfter(revealed)).toBe(false);
    const observe = (toy: ToyPublisher) => {
      const s4: On = ['s4', toy.receive('s4')];
      toy.add(act.observe(s4, ['illegible'], typeTwice(toy, s4, { observations: ['illegible'] })));
    };
    expect(openAfter(observe)).toBe(true);
    expect(openAfter((toy) => toy.add(act.close()))).toBe(true);
    expect(openAfter((toy) => [toy.publish(), toy.add(act.stop()), observe(toy)])).toBe(false);
    expect(openAfter((toy) => [toy.publish(), toy.add(act.stop()), toy.add(act.close())])).toBe(false);
    const late = night((toy) => {
      toy.add(act.close());
      announce(toy, 's1', [1, 2, 3]);
    });
    expect(kindsIn(late)).toEqual([]);
  });

  it('behind a stop: announced, and held back like everything', () => {
    const files = bench.published({}, (toy) => {
      announce(toy, 's1', [1, 2, 3]);
      announce(toy, 's4', [1, 2, 3]);
    });
    expect(kindsIn(files)).toEqual([]);
    expect(unit(files, 'u0').contests.pres.preliminary.desk).toMatchObject({ announced: 1, readingsDiffer: 0 });
  });

  it.each<readonly [string, (toy: ToyPublisher) => void]>([
    ['device-unknown', (toy) => announce(toy, 's1', [1, 2, 3], { device: other })],
    ['device-revoked', (toy) => [toy.add(act.revokeDevice('phone-1')), announce(toy, 's1', [1, 2, 3], { device })]],
    ['signature-false', (toy) => announce(toy, 's1', [1, 2, 3], { device: { ...other, name: 'phone-1' } })],
    ['signature-false', (toy) => announce(toy, 's1', [1, 2, 3], { device, signs: 's2' })],
    ['figures-twice', (toy) => [1, 2].map((a) => announce(toy, 's1', [a, 2, 3], { device }))],
    ['reading-missing', (toy) => announce(toy, 's1', [1, 2, 3], { opens: () => null })],
    ['box-count', (toy) => announce(toy, 's1', [1, 2])],
    ['box-too-large', (toy) => announce(toy, 's1', [1, 2, 1_000_000_000])],
    [
      'reading-differs',
      (toy) => announce(toy, 's1', [1, 2, 3], { opens: (b) => ({ ...b, boxes: b.boxes.toReversed() }) }),
    ],
    [
      'reading-differs',
      (toy) => announce(toy, 's1', [1, 2, 3], { opens: (b) => ({ ...b, salt: toBase64(new Uint8Array(32)) }) }),
    ],
    ['reading-elsewhere', (toy) => announce(toy, 's1', [1, 2, 3], { opens: (b) => ({ ...b, announced: 1 }) })],
    [
      'reading-elsewhere',
      (toy) => announce(toy, 's1', [1, 2, 3], { opens: (b) => ({ ...b, station: 's2' as StationId }) }),
    ],
    [
      'reading-unannounced',
      (toy) => {
        const announced = announce(toy, 's1', [1, 2, 3]);
        const salt = toBase64(new Uint8Array(32));
        toy.add(act.read({ station: 's1' as StationId, announced, boxes: [1, 2, 3] as never, salt }));
      },
    ],
    ['unknown-station', (toy) => announce(toy, 's9', [1, 2, 3])],
  ])('%s', (kind, more) => {
    const found = kinds((toy) => {
      enrol(toy);
      more(toy);
    });
    const bodies = found.filter((code) => !code.includes('/'));
    // A reading that no announcement calls for is of no station, and due only at the end of the count.
    const also = kind === 'reading-unannounced' ? ['opened-early'] : [];
    expect(new Set(bodies)).toEqual(new Set([kind, ...also]));
  });

  it('the same instant for two stations is no fault, nor two by SMS', () => {
    const found = kinds((toy) => {
      enrol(toy);
      for (const station of ['s1', 's2']) announce(toy, station, [1, 2, 3], { device });
      for (const station of ['s1', 's1']) announce(toy, station, [1, 2, 3]);
    });
    expect(found).toEqual([]);
  });

  it('sealed ones are held against their announcement too, by what their headers show', () => {
    const sealed = (more: (toy: ToyPublisher) => void) => kindsIn(bench.published({}, more));
    expect(sealed((toy) => announce(toy, 's4', [1, 2, 3]))).toEqual([]);
    expect(sealed((toy) => announce(toy, 's4', [1, 2, 3], { opens: () => null }))).toEqual(['reading-missing']);
    const behind = sealed((toy) => {
      const opens = (body: FiguresReadBody) => {
        toy.add(act.notice('so'));
        return body;
      };
      announce(toy, 's4', [1, 2, 3], { opens });
    });
    expect(behind).toEqual(['reading-missing', 'reading-unannounced']);
    const instead = (header: Partial<Draft>) =>
      sealed((toy) => {
        const opens = (body: FiguresReadBody) => {
          toy.add({ ...act.read(body), ...header });
          return null;
        };
        announce(toy, 's4', [1, 2, 3], { opens });
      });
    const otherContest = instead({ contest: 'mayor' as ContestId });
    expect(otherContest).toEqual(['reading-missing', 'reading-unannounced']);
    expect(instead({ count: 'official' })).toContain('log/header-shape');
  });

  it('of a contest in which the station does not vote', () => {
    const foreign = (toy: ToyPublisher) => {
      const hash = toBase64(new Uint8Array(32));
      const none = { device: null, sentAt: null, signature: null };
      const figures = [
        ['mayor', hash],
        ['pres', hash],
      ] as const;
      toy.add(act.announce({ station: 's4' as StationId, figures, via: 'sms', ...none }));
    };
    const found = kinds(foreign);
    expect(found).toContain('unknown-contest');
  });

  it('of two contests are opened in the order of their announcement', () => {
    const [pres] = TOY.election.contests;
    const mayor = { ...pres, id: 'mayor' as ContestId } as (typeof TOY.election.contests)[number];
    const two = { ...TOY, election: { ...TOY.election, contests: [...TOY.election.contests, mayor], desk: null } };
    const found = (order: readonly string[]) => {
      const toy = bench.toy(bench.keys, two);
      toy.add(act.openEntered());
      const salt = new Uint8Array(32);
      const boxes = [1, 2, 3] as unknown as FiguresReadBody['boxes'];
      const figures = ['mayor', 'pres'].map((id) => [id, figuresCommitment(nodeCrypto, salt, id, boxes)] as const);
      const none = { device: null, sentAt: null, signature: null };
      const station = 's4' as StationId;
      const announced = toy.add(act.announce({ station, figures, via: 'sms', ...none }));
      for (const id of order) {
        toy.add({ ...act.read({ station, announced, boxes, salt: toBase64(salt) }), contest: id as ContestId });
      }
      return bench.findings(toy.publish(), { trust: null }).flatMap((f) => (f.layer === 'body' ? [f.kind] : []));
    };
    expect(found(['mayor', 'pres'])).toEqual([]);
    expect(found(['mayor'])).toEqual(['reading-missing']);
    const swapped = ['reading-missing', 'reading-missing', 'reading-unannounced', 'reading-unannounced'];
    expect(found(['pres', 'mayor'])).toEqual(swapped);
    expect(found(['mayor', 'pres', 'pres'])).toEqual(['reading-unannounced']);
  });

  it('announced before their count is open', () => {
    const toy = bench.toy(bench.keys, TOY);
    announce(toy, 's1', [1, 2, 3]);
    toy.add(act.openEntered());
    toy.add(act.openImported(4));
    expect(kindsIn(toy.publish())).toEqual(['count-not-open']);
  });

  it('opened early, or sealed when due', () => {
    let at = 0;
    const early = night(
      (toy) => {
        at = announce(toy, 's4', [1, 2, 3]) + 1;
      },
      { opens: (record, due) => due || record === at },
    );
    expect(kindsIn(early)).toEqual(['opened-early']);
    const late = night(
      (toy) => {
        at = announce(toy, 's1', [1, 2, 3]) + 1;
      },
      { opens: (record, due) => due && record !== at },
    );
    expect(kindsIn(late)).toContain('missing-body');
  });
});

describe('devices', () => {
  it.each<readonly [string, (toy: ToyPublisher) => void]>([
    ['device-out-of-scope', (toy) => [enrol(toy, 'u1'), announce(toy, 's4', [1, 2, 3], { device })]],
    ['device-out-of-scope', (toy) => [enrol(toy, 'u2', 's1'), announce(toy, 's2', [1, 2, 3], { device })]],
    [
      'device-out-of-scope',
      (toy) => [enrol(toy, 'u0', 's1'), toy.receive('s4', { device: { name: 'phone-1', signer } })],
    ],
    ['only-out-of-scope', (toy) => enrol(toy, 'u2', 's3')],
    ['only-out-of-scope', (toy) => enrol(toy, 'u0', 's77')],
    ['unknown-unit', (toy) => enrol(toy, 'u77', 's1')],
  ])('%s', (kind, more) => {
    expect(kinds(more)).toEqual([kind]);
  });

  it('of one station, and public where it lies', () => {
    const files = night((toy) => {
      enrol(toy, 'u4', 's4');
      toy.add(act.enrol('phone-2', toBase64(stranger.publicKey), 'u0'));
      announce(toy, 's4', [1, 2, 3], { device });
      toy.add(act.revokeDevice('phone-1'));
      toy.add(act.revokeDevice('phone-1'));
    });
    expect(kindsIn(files)).toEqual([]);
    expect(unit(files, 'u5').devices).toMatchObject([{ device: 'phone-1', scope: 'u4', only: 's4' }]);
    expect(unit(files, 'u5').devices[0].revoked).toBeGreaterThan(unit(files, 'u5').devices[0].at);
    expect(unit(files, 'u0').devices).toMatchObject([{ device: 'phone-2', only: null, revoked: null }]);
    expect(unit(files, 'u2').devices).toBeUndefined();
  });

  it('sign with P-256 where they have no Ed25519', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })).slice(-65);
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
    const p256 = (message: Uint8Array) => withLowS(new Uint8Array(sign('sha256', message, key)));
    const send = (said: (message: Uint8Array) => Uint8Array) =>
      night((toy) => {
        toy.add(act.enrol('phone-3', toBase64(raw), 'u0'));
        toy.receive('s4', { device: { name: 'phone-3', signer: { publicKey: raw, sign: said } } });
        announce(toy, 's4', [1, 2, 3], { device: { name: 'phone-3', sign: said } });
      });
    const verdict = bench.verify(send(p256));
    expect(verdict).toMatchObject({ kind: 'verified', report: { signatures: 2 } });
    expect(describeVerdict(verdict).join('\n')).toContain('Signatures: 2 by devices');
    const found = bench.findings(send(() => p256(utf8('other'))));
    expect(found.map(({ kind, says }) => [kind, /of the (\w+) of/.exec(says)?.[1]])).toEqual([
      ['signature-false', 'sheet'],
      ['signature-false', 'figures'],
    ]);
  });
});

describe('what the door refused', () => {
  const MINUTE = (n: number) => (1_767_484_800_000 + n * 60_000) as never;
  const refuse = (toy: ToyPublisher) => {
    toy.add(act.refuse([[MINUTE(0), 'bad-signature', 3]]));
    toy.add(
      act.refuse([
        [MINUTE(0), 'quota', 1],
        [MINUTE(1), 'bad-signature', 4],
      ]),
    );
  };

  it('is added up by reason', () => {
    const files = night(refuse);
    expect(kindsIn(files)).toEqual([]);
    expect(text(files, 'data/state.json')).toContain('"refused":{"bad-signature":7,"quota":1}');
    const lie = edit('data/state.json', '"bad-signature":7', '"bad-signature":2');
    expect(kindsIn(night(refuse, { edit: lie }))).toEqual(['derivation/differs']);
  });

  it('cannot be more than a number holds', () => {
    const many = kinds((toy) => {
      for (let i = 0; i < 2; i++) toy.add(act.refuse([[MINUTE(i), 'quota', Number.MAX_SAFE_INTEGER - i]]));
      toy.add({ ...act.refuse([[MINUTE(3), 'quota', 1]]), count: 'official' });
    });
    expect(many).toContain('log/header-shape');
  });
});

describe('a publisher that lies of readings', () => {
  const said = (toy: ToyPublisher) => {
    enrol(toy, 'u4');
    announce(toy, 's4', [10, 20, 3], { device });
    agree(toy, ['s4', toy.receive('s4')], [10, 20, 4]);
  };

  it.each([
    ['data/u/u5.json', '"differs":true', '"differs":false'],
    ['data/u/u5.json', '"boxes":[10,20,3]', '"boxes":[10,20,4]'],
    ['data/u/u5.json', '"via":"app"', '"via":"sms"'],
    ['data/u/u5.json', '"readingsDiffer":1', '"readingsDiffer":0'],
    ['data/u/u0.json', '"announced":0', '"announced":1'],
    ['data/u/u5.json', '"only":null', '"only":"s4"'],
    ['data/u/u5.json', '"FiguresRead"', '"FiguresSeen"'],
    ['data/u/u5.json', '"FiguresAnnounced"', '"FiguresSeen"'],
  ])('%s: %s', (path, from, to) => {
    expect(kindsIn(night(said, { edit: edit(path, from, to) }))).toEqual(['derivation/differs']);
  });

  it.each([
    ['false-figure', 'p pres readingsDiffer">1', 'p pres readingsDiffer">0'],
    ['false-figure', 'p pres announced">0', 'p pres announced">1'],
    ['false-figure', 'pres B">20', 'pres B">21'],
    ['unknown-figure', '"reading ', '"reading 0'],
    ['unknown-figure', '"reading ', '"reading 1'],
    ['unknown-figure', 'pres A">10', 'pres C">10'],
  ])('page: %s (%s)', (kind, from, to) => {
    expect(kindsIn(night(said, { edit: edit('en/u/u5.html', from, to) }))).toContain(`page/${kind}`);
  });

  it('a reading on the page of another place', () => {
    const elsewhere = (files: Files) => {
      const [cell = ''] = /<td data-f="reading \d+ pres A">10/.exec(text(files, 'en/u/u5.html')) ?? [];
      edit('en/u/u3.html', '</table>', `<tr>${cell}</table>`)(files);
    };
    expect(kindsIn(night(said, { edit: elsewhere }))).toEqual(['page/unknown-figure']);
  });
});
