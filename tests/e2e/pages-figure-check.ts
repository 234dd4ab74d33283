import type { Contest, Election } from '../../src/model/election.ts';
import type { BothCounts, Brief, ChildData, Figures, StateData, UnitData } from '../../src/publication/unit-data.ts';

// A second reading of docs/spec/publication.md section 6, in the plainest way, to hold the pages against. It shares
// nothing with figures.ts on purpose.

type Front = { readonly frontier: readonly ChildData[]; readonly state: StateData } | null;

/** Every `data-f` of a page with the text of its element; the short spelling of a box in full. */
export function shownFigures(page: string): readonly (readonly [string, string])[] {
  let sheet = '';
  let contest = '';
  return [...page.matchAll(/ data-f="([^"]*)"[^>]*>([^<]*)/g)].map((m) => {
    const [name = '', text = ''] = [m[1], m[2]];
    const words = name.split(' ');
    if (words[0] === 'sheet') [, sheet = '', , contest = ''] = words;
    if (!name.startsWith('=')) return [name, text] as const;
    return [`sheet ${sheet} ${name.charAt(1)} ${contest} box ${words[1]}`, text] as const;
  });
}

/** The digits that a figure of this name must have. */
export function expectedDigits(name: string, election: Election, unit: UnitData, front: Front): string {
  const words = name.split(' ');
  if (words[0] === 'size') return String(front?.state.size);
  if (words[0] === 'sheet') return sheetBox(words, election, unit);
  if (words[0] === 'reading') return readingBox(words, election, unit);
  const who = words[0] === 'p' || words[0] === 'o' ? '' : (words.shift() ?? '');
  const [letter, contestId = '', key = '', id = '', part = ''] = words;
  const contest = election.contests.find((c) => c.id === contestId);
  if (key === 'held') return String(front?.state.counts[letter === 'p' ? 'preliminary' : 'official'].held[contestId]);
  const both = figuresOf(who, contestId, unit, front);
  if (contest === undefined || both === undefined) throw new Error(`no figures for ${name}`);
  const b = letter === 'p' ? both.preliminary : both.official;
  if (key === 'distance') {
    const found = (b as Figures).distances?.find((d) => String(d.condition) === id && d.part === part);
    return String(found?.votes);
  }
  if (key === 'seats') return String((b as Figures).certificate?.seats?.find(([one]) => one === id)?.[1]);
  return numberOf(contest, b, key, id);
}

function figuresOf(who: string, contest: string, unit: UnitData, front: Front): BothCounts<Brief> | undefined {
  if (who === '') return unit.contests[contest];
  if (who.startsWith('setting:')) return unit.settings?.[who.slice(8)]?.[contest];
  return [...unit.children, ...(front?.frontier ?? [])].find((c) => c.unit === who)?.contests[contest];
}

function numberOf(contest: Contest, b: Brief, key: string, id: string): string {
  const votes = b.votes[contest.selections.findIndex((s) => s.id === id)] ?? 0;
  const [best = 0, next = 0] = [...b.votes].sort((x, y) => y - x);
  switch (key) {
    case 'votes':
      return String(votes);
    case 'other':
      return String(b.others[contest.others.indexOf(id)]);
    case 'share':
      return percent(votes, b.valid, 3);
    case 'countedShare':
      return percent(b.counted, b.expected, 2);
    case 'turnout':
      return percent(b.castRegistered, b.registeredCounted, 2);
    case 'lead':
      return String(best - next);
    case 'leadShare':
      return percent(best - next, b.valid, 3);
    case 'out':
      return String(b.expected - b.counted - b.void);
    case 'registeredOut':
      return String(b.registered - b.registeredCounted - b.registeredVoid);
    case 'unreceived':
      return String(b.expected - b.received);
    case 'waiting':
      return String(b.received - b.counted - (b.desk?.observed ?? 0) - (b.desk?.disputed ?? 0));
    case 'typed':
    case 'observed':
    case 'disputed':
    case 'disputedValid':
    case 'late':
    case 'announced':
    case 'readingsDiffer':
      return String(b.desk?.[key] ?? 0);
    case 'opened':
    case 'stored':
    case 'missing':
    case 'broken':
    case 'objected':
    case 'annulled':
    case 'corrected':
    case 'recount':
    case 'repeat':
    case 'lost':
    case 'notInstalled':
    case 'merged':
      return String(b.canvass?.[key]);
    default:
      return String(b[key as Exclude<keyof Brief, 'votes' | 'others' | 'desk' | 'canvass'>]);
  }
}

function percent(num: number, den: number, digits: number): string {
  const scale = 10n ** BigInt(digits + 2);
  const rounded = (2n * BigInt(num) * scale + BigInt(den)) / (2n * BigInt(den));
  return rounded.toString().padStart(digits + 1, '0');
}

function sheetBox(
  [, station, letter, contestId = '', what, box = '']: readonly string[],
  election: Election,
  unit: UnitData,
): string {
  const contest = election.contests.find((c) => c.id === contestId);
  if (contest === undefined) throw new Error(`no contest ${contestId}`);
  const names = [...contest.selections.map((s) => s.id as string), ...contest.others, ...contest.controls];
  const versions = unit.sheets?.find((s) => s.station === station)?.contests[contestId];
  const version = letter === 'p' ? versions?.preliminary : versions?.official;
  const at = names.indexOf(box);
  const correction = version?.corrections?.find(([place]) => place === at);
  if (what === 'says') return String(correction?.[1]);
  if (what === 'corrected') return String(correction?.[2]);
  return String(version?.boxes[at]);
}

function readingBox([, record, contestId, box = '']: readonly string[], election: Election, unit: UnitData): string {
  const contest = election.contests.find((c) => c.id === contestId);
  const all = (unit.sheets ?? []).flatMap(({ readings = [] }) => readings);
  const reading = all.find((r) => String(r.record) === record && r.contest === contestId);
  if (contest === undefined || reading === undefined) throw new Error(`no reading ${record} of ${contestId}`);
  const names = [...contest.selections.map((s) => s.id as string), ...contest.others, ...contest.controls];
  return String(reading.boxes?.[names.indexOf(box)]);
}
