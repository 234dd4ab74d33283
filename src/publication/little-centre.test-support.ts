import fc from 'fast-check';
import { countingBoxes } from '../model/desk-rules.ts';
import type { CountKind, StationId } from '../model/ids.ts';
import { COUNT_KINDS } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { type Of, ViewRecorder } from './view-recorder.test-support.ts';

/*
 * A counting centre in little: whatever it is told to do, it does as the record's rules allow, or not at all. Figures come
 * from a function, so that two nights can differ in them alone.
 */

export const PLACES = [
  ['pres', 's0', 3],
  ['gov', 's0', 2],
  ['pres', 's3', 3],
  ['pres', 's4', 3],
  ['gov', 's2', 2],
] as const;
const STATIONS = ['s0', 's2', 's3', 's4'] as const;

export type Act =
  | {
      readonly kind: 'type' | 'void' | 'rule';
      readonly place: number;
      readonly count: CountKind;
      readonly dice: number;
    }
  | {
      readonly kind: 'receive' | 'choose' | 'withdraw' | 'announce';
      readonly station: string;
      readonly count: CountKind;
      readonly dice: number;
    }
  | { readonly kind: 'stop' | 'resume' | 'close'; readonly count: CountKind }
  | { readonly kind: 'lift'; readonly contest: string }
  | { readonly kind: 'publish' };

const count = fc.constantFrom(...COUNT_KINDS);
const dice = fc.nat(11);
const ofPlace = (kind: 'type' | 'void' | 'rule') =>
  fc.record({ kind: fc.constant(kind), place: fc.nat(PLACES.length - 1), count, dice });
const ofStation = (kind: 'receive' | 'choose' | 'withdraw' | 'announce') =>
  fc.record({ kind: fc.constant(kind), station: fc.constantFrom(...STATIONS), count, dice });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 24, arbitrary: ofPlace('type') },
  { weight: 2, arbitrary: ofPlace('void') },
  { weight: 2, arbitrary: ofPlace('rule') },
  { weight: 6, arbitrary: ofStation('receive') },
  { weight: 7, arbitrary: ofStation('announce') },
  { weight: 3, arbitrary: ofStation('choose') },
  { weight: 2, arbitrary: ofStation('withdraw') },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('stop' as const, 'resume' as const), count }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lift' as const), contest: fc.constantFrom('pres', 'gov') }) },
  { weight: 5, arbitrary: fc.constant({ kind: 'publish' as const }) },
);
/** A night may end with the close of a count, after which sheets still come in. */
export const night: fc.Arbitrary<Act[]> = fc
  .tuple(
    fc.array(act, { minLength: 30, maxLength: 110, size: 'max' }),
    fc.option(count),
    fc.array(act, { maxLength: 8 }),
  )
  .map(([acts, closed, after]) =>
    closed === null
      ? acts
      : [...acts, { kind: 'close' as const, count: closed }, ...after, { kind: 'publish' as const }],
  );

type Typing = {
  first: number | null;
  seed: number;
  differ: readonly [number, number] | null;
  done: 'observed' | 'agreed' | null;
  from: number;
};
type Station = { live: number[]; standing: number | null; disputed: number[] | null };

/** What stations send: figures of their own, or in each place where they would send something a notice of nothing. */
export type Senders = { readonly figure?: (seed: number) => Box; readonly silent?: boolean };

export class LittleCentre {
  readonly recorder = new ViewRecorder();
  private readonly figure: (seed: number) => Box;
  private readonly senders: Senders;
  private readonly stations = new Map<string, Station>();
  private readonly typing = new Map<string, Typing>();
  private readonly closed = new Set<CountKind>();

  constructor(figure: (seed: number) => Box, senders: Senders = {}) {
    this.figure = figure;
    this.senders = senders;
    this.recorder.openBoth();
  }

  do(act: Act): void {
    const r = this.recorder;
    switch (act.kind) {
      case 'lift':
        r.lift(act.contest);
        return;
      case 'publish':
        r.publish();
        return;
      case 'stop':
        r.stop(act.count);
        return;
      case 'resume':
        r.resume(act.count);
        return;
      case 'close':
        this.close(act.count);
        return;
      case 'receive':
        this.receive(act.count, act.station, act.dice);
        return;
      case 'announce':
        this.announce(act.station, act.dice);
        return;
      default:
        // After the close nothing more happens to any sheet.
        if (!this.closed.has(act.count)) this.work(act);
    }
  }

  private work(act: Extract<Act, { dice: number }>): void {
    if ('station' in act) {
      if (act.kind === 'choose') this.choose(act.count, act.station, act.dice);
      else this.withdraw(act.count, act.station, act.dice);
      return;
    }
    const [contest, station, width] = PLACES[act.place] ?? PLACES[0];
    const { standing, disputed } = this.station(act.count, station);
    if (standing === null || disputed !== null) return;
    const of = { count: act.count, contest, station, sheet: standing };
    if (act.kind === 'type') this.type(of, width, act);
    else if (act.kind === 'void') this.void(of);
    else this.rule(of, width, act.dice);
  }

  private receive(count: CountKind, station: string, dice: number): void {
    const sheet = this.recorder.receive(count, station, dice < 4 ? 'BCDE'.charAt(dice) : null);
    if (this.closed.has(count)) return;
    const s = this.station(count, station);
    s.live.push(sheet);
    if (s.standing === null && s.disputed === null) {
      s.standing = sheet;
      return;
    }
    s.disputed = [...s.live];
    this.recorder.dispute(count, station, s.disputed);
  }

  /** At any time: figures that are those of the paper, or others, of all contests or one, by one of three senders. */
  private announce(station: string, dice: number): void {
    const { standing } = this.station('preliminary', station);
    const figure = this.senders.figure ?? this.figure;
    const all = PLACES.flatMap(([contest, where, width], place) => {
      if (where !== station) return [];
      const seed = place * 100 + ((standing ?? 0) % 7) * 1000 + (dice % 3 === 0 ? 50 : 0);
      return [[contest, Array.from({ length: width }, (_, i) => figure(seed + i))] as const];
    }).sort(([a], [b]) => (a < b ? -1 : 1));
    const told = dice % 5 === 4 ? all.slice(0, 1) : all;
    if (this.senders.silent === true) {
      const text = { es: '', en: '' };
      for (let i = 0; i <= told.length; i++) this.recorder.act({ kind: 'Notice', text });
    } else this.recorder.announce(station, told, [null, 'phone-1', 'phone-2'][Math.floor(dice / 3) % 3] ?? null);
  }

  private type(of: Of & { sheet: number }, width: number, { place, dice }: { place: number; dice: number }): void {
    const t = this.typingOf(of);
    const r = this.recorder;
    // Whether entries are equal is public, so it may not depend on the figures: the seeds differ, and the figures with them.
    const seed = place * 100 + (of.sheet % 7) * 1000 + (dice === 0 ? 50 : 0);
    const boxes = Array.from({ length: width }, (_, i) => this.figure(seed + i));
    const content = { corrections: dice === 5 ? [[0, (dice + 900) as never] as const] : [], observations: [] };
    const counting = countingBoxes({ boxes, ...content }, 'correction');
    if (t.done !== null) return;
    if (t.differ !== null) {
      const { count, contest, station, sheet } = of;
      const body = { station: station as StationId, sheet, entries: t.differ, boxes, ...content };
      t.from = r.act({ kind: 'DifferenceResolved', ...body }, { count, contest, actor: 'cem' });
      this.decide(of, t, counting, dice);
    } else if (t.first === null) {
      t.first = r.commit(of, 1, boxes, content);
      t.seed = seed + (dice === 5 ? 7 : 0);
    } else {
      const entries = [t.first, r.commit(of, 2, boxes, content)] as const;
      const equal = t.seed === seed + (dice === 5 ? 7 : 0);
      r.reveal(of, entries, equal);
      t.from = entries[0];
      if (equal) this.decide(of, t, counting, dice);
      else t.differ = entries;
    }
  }

  private decide(of: Of, t: Typing, boxes: readonly Box[], dice: number): void {
    t.done = dice % 4 === 3 ? 'observed' : 'agreed';
    if (t.done === 'agreed') this.recorder.agreed(of, boxes, t.from);
    else this.recorder.observe(of, dice === 7 ? ['not-a-sheet'] : ['unsigned'], t.from);
  }

  private void(of: Of & { sheet: number }): void {
    const t = this.typingOf(of);
    if (t.first === null || t.differ !== null || t.done !== null) return;
    this.recorder.voidEntry(of, t.first);
    t.first = null;
  }

  private rule(of: Of & { sheet: number }, width: number, dice: number): void {
    const t = this.typingOf(of);
    if (t.done !== 'observed') return;
    const ruling = this.recorder.rule(of, dice % 2 === 0 ? 'count' : 'retype');
    if (dice % 2 === 0) {
      t.done = 'agreed';
      this.recorder.agreed(
        of,
        Array.from({ length: width }, (_, i) => this.figure(dice + i)),
        ruling,
      );
    } else Object.assign(t, { first: null, differ: null, done: null });
  }

  private choose(count: CountKind, station: string, dice: number): void {
    const s = this.station(count, station);
    if (s.disputed === null) return;
    const sheet = s.disputed[dice % s.disputed.length] ?? 0;
    const over = s.disputed.filter((one) => one !== sheet);
    this.recorder.choose(count, station, sheet, over);
    Object.assign(s, { live: [sheet], standing: sheet, disputed: null });
    for (const one of over) this.drop(count, station, one);
  }

  private withdraw(count: CountKind, station: string, dice: number): void {
    const s = this.station(count, station);
    const sheet = s.live[dice % Math.max(1, s.live.length)];
    if (sheet === undefined) return;
    if (dice < 6) this.drop(count, station, sheet);
    this.recorder.withdraw(count, station, sheet, dice % 3 === 0 ? 'not-a-sheet' : 'false-sheet');
    if (dice >= 6) this.drop(count, station, sheet);
    s.live = s.live.filter((one) => one !== sheet);
    if (s.disputed !== null) s.disputed = s.disputed.filter((one) => one !== sheet);
    if (s.disputed === null || s.disputed.length < 2) Object.assign(s, { disputed: null, standing: s.live[0] ?? null });
  }

  /** Voids what is typed of a sheet that nobody is to type any more. */
  private drop(count: CountKind, station: string, sheet: number): void {
    for (const [contest, where] of PLACES) {
      if (where !== station) continue;
      const of = { count, contest, station, sheet };
      const t = this.typingOf(of);
      if (t.first !== null && t.differ === null && t.done === null) this.recorder.voidEntry(of, t.first, 'withdrawn');
      t.first = null;
    }
  }

  private close(count: CountKind): void {
    if (this.closed.has(count)) return;
    this.closed.add(count);
    this.recorder.close(count);
    for (const [key, t] of this.typing) {
      const [of_, contest = '', station = '', sheet] = key.split(' ');
      if (of_ !== count || t.first === null || t.differ !== null || t.done !== null) continue;
      this.recorder.voidEntry({ count, contest, station, sheet: Number(sheet) }, t.first, 'closed');
    }
  }

  private station(count: CountKind, station: string): Station {
    const known = this.stations.get(`${count} ${station}`) ?? { live: [], standing: null, disputed: null };
    this.stations.set(`${count} ${station}`, known);
    return known;
  }

  private typingOf({ count, contest, station, sheet }: Of): Typing {
    const key = `${count} ${contest} ${station} ${sheet}`;
    const known = this.typing.get(key) ?? { first: null, seed: 0, differ: null, done: null, from: 0 };
    this.typing.set(key, known);
    return known;
  }
}

/** Plays the acts on a centre of its own. */
export function play(
  acts: readonly Act[],
  figure: (seed: number) => Box,
  onPublish: (r: ViewRecorder) => void = () => {},
  senders: Senders = {},
): ViewRecorder {
  const centre = new LittleCentre(figure, senders);
  for (const one of acts) {
    centre.do(one);
    if (one.kind === 'publish') onPublish(centre.recorder);
  }
  return centre.recorder;
}
