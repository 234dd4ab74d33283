import { describe, expect, it } from 'vitest';
import { canvassDefinition, law, OfficialCentre, reason } from '../../src/canvass/canvass-example.test-support.ts';
import { read, sheetOf, station } from '../../src/entry/centre-example.test-support.ts';
import type { CheckSetting } from '../../src/model/desk-rules.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import { observingChecks } from './observing-checks.ts';

const OBSERVES: CheckSetting = { effect: 'observes', share: null, votes: null, source: null };
/** 400 votes of 300 registered voters. */
const MANY = read([200, 150, 50]);

/** The desk only warns of more votes than voters; the official count lets such a sheet wait. */
function strict(): OfficialCentre {
  const definition = canvassDefinition({ checks: { E201: OBSERVES } });
  return OfficialCentre.open(definition, {}, { observing: observingChecks(layOutGeography(definition)) });
}

const merge = (centre: OfficialCentre, registered: number) => {
  const change = { kind: 'station-merged', station: station('s0'), into: station('s1'), registered } as const;
  centre.do({ kind: 'amend', change, law, by: ['ada', 'abe'], reason });
};

const newest = (centre: OfficialCentre) => centre.events.at(-1)?.body;

describe('a check that observes, of the official count alone', () => {
  it('makes its sheet wait, and that of the preliminary count not', () => {
    const centre = strict();
    centre.agreed(MANY);
    expect(newest(centre)).toMatchObject({ kind: 'SheetObserved', reasons: ['E201'] });
    const receipt = centre.events.length;
    centre.do(sheetOf('s0', 1));
    centre.type(receipt, MANY);
    expect(newest(centre)).toMatchObject({ kind: 'SheetAgreed' });
  });

  it.each([
    [399, 'SheetObserved'],
    [400, 'SheetAgreed'],
  ])('holds a station against the voters that an amendment gave it: %i', (registered, kind) => {
    const centre = strict();
    merge(centre, registered);
    centre.agreed(MANY, 's1');
    expect(newest(centre)).toMatchObject({ kind });
  });

  it('and against those of before, while there is no amendment', () => {
    const centre = strict();
    centre.agreed(MANY, 's1');
    merge(centre, 400);
    expect(newest(centre)).toMatchObject({ kind: 'DefinitionAmended' });
    expect(centre.word(1)).toBe('open observed');
  });
});
