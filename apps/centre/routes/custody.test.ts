import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/base/instant.ts';
import {
  canvassDefinition,
  OfficialCentre,
  opening,
  ruling,
  scan,
  VOTE,
} from '../../../src/canvass/canvass-example.test-support.ts';
import { GOV, read, station, words } from '../../../src/entry/centre-example.test-support.ts';
import { CanvassLists, type PaperList } from '../canvass-lists.ts';
import type { CountingCentre } from '../centre-types.ts';
import { envelopesOf } from './custody.ts';

const A = read([1, 2, 3]);
const HOUR = 3_600_000;

function desk(official = OfficialCentre.open()) {
  const centre = { state: official.centre, canvass: official.state } as unknown as CountingCentre;
  const page = (state: PaperList, after = -1, limit = 50) =>
    envelopesOf(centre, new CanvassLists(centre, () => 0), { state, after, limit });
  const said = (state: PaperList) =>
    page(state).envelopes.map((one) => [one.station, one.generation, one.sheet, one.scanned, one.recount.length]);
  return { official, page, said };
}

describe('the list of envelopes', () => {
  it('of a small election is always new, also where the machine paused while it was made', () => {
    const official = OfficialCentre.open();
    const centre = { state: official.centre, canvass: official.state } as unknown as CountingCentre;
    let now = 0;
    const lists = new CanvassLists(centre, () => (now += 1000));
    expect(lists.papers().received).toEqual([]);
    official.envelope();
    expect(lists.papers().received).toHaveLength(1);
  });

  it('has that of a repeated vote beside the old one, from its expectation on', () => {
    const { official, page, said } = desk();
    const old = official.agreed(A);
    official.type(old, read([5, 6]), GOV);
    official.session();
    const until = instant(official.at + HOUR);
    official.do(ruling(old, 'repeat', { until }));
    expect(said('expected')).toEqual([
      ['s0', 2, null, false, 0],
      ['s1', 1, null, false, 0],
      ['s2', 1, null, false, 0],
    ]);
    expect(page('expected').envelopes.map((one) => one.until)).toEqual([until, null, null]);
    expect(said('scanned')).toEqual([['s0', 1, old, true, 0]]);
    official.at = until;
    const sheet = official.envelope();
    expect(said('received')).toEqual([['s0', 2, sheet, false, 0]]);
    expect(said('expected').map(([of]) => of)).toEqual(['s1', 's2']);
    official.do(opening(sheet));
    official.do(scan(sheet));
    expect(said('scanned')).toEqual([
      ['s0', 1, old, true, 0],
      ['s0', 2, sheet, true, 0],
    ]);
    // Page by page nothing is left out or told twice, also between two of one station.
    const first = page('scanned', -1, 1);
    const second = page('scanned', first.next ?? -1, 1);
    expect([...first.envelopes, ...second.envelopes].map((one) => one.sheet)).toEqual([old, sheet]);
    expect(second.next).toBeNull();
    expect(page('scanned').counts).toMatchObject({ scanned: 2, expected: 2, copy: 0, recount: 0 });
  });

  it('has copies that were admitted, and drops those that were taken out', () => {
    const { official, said } = desk();
    official.do({ kind: 'miss-envelope', station: station('s0'), by: ['cat', 'cid'], reason: words('never came') });
    official.session();
    const copy = official.centre.size;
    official.do({ kind: 'admit-copy', station: station('s0'), holder: words('Party'), ...VOTE });
    expect(said('copy')).toEqual([['s0', 1, copy, false, 0]]);
    official.do(scan(copy));
    expect(said('copy')).toEqual([['s0', 1, copy, true, 0]]);
    expect(said('missing')).toEqual([['s0', 1, null, false, 0]]);
    official.do({
      kind: 'withdraw-sheet',
      sheet: copy,
      by: ['sol', 'sam'],
      code: 'other',
      reason: words('not the same'),
    });
    expect(said('copy')).toEqual([]);
  });

  it('says where a recount waits for its paper, also in an envelope that is stored', () => {
    const { official, said } = desk();
    const sheet = official.agreed(A);
    official.do({ kind: 'store-envelope', sheet, where: 'Shelf 4', by: 'cat' });
    official.session();
    expect(said('recount')).toEqual([]);
    official.do(ruling(sheet, 'recount'));
    expect(said('recount')).toEqual([['s0', 1, sheet, true, 1]]);
    expect(said('stored')).toEqual([['s0', 1, sheet, true, 1]]);
    official.do(scan(sheet, 'recount'));
    expect(said('recount')).toEqual([]);
  });

  it('has no recount that waits for paper where nothing is scanned', () => {
    const { official, said } = desk(OfficialCentre.open(canvassDefinition({ scans: false })));
    const sheet = official.agreed(A);
    official.session();
    official.do(ruling(sheet, 'recount'));
    expect([said('recount'), official.word()]).toEqual([[], 'open typing']);
  });
});
