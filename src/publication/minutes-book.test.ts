import { describe, expect, it } from 'vitest';
import type { StationId } from '../model/ids.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import { sessionMinutes } from './minutes.ts';
import { MinutesBook } from './minutes-book.ts';
import { LITTLE, ViewRecorder } from './view-recorder.test-support.ts';

const text = (words: string) => ({ es: words, en: words });
const VOTE = { session: 1, for: ['m1', 'm2'], against: [], abstained: [], law: text('s. 1'), reason: text('why') };
const OFFICIAL = { count: 'official' } as const;
const PAPERS = { data: 'd', es: 'e', en: 'n' };

class Room {
  readonly r = new ViewRecorder();
  readonly book = new MinutesBook();

  act(body: EventBody, about: Parameters<ViewRecorder['act']>[1] = OFFICIAL): number {
    const index = this.r.act(body, about);
    this.follow();
    return index;
  }

  follow(): void {
    for (const { header, body } of this.r.events.slice(this.book.size)) this.book.take(this.book.size, header, body);
  }

  open(session: number): number {
    const body = { kind: 'SessionOpened', session, place: 'Hall', members: ['m1', 'm2'], delegates: [], counted: 0 };
    return this.act(body as EventBody);
  }

  close(session: number): number {
    return this.act({ kind: 'SessionClosed', session, size: this.r.events.length, papers: PAPERS });
  }

  receive(station: string, condition: 'broken' | 'whole'): number {
    return this.act({
      kind: 'EnvelopeReceived',
      station: station as StationId,
      seal: 'X1',
      condition,
      from: 'courier',
    });
  }

  object(sheet: number): number {
    const of = {
      station: 's0' as StationId,
      sheet,
      session: 1,
      party: 'P',
      delegate: 'D',
      ground: 'g',
      text: text('no'),
    };
    return this.act({ kind: 'ObjectionRaised', ...of }, { ...OFFICIAL, contest: 'pres' });
  }

  rule(sheet: number, objections: readonly (readonly [number, boolean])[]): number {
    const of = { station: 's0' as StationId, sheet, effect: 'stands', ground: 'g', objections, until: null } as const;
    return this.act({ kind: 'BoardRuled', ...of, ...VOTE }, { ...OFFICIAL, contest: 'pres' });
  }

  session() {
    return this.book.session(this.r.events.length);
  }
}

describe('what the minutes of a session tell', () => {
  it('is nothing while none is open, and nothing of a session that came behind the state', () => {
    const room = new Room();
    expect(room.session()).toBeNull();
    const at = room.open(1);
    expect(room.book.session(at)).toBeNull();
    expect(room.session()).toMatchObject({ session: 1, place: 'Hall', from: 0, opened: { record: at, counted: 0 } });
    room.close(1);
    expect(room.session()).toBeNull();
    room.r.publish();
    room.follow();
    const state = { size: room.r.events.length, root: '', at: room.r.lastAt, checkpoint: null };
    expect(sessionMinutes(room.r.view, room.book, state)).toBeNull();
  });

  it('is each sheet that was in somebody’s hands since the session before, once, as it is now', () => {
    const room = new Room();
    const first = room.receive('s0', 'broken');
    const other = room.receive('s1', 'whole');
    const custody = { station: 's0' as StationId, sheet: first, seal: 'X2', by: ['a', 'b'] } as const;
    room.act({ kind: 'EnvelopeOpened', ...custody, condition: 'whole', found: 'nothing' });
    room.open(1);
    const broken = { station: 's0', sheet: first, seal: 'X2', condition: 'whole', everBroken: true, found: 'nothing' };
    expect(room.session()?.sheets).toEqual([
      { ...broken, generation: 1, state: 'opened' },
      expect.objectContaining({ station: 's1', sheet: other, state: 'received', everBroken: false, found: null }),
    ]);
    room.close(1);
    room.open(2);
    expect(room.session()?.sheets).toEqual([]);
    room.act({ kind: 'EnvelopeStored', station: 's0' as StationId, sheet: first, where: 'shelf' });
    expect(room.session()?.sheets).toEqual([{ ...broken, generation: 1, state: 'stored' }]);
  });

  it('is every objection until it was answered and told, and the rulings of this session alone', () => {
    const room = new Room();
    const sheet = room.receive('s0', 'whole');
    room.open(1);
    const [one, two] = [room.object(sheet), room.object(sheet)];
    const ruling = room.rule(sheet, [[one, true]]);
    expect(room.session()?.objections.map(({ record, answer }) => [record, answer])).toEqual([
      [one, { ruling, upheld: true }],
      [two, null],
    ]);
    expect(room.session()?.rulings.map(({ record, vote }) => [record, vote.for])).toEqual([[ruling, ['m1', 'm2']]]);
    const closed = room.close(1);
    room.open(2);
    expect(room.session()).toMatchObject({
      from: closed + 1,
      rulings: [],
      objections: [{ record: two, answer: null }],
    });
    const later = room.rule(sheet, [[two, false]]);
    expect(room.session()?.objections).toMatchObject([{ record: two, answer: { ruling: later, upheld: false } }]);
    room.close(2);
    room.open(3);
    expect(room.session()?.objections).toEqual([]);
  });

  it('names members as they were seated, also one who left', () => {
    const room = new Room();
    room.act({ kind: 'MemberSeated', member: 'm1', name: 'Ana', title: text('Chair') }, {});
    room.open(1);
    room.act({ kind: 'MemberLeft', member: 'm1' }, {});
    expect(room.session()?.members.map(({ person, name }) => [person, name])).toEqual([
      ['m1', 'Ana'],
      ['m2', 'm2'],
    ]);
  });

  it('is nothing of the preliminary count, and nothing of an office: that has minutes of its own', () => {
    const room = new Room();
    room.open(1);
    const before = room.session();
    room.r.receive('preliminary', 's0', 'B');
    room.follow();
    const stored: EventHeader = { ...(room.r.events[0]?.header as EventHeader), office: 'LP', officeIndex: 0 } as never;
    const closed = { kind: 'SessionClosed', session: 1, size: 1, papers: PAPERS } as const;
    room.book.take(room.book.size, { ...stored, kind: 'SessionClosed' }, closed);
    room.book.take(room.book.size, { ...stored, kind: 'Notice', office: undefined } as never, null);
    expect(room.book.session(99)).toEqual(before);
  });

  it('has the totals of the state, for each contest', () => {
    const room = new Room();
    room.r.openBoth();
    room.r.lift('pres');
    room.r.agree('official', 'pres', 's0', [7, 8, 9] as never);
    room.follow();
    room.open(1);
    room.r.publish();
    room.follow();
    const state = { size: room.r.states.at(-1)?.size ?? 0, root: 'r', at: room.r.lastAt, checkpoint: null };
    const minutes = sessionMinutes(room.r.view, room.book, state);
    expect(minutes).toMatchObject({ v: 1, kind: 'minutes', election: LITTLE.election.id, test: true, state });
    expect(minutes?.totals.map(({ contest, figures }) => [contest, figures.counted, figures.votes])).toEqual([
      ['pres', 1, [7, 8]],
      ['gov', 0, [0, 0]],
    ]);
  });
});
