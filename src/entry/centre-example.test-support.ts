import { type Instant, instant } from '../base/instant.ts';
import { defaultDeskRules } from '../model/desk-defaults.ts';
import type { EntryContent, ObservationCode } from '../model/desk-rules.ts';
import type { ElectionDefinition, RunNature } from '../model/election.ts';
import { layOutGeography } from '../model/geography.ts';
import type { ContestId, GpUnitId, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { EventBody, EventHeader, Role } from '../record/index.ts';
import type { CentreAct, ReceiveSheet } from './acts.ts';
import { type CentreOptions, CentreState } from './centre-state.ts';
import { type Decision, decide } from './decide.ts';
import { headerOf } from './machine-explore.ts';

/*
 * A little counting centre for the tests: two contests, the second of one district alone; three stations; one or more people of
 * each role.
 */

export const words = (es: string) => ({ es, en: es });
export const POLLS_CLOSE = instant(1_767_484_800_000);
const selection = (id: string) => ({ id, name: `Person ${id}`, party: '' });
const contests = [
  {
    id: 'pres',
    name: words('President'),
    rule: { kind: 'plurality' },
    selections: [selection('A'), selection('B')],
    others: ['blank'],
    controls: [],
    electorate: null,
    seats: null,
  },
  {
    id: 'gov',
    name: words('Governor'),
    rule: { kind: 'plurality' },
    selections: [selection('C'), selection('D')],
    others: [],
    controls: [],
    electorate: ['u1'],
    seats: null,
  },
] as unknown as ElectionDefinition['election']['contests'];

export function littleDefinition(nature: RunNature = 'rehearsal', pollsClose: Instant | null = POLLS_CLOSE) {
  const desk = defaultDeskRules(contests);
  const definition = {
    election: {
      id: 'little',
      name: words('Little'),
      date: '2026-01-04',
      timeZone: 'UTC',
      pollsClose,
      nature,
      runner: { kind: 'electoral-body', name: words('Board') },
      contests,
      desk,
      canvass: null,
      levels: ['district'],
      sources: [],
      notes: [],
    },
    units: [
      { id: 'u0', parent: null, depth: 0, level: 'election', name: '' },
      { id: 'u1', parent: 'u0', depth: 1, level: 'district', name: 'North' },
      { id: 'u2', parent: 'u0', depth: 1, level: 'district', name: 'South' },
    ],
    stations: [
      { id: 's0', place: 'u1', table: 1, registered: 300, setting: 'urban' },
      { id: 's1', place: 'u1', table: 2, registered: 300, setting: 'urban' },
      { id: 's2', place: 'u2', table: 1, registered: 300, setting: 'rural' },
    ],
  };
  return definition as unknown as ElectionDefinition;
}

export const PRES = 'pres' as ContestId;
export const GOV = 'gov' as ContestId;
export const station = (id: string) => id as StationId;
export const unit = (id: string) => id as GpUnitId;
/** 32 bytes that are different for different small numbers. */
export const hash = (n: number) => `${n.toString(36).padStart(8, '0')}${'A'.repeat(35)}=`;
export const picture = (n: number) => ({ original: hash(n), shown: hash(n + 1_000_000) });

export function read(
  boxes: readonly (number | 'empty' | 'illegible')[],
  observations: readonly ObservationCode[] = [],
  corrections: readonly (readonly [number, number])[] = [],
): EntryContent {
  return { boxes: boxes as readonly Box[], observations, corrections: corrections as EntryContent['corrections'] };
}

/** Who is who. */
export const PEOPLE: Readonly<Record<string, Role>> = {
  tia: 'typist',
  tom: 'typist',
  tess: 'typist',
  tim: 'typist',
  val: 'verifier',
  vic: 'verifier',
  sol: 'supervisor',
  sam: 'supervisor',
  pam: 'publisher',
  pit: 'publisher',
  ada: 'administrator',
  aud: 'auditor',
};

/** A record in the making and the centre that reads it: every act one second after the other. */
export class Centre {
  readonly state: CentreState;
  readonly events: { readonly header: EventHeader; readonly body: EventBody }[] = [];
  readonly options: CentreOptions;
  at = POLLS_CLOSE;

  constructor(definition: ElectionDefinition = littleDefinition(), options: CentreOptions = {}) {
    this.options = options;
    this.state = new CentreState(layOutGeography(definition), options);
  }

  /** With everybody in her role and both counts open. */
  static open(definition?: ElectionDefinition, options: CentreOptions = {}): Centre {
    const centre = new Centre(definition, options);
    for (const [person, role] of Object.entries(PEOPLE)) centre.do({ kind: 'grant-role', person, role, by: 'console' });
    for (const count of ['preliminary', 'official'] as const) centre.do({ kind: 'open-count', count, by: 'console' });
    return centre;
  }

  /** Decides and, unless refused, records. */
  try(act: CentreAct): Decision {
    this.at = instant(this.at + 1000);
    const decided = decide(this.state, act, this.at);
    if (decided.ok) {
      for (const draft of decided.value) {
        const header = headerOf(draft, this.events.length, this.at);
        this.state.take(this.events.length, header, draft.body);
        this.events.push({ header, body: draft.body });
      }
    }
    return decided;
  }

  /** What was recorded; a refusal fails the test. */
  do(act: CentreAct): readonly EventBody[] {
    const decided = this.try(act);
    if (!decided.ok) throw new Error(`${act.kind} was refused: ${JSON.stringify(decided.error)}`);
    return decided.value.map((draft) => draft.body);
  }

  kinds(act: CentreAct): readonly string[] {
    return this.do(act).map((body) => body.kind);
  }

  /** The refusal; an act that is not refused fails the test. */
  refuse(act: CentreAct): unknown {
    const decided = this.try(act);
    if (decided.ok) throw new Error(`${act.kind} was not refused`);
    return decided.error;
  }

  /** The number of a new sheet of this station. */
  receive(of: string, content: number, more: Partial<ReceiveSheet> = {}): number {
    const number = this.state.size;
    this.do(sheetOf(of, content, more));
    return number;
  }

  commit(sheet: number, by: string, content: EntryContent, contest: ContestId = PRES): readonly string[] {
    return this.kinds({ kind: 'commit-entry', sheet, contest, by, content });
  }

  /** A centre that took the same events. */
  replay(): CentreState {
    const fresh = new CentreState(this.state.geography, this.options);
    this.events.forEach(({ header, body }, index) => {
      fresh.take(index, header, body);
    });
    return fresh;
  }

  typing(sheet: number, contest: ContestId = PRES): string | undefined {
    return this.state.typingOf(sheet, contest)?.kind;
  }

  standing(sheet: number): string | undefined {
    return this.state.papers.sheet(sheet)?.state.kind;
  }
}

export function sheetOf(of: string, content: number, more: Partial<ReceiveSheet> = {}): ReceiveSheet {
  const plain = { pictures: [picture(content)], matched: 'name', signed: null, by: null } as const;
  return { kind: 'receive-sheet', station: station(of), content: hash(content), ...plain, ...more };
}
