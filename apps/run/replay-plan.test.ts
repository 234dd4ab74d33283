import { describe, expect, it } from 'vitest';
import { generateElection } from '../../simulation/generate-election.ts';
import { instant } from '../../src/base/instant.ts';
import { CanvassState } from '../../src/canvass/canvass-state.ts';
import { CentreState } from '../../src/entry/centre-state.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import type { ContestId, StationId } from '../../src/model/ids.ts';
import type { ImportedSheet } from '../../src/model/votes.ts';
import { inPublicOrder, type ReplayStates, replayPlan } from './replay-plan.ts';
import type { PlanView } from './steps.ts';

const HOUR = 3_600_000;
const { definition } = generateElection({ seed: 'replay', stations: 1 });
/** A replay looks at nothing of the run that plays it. */
const CENTRE = new CentreState(layOutGeography(definition));
const VIEW: PlanView = { nextRecord: () => 0, centre: CENTRE, canvass: new CanvassState(CENTRE) };
const at = (hours: number | null) => (hours === null ? null : instant(hours * HOUR));

function sheet(station: string, publishedAt: number | null, arrivedAt: number | null, version = 1): ImportedSheet {
  return {
    station: station as StationId,
    version,
    arrivedAt: at(arrivedAt),
    publishedAt: at(publishedAt),
    tally: { contest: 'c' as ContestId, boxes: [] },
    status: station === 'bad' ? { kind: 'not-counted', reason: 'annulled' } : { kind: 'counted' },
    file: 'f.csv',
    line: 2,
  };
}

const SHEETS = [
  sheet('none', null, null),
  sheet('late', 9, 1),
  sheet('arrived', null, 4),
  sheet('second', 3, 3, 2),
  sheet('first', 3, 5, 1),
  sheet('bad', 1, 1),
];

function stepsOf(sheets: readonly ImportedSheet[], states: ReplayStates) {
  const file = { name: 'f.csv', sha256: '', rows: sheets.length };
  const plan = replayPlan({ beginsAt: instant(0), counts: [{ count: 'official', file, sheets }] }, states);
  return [...plan.steps(VIEW)];
}

describe('a replay', () => {
  it('goes by publication, else arrival; then by version; rows without an instant come last', () => {
    expect(inPublicOrder(SHEETS).map((s) => s.station)).toEqual(['bad', 'first', 'second', 'arrived', 'late', 'none']);
  });

  it('makes up no instant: a row has its own, or stands under the clock of the server', () => {
    const steps = stepsOf(SHEETS, { kind: 'once' });
    const rows = steps.flatMap(([, s]) =>
      s.kind === 'record' ? s.drafts().filter(({ body }) => body.kind === 'SheetImported') : [],
    );
    expect(rows.map((d) => [d.at / HOUR, d.clock])).toEqual([
      [1, 'source'],
      [3, 'source'],
      [3, 'source'],
      [4, 'source'],
      [9, 'source'],
      [9, 'server'],
    ]);
    expect(rows.map((d) => d.body.kind === 'SheetImported' && d.body.status)).toEqual([
      'annulled',
      ...Array(5).fill('counted'),
    ]);
    expect(rows.some((d) => d.actor !== undefined)).toBe(false);
  });

  it('publishes once, complete, at its end', () => {
    const steps = stepsOf(SHEETS, { kind: 'once' });
    expect(steps.flatMap(([position, s]) => (s.kind === 'publish' ? [[position, s.complete]] : []))).toEqual([
      [6, true],
    ]);
    const [, first] = steps[0] ?? [];
    expect(first?.kind === 'record' && first.drafts()).toMatchObject([
      { body: { kind: 'CountOpened', mode: 'imported' } },
    ]);
  });

  it('or whenever that much time of the election has gone by, before the row that makes it so', () => {
    const published = stepsOf(SHEETS, { kind: 'every', ms: 3 * HOUR }).flatMap(([position, s]) =>
      s.kind === 'publish' ? [[position, s.at / HOUR, s.complete]] : [],
    );
    expect(published).toEqual([
      [0, 0, false],
      [1, 3, false],
      [4, 9, false],
      [6, 9, true],
    ]);
  });

  it('and portions of rows without instants', () => {
    const published = stepsOf(
      Array.from({ length: 4500 }, (_, i) => sheet(`s${i}`, null, null)),
      { kind: 'every', ms: HOUR },
    ).flatMap(([position, s]) => (s.kind === 'publish' ? [position] : []));
    expect(published).toEqual([0, 2000, 4000, 4500]);
  });
});
