import type { Json } from '../base/canonical.ts';
import type { Count, CountKind, SelectionId } from '../model/ids.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { EventBody } from '../record/index.ts';
import {
  amendedRegister,
  canvassOf,
  canvassSheet,
  canvassState,
  certificateOfRoot,
  hasCanvass,
  officialDesk,
  officialPapers,
  stationsNow,
  type ToyOfficeSight,
} from './fixture-canvass-figures.test-support.ts';
import { closedAt, deskOf, isDue, newest, papersOf } from './fixture-centre.test-support.ts';
import { collationHtml, collationOf, collationOfSheet } from './fixture-collation.test-support.ts';
import type { ToyVersion } from './fixture-due.test-support.ts';
import { TOY, type ToyEvent } from './fixture-election.test-support.ts';
import { devicesJson, readingsHtml, readingsJson, refusedJson } from './fixture-readings.test-support.ts';

/* What the toy's files have to say, figured out by filters over the list of events: slow, short, and shared with nothing. */

type Counts<T> = Record<CountKind, T>;

/** The toy at one published state. */
export type ToyState = {
  readonly events: readonly ToyEvent[];
  readonly at: number;
  readonly size: number;
  readonly covers: Counts<number>;
  /** Sizes, instants and covers of all states up to this one. */
  readonly offices: readonly ToyOfficeSight[];
  readonly states: readonly { readonly size: number; readonly at: number; readonly covers: Counts<number> }[];
};

const COUNTS: readonly CountKind[] = ['preliminary', 'official'];
const both = (make: (count: CountKind) => Json): { readonly [key: string]: Json } => ({
  preliminary: make('preliminary'),
  official: make('official'),
});

function stationsIn(toy: ToyState, unit: string): string[] {
  const below = TOY.units.filter((u) => u.parent === unit).map((u) => u.id);
  return [
    ...stationsNow(toy).flatMap((s) => (s.place === unit ? [s.id] : [])),
    ...below.flatMap((u) => stationsIn(toy, u)),
  ];
}

function brief(toy: ToyState, count: CountKind, stations: readonly string[]) {
  const known = stationsNow(toy)
    .filter((s) => stations.includes(s.id))
    .map(({ id, registered }) => ({ id, registered: count === 'official' ? amendedRegister(toy, id) : registered }));
  const sheets = known.map((s) => ({ s, sheet: newest(toy, count, s.id) }));
  const counted = sheets.filter(({ sheet }) => sheet?.status === 'counted');
  const isVoid = (status = '') => ['annulled', 'not_installed', 'merged', 'lost'].includes(status);
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  const registered = (of: typeof sheets) => sum(of.map(({ s }) => s.registered ?? 0));
  const box = (i: number) => sum(counted.map(({ sheet }) => Number(sheet?.boxes[i])));
  const received = (id: string) =>
    toy.events.some(
      ({ body, count: c }) =>
        c === count && (body.kind === 'SheetReceived' || body.kind === 'EnvelopeReceived') && body.station === id,
    );
  const voids = sheets.filter(({ sheet }) => isVoid(sheet?.status));
  const open = sheets.filter((x) => !counted.includes(x) && !voids.includes(x));
  const valid = box(0) + box(1);
  // The toy with a board has no preliminary count.
  const typing = hasCanvass(toy) ? {} : deskOf(toy, stations);
  const board = { ...officialDesk(toy, stations), ...canvassOf(toy, stations) };
  const desk = count === 'preliminary' ? typing : board;
  return {
    expected: known.length,
    counted: counted.length,
    received: known.filter((s) => received(s.id)).length,
    notCounted: sheets.filter(({ sheet }) => sheet !== null && sheet.status !== 'counted').length,
    void: voids.length,
    registered: registered(sheets),
    registeredCounted: registered(counted),
    registeredVoid: registered(voids),
    registeredUnknown: open.filter(({ s }) => !s.registered).length,
    votes: [box(0), box(1)],
    others: [box(2)],
    valid,
    cast: valid + box(2),
    castRegistered: sum(
      counted.map(({ s, sheet }) => (s.registered ? sum((sheet?.boxes ?? []).slice(0, 3).map(Number)) : 0)),
    ),
    ...desk,
  };
}

function figures(toy: ToyState, count: CountKind, unit: string): Json {
  const b = brief(toy, count, stationsIn(toy, unit));
  if (unit !== 'u0') return b;
  const outcome = outcomeOf({ kind: 'plurality' }, ['A', 'B'] as SelectionId[], {
    votes: b.votes as Count[],
    unlisted: 0 as Count,
    othersTotal: b.others[0] as Count,
    sheetsOut: (b.expected - b.counted - b.void) as Count,
    registeredOut: b.registeredUnknown > 0 ? null : ((b.registered - b.registeredCounted - b.registeredVoid) as Count),
    registered: null,
  });
  const certificate = count === 'official' ? certificateOfRoot(toy) : {};
  return {
    ...(b as unknown as { [key: string]: Json }),
    outcome: outcome as unknown as Json,
    distances: [],
    ...certificate,
  };
}

function sheetJson(toy: ToyState, station: string): Json {
  const { table, setting } = stationsNow(toy).find((s) => s.id === station) ?? {};
  const history = toy.events.flatMap(({ body, count, contest, at, clock }, i): Json[] => {
    const timed = body.kind !== 'SheetImported' || clock === 'source';
    const mine = 'station' in body && body.station === station && isDue(toy, i);
    return mine ? [[count ?? '', contest ?? '', i, body.kind, timed ? at : null]] : [];
  });
  const versions = both((count) => versionJson(toy, count, station));
  return {
    station,
    table: table ?? null,
    registered: amendedRegister(toy, station),
    setting: setting ?? null,
    contests: { pres: { ...versions, ...collationOfSheet(toy, station) } },
    history,
    papers: [...(papersOf(toy, station) as Json[]), ...officialPapers(toy, station)],
    ...canvassSheet(toy, station),
    ...readingsJson(toy, station),
  };
}

function versionJson(toy: ToyState, count: CountKind, station: string): Json {
  const version = newest(toy, count, station);
  if (version === null) return null;
  const { status, record, boxes, reasons, observations, corrections } = version;
  const [a = 0, b = 0] = boxes.map(Number);
  const read =
    (count === 'preliminary' || hasCanvass(toy)) && ['counted', 'observed'].includes(status) && boxes.length > 0;
  const amended = count === 'official' ? amendedRegister(toy, station) : null;
  const own = amended ?? stationsNow(toy).find((s) => s.id === station)?.registered;
  const registered = own ?? Number.POSITIVE_INFINITY;
  const sum = boxes.reduce((all: number, n) => all + Number(n), 0);
  const warnings = [
    ...(read && sum > registered ? ['E201'] : []),
    ...(read && a + b > 0 && (a === 0 || b === 0) ? ['W102'] : []),
  ];
  return {
    status,
    boxes: boxes as unknown as Json,
    record,
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(reasons.length > 0 ? { reasons } : {}),
    ...(observations.length > 0 ? { observations } : {}),
    ...(corrections.length > 0 ? { corrections } : {}),
    ...extrasOf(version),
  };
}

function extrasOf({ basis, corrected, objections }: ToyVersion): { readonly [key: string]: Json } {
  return {
    ...(basis === undefined ? {} : { basis }),
    ...(corrected === undefined ? {} : { corrected }),
    ...(objections === undefined ? {} : { objections }),
  };
}

/** Units with files: all but the district with one place. */
export const PAGES = ['u0', 'u1', 'u2', 'u3', 'u5'];

export function findJson(toy: ToyState): Json {
  const at = (unit: string, name: string, above: string): Json => [unit, name, above, stationsIn(toy, unit)];
  return {
    ...{ v: 1, election: 'toy', test: true, nature: 'rehearsal' },
    places: [at('u2', 'School', 'North'), at('u3', 'Hall', 'North'), at('u5', 'Barn', 'South')],
  };
}

export function unitJson(toy: ToyState, unit: string): Json {
  const { level, name } = TOY.units.find((u) => u.id === unit) ?? {};
  const children = TOY.units.filter((u) => u.parent === unit);
  const paths: Record<string, Json> = {
    u0: [],
    u1: [['u0', 'Toy']],
    u5: [
      ['u0', 'Toy'],
      ['u4', 'South'],
    ],
  };
  const settings = ['urban', 'rural', ''].map((setting) => {
    const stations = stationsNow(toy).flatMap((s) => ((s.setting ?? '') === setting ? [s.id] : []));
    return [setting, { pres: both((count) => brief(toy, count, stations)) }];
  });
  return {
    v: 1,
    election: 'toy',
    test: true,
    nature: 'rehearsal',
    unit,
    level: level ?? '',
    name: name ?? '',
    path: paths[unit] ?? [
      ['u0', 'Toy'],
      ['u1', 'North'],
    ],
    contests: { pres: { ...both((count) => figures(toy, count, unit)), ...collationOf(toy, stationsIn(toy, unit)) } },
    children: children.map((u) => ({
      unit: u.id,
      page: u.id === 'u4' ? 'u5' : u.id,
      name: u.name,
      level: u.level,
      contests: {
        pres: {
          ...both((count) => brief(toy, count, stationsIn(toy, u.id))),
          ...collationOf(toy, stationsIn(toy, u.id)),
        },
      },
    })),
    ...(unit === 'u0' ? { settings: Object.fromEntries(settings) } : {}),
    ...devicesJson(toy, unit),
    ...(children.length === 0 ? { sheets: stationsIn(toy, unit).map((s) => sheetJson(toy, s)) } : {}),
  };
}

export function stateJson(toy: ToyState): Json {
  const stopped = toy.events.findLast((e) => e.body.kind.startsWith('Publication'));
  const inForce = stopped?.body.kind === 'PublicationStopped' ? stopped : null;
  const stop: Json = inForce?.body.kind === 'PublicationStopped' ? { at: inForce.at, ...said(inForce.body) } : null;
  // The toy stops and resumes in turn.
  const stops = toy.events.flatMap(({ body, at }, i): Json[] => {
    if (body.kind !== 'PublicationStopped') return [];
    const end = toy.events.slice(i).find((e) => e.body.kind === 'PublicationResumed');
    return [{ from: at, to: end?.at ?? null, ...said(body) }];
  });
  const held = heldOf(toy);
  const notices = toy.events.flatMap(({ body, at }) => (body.kind === 'Notice' ? [{ at, text: body.text }] : []));
  const counts = {
    preliminary: {
      mode: 'entered',
      open: true,
      stopped: stop,
      stops,
      closed: closedAt(toy) >= 0,
      held: { pres: held },
    },
    official: {
      mode: hasCanvass(toy) ? 'entered' : 'imported',
      ...{ open: true, stopped: null, stops: [], closed: false },
      held: { pres: hasCanvass(toy) ? held : 0 },
    },
  };
  const none = { mode: null, open: false, stopped: null, stops: [], closed: false, held: { pres: 0 } };
  return {
    v: 1,
    election: 'toy',
    test: true,
    nature: 'rehearsal',
    size: toy.size,
    at: toy.at,
    covers: toy.covers,
    ...refusedJson(toy),
    counts: hasCanvass(toy) ? { ...counts, preliminary: none } : counts,
    ...canvassState(toy),
    notices: notices.reverse().slice(0, 20),
  };
}

function heldOf(toy: ToyState): number {
  return toy.events.filter((e, i) => e.body.kind === 'SheetAgreed' && !isDue(toy, i)).length;
}

function said(body: Extract<EventBody, { kind: 'PublicationStopped' }>): { [key: string]: Json } {
  return { office: body.office as Json, by: body.by as Json, reason: body.reason as Json };
}

export function historyJson(toy: ToyState): Json {
  const all = stationsNow(toy).map((s) => s.id);
  const point = (at: number, t: ToyState, count: CountKind): Json => {
    const b = brief(t, count, all);
    return [at, b.counted, b.valid, b.votes];
  };
  const opened = toy.events.findIndex((e) => e.body.kind === 'CountOpened');
  const entered = (count: CountKind) =>
    toy.states
      .filter((s) => s.size >= opened)
      .map((s) => point(s.at, { ...toy, size: s.size, covers: s.covers }, count));
  // Rows of the toy come in the order of their instants, each with one of its own.
  const official = toy.events.flatMap(({ body }, i): Json[] => {
    if (body.kind !== 'SheetImported' || i >= toy.covers.official) return [];
    const upTo = { ...toy.covers, official: i + 1 };
    return [point(Number(body.publishedAt), { ...toy, covers: upTo }, 'official')];
  });
  // The toy with a board has no other count.
  const contests = hasCanvass(toy)
    ? { pres: { preliminary: [], official: entered('official') } }
    : { pres: { preliminary: entered('preliminary'), official } };
  return { v: 1, election: TOY.election.id, test: true, nature: 'rehearsal', contests };
}

/** A page with every sort of figure in it. */
export function pageHtml(toy: ToyState, unit: string): string {
  let out = `<!doctype html><title>x</title><main data-unit="${unit}"><p><data data-f="size">${toy.size}</data><table>`;
  for (const count of COUNTS) {
    const c = `${count.charAt(0)} pres`;
    const b = brief(toy, count, stationsIn(toy, unit));
    const percent = (part: number, whole: number, digits: number) =>
      whole === 0 ? '–' : `${((100 * part) / whole).toFixed(digits)} %`;
    out += `<tr><td data-f="${c} votes A">${b.votes[0]}<td data-f="${c} votes B">${b.votes[1]}</td>`;
    out += `<td data-f="${c} other blank">${b.others[0]}<td data-f="${c} share A">${percent(b.votes[0] ?? 0, b.valid, 3)}`;
    out += `<td data-f="${c} out">${b.expected - b.counted - b.void}<td data-f="${c} countedShare">${percent(b.counted, b.expected, 2)}`;
    const desk: { readonly [key: string]: number } = 'desk' in b ? b.desk : {};
    const { typed = 0, observed = 0, disputed = 0, late = 0, announced = 0, readingsDiffer = 0 } = desk;
    out += `<td data-f="${c} announced">${announced}<td data-f="${c} readingsDiffer">${readingsDiffer}`;
    out += `<td data-f="${c} typed">${typed}<td data-f="${c} disputed">${disputed}<td data-f="${c} late">${late}`;
    out += `<td data-f="${c} waiting">${b.received - b.counted - observed - disputed}<td data-f="${c} unreceived">${b.expected - b.received}`;
    if (count === 'official' && hasCanvass(toy)) {
      for (const [name, n] of Object.entries(canvassOf(toy, stationsIn(toy, unit))['canvass'] as object)) {
        out += `<td data-f="${c} ${name}">${n}`;
      }
    }
    out += `<td data-f="${c} held">${count === 'official' && !hasCanvass(toy) ? 0 : count === 'preliminary' && hasCanvass(toy) ? 0 : heldOf(toy)}`;
    const lead = Math.abs((b.votes[0] ?? 0) - (b.votes[1] ?? 0));
    out += `<td data-f="${c} lead">${lead}<td data-f="u1 ${c} valid">${brief(toy, count, stationsIn(toy, 'u1')).valid}</tr>`;
    for (const s of stationsNow(toy).filter((x) => x.place === unit)) {
      const version = newest(toy, count, s.id);
      version?.corrections.forEach(([box, says, value]) => {
        const name = ['A', 'B', 'blank'][box];
        out += `<tr><td data-f="sheet ${s.id} ${c} says ${name}">${says}<td data-f="sheet ${s.id} ${c} corrected ${name}">${value}`;
      });
      version?.boxes.forEach((box, i) => {
        const name = ['A', 'B', 'blank'][i];
        const key = i === 0 ? `sheet ${s.id} ${c} box ${name}` : `=${count.charAt(0)} ${name}`;
        out += `<tr><td data-f="${key}">${String(box)}`;
      });
    }
  }
  for (const s of stationsNow(toy).filter((x) => x.place === unit)) out += readingsHtml(toy, s.id);
  if (unit === 'u0') out += collationHtml(toy);
  return `${out}</table></main>`;
}
