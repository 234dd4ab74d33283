import { type Instant, instant } from '../base/instant.ts';
import type { CentreAct } from '../entry/acts.ts';
import {
  hash,
  littleDefinition,
  PEOPLE,
  POLLS_CLOSE,
  PRES,
  picture,
  station,
  words,
} from '../entry/centre-example.test-support.ts';
import { type CentreOptions, CentreState } from '../entry/centre-state.ts';
import { headerOf } from '../entry/machine-explore.ts';
import type { CanvassRules, RulingEffect } from '../model/canvass-rules.ts';
import type { EntryContent } from '../model/desk-rules.ts';
import type { ElectionDefinition } from '../model/election.ts';
import { layOutGeography } from '../model/geography.ts';
import type { ContestId } from '../model/ids.ts';
import type { EventBody, EventHeader, Role } from '../record/index.ts';
import type { Act, CanvassAct } from './acts.ts';
import { type CanvassOptions, CanvassState } from './canvass-state.ts';
import { decideAct } from './decide.ts';

/*
 * A little official count for the tests: the little counting centre with a board of three, a secretary, and three custodians. The
 * ground `tamper` holds figures back, `sum` does not.
 */

export const OFFICIALS: Readonly<Record<string, readonly Role[]>> = {
  ...Object.fromEntries(Object.entries(PEOPLE).map(([person, role]) => [person, [role]])),
  abe: ['administrator'],
  cat: ['custodian'],
  cid: ['custodian'],
  cor: ['custodian'],
  sue: ['secretary'],
  mia: ['member'],
  max: ['member'],
  mel: ['member'],
};

const everything: readonly RulingEffect[] = [
  'annul',
  'correct',
  'count',
  'lost',
  'recount',
  'repeat',
  'retype',
  'stands',
];

export function littleRules(change: Partial<CanvassRules> = {}): CanvassRules {
  return {
    offices: [],
    scans: true,
    quorum: 2,
    grounds: [
      { code: 'tamper', name: words('Tampered'), law: words('Law 1'), effects: everything, holds: true },
      { code: 'sum', name: words('Sum'), law: words('Law 2'), effects: ['correct', 'stands'], holds: false },
    ],
    checks: {},
    observations: {},
    certifiers: [
      { id: 'one', name: 'One', title: words('Chair'), key: hash(1) },
      { id: 'two', name: 'Two', title: words('Vice'), key: hash(2) },
      { id: 'three', name: 'Three', title: words('Third'), key: hash(3) },
    ],
    required: 2,
    partial: false,
    ...change,
  };
}

export function canvassDefinition(change: Partial<CanvassRules> = {}): ElectionDefinition {
  const definition = littleDefinition();
  return { ...definition, election: { ...definition.election, canvass: littleRules(change) } };
}

export const reason = words('why');
export const law = words('Law 1');
export const VOTE = { for: ['max', 'mia'], against: ['mel'], abstained: [], law, reason, by: ['mia', 'max'] } as const;
export const SEALED = { seal: '77', condition: 'whole' } as const;
export const CARRIERS = ['cat', 'cid'] as const;

/** A record in the making and the official count that reads it: every act one second after the other. */
export class OfficialCentre {
  readonly centre: CentreState;
  readonly state: CanvassState;
  readonly events: { readonly header: EventHeader; readonly body: EventBody }[] = [];
  readonly options: Partial<CanvassOptions>;
  readonly centreOptions: CentreOptions;
  at: Instant = POLLS_CLOSE;

  constructor(
    definition = canvassDefinition(),
    options: Partial<CanvassOptions> = {},
    centreOptions: CentreOptions = {},
  ) {
    this.options = options;
    this.centreOptions = centreOptions;
    this.centre = new CentreState(layOutGeography(definition), centreOptions);
    this.state = new CanvassState(this.centre, options);
  }

  /** With everybody in her roles, both counts open, and the board seated. */
  static open(definition?: ElectionDefinition, options: Partial<CanvassOptions> = {}, more: CentreOptions = {}) {
    const centre = new OfficialCentre(definition, options, more);
    for (const [person, roles] of Object.entries(OFFICIALS)) {
      for (const role of roles) centre.do({ kind: 'grant-role', person, role, by: 'console' });
    }
    for (const count of ['preliminary', 'official'] as const) centre.do({ kind: 'open-count', count, by: 'console' });
    for (const member of ['mia', 'max', 'mel']) {
      centre.do({ kind: 'seat-member', member, name: `Dr ${member}`, title: words('Member'), by: 'ada' });
    }
    return centre;
  }

  take(header: EventHeader, body: EventBody): void {
    const index = this.events.length;
    this.centre.take(index, header, body);
    this.state.take(index, header, body);
    this.events.push({ header, body });
  }

  /** Decides and, unless refused, records. */
  try(act: Act, wait = 1000) {
    this.at = instant(this.at + wait);
    const decided = decideAct(this.state, act, this.at);
    if (decided.ok)
      for (const draft of decided.value) this.take(headerOf(draft, this.events.length, this.at), draft.body);
    return decided;
  }

  /** What was recorded; a refusal fails the test. */
  do(act: Act, wait?: number): readonly EventBody[] {
    const decided = this.try(act, wait);
    if (!decided.ok) throw new Error(`${act.kind} was refused: ${JSON.stringify(decided.error)}`);
    return decided.value.map((draft) => draft.body);
  }

  kinds(act: Act): readonly string[] {
    return this.do(act).map((body) => body.kind);
  }

  /** The refusal; an act that is not refused fails the test. */
  refuse(act: Act): unknown {
    const size = this.events.length;
    const decided = this.try(act);
    if (decided.ok) throw new Error(`${act.kind} was not refused`);
    if (this.events.length > size) throw new Error('a refusal left a trace');
    return decided.error;
  }

  replay(): OfficialCentre {
    const geography = this.centre.geography;
    const fresh = new OfficialCentre(geography.definition, this.options, this.centreOptions);
    for (const { header, body } of this.events) fresh.take(header, body);
    return fresh;
  }

  /** Takes an envelope and gives the number of its sheet. */
  envelope(of = 's0'): number {
    const number = this.centre.size;
    this.do({ kind: 'take-envelope', station: station(of), from: 'Courier 3', by: 'cat', ...SEALED });
    return number;
  }

  /** Envelope, opened and scanned where sheets are. */
  sheet(of = 's0'): number {
    const sheet = this.envelope(of);
    this.do(opening(sheet));
    if (this.state.rules?.scans === true) this.do(scan(sheet));
    return sheet;
  }

  type(
    sheet: number,
    content: EntryContent,
    contest: ContestId = PRES,
    typists: readonly string[] = ['tia', 'tom'],
  ): void {
    for (const by of typists) this.do({ kind: 'commit-entry', sheet, contest, by, content });
  }

  /** A sheet of which both typists read the same. */
  agreed(content: EntryContent, of = 's0', contest: ContestId = PRES): number {
    const sheet = this.sheet(of);
    this.type(sheet, content, contest);
    return sheet;
  }

  session(): void {
    this.do({
      kind: 'open-session',
      place: 'Town hall',
      members: ['mia', 'max', 'mel'],
      delegates: [['North', 'Del Uno']],
      by: 'sue',
    });
  }

  end(of = 0, contest = 0) {
    return this.state.endOf(of, contest);
  }

  /** In a word: `counted`, `open typing` ... */
  word(of = 0, contest = 0): string {
    const end = this.end(of, contest);
    if (end === null) return 'none';
    return end.kind === 'open' ? `open ${end.why}` : end.kind;
  }
}

export const opening = (sheet: number, found: 'nothing' | 'other' | 'sheet' = 'sheet'): CanvassAct => ({
  kind: 'open-envelope',
  sheet,
  found,
  by: CARRIERS,
  ...SEALED,
});
export const scan = (sheet: number, paper: 'recount' | 'sheet' = 'sheet'): CanvassAct => ({
  kind: 'scan-sheet',
  sheet,
  paper,
  content: hash(sheet),
  pictures: [picture(sheet)],
  by: 'cor',
});
export function objection(sheet: number, ground = 'tamper', contest: ContestId = PRES): CanvassAct {
  const of = { party: 'North', delegate: 'Del Uno', ground, text: words('It does not add up') };
  return { kind: 'raise-objection', sheet, contest, ...of, by: 'sue' };
}
export function ruling(
  sheet: number | null,
  effect: RulingEffect,
  more: Partial<Extract<CanvassAct, { kind: 'rule' }>> = {},
): CanvassAct {
  const needsGround = !['count', 'lost', 'retype', 'stands'].includes(effect);
  return {
    kind: 'rule',
    station: station('s0'),
    sheet,
    contest: PRES,
    effect,
    ground: needsGround ? 'tamper' : null,
    objections: [],
    until: null,
    boxes: null,
    ...VOTE,
    ...more,
  };
}
export const commit = (sheet: number, by: string, content: EntryContent, contest: ContestId = PRES): CentreAct => ({
  kind: 'commit-entry',
  sheet,
  contest,
  by,
  content,
});
