import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import type { Box } from '../model/votes.ts';
import type { AnnounceFigures, CentreAct } from './acts.ts';
import { Centre, hash, littleDefinition, sheetOf, station, unit } from './centre-example.test-support.ts';

const boxesOf: Readonly<Record<string, readonly Box[]>> = {
  gov: [5, 6] as Box[],
  pres: [1, 'empty', 'illegible'] as Box[],
};
const figure = (contest: string, boxes: readonly unknown[] = boxesOf[contest] ?? []) => ({
  contest,
  boxes: boxes as readonly Box[],
  salt: hash(1),
  commitment: hash(contest.length),
});
const signedBy = (device: string, sentAt = 0) => ({
  device,
  sentAt: instant(sentAt),
  signature: `${'A'.repeat(86)}==`,
});
const figuresOf = (of: string, more: Partial<AnnounceFigures> = {}): AnnounceFigures => ({
  kind: 'announce-figures',
  station: station(of),
  figures: of === 's2' ? [figure('pres')] : [figure('gov'), figure('pres')],
  signed: signedBy('phone'),
  ...more,
});
const enrol = (device: string, scope: string, only: string | null = null): CentreAct => ({
  kind: 'enrol-device',
  device,
  key: hash(7),
  scope: unit(scope),
  only: only === null ? null : station(only),
  replaces: null,
  by: 'ada',
});

/** Everybody at work, and a phone of the whole election. */
function open(definition = littleDefinition()): Centre {
  const centre = Centre.open(definition);
  centre.do(enrol('phone', 'u0'));
  return centre;
}

describe('figures from a station', () => {
  it('are one announcement and a sealed reading for each contest, and nothing waits or changes for them', () => {
    const centre = open();
    const at = centre.state.size;
    expect(centre.do(figuresOf('s0'))).toEqual([
      {
        kind: 'FiguresAnnounced',
        station: 's0',
        figures: [
          ['gov', hash(3)],
          ['pres', hash(4)],
        ],
        via: 'app',
        ...signedBy('phone'),
      },
      { kind: 'FiguresRead', station: 's0', announced: at, boxes: [5, 6], salt: hash(1) },
      { kind: 'FiguresRead', station: 's0', announced: at, boxes: [1, 'empty', 'illegible'], salt: hash(1) },
    ]);
    expect(centre.events.slice(at).map(({ header }) => [header.count, header.contest, header.actor])).toEqual([
      ['preliminary', null, null],
      ['preliminary', 'gov', null],
      ['preliminary', 'pres', null],
    ]);
    expect([centre.state.waiting.toType.size, centre.state.papers.heardFrom('preliminary')]).toEqual([0, 0]);
  });

  it('by SMS nobody signed', () => {
    const centre = open();
    const [announced] = centre.do(figuresOf('s2', { signed: null }));
    expect(announced).toMatchObject({ via: 'sms', device: null, sentAt: null, signature: null });
  });

  it('may be of some contests only, and are taken behind the closing, not before the opening, nor in an imported count', () => {
    const centre = open();
    centre.do({ kind: 'close-count', count: 'preliminary', by: 'pam' });
    expect(centre.kinds(figuresOf('s0', { figures: [figure('pres')] }))).toEqual(['FiguresAnnounced', 'FiguresRead']);
    const refused = { kind: 'count-not-open', count: 'preliminary' };
    expect(new Centre().refuse(figuresOf('s0'))).toEqual(refused);
    const imported = new Centre();
    const header = { ...centre.events[0], count: 'preliminary' } as never;
    imported.state.take(0, header, { kind: 'CountOpened', mode: 'imported', files: [] });
    expect(imported.refuse(figuresOf('s0', { signed: null }))).toEqual(refused);
  });

  it.each<[string, Partial<AnnounceFigures>, unknown]>([
    ['an unknown station', { station: station('s9') }, { kind: 'unknown-station', station: 's9' }],
    ['no contest', { figures: [] }, { kind: 'bad-content', detail: 'figures' }],
    ['contests out of order', { figures: [figure('pres'), figure('gov')] }, { kind: 'bad-content', detail: 'figures' }],
    ['a contest twice', { figures: [figure('gov'), figure('gov')] }, { kind: 'bad-content', detail: 'figures' }],
    ['an unknown contest', { figures: [figure('mayor')] }, { kind: 'unknown-contest', contest: 'mayor' }],
    [
      'a contest that the station does not vote in',
      { station: station('s2'), figures: [figure('gov')] },
      { kind: 'unknown-contest', contest: 'gov' },
    ],
    [
      'a box too few',
      { figures: [figure('gov'), figure('pres', [1, 2])] },
      { kind: 'wrong-number-of-boxes', expected: 3, found: 2 },
    ],
    ['a negative box', { figures: [figure('gov', [1, -1])] }, { kind: 'bad-content', detail: 'boxes' }],
    ['a box over the limit', { figures: [figure('gov', [1, 1e9])] }, { kind: 'bad-content', detail: 'boxes' }],
    ['a salt that is none', { figures: [{ ...figure('gov'), salt: 'x' }] }, { kind: 'bad-content', detail: 'salt' }],
    [
      'a commitment that is none',
      { figures: [{ ...figure('gov'), commitment: 'x' }] },
      { kind: 'bad-content', detail: 'figures' },
    ],
    [
      'a signature that is none',
      { signed: { ...signedBy('phone'), signature: 'x' } },
      { kind: 'bad-content', detail: 'signature' },
    ],
    ['an unknown device', { signed: signedBy('nobody') }, { kind: 'unknown-device', device: 'nobody' }],
    ['a revoked device', { signed: signedBy('lost') }, { kind: 'unknown-device', device: 'lost' }],
    [
      'a device of elsewhere',
      { signed: signedBy('south') },
      { kind: 'device-out-of-scope', device: 'south', station: 's0' },
    ],
    [
      'a device of another station of the unit',
      { signed: signedBy('beside') },
      { kind: 'device-out-of-scope', device: 'beside', station: 's0' },
    ],
  ])('%s: refused', (_, more, refusal) => {
    const centre = open();
    for (const act of [enrol('lost', 'u1'), enrol('south', 'u2'), enrol('beside', 'u1', 's1')]) centre.do(act);
    centre.do({ kind: 'revoke-device', device: 'lost', by: 'sol' });
    expect(centre.refuse(figuresOf('s0', more))).toEqual(refusal);
  });

  it('a device of one station sends sheets and figures of that one', () => {
    const centre = open();
    centre.do(enrol('beside', 'u1', 's1'));
    const signed = signedBy('beside');
    centre.do(figuresOf('s1', { signed }));
    centre.do(sheetOf('s1', 1, { signed }));
    expect(centre.refuse(sheetOf('s0', 1, { signed }))).toMatchObject({ kind: 'device-out-of-scope' });
  });
});

describe('figures that come again', () => {
  it('of the same device, station and time: the number of the first, whatever they say, also when there is no more room', () => {
    const centre = open();
    const first = centre.state.size;
    centre.do(figuresOf('s0'));
    const again = { kind: 'already-received', sheet: first };
    expect(centre.refuse(figuresOf('s0'))).toEqual(again);
    expect(centre.refuse(figuresOf('s0', { figures: [figure('gov', [9, 9])] }))).toEqual(again);
    for (let n = 1; n < 16; n++) centre.do(figuresOf('s0', { signed: signedBy('phone', n) }));
    expect(centre.refuse(figuresOf('s0'))).toEqual(again);
  });

  it('of another device, for another station or at another time: another reading', () => {
    const centre = open();
    centre.do(enrol('other', 'u1'));
    centre.do(figuresOf('s0'));
    centre.do(figuresOf('s0', { signed: signedBy('other') }));
    centre.do(figuresOf('s1'));
    centre.do(figuresOf('s0', { signed: signedBy('phone', 1) }));
    const names = centre.events.filter(({ body }) => body.kind === 'FiguresAnnounced').length;
    expect(names).toBe(4);
  });
});

describe('quotas', () => {
  it('16 readings of a device and station, whatever became of the count', () => {
    const centre = open();
    for (let n = 0; n < 16; n++) {
      if (n === 10) centre.do({ kind: 'close-count', count: 'preliminary', by: 'pam' });
      centre.do(figuresOf('s0', { signed: signedBy('phone', n) }));
    }
    const more = { signed: signedBy('phone', 16) };
    expect(centre.refuse(figuresOf('s0', more))).toEqual({ kind: 'quota', device: 'phone', station: 's0' });
    centre.do(figuresOf('s1', more));
    centre.do(sheetOf('s0', 1, more));
    centre.do(enrol('other', 'u1'));
    centre.do(figuresOf('s0', { signed: signedBy('other') }));
  });

  it('8 sheets of a device and station, late ones too; the same content again is known', () => {
    const centre = open();
    const first = centre.state.size;
    const sheet = (n: number) => sheetOf('s0', n, { signed: signedBy('phone', n) });
    for (let n = 0; n < 8; n++) {
      if (n === 5) centre.do({ kind: 'close-count', count: 'preliminary', by: 'pam' });
      centre.do(sheet(n));
    }
    expect(centre.refuse(sheet(8))).toEqual({ kind: 'quota', device: 'phone', station: 's0' });
    expect(centre.refuse(sheet(0))).toEqual({ kind: 'already-received', sheet: first });
    centre.do(sheetOf('s0', 8));
    centre.do(sheetOf('s1', 8, { signed: signedBy('phone') }));
    centre.do(figuresOf('s0'));
  });

  it('4 readings of a station by SMS', () => {
    const centre = open();
    for (let n = 0; n < 4; n++) centre.do(figuresOf('s0', { signed: null }));
    expect(centre.refuse(figuresOf('s0', { signed: null }))).toEqual({ kind: 'quota', device: 'sms', station: 's0' });
    centre.do(figuresOf('s1', { signed: null }));
    centre.do(figuresOf('s0'));
  });
});

describe('what the door refused', () => {
  it('is recorded as it is told, whatever the state of the count', () => {
    const minutes = [
      [instant(0), 'malformed', 3],
      [instant(60_000), 'quota', 1],
    ] as const;
    const centre = new Centre();
    expect(centre.do({ kind: 'tell-refused', minutes })).toEqual([{ kind: 'ArrivalsRefused', minutes }]);
    expect(centre.events[0]?.header).toMatchObject({ count: 'preliminary', contest: null, actor: null });
    const closed = open();
    closed.do({ kind: 'close-count', count: 'preliminary', by: 'pam' });
    expect(closed.kinds({ kind: 'tell-refused', minutes })).toEqual(['ArrivalsRefused']);
  });

  it('unless that is nothing, or no list of minutes', () => {
    const refused = { kind: 'bad-content', detail: 'minutes' };
    const row = [instant(0), 'quota', 1] as const;
    for (const minutes of [[], [row, row], [[instant(1), 'quota', 1] as const]]) {
      expect(new Centre().refuse({ kind: 'tell-refused', minutes })).toEqual(refused);
    }
  });
});
