import { expect, it } from 'vitest';
import { GOV, PRES, read, words } from '../entry/centre-example.test-support.ts';
import type { CanvassAct } from './acts.ts';
import { canvassDefinition, OfficialCentre, reason } from './canvass-example.test-support.ts';
import { certificateFor } from './canvass-walk.test-support.ts';

const SIGNATURE = `${'A'.repeat(86)}==`;
const CLOSE = { kind: 'close-count', count: 'official', by: 'pam' } as const;

function counted(partial = false) {
  const centre: OfficialCentre = OfficialCentre.open(canvassDefinition({ partial }), {
    verify: () => true,
    judge: (_contest, area) => certificateFor(area, centre.centre.size, false),
    newestState: () => centre.centre.size,
  });
  for (const contest of [PRES, GOV]) centre.do({ kind: 'lift-embargo', contest, by: 'pam' });
  const certify = (contest = PRES, isPartial = false): CanvassAct => {
    const area = contest === PRES ? 'u0' : 'u1';
    const certificate = certificateFor(area, centre.centre.size, isPartial);
    return {
      kind: 'certify',
      contest,
      certificate,
      signatures: ['one', 'two'].map((id) => [id, SIGNATURE]),
      by: 'pam',
    };
  };
  return { centre, certify };
}

it('an official count is closed when every contest is certified, and not again open', () => {
  const { centre, certify } = counted();
  for (const of of ['s0', 's1', 's2']) {
    const sheet = centre.agreed(read([1, 2, 3]), of);
    if (of !== 's2') centre.type(sheet, read([5, 6]), GOV);
  }
  expect(centre.refuse(CLOSE)).toEqual({ kind: 'still-open', open: 2 });
  centre.do(certify());
  expect(centre.refuse({ ...CLOSE, by: 'console' })).toEqual({ kind: 'still-open', open: 1 });
  centre.do(certify(GOV));
  centre.do({ kind: 'reopen', contest: PRES, court: words('x'), order: '1', by: ['mia', 'max'], reason });
  expect(centre.refuse(CLOSE)).toEqual({ kind: 'still-open', open: 1 });
  expect(centre.refuse({ ...CLOSE, by: 'sol' })).toMatchObject({ kind: 'role-missing' });
  centre.do(certify());
  expect(centre.kinds(CLOSE)).toEqual(['CountClosed']);
  expect(centre.refuse(CLOSE)).toEqual({ kind: 'count-closed', count: 'official' });
  // Nobody could count or certify what a court reopened behind the end.
  const order = { kind: 'reopen', contest: PRES, court: words('x'), order: '2', by: ['mia', 'max'], reason } as const;
  expect(centre.refuse(order)).toEqual({ kind: 'count-closed', count: 'official' });
});

it('a partial certificate is one; entries that stand alone are voided then', () => {
  const { centre, certify } = counted(true);
  const sheet = centre.sheet();
  centre.type(sheet, read([1, 2, 3]), PRES, ['tia']);
  expect(centre.refuse(CLOSE)).toEqual({ kind: 'still-open', open: 2 });
  for (const contest of [PRES, GOV]) centre.do(certify(contest, true));
  expect(centre.kinds(CLOSE)).toEqual(['CountClosed', 'EntryVoided']);
});

it('the preliminary count closes by itself, and an official one without a canvass', () => {
  const { centre } = counted();
  expect(centre.kinds({ ...CLOSE, count: 'preliminary' })).toEqual(['CountClosed']);
  const definition = canvassDefinition();
  const plain = opened({ ...definition, election: { ...definition.election, canvass: null } });
  expect(plain.kinds({ ...CLOSE, by: 'console' })).toEqual(['CountClosed']);
});

function opened(definition: ReturnType<typeof canvassDefinition>): OfficialCentre {
  const centre = new OfficialCentre(definition);
  centre.do({ kind: 'open-count', count: 'official', by: 'console' });
  return centre;
}
