import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import type { Amendment } from '../record/index.ts';
import { edit } from './fixture-bench.test-support.ts';
import { canvassRules, canvassToy } from './fixture-canvass.test-support.ts';
import { begin, CanvassBench } from './fixture-canvass-bench.test-support.ts';
import {
  bring,
  certify,
  count,
  type Desk,
  nationalDesk,
  playCourse,
  staffBoard,
  ToyOffice,
} from './fixture-canvass-course.test-support.ts';
import type { Lies } from './fixture-publisher.test-support.ts';

const bench = new CanvassBench(nodeCrypto, signerFromSeed);
const CLOSE = 1_760_000_000_000 as never;
const PAST = 1_761_000_000_000 as never;
/** For what the record alone shows: no files are derived, and none is missed. */
const LIGHT: Lies = { light: true };
const ofRecord = (kinds: readonly string[]) => kinds.filter((kind) => !kind.includes('/'));
const FUTURE = 1_999_000_000_000 as never;

const added = (change: Partial<Extract<Amendment, { kind: 'station-added' }>> = {}): Amendment => ({
  ...{ kind: 'station-added', station: 's9' as never, place: 'u5', table: 9 as never, registered: 120 as never },
  setting: 'rural',
  ...change,
});
const moved = (station: string, place: string): Amendment => ({
  kind: 'station-moved',
  station: station as never,
  place,
});
const dated = (station: string, until = FUTURE): Amendment => ({
  kind: 'date-moved',
  station: station as never,
  until,
});

/** Kinds of findings of a national count that closed its polls before it began. */
function found(play: (desk: Desk) => void, lies: Lies = {}): readonly string[] {
  return bench.kindsIn(bench.official(play, lies, {}, { pollsClose: CLOSE }));
}
const amended = (...changes: readonly Amendment[]) =>
  ofRecord(
    found((desk) => {
      begin(desk);
      for (const change of changes) desk.add(desk.acts.amend(change));
    }, LIGHT),
  );

describe('a station that is added', () => {
  const play = (desk: Desk) => {
    begin(desk);
    desk.add(desk.acts.amend(added()));
    count(desk, bring(desk, 's9'), [40, 20, 1]);
  };

  it('is expected at its place and above, and counts there', () => {
    expect(found(play)).toEqual([]);
    const files = bench.official(play, {}, {}, { pollsClose: CLOSE });
    const barn = JSON.parse(new TextDecoder().decode(files.get('data/u/u5.json')));
    expect(barn.contests.pres.official).toMatchObject({ expected: 2, counted: 1, registered: 120, votes: [40, 20] });
    expect(barn.sheets.map((sheet: { station: string }) => sheet.station)).toEqual(['s4', 's9']);
  });

  it.each([
    ['expected', 'data/u/u5.json', '"expected":2', '"expected":1'],
    ['registered', 'data/u/u0.json', '"registered":620', '"registered":500'],
    ['what it rests on', 'data/u/u5.json', '"amendments":[[', '"amendments":[[9,'],
    ['the way to it', 'data/find.json', '"s4","s9"', '"s4"'],
  ])('is found out where a file says another %s', (_, path, from, to) => {
    expect(found(play, { edit: edit(path, from, to) })).toEqual(['derivation/differs']);
  });

  it('has nothing in the record before it', () => {
    const before = found((desk) => {
      begin(desk);
      desk.add(desk.acts.envelope('s9'));
      desk.add(desk.acts.amend(added()));
    });
    expect(before).toContain('unknown-station');
  });

  it.each<[string, Amendment]>([
    ['is there already', added({ station: 's1' as never })],
    ['has a name that is none', added({ station: ' ' as never })],
    ['lies nowhere', added({ place: 'u9' })],
    ['lies in a district', added({ place: 'u1' })],
    ['is of a setting that no other has', added({ setting: 'abroad' })],
    ['has more voters than can be added up', added({ registered: 1_000_000_000 as never })],
  ])('is not, if it %s', (_, change) => {
    expect(amended(change)).toContain('amendment-void');
  });
});

describe('a station that is moved', () => {
  const play = (desk: Desk) => {
    begin(desk);
    count(desk, bring(desk, 's2'), [30, 10, 0]);
    desk.add(desk.acts.amend(moved('s2', 'u5')));
  };

  it('takes its figures with it', () => {
    expect(found(play)).toEqual([]);
    const files = bench.official(play, {}, {}, { pollsClose: CLOSE });
    const figures = (unit: string) =>
      JSON.parse(new TextDecoder().decode(files.get(`data/u/${unit}.json`))).contests.pres?.official;
    expect(figures('u5')).toMatchObject({ expected: 2, counted: 1, registered: 200, votes: [30, 10], received: 1 });
    expect(figures('u1')).toMatchObject({ expected: 2, counted: 1, votes: [90, 60] });
  });

  it.each([
    ['stay where they were', 'data/u/u5.json', '"votes":[30,10]', '"votes":[0,0]'],
    ['have it at both places', 'data/u/u1.json', '"expected":2', '"expected":3'],
  ])('is found out where its figures %s', (_, path, from, to) => {
    expect(found(play, { edit: edit(path, from, to) })).toContain('derivation/differs');
  });

  it.each<[string, readonly Amendment[]]>([
    ['is not there', [moved('s9', 'u5')]],
    ['lies there already', [moved('s1', 'u2')]],
    ['would lie in a district', [moved('s1', 'u4')]],
    ['was not installed', [{ kind: 'station-not-installed', station: 's3' as never }, moved('s3', 'u5')]],
  ])('is not, if it %s', (_, changes) => {
    expect(amended(...changes)).toEqual(['amendment-void']);
  });
});

describe('a station that votes on another day', () => {
  const bringing = (until: never) => (desk: Desk) => {
    begin(desk);
    desk.add(desk.acts.amend(dated('s2', until)));
    desk.add(desk.acts.envelope('s2'));
  };

  it('is expected until then, and received from then on', () => {
    expect(amended(dated('s2'))).toEqual([]);
    expect(found(bringing(PAST))).toEqual([]);
  });

  it('sends nothing before, and is not missing', () => {
    expect(found(bringing(FUTURE))).toEqual(['polls-open']);
    const missing = found((desk) => {
      begin(desk);
      desk.add(desk.acts.amend(dated('s2')));
      desk.add(desk.acts.missing('s2'));
    });
    expect(missing).toEqual(['polls-open']);
  });

  it.each<[string, readonly Amendment[]]>([
    ['the polls closed before', [dated('s2', 1_759_999_999_999 as never)]],
    ['it was counted', [dated('s1')]],
    ['it is no station', [dated('s9')]],
    ['its day would come earlier', [dated('s2'), dated('s2', PAST)]],
  ])('does not, if %s', (_, changes) => {
    expect(amended(...changes)).toEqual(['amendment-void']);
  });
});

it.each<[string, Amendment]>([
  ['added', added()],
  ['moved', moved('s3', 'u5')],
])('no station is %s where the result is certified', (_, change) => {
  const kinds = found((desk) => {
    playCourse(desk);
    certify(desk, bench.certifiers);
    desk.add(desk.acts.amend(change));
  });
  expect(kinds).toContain('after-certificate');
});

describe('stations of offices', () => {
  const halves = [
    { id: 'N', name: { es: 'Norte', en: 'North' }, units: ['u1' as never] },
    { id: 'S', name: { es: 'Sur', en: 'South' }, units: ['u4' as never] },
  ];
  const definition = canvassToy(canvassRules(bench.certifiers, halves));
  const nation = (play: (south: ToyOffice, national: Desk) => void): readonly string[] => {
    const toy = bench.bench.toy(bench.bench.keys, definition);
    const national = nationalDesk(toy);
    const { acts } = national;
    for (const person of ['adm1', 'adm2']) national.add(acts.grant(person, 'administrator'));
    national.add(acts.grant('m1', 'member'));
    national.add(acts.seat('m1'));
    national.add(acts.open());
    national.add(acts.lift());
    play(new ToyOffice(nodeCrypto, toy, 'S', bench.bench.keysOf(33, 'toy.invalid/1/office/S'), definition), national);
    return ofRecord(bench.kindsIn(toy.publish(LIGHT)));
  };
  const own = added({ station: 'S.9' as never, setting: null });
  const inOffice = (change: Amendment) =>
    nation((south) => {
      south.declare();
      staffBoard(south);
      south.add(south.acts.amend(change));
      south.send();
    });

  it('are added in the record of the office, under its own name, and counted there', () => {
    const kinds = nation((south) => {
      south.declare();
      staffBoard(south);
      south.add(south.acts.amend(own));
      count(south, bring(south, 'S.9'), [9, 8, 7]);
      south.send();
    });
    expect(kinds).toEqual([]);
    expect(inOffice(added({ setting: null }))).toContain('amendment-void');
    expect(inOffice(added({ station: 'S.9' as never, place: 'u3', setting: null }))).toContain('office-not-its-own');
  });

  it('are not moved from one to another', () => {
    expect(inOffice(moved('s4', 'u3'))).toEqual(['amendment-void']);
    expect(inOffice(moved('s3', 'u5'))).toContain('office-not-its-own');
  });

  it('are amended by the nation only as long as the office is not declared, and it is not afterwards', () => {
    const change = dated('s4', CLOSE);
    expect(nation((_, national) => national.add(national.acts.amend(own)))).toEqual([]);
    const behind = nation((south, national) => {
      south.declare();
      staffBoard(south);
      south.send();
      national.add(national.acts.amend(own));
    });
    expect(behind).toEqual(['of-office']);
    const before = nation((south, national) => {
      national.add(national.acts.amend(own));
      south.declare();
      staffBoard(south);
      south.send();
    });
    expect(before).toEqual(['office-declared-wrongly']);
    expect(nation((_, national) => national.add(national.acts.amend(change)))).toEqual(['amendment-void']);
  });
});
