import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { toBase64, utf8 } from '../base/bytes.ts';
import { Bench, edit } from './fixture-bench.test-support.ts';
import { act, type On, TOY } from './fixture-election.test-support.ts';
import {
  agree,
  type Files,
  type Lies,
  playToy,
  type ToyPublisher,
  typeTwice,
} from './fixture-publisher.test-support.ts';
import { describeVerdict } from './index.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);

/** A night that goes on after its stop. */
function night(more: (toy: ToyPublisher) => void, lies: Lies = {}): Files {
  return bench.published(lies, (toy) => {
    toy.add(act.resume());
    more(toy);
  });
}
const kindsIn = (files: Files) =>
  bench.findings(files).map(({ layer, kind }) => (layer === 'body' ? kind : `${layer}/${kind}`));
const kinds = (more: (toy: ToyPublisher) => void) => kindsIn(night(more));

const first = (toy: ToyPublisher, station: string): On => [
  station,
  toy.events.findIndex(({ body }) => body.kind === 'SheetReceived' && body.station === station),
];
/** A further sheet of s1, whose figures are counted, and the dispute behind it. */
function dispute(toy: ToyPublisher): readonly [On, On] {
  const one = first(toy, 's1');
  const two: On = ['s1', toy.receive('s1', { name: 'other' })];
  toy.add(act.dispute('s1', [one[1], two[1]]));
  return [one, two];
}

describe('two sheets of one station', () => {
  it('are disputed, leave the total, and one of them is chosen, typed and counted', () => {
    const found = kinds((toy) => {
      const [one, two] = dispute(toy);
      expect(kindsIn(toy.publish())).toEqual([]);
      toy.add(act.choose(two, [one[1]]));
      expect(kindsIn(toy.publish())).toEqual([]);
      agree(toy, two, [80, 70, 5]);
    });
    expect(found).toEqual([]);
  });

  it('a third one, and withdrawals until one is left', () => {
    const found = kinds((toy) => {
      const [one, two] = dispute(toy);
      const three: On = ['s1', toy.receive('s1', { name: 'third' })];
      toy.add(act.dispute('s1', [one[1], two[1], three[1]]));
      expect(kindsIn(toy.publish())).toEqual([]);
      toy.add(act.withdraw(one, 'false-sheet'));
      expect(kindsIn(toy.publish())).toEqual([]);
      toy.add(act.withdraw(three, 'not-a-sheet'));
      toy.publish();
      agree(toy, two, [80, 70, 5]);
    });
    expect(found).toEqual([]);
  });

  it('disputed behind a stop: the page shows neither', () => {
    const files = bench.published({}, (toy) => {
      dispute(toy);
    });
    expect(kindsIn(files)).toEqual([]);
  });

  it('a withdrawn sheet leaves none, and the next one stands', () => {
    const found = kinds((toy) => {
      toy.add(act.withdraw(first(toy, 's1'), 'wrong-station'));
      expect(kindsIn(toy.publish())).toEqual([]);
      agree(toy, ['s1', toy.receive('s1', { name: 'next' })], [80, 70, 5]);
    });
    expect(found).toEqual([]);
  });

  it('figures that stay in the total are found', () => {
    const lies: Lies = { edit: edit('data/u/u2.json', '"status":"disputed"', '"status":"counted"') };
    expect(kindsIn(night(dispute, lies))).toEqual(['derivation/differs']);
    const box = edit('data/u/u0.json', '"desk":{"disputed":1', '"desk":{"disputed":0');
    expect(kindsIn(night(dispute, { edit: box }))).toEqual(['derivation/differs']);
  });

  it.each<readonly [string, (toy: ToyPublisher) => void]>([
    ['dispute-missing', (toy) => toy.receive('s1', { name: 'other' })],
    [
      'dispute-missing',
      (toy) => {
        const sheet = toy.receive('s1', { name: 'other' });
        toy.add(act.notice('so'));
        toy.add(act.dispute('s1', [first(toy, 's1')[1], sheet]));
      },
    ],
    ['dispute-wrong', (toy) => toy.add(act.dispute('s1', [first(toy, 's1')[1]]))],
    ['dispute-wrong', (toy) => toy.add(act.dispute('s1', [toy.receive('s1', { name: 'other' })]))],
    [
      'superseded-wrong',
      (toy) => {
        const [, two] = dispute(toy);
        toy.add(act.choose(two, []));
      },
    ],
    ['superseded-wrong', (toy) => toy.add(act.choose(first(toy, 's1'), []))],
    [
      'withdrawn-wrong',
      (toy) => {
        toy.add(act.withdraw(first(toy, 's1'), 'other'));
        toy.add(act.withdraw(first(toy, 's1'), 'other'));
      },
    ],
    ['while-disputed', (toy) => typeTwice(toy, dispute(toy)[1], [1, 2, 3])],
    [
      'not-standing',
      (toy) => {
        const [one, two] = dispute(toy);
        toy.add(act.choose(two, [one[1]]));
        agree(toy, one, [1, 2, 3], ['cleo', 'dan']);
      },
    ],
    ['unknown-sheet', (toy) => typeTwice(toy, ['s2', first(toy, 's1')[1]], [1, 2, 3])],
    [
      'late-sheet',
      (toy) => {
        toy.add(act.close());
        agree(toy, ['s4', toy.receive('s4')], [1, 2, 3]);
      },
    ],
  ])('%s', (kind, more) => {
    expect(kinds(more)).toContain(kind);
  });

  it('a late sheet is shown, with its picture, and disputes nothing', () => {
    const files = night((toy) => {
      toy.add(act.close());
      toy.receive('s1', { name: 'late' });
    });
    expect(bench.verify(files)).toMatchObject({ kind: 'verified', report: { pictures: 4 } });
  });
});

describe('who acts', () => {
  const rule = (by: readonly [string, string], actor = by[1]) =>
    kinds((toy) => {
      const s4: On = ['s4', toy.receive('s4')];
      toy.add(act.observe(s4, ['illegible'], typeTwice(toy, s4, { observations: ['illegible'] })));
      toy.add({ ...act.rule(s4, 'retype', by), actor });
    });

  it('has the role at that time', () => {
    expect(rule(['sara', 'saul'])).toEqual([]);
    expect(rule(['sara', 'eva'])).toEqual(['role-missing']);
    expect(rule(['sara', 'saul'], 'sara')).toEqual(['actor-not-by']);
    expect(rule(['sara', 'sara'])).toContain('body-field');
    expect(kinds((toy) => agree(toy, ['s4', toy.receive('s4')], [1, 2, 3], ['ana', 'zoe']))).toEqual(['role-missing']);
    expect(kinds((toy) => toy.add(act.withdraw(first(toy, 's1'), 'other', ['sara', 'ana'])))).toEqual(['role-missing']);
    expect(kinds((toy) => toy.add(act.stop(['paul', 'sara'])))).toEqual(['role-missing']);
    const key = toBase64(new Uint8Array(32).fill(1));
    const enrolledBy = (actor: string) =>
      kinds((toy) => {
        toy.add({ ...act.enrol('phone-1', key, 'u0', null), actor });
        toy.add({ ...act.revokeDevice('phone-1'), actor });
      });
    expect(enrolledBy('sara')).toEqual([]);
    expect(enrolledBy('paul')).toEqual(['role-missing', 'role-missing']);
    expect(kinds((toy) => toy.add(act.stop(null)))).toEqual([]);
    const revoked = kinds((toy) => {
      const s4: On = ['s4', toy.receive('s4')];
      toy.add(act.revoke('ana', 'typist'));
      agree(toy, s4, [1, 2, 3]);
    });
    expect(revoked).toEqual(['role-missing']);
  });

  it('is known by the header, even where the body is sealed', () => {
    const files = bench.published({}, (toy) => toy.add(act.enter(first(toy, 's3'), 1, [1, 2, 3], 'zoe')));
    expect(kindsIn(files)).toEqual(['role-missing']);
  });

  it('types and does nothing else', () => {
    expect(kinds((toy) => toy.add(act.grant('ana', 'auditor')))).toEqual(['roles-conflict']);
    expect(kinds((toy) => toy.add(act.grant('eva', 'typist')))).toEqual(['roles-conflict']);
    expect(kinds((toy) => [toy.add(act.revoke('eva', 'verifier')), toy.add(act.grant('eva', 'typist'))])).toEqual([]);
    expect(kinds((toy) => toy.add(act.grant('sara', 'auditor')))).toEqual([]);
  });

  it('lifts no embargo while the polls are open', () => {
    const open = { ...TOY, election: { ...TOY.election, pollsClose: 1_900_000_000_000 as never } };
    const toy = bench.toy(bench.keys, open);
    playToy(toy);
    const found = bench.findings(toy.publish(), { trust: null }).map(({ kind }) => kind);
    expect(found).toEqual(['embargo-lifted-early']);
  });
});

describe('where a sheet comes from', () => {
  const signer = signerFromSeed(new Uint8Array(32).fill(9));
  const other = signerFromSeed(new Uint8Array(32).fill(8));
  const device = { name: 'd1', signer };
  const enrolled = (scope: string, more: (toy: ToyPublisher) => void) =>
    kinds((toy) => {
      toy.add(act.enrol('d1', toBase64(signer.publicKey), scope));
      more(toy);
    });

  it('an enrolled device, in its scope, with its own signature', () => {
    expect(enrolled('u4', (toy) => toy.receive('s4', { device }))).toEqual([]);
    const files = night((toy) => {
      toy.add(act.enrol('d1', toBase64(signer.publicKey), 'u0'));
      toy.receive('s4', { device });
    });
    const verdict = bench.verify(files);
    expect(verdict).toMatchObject({ report: { signatures: 1 } });
    expect(describeVerdict(verdict).join('\n')).toContain('Signatures: 1 by devices');
  });

  it('a port for many signatures is asked for all of them, and believed', () => {
    const files = night((toy) => {
      toy.add(act.enrol('d1', toBase64(signer.publicKey), 'u0'));
      toy.receive('s4', { device });
    });
    const verdict = bench.verify(files, { verifyMany: (checks) => () => checks.map(() => false) });
    expect(verdict).toMatchObject({ findings: [{ kind: 'signature-false' }] });
  });

  it.each<readonly [string, string, (toy: ToyPublisher) => void]>([
    ['device-unknown', 'u0', (toy) => toy.receive('s4', { device: { name: 'd2', signer } })],
    ['device-unknown', 'u0', (toy) => toy.add(act.revokeDevice('d2'))],
    ['device-revoked', 'u0', (toy) => [toy.add(act.revokeDevice('d1')), toy.receive('s4', { device })]],
    ['device-out-of-scope', 'u1', (toy) => toy.receive('s4', { device })],
    ['unknown-unit', 'u77', () => undefined],
    ['device-twice', 'u0', (toy) => toy.add(act.enrol('d1', toBase64(other.publicKey), 'u0'))],
    ['signature-false', 'u0', (toy) => toy.receive('s4', { device: { name: 'd1', signer: other } })],
    ['signature-false', 'u0', (toy) => toy.receive('s4', { device: { ...device, signs: 's1' } })],
    ['content-differs', 'u0', (toy) => toy.receive('s4', { content: toBase64(new Uint8Array(32)) })],
  ])('%s', (kind, scope, more) => {
    expect(enrolled(scope, more)).toEqual([kind]);
  });

  it('the same bytes twice, and no picture outside a rehearsal', () => {
    const twice = kinds((toy) => {
      const [a, b] = [toy.receive('s4'), toy.receive('s4')];
      toy.add(act.dispute('s4', [a, b]));
    });
    expect(twice).toEqual(['content-twice']);
    expect(kinds((toy) => toy.receive('s4', { pictures: 0 }))).toEqual([]);
    const live = { ...TOY, election: { ...TOY.election, nature: 'live' as const } };
    const toy = bench.toy(bench.keys, live);
    toy.add(act.openEntered());
    toy.receive('s4', { pictures: 0 });
    expect(bench.findings(toy.publish(), { trust: null }).map((f) => f.kind)).toContain('picture-missing');
  });
});

describe('pictures', () => {
  it('are counted, each by its hash', () => {
    const verdict = bench.verify(bench.valid);
    expect(verdict).toMatchObject({ kind: 'verified', report: { pictures: 2, picturesWithheld: 0 } });
    expect(describeVerdict(verdict).join('\n')).toMatch(/Pictures: 2, \d+ bytes/);
  });

  it('missing, other than their hash, shown early, or of nothing', () => {
    const drop = (pictures: Files) => pictures.delete([...pictures.keys()][0] ?? '');
    expect(bench.codes(bench.published({ pictures: drop }))).toEqual([
      expect.stringMatching(/^picture\/missing-picture /),
    ]);
    const change = (pictures: Files) => pictures.set([...pictures.keys()][0] ?? '', utf8('other'));
    expect(bench.codes(bench.published({ pictures: change }))).toEqual([
      expect.stringMatching(/^picture\/picture-hash /),
    ]);
    const toy = bench.toy();
    playToy(toy);
    const [path, bytes] = toy.pictureNamed('paper of s3');
    expect(bench.codes(toy.publish({ pictures: (pictures) => pictures.set(path, bytes) }))).toEqual([
      `picture/shown-early ${path}`,
    ]);
    const extra = (pictures: Files) => pictures.set('pictures/aa/x.jpg', utf8('x'));
    expect(bench.codes(bench.published({ pictures: extra }))).toEqual(['extra-file/not-in-manifest pictures/aa/x.jpg']);
  });

  it('that two people saw to be something else may be missing, or there', () => {
    const withdrawn = (toy: ToyPublisher) => {
      toy.add(act.withdraw(first(toy, 's1'), 'not-a-sheet'));
      const s4: On = ['s4', toy.receive('s4')];
      toy.add(act.observe(s4, ['not-a-sheet'], typeTwice(toy, s4, { observations: ['not-a-sheet'] })));
    };
    const verdict = bench.verify(night(withdrawn));
    expect(verdict).toMatchObject({ kind: 'verified', report: { pictures: 2, picturesWithheld: 2 } });
    expect(describeVerdict(verdict).join('\n')).toContain('2 withheld');
    const toy = bench.toy();
    playToy(toy);
    toy.add(act.resume());
    withdrawn(toy);
    const [path, bytes] = toy.pictureNamed('paper of s1');
    const there = bench.verify(toy.publish({ pictures: (pictures) => pictures.set(path, bytes) }));
    expect(there).toMatchObject({ kind: 'verified', report: { pictures: 3, picturesWithheld: 1 } });
  });

  it('a source that did not fetch one says so, and it is no fault', () => {
    const source = {
      list: () => ({ ok: true as const, value: null }),
      read: (path: string) => {
        const bytes = bench.valid.get(path);
        if (path.startsWith('pictures/'))
          return { ok: false as const, error: { kind: 'not-fetched' as const, detail: '' } };
        if (bytes === undefined) return { ok: false as const, error: { kind: 'not-found' as const, detail: '' } };
        return { ok: true as const, value: bytes };
      },
    };
    const verdict = bench.verify(bench.valid, { source });
    expect(verdict).toMatchObject({ kind: 'verified', report: { pictures: 0, picturesNotFetched: 2 } });
    expect(describeVerdict(verdict).join('\n')).toContain('2 pictures were not fetched');
  });
});

describe('what the files say of the centre', () => {
  const corrected = (toy: ToyPublisher) => {
    const s4: On = ['s4', toy.receive('s4')];
    const typed = { boxes: [10, 0, 3], corrections: [[1, 0]] as const, observations: ['unclear-correction'] as const };
    toy.add(act.observe(s4, ['unclear-correction'], typeTwice(toy, s4, typed)));
    toy.add(act.notice('Hello'));
  };

  it('warnings, reasons, corrections, papers, notices, who stopped it, what is held', () => {
    expect(kindsIn(night(corrected))).toEqual([]);
    const says = new TextDecoder().decode(night(corrected).get('data/u/u5.json'));
    expect(says).toContain('"corrections":[[1,0,0]]');
    expect(says).toContain('"warnings":["W102"]');
    expect(new TextDecoder().decode(bench.valid.get('data/state.json'))).toContain('"held":{"pres":1}');
  });

  it.each([
    ['data/u/u5.json', '"warnings":["W102"]', '"warnings":[]'],
    ['data/u/u5.json', '"reasons":["unclear-correction"],', ''],
    ['data/u/u5.json', '"observations":["unclear-correction"],', ''],
    ['data/u/u5.json', '"corrections":[[1,0,0]]', '"corrections":[[1,7,0]]'],
    ['data/u/u5.json', '"state":"standing"', '"state":"superseded"'],
    ['data/u/u5.json', '"pres":"observed"', '"pres":"agreed"'],
    ['data/u/u5.json', '"typed":1', '"typed":2'],
    ['data/state.json', '"es":"Hello"', '"es":"Bye"'],
    ['data/state.json', '"by":["paul","pia"]', '"by":null'],
    ['data/state.json', '"held":{"pres":0}', '"held":{"pres":1}'],
  ])('%s: %s', (path, from, to) => {
    expect(kindsIn(night(corrected, { edit: edit(path, from, to) }))).toEqual(['derivation/differs']);
  });

  it.each([
    ['p pres typed">1', 'p pres typed">2'],
    ['p pres waiting">', 'p pres waiting">9'],
    ['p pres unreceived">', 'p pres unreceived">9'],
    ['p pres held">0', 'p pres held">5'],
    ['p pres says B">0', 'p pres says B">4'],
    ['p pres corrected B">0', 'p pres corrected B">4'],
  ])('page: %s', (from, to) => {
    expect(kindsIn(night(corrected, { edit: edit('en/u/u5.html', from, to) }))).toEqual(['page/false-figure']);
  });

  it('the newest twenty notices', () => {
    const many = (toy: ToyPublisher) => {
      for (let i = 0; i < 25; i++) toy.add(act.notice(`notice ${i}`));
    };
    const files = night(many);
    expect(kindsIn(files)).toEqual([]);
    expect(new TextDecoder().decode(files.get('data/state.json'))).not.toContain('notice 4"');
  });
});
