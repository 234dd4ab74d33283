import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { Assignments, type Lease } from './assignments.ts';
import { Centre, GOV, PRES, read } from './centre-example.test-support.ts';
import { dice, randomAct, TYPISTS } from './centre-walk.test-support.ts';

const LASTS = 20_000;

it('never more leases than missing entries, never a sheet twice to a typist, and what is committed on a lease is taken', () => {
  let committed = 0;
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const d = dice(seed);
      const centre = Centre.open();
      const desk = new Assignments(centre.state, LASTS);
      const given = new Map<string, Set<number>>();
      const out: Lease[] = [];
      for (let i = 0; i < 250; i++) {
        if (d.below(3) === 0) centre.try(randomAct(centre.state, d, 500));
        const verifies = d.below(4) === 0;
        const person = verifies ? d.pick(['val', 'vic']) : d.pick(TYPISTS);
        const now = instant(centre.at);
        const before = desk.heldBy(person, now);
        const lease = desk.next(person, verifies ? 'verifier' : 'typist', now, () => d.below(999) / 999);
        if (lease === null) continue;
        if (before !== null) {
          expect(lease).toEqual(before);
        } else {
          const typing = centre.typing(lease.sheet, lease.contest);
          if (lease.role === 'typist') {
            const had = given.get(person) ?? new Set();
            expect(had.has(lease.sheet) || centre.state.typedAnyOf(lease.sheet, person)).toBe(false);
            given.set(person, had.add(lease.sheet));
            expect(['awaiting-first', 'awaiting-second']).toContain(typing);
          } else expect(typing).toBe('differ');
          out.push(lease);
          const others = out.filter(
            (l) =>
              l.sheet === lease.sheet &&
              l.contest === lease.contest &&
              desk.holder(l.sheet, l.contest, l.person, now) === l,
          );
          expect(others.length).toBeLessThanOrEqual(typing === 'awaiting-first' ? 2 : 1);
          expect(centre.standing(lease.sheet)).toBe('standing');
        }
        const choice = d.below(3);
        if (choice === 0) desk.release(lease.sheet, lease.contest, person);
        if (choice !== 1 || lease.role !== 'typist' || !centre.state.people.has(person, 'typist')) continue;
        const content = lease.contest === PRES ? read([1, 2, d.below(3)]) : read([5, d.below(2)]);
        expect([PRES, GOV]).toContain(lease.contest);
        centre.do({ kind: 'commit-entry', sheet: lease.sheet, contest: lease.contest, by: person, content });
        committed++;
        expect(desk.holder(lease.sheet, lease.contest, person, now)).toBe(null);
      }
    }),
    { numRuns: 120 },
  );
  expect(committed).toBeGreaterThan(100);
});
