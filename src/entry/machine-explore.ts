import { assert, present } from '../base/assert.ts';
import { type Instant, instant } from '../base/instant.ts';
import type { EntryContent, ObservationCode } from '../model/desk-rules.ts';
import type { Election } from '../model/election.ts';
import { type Geography, layOutGeography } from '../model/geography.ts';
import type { ContestId, ElectionId, GpUnitId, SelectionId, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { EventHeader, Role } from '../record/index.ts';
import type { CentreAct, EventDraft } from './acts.ts';
import { CentreState } from './centre-state.ts';
import { decide } from './decide.ts';

/*
 * Walks through everything that can happen to the sheets of one station, by asking `decide` itself: the document of the machine is
 * made of this, so it cannot say anything else than the code does.
 */

const CONTEST = 'contest' as ContestId;
const STATION = 'station' as StationId;
const AT = instant(0);
const text = { es: '-', en: '-' };
const TYPISTS = ['t1', 't2', 't3', 't4', 't5', 't6', 't7', 't8'] as const;
const TWO = ['s1', 's2'] as const;
/** More would only repeat what two rivals do. */
const SHEETS_MAX = 2;

/** What is typed: figures, other figures, figures with a doubt that waits, and none. */
const CONTENTS: readonly EntryContent[] = [
  content([1, 2], []),
  content([2, 1], []),
  content([1, 2], ['unclear-correction']),
  content([], ['illegible']),
];

function content(boxes: readonly number[], observations: readonly ObservationCode[]): EntryContent {
  return { boxes: boxes as readonly Box[], corrections: [], observations };
}

/** A step of one sheet: from one state to another, by an act, with what was recorded of it. */
export type MachineStep = {
  readonly from: string;
  readonly act: CentreAct['kind'];
  /** The act was done to another sheet of the station. */
  readonly ofAnother: boolean;
  readonly events: readonly string[];
  readonly to: string;
};

/** The header that a draft has in a record whose instants all are `at`; its commitment is left out. */
export function headerOf(draft: EventDraft, index: number, at: Instant): EventHeader {
  return {
    kind: draft.body.kind,
    count: draft.count ?? null,
    contest: draft.contest ?? null,
    at,
    clock: 'server',
    source: 'server',
    sourceSeq: index,
    sourcePrev: null,
    actor: draft.actor ?? null,
    body: new Uint8Array(32),
    ...(draft.generation === undefined ? {} : { generation: draft.generation }),
  };
}

/** Every step that a sheet can take, each once, in the order in which they are first met. */
export function exploreMachine(): readonly MachineStep[] {
  const geography = oneStation();
  const steps = new Map<string, MachineStep>();
  const seen = new Set<string>();
  let paths: readonly (readonly EventDraft[])[] = [opening()];
  while (paths.length > 0) {
    const longer: (readonly EventDraft[])[] = [];
    for (const path of paths) {
      const before = replay(geography, path);
      for (const act of actsIn(before)) {
        const decided = decide(before, act, AT);
        if (!decided.ok) continue;
        const after = replay(geography, [...path, ...decided.value]);
        for (const step of stepsOf(before, act, decided.value, after)) steps.set(JSON.stringify(step), step);
        const key = fingerprint(after);
        if (seen.has(key)) continue;
        seen.add(key);
        longer.push([...path, ...decided.value]);
      }
    }
    paths = longer;
  }
  return [...steps.values()];
}

function replay(geography: Geography, drafts: readonly EventDraft[]): CentreState {
  const state = new CentreState(geography);
  drafts.forEach((draft, index) => {
    state.take(index, headerOf(draft, index, AT), draft.body);
  });
  return state;
}

function opening(): readonly EventDraft[] {
  const grant = (person: string, role: Role): EventDraft => ({ body: { kind: 'RoleGranted', person, role } });
  return [
    ...TYPISTS.map((person) => grant(person, 'typist')),
    grant('v', 'verifier'),
    ...TWO.map((person) => grant(person, 'supervisor')),
    { body: { kind: 'CountOpened', mode: 'entered', files: [] }, count: 'preliminary' },
  ];
}

function actsIn(state: CentreState): readonly CentreAct[] {
  const sheets = [...state.papers.all()].map((sheet) => sheet.number);
  const acts: CentreAct[] = [{ kind: 'close-count', count: 'preliminary', by: 'console' }];
  if (sheets.length < SHEETS_MAX) {
    // Any 32 bytes in base64.
    const hash = `${'AB'[sheets.length]}${'A'.repeat(42)}=`;
    const unsigned = { pictures: [], matched: 'name', signed: null, by: null } as const;
    acts.push({ kind: 'receive-sheet', station: STATION, content: hash, ...unsigned });
  }
  for (const sheet of sheets) acts.push(...actsOn(state, sheet));
  return acts;
}

function actsOn(state: CentreState, sheet: number): readonly CentreAct[] {
  const of = { sheet, contest: CONTEST } as const;
  const decided = { by: TWO, reason: text } as const;
  const typists = state.typing.typistsOf(state.workOf(sheet, 0));
  const fresh = TYPISTS.find((person) => !typists.includes(person));
  assert(fresh !== undefined, 'enough typists for the shortest way to every state');
  const typing = state.typingOf(sheet, CONTEST);
  const pending = typing?.kind === 'awaiting-second' ? [typing.first.record] : [];
  return [
    ...CONTENTS.map((read) => ({ kind: 'commit-entry', ...of, by: fresh, content: read }) as const),
    ...CONTENTS.map((read) => ({ kind: 'resolve-difference', ...of, by: 'v', content: read }) as const),
    ...pending.map((entry) => ({ kind: 'void-entry', entry, reason: 'supervisor', by: 's1' }) as const),
    { kind: 'rule-observed', ...of, ruling: 'count', ...decided },
    { kind: 'rule-observed', ...of, ruling: 'retype', ...decided },
    { kind: 'choose-sheet', count: 'preliminary', station: STATION, sheet, ...decided },
    { kind: 'withdraw-sheet', sheet, code: 'other', ...decided },
  ];
}

function stepsOf(
  before: CentreState,
  act: CentreAct,
  drafts: readonly EventDraft[],
  after: CentreState,
): readonly MachineStep[] {
  return [...after.papers.all()].flatMap(({ number }) => {
    const [from, to] = [labelOf(before, number), labelOf(after, number)];
    if (from === to) return [];
    const events = drafts
      .filter(({ body }) => body.kind !== 'EntryVoided' || body.sheet === number)
      .map(({ body }) => body.kind);
    const target = 'sheet' in act ? act.sheet : 'entry' in act ? number : before.size;
    const ofAnother = act.kind !== 'close-count' && act.kind !== 'void-entry' && target !== number;
    return [{ from, act: act.kind, ofAnother, events, to }];
  });
}

/** The state of one contest of a sheet in a word or two. */
export function labelOf(state: CentreState, sheet: number): string {
  const known = state.papers.sheet(sheet);
  if (known === undefined) return 'none';
  const { kind } = known.state;
  const closed = state.counts.state(known.count).kind === 'closed' && kind !== 'late' ? 'closed, ' : '';
  if (kind !== 'standing' && kind !== 'disputed') return kind;
  const typing = present(state.typingOf(sheet, CONTEST), 'typing').kind;
  if (kind === 'disputed') return closed === '' ? `disputed, ${typing}` : 'closed, disputed';
  return `${closed}${typing}`;
}

/** What tells apart states from which other things can happen, without who did what. */
function fingerprint(state: CentreState): string {
  const sheets = [...state.papers.all()].map(({ number }) => {
    const typing = state.typingOf(number, CONTEST);
    const says =
      typing?.kind === 'differ'
        ? [typing.first.content, typing.second.content]
        : typing?.kind === 'observed'
          ? typing.content
          : typing?.kind === 'awaiting-second'
            ? state.typing.openSealed(typing.first.record)
            : null;
    return [labelOf(state, number), says];
  });
  return JSON.stringify([state.counts.state('preliminary').kind, sheets]);
}

/** One contest of one station, which is all that a machine needs. */
export function oneStation(): Geography {
  const election: Election = {
    id: 'machine' as ElectionId,
    name: text,
    date: '2026-01-01',
    timeZone: 'UTC',
    pollsClose: AT,
    nature: 'rehearsal',
    runner: { kind: 'electoral-body', name: text },
    contests: [
      {
        id: CONTEST,
        name: text,
        rule: { kind: 'plurality' },
        selections: ['A', 'B'].map((id) => ({ id: id as SelectionId, name: id, party: '' })),
        others: [],
        controls: [],
        electorate: null,
        seats: null,
      },
    ],
    desk: null,
    canvass: null,
    levels: [],
    sources: [],
    notes: [],
  };
  const root = 'u0' as GpUnitId;
  return layOutGeography({
    election,
    units: [{ id: root, parent: null, depth: 0, level: 'election', name: '' }],
    stations: [{ id: STATION, place: root, table: null, registered: null, setting: null }],
  });
}
