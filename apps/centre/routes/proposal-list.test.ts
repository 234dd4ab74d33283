import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/base/instant.ts';
import { expectOk } from '../../../src/base/result.ts';
import { ROLES as RECORDED } from '../../../src/record/index.ts';
import { ROLE_OF, ROLES } from '../../desk/roles.ts';
import type { ProposedAct } from '../api-schemas.ts';
import { Proposals, roleOf } from './proposal-list.ts';

const reason = { es: 'x', en: 'x' };
const ACT = { kind: 'withdraw-sheet', sheet: 1, code: 'other', reason } as const;

describe('proposals', () => {
  it('lapse after half an hour of the wall clock, also for who would agree just then', () => {
    let now = 0;
    const proposals = new Proposals(() => now);
    const { id } = expectOk(proposals.propose('sol', instant(7), ACT), 'propose');
    now = 30 * 60_000 - 1;
    expect(proposals.all()).toMatchObject([{ id, by: 'sol', at: 7, act: ACT }]);
    now++;
    expect(proposals.takeFor(id, 'sam')).toEqual({ ok: false, error: { kind: 'unknown-proposal' } });
    expect(proposals.all()).toEqual([]);
  });

  it('are so many of one person, and so many in all, until some are decided', () => {
    const proposals = new Proposals(() => 0);
    for (let n = 0; n < 20; n++) expect(proposals.propose('sol', instant(0), ACT).ok).toBe(true);
    expect(proposals.propose('sol', instant(0), ACT)).toEqual({ ok: false, error: { kind: 'too-many-proposals' } });
    for (let n = 0; n < 180; n++) expect(proposals.propose(`p${n % 9}`, instant(0), ACT).ok).toBe(true);
    expect(proposals.propose('last', instant(0), ACT).ok).toBe(false);
    const [first] = proposals.all();
    expect(expectOk(proposals.takeFor(first?.id ?? '', 'sam'), 'take').proposal).toEqual(first);
    expect(proposals.propose('last', instant(0), ACT).ok).toBe(true);
  });

  it('are agreed to once, by another, and come back when nothing could be stored', () => {
    const proposals = new Proposals(() => 0);
    const { id } = expectOk(proposals.propose('sol', instant(0), ACT), 'propose');
    expect(proposals.takeFor(id, 'sol')).toEqual({ ok: false, error: { kind: 'same-person' } });
    const taken = expectOk(proposals.takeFor(id, 'sam'), 'take');
    expect(proposals.takeFor(id, 'sam').ok).toBe(false);
    taken.putBack();
    expect(proposals.takeFor(id, 'sam').ok).toBe(true);
  });
});

describe('what the desks repeat of the centre', () => {
  it('is the same: the roles, and whose each proposal is', () => {
    expect(ROLES).toEqual(RECORDED);
    const kinds = Object.keys(ROLE_OF) as ProposedAct['kind'][];
    expect(ROLE_OF).toEqual(Object.fromEntries(kinds.map((kind) => [kind, roleOf({ kind } as ProposedAct)])));
  });
});
