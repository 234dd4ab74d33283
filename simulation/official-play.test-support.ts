import type { Act } from '../src/canvass/acts.ts';
import type { OfficialStep } from './official-act.ts';
import type { BoardPlan } from './official-count.ts';
import type { PlannedEnd } from './official-draft.ts';

type Of<K extends Act['kind']> = Extract<Act, { kind: K }>;
type Work = {
  readonly typists: string[];
  /** Entries of this round, as text. */
  round: string[];
  figures: string | null;
  basis: 'copy' | 'original' | 'recount' | 'repeat';
  corrected: boolean;
  waits: 'paper' | 'typing' | 'resolution' | 'ruling' | null;
  objections: Set<number>;
  struck: boolean;
};
type Sheet = {
  readonly station: string;
  readonly generation: number;
  readonly isCopy: boolean;
  place: 'received' | 'opened' | 'stored';
  readable: boolean;
  readonly works: Map<string, Work>;
};

const ROLE: Readonly<Partial<Record<Act['kind'], string>>> = {
  'open-count': 'publisher',
  'lift-embargo': 'publisher',
  'lift-repeat': 'publisher',
  'take-envelope': 'custodian',
  'miss-envelope': 'custodian',
  'move-envelope': 'custodian',
  'open-envelope': 'custodian',
  'scan-sheet': 'custodian',
  'store-envelope': 'custodian',
  'commit-entry': 'typist',
  'resolve-difference': 'verifier',
  'open-session': 'secretary',
  'raise-objection': 'secretary',
  'admit-copy': 'member',
  rule: 'member',
  reopen: 'member',
  'draw-lot': 'member',
  amend: 'administrator',
};

/**
 * Plays the plan of one board step by step in the plainest way and notes all that a counting system would refuse. It shares
 * nothing with the code that drew the plan, nor with the machine that judges acts.
 */
export class PlayedOffice {
  readonly faults: string[] = [];
  readonly ends = new Map<string, PlannedEnd>();
  private readonly roles = new Map<string, Set<string>>();
  private readonly sheets = new Map<number, Sheet>();
  private readonly objections = new Map<number, Work>();
  private readonly missing = new Set<string>();
  private readonly repeatUntil = new Map<string, number>();
  private readonly scans: boolean;
  private members: readonly string[] | null = null;
  private counting = false;
  private before = 0;
  certified: string[] = [];
  sessions = 0;

  constructor(scans: boolean) {
    this.scans = scans;
  }

  play(board: BoardPlan): this {
    for (const step of board.steps) this.step(step);
    if (this.members !== null) this.fault('a session never closed');
    return this;
  }

  private step(step: OfficialStep): void {
    if (step.at < this.before) this.fault(`time goes back at ${step.kind}`);
    this.before = step.at;
    if (step.kind === 'close-session') {
      if (this.members === null) this.fault('no session to close');
      this.members = null;
    } else if (step.kind === 'certify') this.certified.push(`${step.contest} ${step.area}`);
    else if (step.kind === 'act') this.act(step.act, step.label, step.at);
  }

  private act(act: Act, label: number, at: number): void {
    if (act.kind === 'reopen') this.certified = [];
    else if (this.certified.length > 0) this.fault(`${act.kind} behind a certificate`);
    this.authority(act);
    if (act.kind === 'grant-role') this.roles.set(act.person, (this.roles.get(act.person) ?? new Set()).add(act.role));
    else if (act.kind === 'open-count') this.counting = true;
    else if (act.kind === 'open-session') this.openSession(act);
    else if (act.kind === 'take-envelope') this.take(act, label, at);
    else if (act.kind === 'miss-envelope') this.missing.add(act.station);
    else if (act.kind === 'admit-copy') this.admit(act, label);
    else if (act.kind === 'amend') this.amend(act);
    else if (act.kind === 'rule') this.rule(act);
    else if (act.kind === 'raise-objection') this.object(act, label);
    else if (act.kind === 'commit-entry' || act.kind === 'resolve-difference') this.type(act);
    else if ('sheet' in act && typeof act.sheet === 'number') this.custody(act as Of<'open-envelope'>);
  }

  private authority(act: Act): void {
    const role = ROLE[act.kind];
    const by = 'by' in act && act.by !== null ? [act.by].flat() : [];
    const without = by.find((person) => role !== undefined && this.roles.get(person)?.has(role) !== true);
    if (without !== undefined) this.fault(`${without} has no role for ${act.kind}`);
    if (by.length === 2 && by[0] === by[1]) this.fault(`${act.kind} by one`);
    if ('for' in act) this.vote(act, by);
    if (!this.counting && role !== undefined && role !== 'publisher') this.fault(`${act.kind} before the count`);
  }

  private vote(act: Of<'admit-copy' | 'draw-lot' | 'rule'>, by: readonly string[]): void {
    const all = [...act.for, ...act.against, ...act.abstained];
    if (this.members === null || all.some((one) => !this.members?.includes(one))) this.fault('a vote of who is absent');
    if (new Set(all).size < all.length) this.fault('somebody votes twice');
    if (act.for.length + act.against.length < 3 || act.for.length <= act.against.length) this.fault('no majority');
    if (by.some((one) => !act.for.includes(one))) this.fault('by somebody who was not for it');
  }

  private openSession(act: Of<'open-session'>): void {
    if (this.members !== null) this.fault('two sessions at once');
    this.members = act.members;
    this.sessions++;
  }

  private take({ station }: Of<'take-envelope'>, label: number, at: number): void {
    const there = [...this.sheets.values()].filter((sheet) => sheet.station === station);
    const until = this.repeatUntil.get(station);
    const again = there.length > 0 && until !== undefined && until <= at;
    if (there.some(({ generation }) => generation === (again ? 2 : 1))) this.fault(`${station} comes twice`);
    this.missing.delete(station);
    const generation = again ? 2 : 1;
    this.sheets.set(label, sheetOf(station, generation, false));
  }

  private admit({ station }: Of<'admit-copy'>, label: number): void {
    const opened = [...this.sheets.values()].filter((sheet) => sheet.station === station);
    if (opened.some((sheet) => sheet.readable) || (opened.length === 0 && !this.missing.has(station)))
      this.fault(`a copy of ${station} beside the original`);
    const sheet = sheetOf(station, 1, true);
    sheet.readable = !this.scans;
    this.sheets.set(label, sheet);
  }

  private amend({ change }: Of<'amend'>): void {
    if (change.kind === 'station-not-installed' || change.kind === 'station-merged') {
      this.ends.set(change.station, { kind: change.kind === 'station-merged' ? 'merged' : 'not-installed' });
    }
  }

  private custody(act: Of<'open-envelope'> | Of<'move-envelope'> | Of<'scan-sheet'> | Of<'store-envelope'>): void {
    const sheet = this.sheet(act.sheet, act.kind);
    if (sheet === undefined) return;
    const is = (place: Sheet['place']) => sheet.place === place || this.fault(`${act.kind} of what is ${sheet.place}`);
    if (act.kind === 'move-envelope') is('received');
    else if (act.kind === 'open-envelope') {
      is('received');
      sheet.place = 'opened';
      sheet.readable = act.found === 'sheet' && !this.scans;
    } else if (act.kind === 'store-envelope') {
      is('opened');
      sheet.place = 'stored';
    } else if (act.paper === 'sheet') {
      if (!sheet.isCopy) is('opened');
      sheet.readable = true;
    } else for (const work of sheet.works.values()) if (work.waits === 'paper') work.waits = 'typing';
  }

  private type(act: Of<'commit-entry'> | Of<'resolve-difference'>): void {
    const sheet = this.sheet(act.sheet, act.kind);
    if (sheet === undefined) return;
    if (!sheet.readable) this.fault(`typed before ${sheet.station} is there`);
    const work = this.work(sheet, act.contest);
    if (work.typists.includes(act.by)) this.fault(`${act.by} types ${sheet.station} twice`);
    work.typists.push(act.by);
    if (work.waits !== (act.kind === 'commit-entry' ? 'typing' : 'resolution')) this.fault(`not waiting: ${act.kind}`);
    const text = JSON.stringify(act.content);
    if (act.kind === 'commit-entry') work.round.push(text);
    if (act.kind === 'commit-entry' && work.round.length < 2) return;
    const equal = act.kind === 'resolve-difference' || work.round[0] === work.round[1];
    work.round = [];
    work.waits = equal ? (this.observes(act.content.observations) ? 'ruling' : null) : 'resolution';
    work.figures = equal ? counting(act.content) : null;
  }

  private observes(observations: readonly string[]): boolean {
    return observations.some((code) => code === 'illegible' || code === 'unclear-correction');
  }

  private object(act: Of<'raise-objection'>, label: number): void {
    const work = this.sheet(act.sheet, act.kind)?.works.get(act.contest);
    if (this.members === null || work === undefined || work.waits !== null || work.struck) {
      this.fault('an objection to nothing, or in no session');
      return;
    }
    work.objections.add(label);
    this.objections.set(label, work);
  }

  private rule(act: Of<'rule'>): void {
    const { station, contest, effect } = act;
    if (act.sheet === null) {
      if (effect !== 'lost') this.fault(`${effect} of no sheet`);
      this.ends.set(`${station} ${contest}`, { kind: 'lost' });
      return;
    }
    const work = this.sheet(act.sheet, 'rule')?.works.get(contest);
    if (work === undefined || (work.waits !== null && work.waits !== 'ruling')) {
      this.fault(`${effect} of what is typed still`);
      return;
    }
    if (act.objections.length !== work.objections.size || act.objections.some(([one]) => !work.objections.has(one)))
      this.fault('objections not answered');
    work.objections.clear();
    if (act.for.some((person) => work.typists.includes(person))) this.fault('who typed it votes');
    this.effect(act, work);
  }

  private effect(act: Of<'rule'>, work: Work): void {
    if (act.effect === 'stands' && work.waits !== null) this.fault('an observed sheet stands');
    if (act.effect === 'count' && work.waits !== 'ruling') this.fault('counted before');
    work.waits = act.effect === 'retype' ? 'typing' : act.effect === 'recount' && this.scans ? 'paper' : null;
    if (act.effect === 'recount') {
      work.basis = 'recount';
      work.waits ??= 'typing';
    }
    if (act.effect === 'annul') work.struck = true;
    if (act.effect === 'repeat') {
      work.struck = true;
      this.repeatUntil.set(act.station, act.until ?? 0);
    }
    if (act.effect !== 'correct') return;
    work.corrected = true;
    work.figures = JSON.stringify(act.boxes);
  }

  private work(sheet: Sheet, contest: string): Work {
    const known = sheet.works.get(contest);
    if (known !== undefined) return known;
    const basis = sheet.generation === 2 ? 'repeat' : sheet.isCopy ? 'copy' : 'original';
    const work: Work = {
      ...{ typists: [], round: [], figures: null, basis, corrected: false, waits: 'typing', struck: false },
      objections: new Set(),
    };
    sheet.works.set(contest, work);
    return work;
  }

  private sheet(label: number, kind: string): Sheet | undefined {
    const sheet = this.sheets.get(label);
    if (sheet === undefined) this.fault(`${kind} of sheet ${label}, which is not there`);
    return sheet;
  }

  private fault(text: string): void {
    if (this.faults.length < 20) this.faults.push(text);
  }

  /** Where the contest of a station ends by what was played, as text; null: nowhere. */
  endOf(station: string, contest: string): string | null {
    const direct = this.ends.get(station) ?? this.ends.get(`${station} ${contest}`);
    if (direct !== undefined) return direct.kind;
    const of = [...this.byStation(station)].sort((a, b) => b.generation - a.generation);
    const work = of.map(({ works }) => works.get(contest)).find((one) => one !== undefined);
    if (work === undefined || work.waits !== null || work.objections.size > 0) return null;
    if (work.struck) return this.repeatUntil.has(station) && of[0]?.generation !== 2 ? null : 'annulled';
    return `counted ${work.basis} ${work.corrected} ${work.figures}`;
  }

  private stations: Map<string, Sheet[]> | null = null;
  private byStation(station: string): readonly Sheet[] {
    this.stations ??= Map.groupBy(this.sheets.values(), (sheet) => sheet.station);
    return this.stations.get(station) ?? [];
  }
}

function sheetOf(station: string, generation: number, isCopy: boolean): Sheet {
  return { station, generation, isCopy, place: 'received', readable: false, works: new Map() };
}

/** The jury's corrections count, as the default rule of a desk says. */
function counting({ boxes, corrections }: Of<'commit-entry'>['content']): string {
  const counts = [...boxes];
  for (const [at, value] of corrections) counts[at] = value;
  return JSON.stringify(counts);
}
