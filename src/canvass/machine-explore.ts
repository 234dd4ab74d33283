import { present } from '../base/assert.ts';
import { type Instant, instant } from '../base/instant.ts';
import type { EventDraft } from '../entry/acts.ts';
import { CentreState } from '../entry/centre-state.ts';
import { headerOf, oneStation } from '../entry/machine-explore.ts';
import type { CanvassRules } from '../model/canvass-rules.ts';
import { RULING_EFFECTS } from '../model/canvass-rules.ts';
import type { EntryContent } from '../model/desk-rules.ts';
import { type Geography, layOutGeography } from '../model/geography.ts';
import type { ContestId, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { Certificate, Role } from '../record/index.ts';
import type { Act } from './acts.ts';
import { CanvassState } from './canvass-state.ts';
import { decideAct } from './decide.ts';

/*
 * Walks through everything that can happen to one contest of one station in an official count, by asking `decideAct` itself: the
 * document of the machine is made of this, so it cannot say anything else than the code does.
 */

const CONTEST = 'contest' as ContestId;
const STATION = 'station' as StationId;
const FROM = instant(0);
/** When the polls of a repeated vote close, and how late it is when everything else is tried. */
const CLOSES = instant(1);
const LATER = instant(2);
const text = { es: '-', en: '-' };
const HASH = `${'A'.repeat(43)}=`;
const SIGNATURE = `${'A'.repeat(86)}==`;
const TYPISTS = Array.from({ length: 12 }, (_, i) => `t${i}`);
const VOTE = { for: ['m1', 'm2'], against: [], abstained: [], law: text, reason: text, by: ['m1', 'm2'] } as const;
const SEAL = { seal: '1', condition: 'whole' } as const;
/** More would only repeat what two papers do. */
const SHEETS_MAX = 2;

const CONTENTS: readonly EntryContent[] = [
  { boxes: [1, 2] as readonly number[] as readonly Box[], corrections: [], observations: [] },
  { boxes: [1, 2] as readonly number[] as readonly Box[], corrections: [], observations: ['unclear-correction'] },
];

const RULES: CanvassRules = {
  offices: [],
  scans: true,
  quorum: 2,
  grounds: [{ code: 'g', name: text, law: text, effects: RULING_EFFECTS, holds: true }],
  checks: {},
  observations: {},
  certifiers: [{ id: 'c', name: 'c', title: text, key: HASH }],
  required: 1,
  partial: false,
};

/** A step of one contest of a station: from one state to another, by an act, with what was recorded of it. */
export type CanvassStep = {
  readonly from: string;
  readonly act: string;
  readonly kind: Act['kind'];
  readonly events: readonly string[];
  readonly to: string;
};

type World = { readonly centre: CentreState; readonly canvass: CanvassState };
type Path = readonly { readonly drafts: readonly EventDraft[]; readonly at: Instant }[];

/** Every step that a contest of a station can take, each once, in the order in which they are first met. */
export function exploreCanvass(): readonly CanvassStep[] {
  const geography = layOutGeography(definition());
  const steps = new Map<string, CanvassStep>();
  const seen = new Set<string>();
  let paths: readonly Path[] = [[{ drafts: opening(), at: FROM }]];
  while (paths.length > 0) {
    const longer: Path[] = [];
    for (const path of paths) {
      const before = replay(geography, path);
      for (const [act, at] of actsIn(before)) {
        const decided = decideAct(before.canvass, act, at);
        if (!decided.ok) continue;
        const next = [...path, { drafts: decided.value, at }];
        const after = replay(geography, next);
        const step = stepOf(before, act, decided.value, after);
        if (step !== null) steps.set(JSON.stringify(step), step);
        const key = fingerprint(after);
        if (seen.has(key)) continue;
        seen.add(key);
        longer.push(next);
      }
    }
    paths = longer;
  }
  return [...steps.values()];
}

function definition() {
  const { definition: plain } = oneStation();
  return { ...plain, election: { ...plain.election, canvass: RULES } };
}

function replay(geography: Geography, path: Path): World {
  const centre = new CentreState(geography);
  const canvass: CanvassState = new CanvassState(centre, {
    verify: () => true,
    judge: () => certificate(centre.size),
    newestState: () => centre.size,
  });
  for (const { drafts, at } of path) {
    for (const draft of drafts) {
      const index = centre.size;
      const header = headerOf(draft, index, at);
      centre.take(index, header, draft.body);
      canvass.take(index, header, draft.body);
    }
  }
  return { centre, canvass };
}

function certificate(size: number): Certificate {
  const numbers = { expected: 0, counted: 0, annulled: 0, notInstalled: 0, lost: 0, open: 0, registered: null };
  return {
    ...{ area: 'u0', size, root: HASH, offices: [], outcome: '-', seats: null, partial: null },
    figures: { ...numbers, votes: [], others: [], valid: 0, cast: 0 },
    papers: { data: HASH, es: HASH, en: HASH },
  };
}

const ROLES: readonly (readonly [string, Role])[] = [
  ...TYPISTS.map((person) => [person, 'typist'] as const),
  ...[['v', 'verifier'] as const, ['p', 'publisher'] as const, ['y', 'secretary'] as const],
  ...['s1', 's2'].map((person) => [person, 'supervisor'] as const),
  ...['k1', 'k2'].map((person) => [person, 'custodian'] as const),
  ...['m1', 'm2'].map((person) => [person, 'member'] as const),
  ...['a1', 'a2'].map((person) => [person, 'administrator'] as const),
];

function opening(): readonly EventDraft[] {
  return [
    ...ROLES.map(([person, role]): EventDraft => ({ body: { kind: 'RoleGranted', person, role } })),
    { body: { kind: 'CountOpened', mode: 'entered', files: [] }, count: 'official' },
    { body: { kind: 'EmbargoLifted' }, contest: CONTEST },
    ...['m1', 'm2'].map(
      (member): EventDraft => ({ body: { kind: 'MemberSeated', member, name: member, title: text }, actor: 'a1' }),
    ),
    {
      body: {
        kind: 'SessionOpened',
        session: 1,
        place: '-',
        members: ['m1', 'm2'],
        delegates: [['-', '-']],
        counted: 0,
      },
      count: 'official',
      actor: 'y',
    },
  ];
}

/** All acts on the station, each with the time at which it is done. */
function actsIn(world: World): readonly (readonly [Act, Instant])[] {
  const out = world.centre.ended.outOf(0) !== null;
  const sheets = [...world.centre.papers.all()].map((sheet) => sheet.number);
  const decided = { by: ['k1', 'k2'], reason: text } as const;
  const acts: Act[] = [
    { kind: 'miss-envelope', station: STATION, ...decided },
    {
      kind: 'amend',
      change: { kind: 'station-not-installed', station: STATION },
      law: text,
      by: ['a1', 'a2'],
      reason: text,
    },
    { kind: 'reopen', contest: CONTEST, court: text, order: '1', by: ['m1', 'm2'], reason: text },
    {
      kind: 'certify',
      contest: CONTEST,
      certificate: certificate(world.centre.size),
      signatures: [['c', SIGNATURE]],
      by: 'p',
    },
    rule(world, null, 'lost'),
  ];
  // What an amendment took out stays out: its papers may still be carried about, which would only repeat everything.
  if (out) return acts.map((act) => [act, LATER] as const);
  if (sheets.length < SHEETS_MAX) {
    acts.push({ kind: 'take-envelope', station: STATION, from: '-', by: 'k1', ...SEAL });
    acts.push({ kind: 'admit-copy', station: STATION, holder: text, ...VOTE });
  }
  for (const sheet of sheets) acts.push(...actsOn(world, sheet));
  const early = RULING_EFFECTS.flatMap((effect) =>
    effect === 'repeat' ? sheets.map((s) => rule(world, s, effect)) : [],
  );
  return [...acts.map((act) => [act, LATER] as const), ...early.map((act) => [act, FROM] as const)];
}

function actsOn(world: World, sheet: number): readonly Act[] {
  const of = { sheet, contest: CONTEST } as const;
  const typists = world.centre.typing.typistsOf(world.centre.workOf(sheet, 0));
  const fresh = TYPISTS.find((person) => !typists.includes(person)) ?? 't0';
  const two = { by: ['s1', 's2'], reason: text } as const;
  const scanned = { content: HASH, pictures: [], by: 'k1' } as const;
  return [
    { kind: 'open-envelope', sheet, found: 'sheet', by: ['k1', 'k2'], ...SEAL },
    { kind: 'open-envelope', sheet, found: 'nothing', by: ['k1', 'k2'], ...SEAL },
    { kind: 'scan-sheet', sheet, paper: 'sheet', ...scanned },
    { kind: 'scan-sheet', sheet, paper: 'recount', ...scanned },
    ...CONTENTS.map((read): Act => ({ kind: 'commit-entry', ...of, by: fresh, content: read })),
    ...CONTENTS.map((read): Act => ({ kind: 'resolve-difference', ...of, by: 'v', content: read })),
    { kind: 'raise-objection', ...of, party: '-', delegate: '-', ground: 'g', text, by: 'y' },
    ...RULING_EFFECTS.filter((effect) => effect !== 'lost' && effect !== 'repeat').map((effect) =>
      rule(world, sheet, effect),
    ),
    { kind: 'choose-sheet', count: 'official', station: STATION, sheet, ...two },
    { kind: 'withdraw-sheet', sheet, code: 'other', ...two },
  ];
}

function rule({ canvass }: World, sheet: number | null, effect: (typeof RULING_EFFECTS)[number]): Act {
  const open = sheet === null ? [] : canvass.rulings.openOf(sheet, 0);
  return {
    kind: 'rule',
    station: STATION,
    contest: CONTEST,
    sheet,
    effect,
    ground: effect === 'lost' ? null : 'g',
    objections: open.map((record) => [record, true] as const),
    until: effect === 'repeat' ? CLOSES : null,
    boxes: effect === 'correct' ? [3 as Box, 3 as Box] : null,
    ...VOTE,
  };
}

function stepOf(before: World, act: Act, drafts: readonly EventDraft[], after: World): CanvassStep | null {
  const [from, to] = [labelOf(before), labelOf(after)];
  if (from === to) return null;
  const name =
    act.kind === 'rule' ? `rule: ${act.effect}` : act.kind === 'open-envelope' ? `open: ${act.found}` : act.kind;
  const events = drafts.map(({ body }) => body.kind).filter((kind) => kind !== 'EntryVoided');
  return { from, act: name, kind: act.kind, events, to };
}

/** Where the contest of the station ends, in a word or two. */
function labelOf({ canvass }: World): string {
  const end = present(canvass.endOf(0, 0), 'end');
  const certified = canvass.certified(0, 0) === null ? '' : 'certified, ';
  if (end.kind === 'open') return `${certified}${end.why}`;
  if (end.kind !== 'counted') return `${certified}${end.kind}`;
  return `${certified}counted`;
}

/** What tells apart states from which other things can happen, without who did what and how often. */
function fingerprint({ centre, canvass }: World): string {
  const sheets = [...centre.papers.all()].map(({ number, state, paper, generation }) => {
    const typing = centre.typing.state(centre.workOf(number, 0));
    const entered =
      typing?.kind === 'awaiting-second'
        ? centre.typing.openSealed(typing.first.record)
        : typing?.kind === 'differ'
          ? [typing.first.content, typing.second.content]
          : null;
    const custody = canvass.envelopes.custodyOfSheet(number)?.kind ?? 'none';
    const open = canvass.rulings.openOf(number, 0).length;
    return [
      state.kind,
      paper,
      generation,
      custody,
      typing?.kind ?? 'none',
      entered,
      open > 0,
      canvass.envelopes.isScanned(number),
    ];
  });
  return JSON.stringify([labelOf({ centre, canvass }), canvass.custodyOf(0).kind, sheets]);
}
