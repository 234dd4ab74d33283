import { instant } from '../base/instant.ts';
import type { EntryContent } from '../model/desk-rules.ts';
import type { CountKind, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { REFUSED_REASONS, ROLES, VOID_REASONS, WITHDRAWAL_CODES } from '../record/index.ts';
import type { CentreAct } from './acts.ts';
import { GOV, hash, PEOPLE, PRES, picture, read, station, unit, words } from './centre-example.test-support.ts';
import type { CentreState } from './centre-state.ts';

/*
 * Random acts for random walks: mostly those that could be done, by those who could, so that walks get far; some by anybody to
 * anything. Dice come from a seed.
 */

export type Dice = {
  /** A whole number below n. */
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
};

/** mulberry32. */
export function dice(seed: number): Dice {
  let a = seed >>> 0;
  const below = (n: number) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
  return { below, pick: <T>(list: readonly T[]) => list[below(list.length)] as T };
}

const names = Object.keys(PEOPLE);
const of = (role: string) => names.filter((person) => PEOPLE[person] === role);
const MORE_TYPISTS = ['tea', 'ted', 'tad', 'tuk', 'tor', 'tye'];
const DEVICES = ['north', 'south', 'east', 'west'];
export const TYPISTS = [...of('typist'), ...MORE_TYPISTS];

const CONTENTS = {
  pres: [
    read([1, 2, 3]),
    read([1, 2, 4]),
    read([1, 2, 3], ['torn']),
    read([1, 2, 3], ['unclear-correction'], [[1, 7]]),
    read([1, 2, 3], [], [[1, 7]]),
    read([], ['illegible']),
    read([1, 'empty', 'illegible']),
  ],
  gov: [
    read([5, 6]),
    read([5, 0]),
    read([5, 6], ['unclear-correction']),
    read([], ['wrong-station', 'unsigned'].sort() as ['unsigned', 'wrong-station']),
  ],
} as const satisfies Readonly<Record<string, readonly EntryContent[]>>;

const WEIGHTED: readonly (readonly [number, CentreAct['kind']])[] = [
  [30, 'commit-entry'],
  [12, 'resolve-difference'],
  [3, 'receive-sheet'],
  [2, 'receive-envelope'],
  [6, 'announce-figures'],
  [1, 'tell-refused'],
  [6, 'rule-observed'],
  [4, 'choose-sheet'],
  [1, 'withdraw-sheet'],
  [1, 'void-entry'],
  [2, 'grant-role'],
  [1, 'revoke-role'],
  [2, 'enrol-device'],
  [1, 'revoke-device'],
  [1, 'stop-publication'],
  [1, 'resume-publication'],
  [1, 'give-notice'],
  [1, 'lift-embargo'],
  [1, 'open-count'],
];
const KINDS = WEIGHTED.flatMap(([times, kind]) => new Array<CentreAct['kind']>(times).fill(kind));

/** A random act. `closing`: of how many acts one closes a count. */
export function randomAct(state: CentreState, d: Dice, closing: number): CentreAct {
  const kind = d.below(closing) === 0 ? 'close-count' : d.pick(KINDS);
  const sheets = [...state.papers.all()];
  const recent = sheets.slice(-6);
  const chanced = (recent.length > 0 ? d.pick(d.below(5) === 0 ? sheets : recent) : null)?.number ?? d.below(99);
  const aimed = aim(state, kind, d);
  const sheet = aimed?.sheet ?? chanced;
  const contest = aimed?.contest ?? d.pick([PRES, GOV]);
  const count: CountKind = d.pick(['preliminary', 'preliminary', 'official']);
  const anybody = d.pick([...names, 'nobody', 'console']);
  const either = (role: string) =>
    d.below(12) === 0 ? anybody : d.pick(role === 'typist' ? typistsNow(state) : of(role));
  const two = (role: string) => {
    const [a, b] = of(role) as [string, string];
    return d.below(10) === 0
      ? ([either(role), either(role)] as const)
      : d.below(2) === 0
        ? ([a, b] as const)
        : ([b, a] as const);
  };
  const place = station(d.pick(['s0', 's1', 's2', d.below(20) === 0 ? 'nowhere' : 's0']));
  const reason = words(d.below(20) === 0 ? ' ' : 'why');
  switch (kind) {
    case 'commit-entry':
      return { kind, sheet, contest, by: either('typist'), content: typed(d, contest, sheet) };
    case 'resolve-difference':
      return { kind, sheet, contest, by: either('verifier'), content: typed(d, contest, sheet) };
    case 'receive-sheet': {
      const signed = d.below(3) === 0 ? signedBy(d, 1) : null;
      const desk = d.below(4) === 0;
      const content = d.below(12);
      return {
        kind,
        station: place,
        content: hash(content),
        pictures: [picture(content)],
        matched: desk ? 'desk' : 'qr',
        signed,
        by: desk ? either('supervisor') : null,
      };
    }
    case 'receive-envelope':
      return { kind, station: place };
    case 'announce-figures':
      return randomFigures(d, place);
    case 'tell-refused':
      return { kind, minutes: d.below(4) === 0 ? [] : [[instant(0), d.pick(REFUSED_REASONS), 1 + d.below(9)]] };
    case 'rule-observed':
      return { kind, sheet, contest, ruling: d.pick(['count', 'retype']), by: two('supervisor'), reason };
    case 'choose-sheet': {
      const known = state.papers.sheet(sheet);
      return {
        kind,
        count: known?.count ?? count,
        station: known?.station ?? place,
        sheet,
        by: two('supervisor'),
        reason,
      };
    }
    case 'withdraw-sheet':
      return { kind, sheet, code: d.pick(WITHDRAWAL_CODES), by: two('supervisor'), reason };
    case 'void-entry': {
      const pending = [...state.typing.pending(count).keys()];
      const entry = pending.length > 0 && d.below(4) > 0 ? d.pick(pending) : d.below(state.size + 1);
      const lost = d.below(3) === 0;
      const why = VOID_REASONS.filter((r) => r === (lost ? 'lost' : 'supervisor'))[0] as 'lost' | 'supervisor';
      return { kind, entry, reason: why, by: lost ? 'console' : either('supervisor') };
    }
    case 'grant-role':
    case 'revoke-role': {
      const person = kind === 'grant-role' ? d.pick(MORE_TYPISTS) : d.pick([...names, ...MORE_TYPISTS]);
      const role = d.below(3) === 0 ? d.pick(ROLES) : 'typist';
      return { kind, person, role, by: either('administrator') };
    }
    case 'enrol-device':
      return {
        kind,
        device: d.pick(DEVICES),
        key: hash(d.below(9)),
        scope: unit(d.pick(['u0', 'u1', 'u9'])),
        only: d.below(3) === 0 ? station(d.pick(['s0', 's1', 's2', 'nowhere'])) : null,
        replaces: d.below(3) === 0 ? d.pick(DEVICES) : null,
        by: either(d.pick(['administrator', 'supervisor'])),
      };
    case 'revoke-device':
      return { kind, device: d.pick(DEVICES), by: either(d.pick(['administrator', 'supervisor'])) };
    case 'stop-publication':
    case 'resume-publication':
      return { kind, count, office: words('Board'), reason, by: d.below(4) === 0 ? null : two('publisher') };
    case 'give-notice':
      return { kind, text: reason, by: either('publisher') };
    case 'lift-embargo':
      return { kind, contest, by: either('publisher') };
    default:
      return { kind, count, by: either('publisher') };
  }
}

/** Mostly by the devices that come first, of times that sometimes are the same. */
function signedBy(d: Dice, times: number) {
  const device = DEVICES[Math.min(d.below(DEVICES.length), d.below(DEVICES.length))] as string;
  return { device, sentAt: instant(d.below(times)), signature: `${'A'.repeat(86)}==` };
}

/** Figures of the contests of the station, sometimes of another or of too few boxes. */
export function randomFigures(d: Dice, place: StationId): CentreAct {
  const all = place === 's2' && d.below(9) > 0 ? [PRES] : [GOV, PRES];
  const contests = d.below(4) === 0 ? [d.pick(all)] : all;
  const figures = contests.map((contest) => {
    const wide = (contest === PRES ? 3 : 2) - Number(d.below(20) === 0);
    const boxes = Array.from({ length: wide }, () => d.pick([0, 1, 2, 'empty', 'illegible'] as Box[]));
    return { contest, boxes, salt: hash(d.below(99)), commitment: hash(d.below(99)) };
  });
  const signed = d.below(8) === 0 ? null : signedBy(d, 60);
  return { kind: 'announce-figures', station: place, figures, signed };
}

function typistsNow(state: CentreState): readonly string[] {
  const now = TYPISTS.filter((person) => state.people.has(person, 'typist'));
  return now.length > 0 ? now : TYPISTS;
}

/** Often a contest of a sheet that waits for this kind of act, or a sheet that is disputed. */
function aim(state: CentreState, kind: CentreAct['kind'], d: Dice) {
  if (d.below(5) === 0) return null;
  const { toType, toResolve } = state.waiting;
  const place = d.pick(['preliminary', 'official'] as const);
  if (kind === 'choose-sheet') {
    const [disputed] = state.papers.disputes.preliminary.items();
    const papers = state.papers.station('preliminary', disputed ?? 0);
    return papers.kind === 'disputed' ? { sheet: d.pick(papers.sheets), contest: PRES } : null;
  }
  const contest = d.below(2);
  const works =
    kind === 'commit-entry'
      ? toType
      : kind === 'resolve-difference'
        ? toResolve
        : kind === 'rule-observed'
          ? state.waiting.at(place, contest, 'observed')
          : null;
  const waiting = [...(works?.items() ?? [])];
  if (waiting.length === 0) return null;
  const parts = state.partsOf(d.pick(waiting));
  return { sheet: parts.sheet, contest: parts.contest === 0 ? PRES : GOV };
}

/** Mostly what everybody reads on this sheet. */
export function typed(d: Dice, contest: typeof PRES, sheet: number): EntryContent {
  const contents: readonly EntryContent[] = contest === PRES ? CONTENTS.pres : CONTENTS.gov;
  return (d.below(5) > 0 ? contents[sheet % contents.length] : d.pick(contents)) as EntryContent;
}
