import { instant } from '../base/instant.ts';
import { GOV, hash, POLLS_CLOSE, PRES, picture, read, station, words } from '../entry/centre-example.test-support.ts';
import { type Dice, randomAct, typed } from '../entry/centre-walk.test-support.ts';
import { RULING_EFFECTS } from '../model/canvass-rules.ts';
import { boxNames } from '../model/votes.ts';
import { type Certificate, FOUND, SEAL_CONDITIONS } from '../record/index.ts';
import type { Act, CanvassAct } from './acts.ts';
import { CARRIERS, OFFICIALS, type OfficialCentre } from './canvass-example.test-support.ts';

/*
 * Random acts of an official count: mostly those that could be done, by those who could, so that walks get far; some by anybody to
 * anything. What a signature or a published state says is always good here: only the machine is asked.
 */

const SIGNATURE = `${'A'.repeat(86)}==`;
const WEIGHTED: readonly (readonly [number, CanvassAct['kind'] | 'type' | 'any'])[] = [
  [34, 'type'],
  [8, 'any'],
  [10, 'take-envelope'],
  [2, 'miss-envelope'],
  [2, 'move-envelope'],
  [10, 'open-envelope'],
  [12, 'scan-sheet'],
  [2, 'store-envelope'],
  [3, 'admit-copy'],
  [4, 'raise-objection'],
  [12, 'rule'],
  [1, 'open-session'],
  [1, 'close-session'],
  [1, 'draw-lot'],
  [2, 'certify'],
  [1, 'reopen'],
  [1, 'amend'],
  [1, 'lift-repeat'],
  [1, 'seat-member'],
  [1, 'unseat-member'],
];
const KINDS = WEIGHTED.flatMap(([times, kind]) => new Array<(typeof WEIGHTED)[number][1]>(times).fill(kind));
const STATIONS = ['s0', 's1', 's2'] as const;
const text = words('why');

export function certificateFor(area: string, size: number, partial: boolean): Certificate {
  const numbers = { expected: 0, counted: 0, annulled: 0, notInstalled: 0, lost: 0, open: 0, registered: null };
  return {
    ...{ area, size, root: hash(5), offices: [], outcome: 'x', seats: null },
    figures: { ...numbers, votes: [], others: [], valid: 0, cast: 0 },
    partial: partial ? text : null,
    papers: { data: hash(6), es: hash(7), en: hash(8) },
  };
}

/** A random act on this count. `closing`: of how many acts one closes the count. */
export function randomOfficialAct(centre: OfficialCentre, d: Dice, closing: number): Act {
  const kind = d.pick(KINDS);
  if (kind === 'any') return randomAct(centre.centre, d, closing);
  if (kind === 'type') return typing(centre, d);
  return byAnybody(canvassAct(centre, kind, d), d);
}

/** What an official sheet waits for, if any does. */
function typing({ centre }: OfficialCentre, d: Dice): Act {
  const official = (works: Iterable<number>) =>
    [...works].filter((work) => centre.papers.sheet(centre.partsOf(work).sheet)?.count === 'official');
  const toType = official(centre.waiting.toType.items());
  const toResolve = official(centre.waiting.toResolve.items());
  const [disputed] = centre.papers.disputes.official.items();
  const papers = disputed === undefined ? null : centre.papers.station('official', disputed);
  if (papers?.kind === 'disputed' && d.below(3) === 0) {
    const of = { count: 'official', station: station(STATIONS[disputed ?? 0] ?? 's0') } as const;
    return { kind: 'choose-sheet', ...of, sheet: d.pick(papers.sheets), by: ['sol', 'sam'], reason: text };
  }
  const resolves = toResolve.length > 0 && d.below(3) === 0;
  const work = d.pick(resolves ? toResolve : toType);
  if (work === undefined) return randomAct(centre, d, 5000);
  const { sheet, contest: at } = centre.partsOf(work);
  const contest = at === 0 ? PRES : GOV;
  const content = typed(d, contest, sheet);
  if (resolves) return { kind: 'resolve-difference', sheet, contest, by: d.pick(['val', 'vic']), content };
  const used = centre.typing.typistsOf(work);
  const fresh = [...centre.people.all()].filter((p) => centre.people.has(p, 'typist') && !used.includes(p));
  if (fresh.length === 0) {
    const person = `t${centre.size}`;
    return { kind: 'grant-role', person, role: 'typist', by: 'console' };
  }
  return { kind: 'commit-entry', sheet, contest, by: d.pick(fresh), content };
}

function canvassAct(centre: OfficialCentre, kind: CanvassAct['kind'], d: Dice): CanvassAct {
  const { state } = centre;
  const sheets = [...centre.centre.papers.all()].filter(({ count }) => count === 'official');
  const list = { 'open-envelope': 'toOpen', 'scan-sheet': 'toScan', 'store-envelope': 'toStore' } as const;
  const waiting = kind in list ? [...state.lists.at(list[kind as keyof typeof list]).items()] : [];
  const aimed = waiting.length > 0 && d.below(6) > 0;
  const sheet = aimed ? d.pick(waiting) : sheets.length > 0 ? d.pick(sheets).number : d.below(99);
  const of = station(d.below(40) === 0 ? 'nowhere' : d.pick(STATIONS));
  const [place, contest] = [d.below(3), d.below(8) === 0 ? GOV : d.pick([PRES, PRES, GOV])];
  const session = state.session();
  const seal = { seal: d.pick(['77', null]), condition: d.pick(SEAL_CONDITIONS) };
  const vote = voteOf(session?.members ?? ['mia', 'max'], d);
  const size = state.options.newestState();
  switch (kind) {
    case 'take-envelope':
      return { kind, station: of, from: 'Courier', by: 'cat', seal: '77', condition: 'whole' };
    case 'miss-envelope':
      return { kind, station: of, by: CARRIERS, reason: text };
    case 'move-envelope':
      return { kind, sheet, to: 'Room', by: CARRIERS, ...seal };
    case 'open-envelope':
      return {
        kind,
        sheet,
        found: d.below(5) > 0 ? 'sheet' : d.pick(FOUND),
        by: CARRIERS,
        seal: '77',
        condition: 'whole',
      };
    case 'scan-sheet': {
      const recounts = [...state.lists.at('recount').items()].map((cell) => state.lists.partsOf(cell));
      const recount = recounts.length > 0 && d.below(2) === 0;
      const number = recount ? centre.centre.sheetOf('official', d.pick(recounts).place, 0) : sheet;
      const pictures = [picture(d.below(99))];
      return {
        kind,
        sheet: number ?? sheet,
        paper: recount ? 'recount' : 'sheet',
        content: hash(1),
        pictures,
        by: 'cor',
      };
    }
    case 'store-envelope':
      return { kind, sheet, where: 'Shelf', by: 'cor' };
    case 'admit-copy':
      return { kind, station: of, holder: text, ...vote };
    case 'seat-member':
      return { kind, member: d.pick(['mia', 'max', 'mel', 'sol']), name: 'Dr', title: text, by: 'ada' };
    case 'unseat-member':
      return { kind, member: 'mel', by: 'ada' };
    case 'open-session':
      return {
        kind,
        place: 'Hall',
        members: d.pick([
          ['mia', 'max', 'mel'],
          ['mia', 'max'],
        ]),
        delegates: [['North', 'Uno']],
        by: 'sue',
      };
    case 'raise-objection': {
      const ground = d.pick(['tamper', 'tamper', 'sum', 'whim']);
      const number = centre.centre.sheetOf('official', place, contest === PRES ? 0 : 1) ?? sheet;
      return { kind, sheet: number, contest, party: 'North', delegate: 'Uno', ground, text, by: 'sue' };
    }
    case 'rule':
      return randomRuling(centre, d, place, contest, vote);
    case 'close-session':
      return { kind, size, papers: { data: hash(6), es: hash(7), en: hash(8) }, by: 'sue' };
    case 'draw-lot':
      return { kind, contest, area: 'u0', order: ['A', 'B'], ...vote };
    case 'certify': {
      const certificate = certificateFor(contest === PRES ? 'u0' : 'u1', size, d.below(2) === 0);
      return {
        kind,
        contest,
        certificate,
        signatures: [
          ['one', SIGNATURE],
          ['two', SIGNATURE],
        ],
        by: 'pam',
      };
    }
    case 'reopen':
      return { kind, contest, court: text, order: '12', by: ['mia', 'max'], reason: text };
    case 'amend':
      return { kind, change: amendment(d), law: text, by: ['ada', 'abe'], reason: text };
    case 'lift-repeat':
      return { kind, contest, generation: 2 + d.below(2), by: 'pam' };
    default:
      return { kind: 'destroy', what: text, law: text, by: ['ada', 'abe'], reason: text };
  }
}

function randomRuling(
  { state, centre, at }: OfficialCentre,
  d: Dice,
  place: number,
  contest: typeof PRES,
  vote: ReturnType<typeof voteOf>,
): CanvassAct {
  const number = contest === PRES ? 0 : 1;
  const sheet = centre.sheetOf('official', place, number);
  const end = state.endOf(place, number);
  const why = end?.kind === 'open' ? end.why : end?.kind;
  const lost = why === 'missing' || why === 'nothing-found' || (why === 'recount' && d.below(3) === 0);
  const effect = lost ? 'lost' : why === 'observed' && d.below(3) > 0 ? 'count' : d.pick(RULING_EFFECTS);
  const contests = centre.geography.definition.election.contests[number];
  const open = sheet === null || d.below(15) === 0 ? [] : state.rulings.openOf(sheet, number);
  const boxes = contests === undefined ? [] : boxNames(contests).map((_, i) => i + 4);
  const needsGround = !['count', 'lost', 'retype', 'stands'].includes(effect);
  return {
    kind: 'rule',
    station: station(STATIONS[place] ?? 's0'),
    sheet: effect === 'lost' ? null : sheet,
    contest,
    effect,
    ground: needsGround ? 'tamper' : null,
    objections: open.map((record) => [record, d.below(2) === 0] as const),
    until: effect === 'repeat' ? instant(at + 20_000) : null,
    boxes: effect === 'correct' ? read(boxes).boxes : null,
    ...vote,
  };
}

function voteOf(members: readonly string[], d: Dice) {
  const split = Math.max(2, members.length - d.below(2));
  const [yes, no] = [members.slice(0, split), members.slice(split)];
  const by = d.below(12) === 0 ? (['mia', 'mel'] as const) : (['mia', 'max'] as const);
  const for_ = d.below(15) === 0 ? ['mia', 'mia'] : yes;
  return { for: for_, against: no, abstained: d.below(15) === 0 ? ['sol'] : [], law: text, reason: text, by };
}

function amendment(d: Dice): Extract<CanvassAct, { kind: 'amend' }>['change'] {
  const until = instant(POLLS_CLOSE + d.below(900) * 1000);
  switch (d.below(8)) {
    case 0:
      return { kind: 'station-not-installed', station: station(d.pick(STATIONS)) };
    case 1:
      return { kind: 'station-merged', station: station('s1'), into: station('s2'), registered: 600 };
    case 2:
      return { kind: 'candidate-withdrawn', contest: 'pres', selection: 'A', votes: 'kept' };
    default:
      return { kind: 'closing-extended', units: ['u1'], until };
  }
}

/** Sometimes by somebody who may not. */
function byAnybody(act: CanvassAct, d: Dice): CanvassAct {
  if (d.below(25) > 0) return act;
  const anybody = d.pick([...Object.keys(OFFICIALS), 'nobody', 'console']);
  const by = typeof act.by === 'string' ? anybody : [anybody, act.by[1]];
  return { ...act, by } as CanvassAct;
}
