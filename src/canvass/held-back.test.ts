import { describe, expect, it } from 'vitest';
import { hash, PRES, read, words } from '../entry/centre-example.test-support.ts';
import type { Certificate } from '../record/index.ts';
import type { CanvassAct } from './acts.ts';
import { canvassDefinition, OfficialCentre, VOTE } from './canvass-example.test-support.ts';

/* A certificate says what the public has seen: neither what an embargo held back of its state, nor what an office says for itself. */

const SIGNATURE = `${'A'.repeat(86)}==`;

/** Every station counted, one state published, and what it gives to certify. */
function published(embargo: 'before' | 'behind', open = 0) {
  const states = new Set<number>();
  const centre: OfficialCentre = OfficialCentre.open(canvassDefinition({ partial: open > 0 }), {
    verify: () => true,
    isState: (size) => states.has(size),
    newestState: () => Math.max(...states),
    judge: (_contest, _area, size) => certificateOf(size),
  });
  const certificateOf = (size: number): Certificate => ({
    ...{ area: 'u0', size, root: hash(5), offices: [], outcome: '{}', seats: null, partial: null },
    figures: {
      ...{ expected: 3, counted: 3 - open, annulled: 0, notInstalled: 0, lost: 0, open, registered: 900 },
      ...{ votes: [3, 6], others: [9], valid: 9, cast: 18 },
    },
    papers: { data: hash(6), es: hash(7), en: hash(8) },
  });
  const certify = (size: number): Extract<CanvassAct, { kind: 'certify' }> => ({
    ...{ kind: 'certify', contest: PRES, certificate: certificateOf(size), by: 'pam' },
    signatures: [
      ['one', SIGNATURE],
      ['two', SIGNATURE],
    ],
  });
  for (const of of ['s0', 's1', 's2']) centre.agreed(read([1, 2, 3]), of);
  const publish = () => {
    states.add(centre.centre.size);
    return centre.centre.size;
  };
  const lift = () => centre.do({ kind: 'lift-embargo', contest: PRES, by: 'pam' });
  if (embargo === 'before') lift();
  const size = publish();
  if (embargo === 'behind') lift();
  return { centre, certify, publish, size };
}

describe('a certificate', () => {
  it('is of no state that an embargo still held back', () => {
    const { centre, certify, publish, size } = published('behind');
    expect(centre.refuse(certify(size))).toEqual({ kind: 'not-the-newest-state', size, newest: size + 1 });
    expect(centre.kinds(certify(publish()))).toEqual(['ResultCertified']);
  });

  it('is not whole where the public sees something open, whatever the count knows', () => {
    const { centre, certify, size } = published('before', 1);
    expect(centre.state.open(0, 0)).toBe(0);
    expect(centre.refuse(certify(size))).toEqual({ kind: 'still-open', open: 1 });
    const { certificate, ...act } = certify(size);
    const partial = { ...certificate, partial: words('A vote is repeated') };
    expect(centre.kinds({ ...act, certificate: partial })).toEqual(['ResultCertified']);
  });
});

it('a lot that an office drew breaks no tie but its own', () => {
  const { centre } = published('before');
  centre.session();
  const lot = { kind: 'draw-lot', contest: PRES, area: 'u0', ...VOTE } as const;
  centre.do({ ...lot, order: ['B', 'A'] });
  const { header, body } = centre.events.at(-1) ?? {};
  if (header === undefined || body?.kind !== 'LotDrawn') throw new Error('a lot was drawn');
  // Its area has the same id: that of the office's root.
  centre.take({ ...header, office: { id: 'N', index: 0, at: header.at } }, { ...body, order: ['A', 'B'] });
  expect(centre.state.lotOf(0, 'u0')).toEqual(['B', 'A']);
});
