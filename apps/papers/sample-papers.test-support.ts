import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { toBase64 } from '../../src/base/bytes.ts';
import { fraction } from '../../src/base/fraction.ts';
import { expectOk } from '../../src/base/result.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { NEUTRAL_GROUNDS } from '../../src/model/grounds-neutral.ts';
import type { ContestId, StationId } from '../../src/model/ids.ts';
import { type PapersState, type SessionMinutes, sessionMinutes } from '../../src/publication/minutes.ts';
import { MinutesBook } from '../../src/publication/minutes-book.ts';
import { type ResultAct, resultAct } from '../../src/publication/minutes-of-result.ts';
import { boxes, LITTLE_DESK, ViewRecorder } from '../../src/publication/view-recorder.test-support.ts';
import { signCheckpoint } from '../../src/tlog/index.ts';

/*
 * A board's session in the little election of the view's tests: a broken seal, an objection that is right and one that is not,
 * an annulment, a copy, an amendment.
 */

const text = (es: string, en: string) => ({ es, en });
const BY = { by: ['per', 'sup'], reason: text('No llegó con el resto', 'It did not come with the rest') } as const;
const VOTE = {
  session: 1,
  for: ['m1', 'm2'],
  against: ['m3'],
  abstained: [],
  law: text('Reglamento de la elección, art. 12', 'Rules of the election, s. 12'),
  reason: text(
    'El original y la copia de la delegada difieren en una casilla; el recuento del papel da la razón a la copia.',
    "Original and the delegate's copy differ in one box; the paper, counted again, agrees with the copy.",
  ),
};

export const SAMPLE: ElectionDefinition = {
  ...LITTLE_DESK,
  election: {
    ...LITTLE_DESK.election,
    name: text('Elección vecinal de Villa Ejemplo (inventada)', 'Neighbourhood election of Villa Ejemplo (invented)'),
    runner: { kind: 'electoral-body', name: text('Comité Electoral (inventado)', 'Electoral Committee (invented)') },
    contests: LITTLE_DESK.election.contests.map((contest, c) =>
      c === 0
        ? {
            ...contest,
            name: text('Presidencia de la junta', 'President of the board'),
            rule: {
              kind: 'two-round',
              base: 'valid',
              outright: [{ shareOver: fraction(1, 2) }, { shareAtLeast: fraction(2, 5), leadAtLeast: fraction(1, 10) }],
            },
          }
        : {
            ...contest,
            name: text('Listas para el concejo', 'Lists for the council'),
            seats: { seats: 7, method: 'dhondt', threshold: fraction(3, 100) },
          },
    ),
    canvass: {
      ...{ offices: [], scans: false, quorum: 2, grounds: NEUTRAL_GROUNDS, checks: {}, observations: {} },
      certifiers: ['Ñusta Peñaranda Ibáñez', 'Tomás Iñiguez Suaznábar', 'Úrsula Quiñones Arce'].map((name, i) => ({
        id: `c${i}`,
        name,
        title: text(i === 0 ? 'Presidenta del Comité' : 'Vocal del Comité', i === 0 ? 'Chair' : 'Member'),
        key: `${'ABC'.charAt(i)}${'A'.repeat(42)}=`,
      })),
      ...{ required: 2, partial: true },
    },
  },
};

const KEYS = rehearsalKeys(nodeCrypto, 'papers', 'little');
const ROOT = new Uint8Array(32).fill(7);
const TIME = 1_767_485_000;

/** A signed note as a run publishes it. */
export function sampleNote(size: number): Uint8Array {
  const { origin, log, heartbeat } = KEYS;
  return signCheckpoint({ origin, size, root: ROOT }, log, { ...heartbeat, time: TIME });
}

export type SampleCount = { readonly recorder: ViewRecorder; readonly book: MinutesBook; readonly state: PapersState };

/** The record up to the state behind which the session is to be closed. */
export function sampleCount(): SampleCount {
  const r = new ViewRecorder(null, SAMPLE);
  r.openBoth();
  for (const contest of ['pres', 'gov']) r.lift(contest);
  seat(r);
  const sheets = ['s0', 's1', 's2'].map((station, i) => envelope(r, station as StationId, `P-00${41 + i}`, i === 2));
  r.act({ kind: 'EnvelopeMissing', station: 's3' as StationId, ...BY }, { count: 'official', actor: 'per' });
  r.act(
    {
      kind: 'SessionOpened',
      ...{ session: 1, place: 'Casa comunal, sala 2', members: ['m1', 'm2', 'm3'], counted: 0 },
      delegates: [
        ['Lista Garza', 'Rómulo Ávila'],
        ['Lista Molle', 'Wara Choque'],
      ],
    },
    { count: 'official', actor: 'sec' },
  );
  const copy = r.act(
    { kind: 'CopyAdmitted', station: 's3' as StationId, holder: text('Lista Molle, delegada', 'Lista Molle'), ...VOTE },
    { count: 'official', actor: 'm1' },
  );
  for (const [i, station] of ['s0', 's1', 's2'].entries()) {
    r.agree('official', 'pres', station, boxes(41_000 + i * 3000, 35_500, 1200), sheets[i]);
    r.agree('official', 'gov', station, boxes(52_000, 24_000 + i), sheets[i]);
  }
  r.agree('official', 'pres', 's3', boxes(30_123, 32_456, 789), copy);
  rulings(r, sheets[0] ?? 0, sheets[2] ?? 0);
  r.act(
    {
      kind: 'DefinitionAmended',
      change: { kind: 'station-not-installed', station: 's4' as StationId },
      law: text('Resolución 7', 'Resolution 7'),
      ...BY,
    },
    { actor: 'adm' },
  );
  r.publish();
  const size = r.states.at(-1)?.size ?? 0;
  const book = new MinutesBook();
  for (const [index, { header, body }] of r.events.entries()) book.take(index, header, body);
  const checkpoint = new TextDecoder().decode(sampleNote(size));
  return { recorder: r, book, state: { size, root: toBase64(ROOT), at: r.lastAt, checkpoint } };
}

function seat(r: ViewRecorder): void {
  const board = [
    ['m1', 'Ñusta Peñaranda Ibáñez', text('Presidenta', 'Chair')],
    ['m2', 'Tomás Iñiguez Suaznábar', text('Vocal', 'Member')],
    ['m3', 'Úrsula Quiñones Arce', text('Vocal', 'Member')],
  ] as const;
  for (const [member, name, title] of board) r.act({ kind: 'MemberSeated', member, name, title }, { actor: 'adm' });
}

function envelope(r: ViewRecorder, station: StationId, seal: string, broken: boolean): number {
  const about = { count: 'official', actor: 'cus' } as const;
  const condition = broken ? 'broken' : 'whole';
  const from = 'Correo 3';
  const sheet = r.act({ kind: 'EnvelopeReceived', station, seal, condition, from }, about);
  const opened = {
    kind: 'EnvelopeOpened',
    station,
    sheet,
    seal,
    condition,
    found: 'sheet',
    by: ['cus', 'cut'],
  } as const;
  r.act(opened, about);
  r.act({ kind: 'EnvelopeStored', station, sheet, where: 'Estante 4' }, about);
  return sheet;
}

function rulings(r: ViewRecorder, first: number, third: number): void {
  const raise = (station: string, sheet: number, contest: string, party: string, ground: string) =>
    r.act(
      {
        kind: 'ObjectionRaised',
        ...{ station: station as StationId, sheet, session: 1, party, delegate: 'Wara Choque', ground },
        text: text(
          'Mi copia dice 35.502 donde el acta dice 35.500.',
          'My copy says 35,502 where the sheet says 35,500.',
        ),
      },
      { count: 'official', contest, actor: 'sec' },
    );
  const right = raise('s0', first, 'pres', 'Lista Molle', 'copy-differs');
  const wrong = raise('s2', third, 'gov', 'Lista Garza', 'unsigned');
  raise('s2', third, 'pres', 'Lista Garza', 'form-not-official');
  const about = { count: 'official', actor: 'm1' } as const;
  const rule = (contest: string, ruling: object) =>
    r.act({ kind: 'BoardRuled', until: null, ...VOTE, ...ruling } as never, { ...about, contest });
  const of = (station: string, sheet: number) => ({ station: station as StationId, sheet });
  const corrected = rule('pres', {
    ...{ ...of('s0', first), effect: 'correct', ground: 'copy-differs', objections: [[right, true]] },
  });
  r.act(
    { kind: 'SheetCorrected', ...of('s0', first), boxes: boxes(41_000, 35_502, 1200), from: corrected },
    { count: 'official', contest: 'pres' },
  );
  const annulled = rule('gov', {
    ...{ ...of('s2', third), effect: 'annul', ground: 'unsigned', objections: [[wrong, true]] },
  });
  r.act({ kind: 'SheetAnnulled', ...of('s2', third), from: annulled }, { count: 'official', contest: 'gov' });
}

/** Minutes of the sample's session. */
export function sampleMinutes({ recorder, book, state }: SampleCount = sampleCount()): SessionMinutes {
  const minutes = sessionMinutes(recorder.view, book, state);
  if (minutes === null) throw new Error('no session is open');
  return minutes;
}

/** The act of a contest of the sample. */
export function sampleAct(contest: 'gov' | 'pres', { recorder, state }: SampleCount = sampleCount()): ResultAct {
  const offices = [['LP', 1234, state.root] as const, ['OR', 987, state.root] as const];
  const partial = text('Dos objeciones siguen abiertas y no cambian quién gana.', 'Two objections are still open.');
  const about = { state, offices, lot: null, partial: contest === 'pres' ? partial : null };
  const area = contest === 'gov' ? 'u1' : 'u0';
  return expectOk(resultAct(recorder.view, about, contest as ContestId, area), contest);
}
