import { type Instant, instant } from '../base/instant.ts';
import { GOV, PRES, read, station, words } from '../entry/centre-example.test-support.ts';
import { type Dice, dice } from '../entry/centre-walk.test-support.ts';
import type { Act, CanvassAct } from './acts.ts';
import {
  CARRIERS,
  canvassDefinition,
  OfficialCentre,
  opening,
  ruling,
  scan,
  VOTE,
} from './canvass-example.test-support.ts';

/*
 * Random acts about votes that are repeated: two contests of two stations, each repeated, lost, counted again, and their papers
 * taken out, found empty, or replaced by copies. What cannot be done is refused, and nothing of it is recorded.
 */

const STATIONS = ['s0', 's1'] as const;
const CONTESTS = [PRES, GOV] as const;
const WHY = words('why');

export function repeatedWalk(seed: number, steps = 90): OfficialCentre {
  const d = dice(seed);
  const centre = OfficialCentre.open(canvassDefinition({ scans: seed % 2 === 0, quorum: 2 }));
  for (const contest of CONTESTS) centre.do({ kind: 'lift-embargo', contest, by: 'pam' });
  centre.session();
  for (const of of STATIONS) countAll(centre, centre.sheet(of));
  for (let i = 0; i < steps; i++) step(centre, d);
  return centre;
}

/** Whatever of the sheet waits for two typists is typed alike, by two who did not type it before. */
function countAll(centre: OfficialCentre, sheet: number): void {
  const { centre: state } = centre;
  CONTESTS.forEach((contest, at) => {
    const work = state.workOf(sheet, at);
    if (state.typing.state(work)?.kind !== 'awaiting-first') return;
    for (let i = 0; i < 2; i++) {
      const person = `t${state.size}`;
      centre.do({ kind: 'grant-role', person, role: 'typist', by: 'console' });
      centre.do({ kind: 'commit-entry', sheet, contest, by: person, content: read(at === 0 ? [1, 2, 3] : [5, 6]) });
    }
  });
}

function step(centre: OfficialCentre, d: Dice): void {
  const of = d.pick(STATIONS);
  const place = STATIONS.indexOf(of);
  const at = d.below(2);
  const contest = CONTESTS[at] ?? PRES;
  const sheet = centre.centre.sheetOf('official', place, at);
  const sheets = [...centre.centre.papers.all()].filter((one) => one.count === 'official' && one.place === place);
  const any = d.pick(sheets).number;
  const wait = d.below(3) === 0 ? 40_000 : 1000;
  const acts: readonly (() => Act | null)[] = [
    () => (sheet === null ? null : rule(sheet, of, contest, 'repeat', instant(centre.at + wait + 20_000))),
    () => (sheet === null ? null : rule(sheet, of, contest, d.below(2) === 0 ? 'annul' : 'recount', null)),
    () => rule(null, of, contest, 'lost', null),
    () => rule(null, of, contest, 'lost', null),
    () => ({ kind: 'take-envelope', station: station(of), from: 'Courier', by: 'cat', seal: '77', condition: 'whole' }),
    () => ({ kind: 'take-envelope', station: station(of), from: 'Courier', by: 'cat', seal: '77', condition: 'whole' }),
    () => ({ kind: 'miss-envelope', station: station(of), by: CARRIERS, reason: WHY }),
    () => opening(any, d.below(3) === 0 ? 'nothing' : 'sheet'),
    () => opening(any),
    () => ({ kind: 'admit-copy', station: station(of), holder: WHY, ...VOTE }),
    () => ({ kind: 'lift-repeat', contest, generation: 2 + d.below(3), by: 'pam' }),
    () => {
      if (d.below(2) === 0) return null;
      const out = d.below(2) === 0 ? any : (sheet ?? any);
      return { kind: 'withdraw-sheet', sheet: out, code: 'other', by: ['sol', 'sam'], reason: WHY };
    },
    () => disputed(centre, of, d),
  ];
  const act = d.pick(acts)();
  if (act !== null) centre.try(act, wait);
  for (const one of [...centre.centre.papers.all()]) {
    const isOpen = one.count === 'official' && one.state.kind === 'standing';
    if (!isOpen || d.below(4) === 0) continue;
    for (const paper of ['sheet', 'recount'] as const) if (d.below(3) > 0) centre.try(scan(one.number, paper));
    countAll(centre, one.number);
  }
}

function rule(
  sheet: number | null,
  of: string,
  contest: typeof PRES,
  effect: 'annul' | 'lost' | 'recount' | 'repeat',
  until: Instant | null,
): CanvassAct {
  return ruling(sheet, effect, { station: station(of), contest, until });
}

function disputed({ centre }: OfficialCentre, of: string, d: Dice): Act | null {
  const papers = centre.papers.station('official', STATIONS.indexOf(of as 's0'));
  if (papers.kind !== 'disputed') return null;
  return {
    kind: 'choose-sheet',
    count: 'official',
    station: station(of),
    sheet: d.pick(papers.sheets),
    by: ['sol', 'sam'],
    reason: WHY,
  };
}
