import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import type { Certificate } from '../record/index.ts';
import { begin, CanvassBench } from './fixture-canvass-bench.test-support.ts';
import {
  bring,
  certify,
  closeSession,
  count,
  type Desk,
  papersFor,
  playCourse,
  typeIt,
} from './fixture-canvass-course.test-support.ts';
import type { On } from './fixture-election.test-support.ts';

const bench = new CanvassBench(nodeCrypto, signerFromSeed);
const sheetOf = ({ toy }: Desk, station: string) =>
  toy.events.findIndex(({ body }) => body.kind === 'EnvelopeReceived' && body.station === station);
const LATER = 1_767_000_000_000 as never;
const FUTURE = 1_999_000_000_000 as never;
type Lie = readonly [kind: string, play: (desk: Desk, s1: On) => unknown];

/** Each lie is told behind a session that sits and one counted sheet. */
function finds(lies: readonly Lie[]): void {
  it.each(lies)('%s', (kind, play) => {
    const lie = (desk: Desk) => void play(desk, begin(desk));
    expect(bench.kinds(lie, { light: true })).toContain(kind);
  });
}

describe('a board that does not keep its rules', () => {
  finds([
    ['objections-unanswered', ({ add, acts }, s1) => [add(acts.object(s1, 1)), add(acts.rule(s1, 1, 'stands'))]],
    ['objections-unanswered', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'stands', { objections: [[1, true]] }))],
    ['voter-not-present', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'stands', { for: ['m1', 'm2', 'm4'] }))],
    ['voter-not-present', ({ add, acts }, s1) => [add(acts.leave('m2')), add(acts.rule(s1, 1, 'stands'))]],
    ['body-field', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'stands', { against: ['m1'] }))],
    ['no-quorum', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'stands', { for: ['m1'], against: [] }))],
    ['no-majority', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'stands', { for: ['m1'], against: ['m2'] }))],
    ['actor-not-by', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'stands', { actor: 'm3' }))],
    [
      'typist-votes',
      ({ add, acts }, s1) => {
        add(acts.revoke('ana', 'typist'));
        add(acts.grant('ana', 'member'));
        add(acts.rule(s1, 1, 'stands', { for: ['ana', 'm1'] }));
      },
    ],
    ['effect-not-allowed', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'recount', { ground: 'g2' }))],
    ['effect-not-allowed', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'recount', { ground: null }))],
    ['unknown-ground', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'stands', { ground: 'g9' }))],
    ['unknown-ground', ({ add, acts }, s1) => add(acts.object(s1, 1, 'g9'))],
    ['until-wrong', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'repeat'))],
    ['until-wrong', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'stands', { until: LATER }))],
    ['ruling-wrong', ({ add, acts }, s1) => add(acts.rule(s1, 1, 'count'))],
    ['ruling-wrong', ({ add, acts }) => add(acts.rule(['s1', null], 1, 'lost'))],
    ['ruling-wrong', ({ add, acts }) => add(acts.rule(['s2', null], 1, 'stands'))],
    ['ruling-wrong', (desk) => desk.add(desk.acts.rule(bring(desk, 's2'), 1, 'stands'))],
    ['objection-to-nothing', (desk) => desk.add(desk.acts.object(bring(desk, 's2'), 1))],
    ['no-session', ({ add, acts }, s1) => add(acts.object(s1, 2))],
    ['no-session', ({ add, acts }, s1) => add(acts.rule(s1, 2, 'stands'))],
    ['no-session', (desk, s1) => [closeSession(desk, 1), desk.add(desk.acts.object(s1, 1))]],
    ['session-open', ({ add, acts }) => add(acts.session(2, 1))],
    ['session-number', (desk) => [closeSession(desk, 1), desk.add(desk.acts.session(3, 1))]],
    ['not-seated', (desk) => [closeSession(desk, 1), desk.add(desk.acts.session(2, 1, ['m1', 'm4']))]],
    ['not-seated', ({ add, acts }) => add(acts.leave('m4'))],
    ['zero-act-wrong', (desk) => [closeSession(desk, 1), desk.add(desk.acts.session(2, 0))]],
    [
      'minutes-of-older-state',
      (desk, s1) => {
        const size = desk.publish();
        desk.add(desk.acts.object(s1, 1));
        desk.add(desk.acts.close(1, size, papersFor(desk, 'minutes')));
      },
    ],
    [
      'minutes-of-older-state',
      (desk) => {
        const size = desk.publish();
        desk.add(desk.acts.close(1, size - 1, papersFor(desk, 'minutes')));
      },
    ],
    ['outcome-missing', ({ add, acts }, s1) => [add(acts.rule(s1, 1, 'annul')), add(acts.leave('m3'))]],
    ['outcome-without-ruling', ({ add, acts }, s1) => add(acts.annul(s1, s1[1]))],
    ['outcome-without-ruling', ({ add, acts }, s1) => add(acts.correct(s1, [1, 2, 3], s1[1]))],
    [
      'outcome-without-ruling',
      ({ add, acts }, s1) => {
        const ruling = add(acts.rule(s1, 1, 'annul'));
        add(acts.annul(s1, ruling));
        add(acts.correct(s1, [1, 2, 3], ruling));
      },
    ],
    ['role-missing', ({ add, acts }) => add(acts.seat('sec'))],
    ['role-missing', ({ add, acts }) => add(acts.seat('m1', 'c1'))],
    ['role-missing', ({ add, acts }, s1) => add({ ...acts.object(s1, 1), actor: 'm1' })],
    ['role-missing', ({ add, acts }) => add(acts.envelope('s2', undefined, 'sec'))],
    ['role-missing', ({ add, acts }, s1) => [add(acts.revoke('c2', 'custodian')), add(acts.move(s1, 'Hall'))]],
    ['agreed-without-entries', ({ add, acts }, s1) => add(acts.agree(s1, [1, 2, 3], s1[1]))],
  ]);
});

describe('paper that nobody kept as it has to be', () => {
  finds([
    ['custody-wrong', ({ add, acts }) => add(acts.envelope('s1'))],
    ['custody-wrong', ({ add, acts }) => add(acts.missing('s1'))],
    ['delegate-not-present', ({ add, acts }, s1) => add(acts.object(s1, 1, undefined, 'Stranger'))],
    ['certified-twice', (desk) => [certify(desk, bench.certifiers), certify(desk, bench.certifiers)]],
    ['custody-wrong', ({ add, acts }, s1) => add(acts.unseal(s1))],
    ['custody-wrong', ({ add, acts }, s1) => [add(acts.store(s1)), add(acts.store(s1))]],
    ['custody-wrong', ({ add, acts, toy }) => add(acts.scan(['s2', add(acts.envelope('s2'))], toy.picture('early')))],
    [
      'custody-wrong',
      ({ add, acts }) => {
        add(acts.missing('s2'));
        add(acts.move(['s2', add(acts.copy('s2', 1))], 'Hall'));
      },
    ],
    [
      'custody-incomplete',
      ({ add, acts }) => {
        const right = acts.envelope('s2');
        add({ ...right, body: { ...right.body, from: null } as typeof right.body });
      },
    ],
    ['copy-not-needed', ({ add, acts }) => add(acts.copy('s1', 1))],
    ['copy-not-needed', ({ add, acts }) => add(acts.copy('s2', 1))],
    ['typed-early', (desk) => typeIt(desk, ['s2', desk.add(desk.acts.envelope('s2'))], [1, 2, 3])],
    [
      'typed-early',
      (desk) => {
        const s2: On = ['s2', desk.add(desk.acts.envelope('s2'))];
        desk.add(desk.acts.unseal(s2));
        typeIt(desk, s2, [1, 2, 3]);
      },
    ],
    ['typed-wrongly', (desk, s1) => typeIt(desk, s1, [1, 2, 3], ['cleo', 'dan'])],
    [
      'typed-wrongly',
      (desk, s1) => [desk.add(desk.acts.rule(s1, 1, 'recount')), typeIt(desk, s1, [1, 2, 3], ['cleo', 'dan'])],
    ],
    [
      'content-differs',
      ({ add, acts, toy }, s1) => {
        const { pictures } = toy.picture('other');
        add(acts.scan(s1, { pictures, content: toy.picture('more').content }));
      },
    ],
    ['repeat-not-due', ({ add, acts }) => add(acts.envelope('s1', 2))],
    [
      'repeat-not-due',
      ({ add, acts }, s1) => [add(acts.rule(s1, 1, 'repeat', { until: FUTURE })), add(acts.envelope('s1', 2))],
    ],
    [
      'repeat-not-due',
      ({ add, acts }, s1) => [
        add(acts.rule(s1, 1, 'repeat', { until: LATER })),
        add(acts.envelope('s1', 2)),
        add(acts.envelope('s1', 2)),
      ],
    ],
    ['generation-differs', ({ add, acts }, s1) => add(acts.store(s1, 2))],
    ['log/header-shape', ({ add, acts }) => add({ ...acts.session(2, 1), generation: 2 })],
    ['embargo-lifted-early', ({ add, acts }) => add(acts.lift(2))],
    [
      'embargo-lifted-early',
      ({ add, acts }, s1) => [add(acts.rule(s1, 1, 'repeat', { until: FUTURE })), add(acts.lift(2))],
    ],
    [
      'embargo-lifted-early',
      ({ add, acts }) => [
        add(acts.amend({ kind: 'closing-extended', units: ['u1'], until: FUTURE })),
        add(acts.lift()),
      ],
    ],
    ['amendment-void', ({ add, acts }) => add(acts.amend({ kind: 'station-not-installed', station: 's9' as never }))],
    ['amendment-void', ({ add, acts }) => add(acts.amend({ kind: 'closing-extended', units: ['u9'], until: LATER }))],
    [
      'amendment-void',
      ({ add, acts }) =>
        add(acts.amend({ kind: 'candidate-withdrawn', contest: 'pres', selection: 'Z', votes: 'kept' })),
    ],
    ['destroyed-early', ({ add, acts }) => add(acts.destroy())],
    ['not-certified', ({ add, acts }) => add(acts.court())],
  ]);
});

describe('a certificate that does not hold', () => {
  const certified = (
    change: (right: Certificate) => Certificate,
    signers = bench.certifiers,
    before: (desk: Desk) => void = () => {},
  ) =>
    bench.kinds((desk) => {
      playCourse(desk);
      before(desk);
      certify(desk, signers, change);
    });
  const figures = (more: Partial<Certificate['figures']>) => (right: Certificate) => ({
    ...right,
    figures: { ...right.figures, ...more },
  });

  it.each<readonly [string, (right: Certificate) => Certificate]>([
    ['certificate-differs', figures({ votes: [162, 140] })],
    ['certificate-differs', figures({ valid: 302 })],
    ['certificate-differs', figures({ annulled: 0 })],
    ['certificate-differs', figures({ registered: 400 })],
    ['certificate-differs', (right) => ({ ...right, outcome: right.outcome.replace('"A"', '"B"') })],
    ['certificate-differs', (right) => ({ ...right, seats: [['A', 1]] })],
    ['certificate-root', (right) => ({ ...right, root: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' })],
    ['certificate-of-no-state', (right) => ({ ...right, size: right.size - 1 })],
    ['certificate-offices', (right) => ({ ...right, offices: [['LP', 1, right.root]] })],
  ])('%s', (kind, change) => {
    expect(certified(change)).toEqual([kind]);
  });

  it('of an area in which nothing of it is decided', () => {
    for (const area of ['u1', 'u77']) expect(certified((right) => ({ ...right, area }))).toContain('certificate-area');
  });

  it('too few certifiers, unknown ones, false signatures', () => {
    const [one, two] = bench.certifiers;
    if (one === undefined || two === undefined) throw new Error('two certifiers');
    expect(certified((right) => right, [one])).toEqual(['too-few-signatures']);
    expect(certified((right) => right, [two, one])).toEqual([
      ...['certificate-signature', 'certificate-signature', 'too-few-signatures'],
    ]);
    expect(certified((right) => right, [one, two, one])).toEqual(['certifier-unknown']);
    const stolen = bench.kinds((desk) => {
      playCourse(desk);
      certify(desk, [one, two]);
      const first = desk.toy.events.at(-1)?.body;
      if (first?.kind !== 'ResultCertified') throw new Error('a certificate');
      desk.add(desk.acts.court());
      const { kind: _, signatures, ...right } = first;
      const again = { ...right, size: desk.publish(), papers: papersFor(desk, 'again') };
      desk.add(desk.acts.certify({ ...again, root: desk.rootAt(again.size) }, signatures));
    });
    expect(stolen).toEqual(['certificate-signature', 'certificate-signature', 'too-few-signatures']);
  });

  it('while a sheet is open, unless the definition allows what it says', () => {
    const open = (desk: Desk) => {
      begin(desk);
      closeSession(desk, 1);
    };
    const right = (partial: Certificate['partial']) => (of: Certificate) => ({ ...of, partial });
    const play = (partial: Certificate['partial']) => (desk: Desk) => {
      open(desk);
      certify(desk, bench.certifiers, right(partial));
    };
    const why = { es: 'Faltan', en: 'Some are missing' };
    expect(bench.kinds(play(null))).toContain('certificate-open');
    const unanswered = (desk: Desk) => {
      playCourse(desk);
      desk.add(desk.acts.session(2, 2));
      desk.add(desk.acts.object(['s1', sheetOf(desk, 's1')], 2, 'g2'));
      certify(desk, bench.certifiers);
    };
    expect(bench.kinds(unanswered)).toEqual(['certificate-open']);
    expect(bench.kinds(play(why))).toContain('certificate-open');
    expect(bench.kindsIn(bench.official(play(null), {}, { partial: true }))).toContain('certificate-open');
    expect(bench.kindsIn(bench.official(play(why), {}, { partial: true }))).not.toContain('certificate-open');
  });

  it('with something behind its state', () => {
    const behind = bench.kinds((desk) => {
      const { s3 } = playCourse(desk);
      const size = desk.publish();
      desk.add(desk.acts.move(s3, 'Hall'));
      const last = desk.toy.events.length;
      certifyAt(desk, size);
      expect(desk.toy.events.length).toBe(last + 1);
    });
    expect(behind).toEqual(['certificate-behind']);
    const further = bench.kinds((desk) => {
      const { s3 } = playCourse(desk);
      const size = desk.publish();
      desk.add(desk.acts.move(s3, 'Hall'));
      desk.publish();
      certifyAt(desk, size);
    });
    expect(further).toEqual(['certificate-behind']);
  });

  it('but not for what changes nothing of its state, however many states later', () => {
    const later = bench.kinds((desk) => {
      playCourse(desk);
      desk.add(desk.acts.session(2, 2));
      const size = desk.publish();
      desk.add(desk.acts.grant('zoe', 'typist'));
      desk.publish();
      desk.add(desk.acts.close(2, size, papersFor(desk, 'minutes 2')));
      desk.publish();
      certifyAt(desk, size);
    });
    expect(later).toEqual([]);
  });

  it('of figures that an embargo holds back', () => {
    const files = bench.official((desk) => {
      desk.add({ ...desk.acts.grant('paul', 'publisher') });
      certifyAt(desk, desk.publish());
    });
    expect(bench.kindsIn(files)).toContain('certificate-held-back');
  });

  it('and what is done behind it, before a court says so', () => {
    const behindIt = (more: (desk: Desk, s1: On) => void) =>
      bench.kinds((desk) => {
        const { s1 } = playCourse(desk);
        certify(desk, bench.certifiers);
        desk.add(desk.acts.session(2, 2));
        more(desk, s1);
      });
    expect(behindIt(() => {})).toEqual([]);
    expect(behindIt(({ add, acts }, s1) => add(acts.object(s1, 2)))).toEqual(['after-certificate']);
    expect(behindIt(({ add, acts }, s1) => [add(acts.court()), add(acts.object(s1, 2))])).toEqual([]);
    expect(behindIt((desk) => count(desk, bring(desk, 's4'), [1, 2, 3]))).toContain('after-certificate');
    const gone = { kind: 'station-not-installed', station: 's4' as never } as const;
    expect(behindIt(({ add, acts }) => add(acts.amend(gone)))).toContain('after-certificate');
  });

  /** As `certify`, of a state that was published before. */
  function certifyAt(desk: Desk, size: number): void {
    certify({ ...desk, publish: () => size }, bench.certifiers);
  }
});
