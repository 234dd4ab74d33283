import { describe, expect, it } from 'vitest';
import { type Instant, instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { Centre, PRES, read } from '../../src/entry/centre-example.test-support.ts';
import type { EventHeader } from '../../src/record/index.ts';
import { Boards, boardOf } from './board.ts';
import { Activity } from './board-activity.ts';
import { MemoryCentre } from './desk-server.test-support.ts';

const NOTHING = { waiting: 0, oldest: null };
const BESIDE = { inbox: NOTHING, proposals: NOTHING };

function boardFor(centre: Centre, now: Instant = centre.at) {
  const activity = new Activity();
  for (const { header } of centre.events) activity.take(header);
  return boardOf(centre.state, activity, now, BESIDE);
}

describe('the board', () => {
  it('says how much waits where, and since when', () => {
    const centre = Centre.open();
    const [one, two] = [centre.receive('s0', 1), centre.receive('s2', 2)];
    const since = centre.at;
    centre.commit(one, 'tia', read([1, 2, 3]));
    const second = centre.at;
    const [preliminary, official] = boardFor(centre).counts;
    expect(preliminary).toMatchObject({ open: true, closed: false, stopped: false, expected: 3, received: 2, late: 0 });
    expect(preliminary?.contests).toMatchObject([
      {
        contest: 'pres',
        firstEntry: { waiting: 1, oldest: since },
        secondEntry: { waiting: 1, oldest: second },
        differing: NOTHING,
        agreed: 0,
      },
      { contest: 'gov', firstEntry: { waiting: 1 }, secondEntry: NOTHING },
    ]);
    expect(official).toMatchObject({ received: 0, disputed: NOTHING });
    centre.commit(one, 'tom', read([1, 2, 4]));
    centre.receive('s2', 3);
    const after = boardFor(centre).counts[0];
    expect(after?.contests[0]).toMatchObject({ firstEntry: NOTHING, secondEntry: NOTHING, differing: { waiting: 1 } });
    expect(after?.disputed).toEqual({ waiting: 1, oldest: centre.at });
    expect(two).toBeGreaterThan(one);
  });

  it('says what was agreed of late, and by whom was worked', () => {
    const centre = Centre.open();
    const sheet = centre.receive('s2', 1);
    centre.commit(sheet, 'tia', read([1, 2, 3]));
    centre.commit(sheet, 'tom', read([1, 2, 3]));
    const done = centre.at;
    const later = (minutes: number) => boardFor(centre, instant(done + minutes * 60_000));
    const agreed = (minutes: number) => {
      const { agreed: all, agreedLast5, agreedLast60 } = later(minutes).counts[0]?.contests[0] ?? {};
      return [all, agreedLast5, agreedLast60];
    };
    expect(agreed(0)).toEqual([1, 1, 1]);
    expect(agreed(4)).toEqual([1, 1, 1]);
    expect(agreed(6)).toEqual([1, 0, 1]);
    expect(agreed(61)).toEqual([1, 0, 0]);
    expect(later(14).people).toEqual([
      { person: 'tia', entries: 1, voided: 0, lastAt: done - 1000 },
      { person: 'tom', entries: 1, voided: 0, lastAt: done },
    ]);
    expect(later(16).people).toEqual([]);
  });

  it('shows whose entries were voided, also when she is not at work', () => {
    const centre = Centre.open();
    const sheet = centre.receive('s2', 1);
    const entry = centre.state.size;
    centre.commit(sheet, 'tia', read([1, 2, 3]));
    centre.do({ kind: 'void-entry', entry, reason: 'supervisor', by: 'sol' });
    expect(boardFor(centre, instant(centre.at + 3_600_000)).people).toEqual([
      { person: 'tia', entries: 0, voided: 1, lastAt: null },
    ]);
  });

  it('says where nothing came from', () => {
    const centre = Centre.open();
    centre.receive('s0', 1);
    expect(boardFor(centre).silent).toEqual([
      { unit: 'u1', name: 'North', expected: 2, silent: 1 },
      { unit: 'u2', name: 'South', expected: 1, silent: 1 },
    ]);
  });

  it('holds nothing of what a pending entry says', () => {
    const centre = Centre.open();
    centre.commit(centre.receive('s2', 1), 'tia', read([41_111, 42_222, 43_333], ['torn']));
    expect(JSON.stringify(boardFor(centre))).not.toMatch(/4[1-3]\d{3}\b|torn/);
  });
});

describe('activity', () => {
  it('counts what the plainest count of the headers counts, to a tenth of a minute', () => {
    const activity = new Activity();
    const start = 1_767_484_800_000;
    const headers = Array.from({ length: 500 }, (_, n) => ({
      ...{ kind: n % 3 === 0 ? 'SheetAgreed' : 'EntryCommitted', actor: n % 3 === 0 ? null : `p${n % 7}` },
      ...{ at: instant(start + n * 6000), count: 'preliminary' as const, contest: n % 2 === 0 ? PRES : null },
    })) as unknown as EventHeader[];
    for (const header of headers) activity.take(header);
    const now = instant(start + 500 * 6000);
    activity.forget(now);
    for (const minutes of [1, 5, 15, 49]) {
      const since = instant(now - minutes * 60_000);
      const late = headers.filter(({ at }) => at > since);
      const agreed = late.filter(({ kind, contest }) => kind === 'SheetAgreed' && contest === PRES).length;
      expect(activity.agreedSince('preliminary', PRES, since)).toBe(agreed);
      const typed = late.filter(({ actor }) => actor === 'p1').length;
      expect(activity.peopleSince(since).get('p1')?.n).toBe(typed);
    }
    activity.forget(instant(now + 70 * 60_000));
    expect(activity.peopleSince(instant(0)).size).toBe(0);
  });
});

describe('boards', () => {
  const around = (clock: () => number) => ({
    door: { unmatched: () => ({ total: 2, scans: [{ id: 'x', name: 'x', at: instant(7), device: null, pages: 1 }] }) },
    proposals: { all: () => [{ at: 9 }] },
    clock,
  });

  it('are made once a second for all who ask, and follow the record', async () => {
    const centre = new MemoryCentre();
    let now = 0;
    const boards = new Boards(
      centre,
      around(() => now),
    );
    const first = boards.now();
    expect(boards.now()).toBe(first);
    // However long it takes: two at once would both follow the record.
    now = 5000;
    expect(boards.now()).toBe(first);
    now = 0;
    expect(await first).toMatchObject({ inbox: { waiting: 2, oldest: 7 }, proposals: { waiting: 1, oldest: 9 } });
    await work(centre);
    now = 999;
    expect((await boards.now()).people).toEqual([]);
    now = 1000;
    expect((await boards.now()).people).toMatchObject([{ person: 'tia', entries: 1 }]);
    now = 2000;
    // Nothing is counted twice when the record did not grow.
    expect((await boards.now()).people).toMatchObject([{ person: 'tia', entries: 1 }]);
  });

  it('begin after a restart with the last hour, however long the record is', async () => {
    const centre = new MemoryCentre();
    await work(centre);
    centre.at = instant(centre.at + 2 * 3_600_000);
    const read: number[] = [];
    const original = centre.read.bind(centre);
    centre.read = (from, limit) => {
      if (limit > 1) read.push(from);
      return original(from, limit);
    };
    await centre.do({ kind: 'grant-role', person: 'tom', role: 'typist', by: 'console' });
    const last = centre.state.size - 1;
    expect(
      (
        await new Boards(
          centre,
          around(() => 0),
        ).now()
      ).people,
    ).toEqual([]);
    expect(read).toEqual([last]);
  });

  it('are asked again after one could not be made', async () => {
    const centre = new MemoryCentre();
    const boards = new Boards(
      centre,
      around(() => 0),
    );
    const original = centre.read.bind(centre);
    centre.read = () => {
      throw new Error('no disk');
    };
    await expect(boards.now()).rejects.toThrow('no disk');
    centre.read = original;
    expect((await boards.now()).counts).toHaveLength(2);
  });

  async function work(centre: MemoryCentre): Promise<void> {
    await centre.do({ kind: 'grant-role', person: 'tia', role: 'typist', by: 'console' });
    await centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
    const sheet = await centre.receive('s2', 'x');
    const content = read([1, 2, 3]);
    expectOk(await centre.act({ kind: 'commit-entry', sheet, contest: PRES, by: 'tia', content }), 'commit');
  }
});
