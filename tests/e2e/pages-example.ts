import { fraction } from '../../src/base/fraction.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import type { Contest, Election } from '../../src/model/election.ts';
import type { ContestId, Count, ElectionId, GpUnitId, SelectionId } from '../../src/model/ids.ts';
import { distancesOf, outcomeOf } from '../../src/model/outcome.ts';
import type {
  BothCounts,
  Brief,
  ChildData,
  CountStateData,
  Figures,
  HistoryData,
  SheetData,
  StateData,
  StopData,
  UnitData,
} from '../../src/publication/unit-data.ts';
import { ABROAD, type AreaRow, DEPARTMENTS, PUBLISHED, SETTINGS } from './pages-bolivia-figures.ts';

// Views for tests and for looking at: Bolivia 2019 as its published files give it, and an invented place.

const RESUMED = instant(Date.parse('2019-10-21T17:52:00-04:00'));
const STOP = instant(Date.parse('2019-10-20T19:40:57-04:00'));
const END = instant(Date.parse('2019-10-25T21:09:30-04:00'));

const SELECTIONS: readonly (readonly [string, string, string])[] = [
  ['CC', 'Carlos Mesa', 'Comunidad Ciudadana'],
  ['FPV', 'Israel Rodríguez', 'Frente para la Victoria'],
  ['MTS', 'Félix Patzi', 'Movimiento Tercer Sistema'],
  ['UCS', 'Víctor Hugo Cárdenas', 'Unidad Cívica Solidaridad'],
  ['MAS', 'Evo Morales', 'MAS-IPSP'],
  ['21F', 'Óscar Ortiz', 'Bolivia Dice No'],
  ['PDC', 'Chi Hyun Chung', 'Partido Demócrata Cristiano'],
  ['MNR', 'Virginio Lema', 'Movimiento Nacionalista Revolucionario'],
  ['PAN-BOL', 'Ruth Nina', 'Partido de Acción Nacional Boliviano'],
];

export const PRESIDENT: Contest = {
  id: 'president' as ContestId,
  name: { es: 'Presidente y Vicepresidente', en: 'President and Vice-President' },
  rule: {
    kind: 'two-round',
    base: 'valid',
    outright: [{ shareOver: fraction(1, 2) }, { shareAtLeast: fraction(2, 5), leadAtLeast: fraction(1, 10) }],
  },
  selections: SELECTIONS.map(([id, name, party]) => ({ id: id as SelectionId, name, party })),
  others: ['blank', 'null'],
  controls: [],
  electorate: null,
  seats: null,
};

export const GOVERNOR: Contest = {
  id: 'governor' as ContestId,
  name: { es: 'Gobernación de Tolmarina', en: 'Governor of Tolmarina' },
  rule: { kind: 'plurality' },
  selections: [
    { id: 'a' as SelectionId, name: 'Yolanda Zurbéñez', party: 'Pacto del Alerce' },
    { id: 'b' as SelectionId, name: 'Marcial Ontañedo', party: 'Comunidades del Surco' },
  ],
  others: ['blank', 'null'],
  controls: ['valid'],
  electorate: ['u3' as GpUnitId],
  seats: null,
};

export const BOLIVIA: Election = {
  id: 'bolivia-2019' as ElectionId,
  name: {
    es: 'Bolivia, elecciones generales, 20 de octubre de 2019',
    en: 'Bolivia, general election, 20 October 2019',
  },
  date: '2019-10-20',
  timeZone: 'America/La_Paz',
  pollsClose: instant(Date.parse('2019-10-20T16:00:00-04:00')),
  nature: 'replay',
  runner: {
    kind: 'researcher',
    name: { es: 'Reproducción de archivos publicados', en: 'Replay of published files' },
  },
  contests: [PRESIDENT],
  desk: null,
  canvass: null,
  levels: ['country', 'department', 'province', 'municipality', 'locality', 'place'],
  sources: ['github.com/futurebum/boliviasims: final computo and the two published TREP states (CC0-1.0)'],
  notes: ['The election was annulled in November 2019 and held again in October 2020.'],
};

export const REHEARSAL: Election = {
  ...BOLIVIA,
  id: 'rehearsal' as ElectionId,
  name: { es: 'Elección general de Quelmara (simulacro)', en: 'General election of Quelmara (rehearsal)' },
  nature: 'rehearsal',
  timeZone: 'Etc/GMT+4',
  runner: {
    kind: 'electoral-body',
    name: { es: 'Junta Electoral de Quelmara', en: 'Electoral Board of Quelmara' },
  },
  contests: [PRESIDENT, GOVERNOR],
  sources: [],
};

export function sumOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

export function briefOf(given: Partial<Brief> & { readonly votes: readonly number[] }): Brief {
  const { votes, others = [0, 0] } = given;
  const valid = given.valid ?? sumOf(votes);
  return {
    expected: 0,
    counted: 0,
    received: 0,
    notCounted: 0,
    void: 0,
    registered: 0,
    registeredCounted: 0,
    registeredVoid: 0,
    registeredUnknown: 0,
    ...given,
    others,
    valid,
    cast: given.cast ?? valid + sumOf(others),
    castRegistered: given.castRegistered ?? given.cast ?? valid + sumOf(others),
  };
}

/** With outcome and distances, as the publication computes them. */
export function figuresOf(contest: Contest, b: Brief): Figures {
  const ids = contest.selections.map((s) => s.id);
  const input = {
    votes: b.votes as readonly Count[],
    unlisted: (b.valid - sumOf(b.votes)) as Count,
    othersTotal: sumOf(b.others) as Count,
    sheetsOut: (b.expected - b.counted - b.void) as Count,
    registeredOut: (b.registeredUnknown > 0 ? null : b.registered - b.registeredCounted) as Count | null,
    registered: b.registered as Count,
  };
  return { ...b, outcome: outcomeOf(contest.rule, ids, input), distances: distancesOf(contest.rule, ids, input) };
}

/** At the stop on the night, or at the end with both counts. */
export type Moment = 'stop' | 'end';

function rowBriefs([, expected, registered, stop, end, official]: AreaRow, moment: Moment): BothCounts<Brief> {
  const of = (row: readonly number[]): Brief =>
    briefOf({
      expected,
      registered,
      counted: row[0] ?? 0,
      registeredCounted: row[1] ?? 0,
      votes: row.slice(2, 11),
      others: row.slice(11, 13),
    });
  const nothing = row0(official);
  return { preliminary: of(moment === 'stop' ? stop : end), official: of(moment === 'stop' ? nothing : official) };
}

function row0(row: readonly number[]): readonly number[] {
  return row.map(() => 0);
}

export function addBriefs(list: readonly Brief[]): Brief {
  const add = (key: Exclude<keyof Brief, 'votes' | 'others' | 'desk' | 'canvass'>): number =>
    sumOf(list.map((b) => b[key]));
  const lists = (key: 'votes' | 'others'): number[] =>
    (list[0]?.[key] ?? []).map((_, i) => sumOf(list.map((b) => b[key][i] ?? 0)));
  return {
    expected: add('expected'),
    counted: add('counted'),
    received: add('received'),
    notCounted: add('notCounted'),
    void: add('void'),
    registered: add('registered'),
    registeredCounted: add('registeredCounted'),
    registeredVoid: add('registeredVoid'),
    registeredUnknown: add('registeredUnknown'),
    votes: lists('votes'),
    others: lists('others'),
    valid: add('valid'),
    cast: add('cast'),
    castRegistered: add('castRegistered'),
  };
}

function children(rows: readonly AreaRow[], moment: Moment, first: number, level: string): readonly ChildData[] {
  return rows.map((row, i) => ({
    unit: `u${first + i}`,
    page: `u${first + i}`,
    name: row[0],
    level,
    contests: { president: rowBriefs(row, moment) },
  }));
}

export type FrontView = {
  readonly unit: UnitData;
  readonly frontier: readonly ChildData[];
  readonly state: StateData;
  readonly history: HistoryData;
};

/** The front page of Bolivia 2019. */
export function boliviaFront(moment: Moment): FrontView {
  const departments = children(DEPARTMENTS, moment, 35, 'department');
  const abroad = children(ABROAD, moment, 2, 'country');
  const all = [...departments, ...abroad].map((c) => c.contests['president']).filter((c) => c !== undefined);
  const home = departments.map((c) => c.contests['president']).filter((c) => c !== undefined);
  const both = (list: readonly BothCounts<Brief>[]): BothCounts<Brief> => ({
    preliminary: addBriefs(list.map((c) => c.preliminary)),
    official: addBriefs(list.map((c) => c.official)),
  });
  const total = both(all);
  const bolivia: ChildData = {
    unit: 'u1',
    page: 'u1',
    name: 'Bolivia',
    level: 'country',
    contests: { president: both(home) },
  };
  return {
    unit: {
      v: 1,
      election: BOLIVIA.id,
      test: false,
      nature: 'replay',
      unit: 'u0',
      level: 'election',
      name: '',
      path: [],
      contests: {
        president: {
          preliminary: figuresOf(PRESIDENT, total.preliminary),
          official: figuresOf(PRESIDENT, total.official),
        },
      },
      children: [bolivia, ...abroad],
      settings: Object.fromEntries(SETTINGS.map((row) => [row[0], { president: rowBriefs(row, moment) }])),
    },
    frontier: [...departments, ...abroad],
    state: boliviaState(moment),
    history: { president: { preliminary: boliviaCurve(moment), official: [] } },
  };
}

function boliviaCurve(moment: Moment): HistoryData[string]['preliminary'] {
  return PUBLISHED.filter(([at = 0]) => moment === 'end' || at <= STOP).map(([at = 0, counted = 0, ...votes]) => [
    at,
    counted,
    sumOf(votes),
    votes,
  ]);
}

export function boliviaState(moment: Moment): StateData {
  const at = moment === 'stop' ? instant(STOP + 5 * 3_600_000) : END;
  const open: CountStateData = { mode: 'imported', open: true, stopped: null, stops: [], closed: false, held: {} };
  const why = {
    by: null,
    office: { es: 'Tribunal Supremo Electoral', en: 'Supreme Electoral Tribunal' },
    reason: { es: 'No consta en los archivos.', en: 'Not stated in the files.' },
  };
  const stopsTo = (to: Instant | null): StopData[] => [{ from: STOP, to, ...why }];
  return {
    v: 1,
    election: BOLIVIA.id,
    test: false,
    nature: 'replay',
    size: moment === 'stop' ? 28_981 : 67_369,
    at,
    notices: [],
    covers: { preliminary: 28_980, official: moment === 'stop' ? 28_981 : 67_369 },
    counts:
      moment === 'stop'
        ? {
            preliminary: { ...open, stopped: { at: STOP, ...why }, stops: stopsTo(null) },
            official: { ...open, mode: null, open: false },
          }
        : { preliminary: { ...open, closed: true, stops: stopsTo(RESUMED) }, official: { ...open, closed: true } },
  };
}

/** A place of the invented election: eight tables, two counts, one contest or two, each oddity a sheet can have. */
export function examplePlace(sheetsTotal = 8, contests: readonly Contest[] = [PRESIDENT]): UnitData {
  const sheets = Array.from({ length: sheetsTotal }, (_, i) => exampleSheet(i, contests));
  const figures = contests.map((contest) => {
    const of = (count: 'preliminary' | 'official'): Brief =>
      addBriefs(sheets.map((s) => sheetBrief(contest, s, count)));
    return [contest.id, { preliminary: of('preliminary'), official: of('official') }] as const;
  });
  return {
    v: 1,
    election: REHEARSAL.id,
    test: true,
    nature: 'rehearsal',
    unit: 'u412',
    level: 'place',
    name: 'Unidad Educativa 6 de Agosto',
    path: [
      ['u0', ''],
      ['u1', 'Quelmara'],
      ['u3', 'Tolmarina'],
      ['u31', 'Arañique'],
      ['u57', 'Villa Querúnda'],
    ],
    contests: Object.fromEntries(figures),
    children: [],
    sheets,
  };
}

function exampleSheet(i: number, contests: readonly Contest[]): SheetData {
  const station = `2${String(1041 + i)}`;
  const of = (contest: Contest): SheetData['contests'][string] => {
    const boxes = [...contest.selections, ...contest.others, ...contest.controls].map((_, b) => (17 * b + 7 * i) % 38);
    const odd = boxes.map((n, b) => (i === 1 && b === 4 ? n + 60 : n));
    const preliminary = i === 2 ? boxes.map((n, b) => (b === 1 ? null : b === 3 ? ('illegible' as const) : n)) : odd;
    const official = i === 5 ? 'annulled' : 'counted';
    return {
      preliminary: i === 4 ? null : { status: 'counted', boxes: preliminary, record: 3000 + i },
      official: i === 6 ? null : { status: official, boxes, record: 270_000 + i },
    };
  };
  const at = Date.parse('2019-10-20T17:12:00-04:00') + i * 400_000;
  return {
    station,
    table: i + 1,
    registered: i === 3 ? null : 240 - (i === 7 ? 200 : 0),
    setting: i % 2 === 0 ? 'rural' : 'urban',
    contests: Object.fromEntries(contests.map((c) => [c.id, of(c)])),
    papers: [],
    history: [
      ['preliminary', 'president', 3000 + i, 'SheetImported', at],
      ['official', 'president', 270_000 + i, 'SheetImported', at + 90_000_000],
    ],
  };
}

function sheetBrief(contest: Contest, sheet: SheetData, count: 'preliminary' | 'official'): Brief {
  const version = sheet.contests[contest.id]?.[count] ?? null;
  const counted = version?.status === 'counted';
  const boxes = counted ? (version?.boxes ?? []).map((b) => (typeof b === 'number' ? b : 0)) : [];
  const at = (n: number): number[] => contest.selections.map((_, i) => boxes[n + i] ?? 0);
  return briefOf({
    expected: 1,
    counted: counted ? 1 : 0,
    notCounted: version !== null && !counted ? 1 : 0,
    void: version?.status === 'annulled' ? 1 : 0,
    registered: sheet.registered ?? 0,
    registeredCounted: counted ? (sheet.registered ?? 0) : 0,
    registeredVoid: version?.status === 'annulled' ? (sheet.registered ?? 0) : 0,
    registeredUnknown: !counted && sheet.registered === null ? 1 : 0,
    votes: at(0),
    others: contest.others.map((_, i) => boxes[contest.selections.length + i] ?? 0),
  });
}

/** An area between root and place: the departments of Bolivia as one country. */
export function exampleArea(moment: Moment): UnitData {
  const front = boliviaFront(moment);
  const bolivia = front.unit.children[0];
  return {
    ...front.unit,
    unit: 'u1',
    level: 'country',
    name: 'Bolivia',
    path: [['u0', '']],
    contests: {
      president: bolivia?.contests['president'] ?? {
        preliminary: briefOf({ votes: [] }),
        official: briefOf({ votes: [] }),
      },
    },
    children: front.frontier.filter((c) => c.level === 'department'),
  };
}

/** The root of the invented election: a contest of one department beside the one of all, entered by hand, at work. */
export function rehearsalFront(): FrontView {
  const votes = [123_000, 2_100, 9_800, 4_400, 151_200, 41_000, 8_000, 3_100, 2_200];
  const president = briefOf({
    expected: 2000,
    counted: 1702,
    received: 1850,
    registered: 430_000,
    registeredCounted: 362_512,
    registeredUnknown: 3,
    votes,
    others: [5_000, 9_000],
  });
  const governor = briefOf({
    expected: 300,
    counted: 300,
    received: 300,
    registered: 60_000,
    registeredCounted: 60_000,
    votes: [20_010, 19_480],
    others: [800, 900],
  });
  const started = briefOf({ expected: 2000, registered: 430_000, received: 12, votes: votes.map(() => 0) });
  const silent = briefOf({ expected: 300, registered: 60_000, votes: [0, 0] });
  const contests = {
    president: { preliminary: figuresOf(PRESIDENT, president), official: figuresOf(PRESIDENT, started) },
    governor: { preliminary: figuresOf(GOVERNOR, governor), official: figuresOf(GOVERNOR, silent) },
  };
  const child: ChildData = {
    unit: 'u3',
    page: 'u3',
    name: 'Tolmarina',
    level: 'department',
    contests: {
      governor: { preliminary: governor, official: silent },
      president: { preliminary: president, official: started },
    },
  };
  const state: CountStateData = { mode: 'entered', open: true, stopped: null, stops: [], closed: false, held: {} };
  const at = Date.parse('2026-10-18T17:00:00-04:00');
  const curve = Array.from(
    { length: 300 },
    (_, i) =>
      [
        at + i * 60_000,
        5 * i + 5,
        1000 * (i + 1),
        [350 * (i + 1), 0, 0, 0, 440 * i + 400 + Math.round(2000 * Math.sin(i / 20)), 0, 0, 0, 0],
      ] as const,
  );
  return {
    unit: {
      v: 1,
      election: REHEARSAL.id,
      test: true,
      nature: 'rehearsal',
      unit: 'u0',
      level: 'election',
      name: '',
      path: [],
      contests,
      children: [child],
      settings: {},
    },
    frontier: [child],
    state: {
      ...boliviaState('end'),
      test: true,
      nature: 'rehearsal',
      counts: { preliminary: state, official: state },
      at: instant(at + 300 * 60_000),
    },
    history: {
      president: { preliminary: curve, official: curve.map(([t, c, v, x]) => [t + 7_200_000, c, v, x] as const) },
    },
  };
}
