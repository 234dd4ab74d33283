import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChangingGeography, isVotedInAt, placeNamed } from './changing-geography.ts';
import type { ElectionDefinition, PollingStation } from './election.ts';
import { type Geography, layOutGeography } from './geography.ts';

/* Held against a geography that is laid out anew from a definition that says where everything lies now. */

const UNITS = [
  ['u0', null],
  ['u1', 'u0'],
  ['u2', 'u1'],
  ['u3', 'u1'],
  ['u4', 'u0'],
  ['u5', 'u4'],
] as const;
const PLACES = ['u2', 'u3', 'u5'] as const;
const station = (id: string, place: string) =>
  ({ id, place, table: null, registered: null, setting: null }) as unknown as PollingStation;
const definition = {
  election: {
    contests: [
      { id: 'a', electorate: null },
      { id: 'b', electorate: ['u1'] },
      { id: 'c', electorate: ['u4'] },
    ],
  },
  units: UNITS.map(([id, parent]) => ({ id, parent })),
  stations: [station('s0', 'u2'), station('s1', 'u2'), station('s2', 'u3'), station('s3', 'u5')],
} as unknown as ElectionDefinition;

type Step = { readonly add: boolean; readonly which: number; readonly place: (typeof PLACES)[number] };
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ add: fc.boolean(), which: fc.nat(20), place: fc.constantFrom(...PLACES) }),
  { maxLength: 12 },
);

/** All of it but the definition, which stays the one that was signed. */
const parts = ({ definition: _signed, ...rest }: Geography) => rest;

describe('a geography that changes', () => {
  it('is the one that a definition would give that said so, and the definition stays as it was', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const before = JSON.stringify(definition);
        const changing = new ChangingGeography(layOutGeography(definition));
        const stations = [...definition.stations];
        for (const { add, which, place } of list) {
          const unit = placeNamed(changing.now, place) ?? -1;
          if (add) {
            const added = station(`n${stations.length}`, place);
            expect(changing.add(added)).toBe(stations.push(added) - 1);
            continue;
          }
          const at = which % stations.length;
          const votes = changing.now.votesIn.map((voters) => voters[at]);
          // Who may move a station asks that it votes in the same.
          if (votes.some((vote, contest) => vote !== isVotedInAt(changing.now, contest, unit))) continue;
          changing.move(at, unit);
          stations[at] = { ...stations[at], place } as PollingStation;
        }
        expect(parts(changing.now)).toEqual(parts(layOutGeography({ ...definition, stations })));
        expect(JSON.stringify(definition)).toBe(before);
      }),
    );
  });

  it('names only places: no district, and nothing that is not there', () => {
    const geography = layOutGeography(definition);
    expect(['u2', 'u1', 'u0', 'u9'].map((id) => placeNamed(geography, id))).toEqual([2, null, null, null]);
  });
});
