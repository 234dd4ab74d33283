import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../adapters/election-folder/csv-rows.ts';
import { readStored } from '../../../adapters/election-folder/read-bytes.ts';
import { present } from '../../base/assert.ts';
import { expectOk } from '../../base/result.ts';
import { Chance } from '../random.ts';
import { inventNight, snapshotsFrom } from './night-of-areas.test-support.ts';
import { projectAreas } from './project-areas.ts';

const shared = fileURLToPath(new URL('../../../../shared/elections', import.meta.url));
const real = (name: string) => describe.skipIf(!existsSync(`${shared}/${name}`));

type Rows = readonly Readonly<Record<string, string>>[];

function rowsOf(election: string, file: string): Rows {
  const name = existsSync(`${shared}/${election}/${file}`) ? file : `${file}.gz`;
  const { bytes } = expectOk(readStored(`${shared}/${election}/${name}`, name, 1e9), name);
  const rows: Record<string, string>[] = [];
  let head: readonly string[] | null = null;
  parseCsv(name, bytes, (cells) => {
    if (head === null) head = cells;
    else rows.push(Object.fromEntries(head.map((column, i) => [column, cells[i] ?? ''])));
  });
  return rows;
}

type Cut = {
  readonly election: string;
  readonly levels: readonly string[];
  readonly options: readonly string[];
  readonly steps: number;
};

/** The night as rows of areas: at equal steps of the sheets that arrived, figures as they were then; truth from the official count. */
function cutNight({ election, levels, options, steps }: Cut) {
  const areaOf = new Map<string, string>();
  const expected = new Map<string, number>();
  for (const row of rowsOf(election, 'stations.csv')) {
    const area = levels.map((level) => (row[level] ?? '').replaceAll(',', ';')).join(',');
    areaOf.set(row['station'] ?? '', area);
    expected.set(area, (expected.get(area) ?? 0) + 1);
  }
  const counted = (row: Readonly<Record<string, string>>) => (row['status'] ?? 'counted') === 'counted';
  const sheets = rowsOf(election, 'preliminary.csv')
    .filter(counted)
    .map((row) => ({ row, at: Date.parse(row['arrived_at'] || row['published_at'] || '') }))
    .filter(({ at }) => !Number.isNaN(at))
    .sort((a, b) => a.at - b.at);
  const totals = new Map([...expected.keys()].map((area) => [area, [0, ...options.map(() => 0)]]));
  const lines = [['at', ...levels, 'sheets_expected', 'sheets_counted', ...options].join(',')];
  const marks: { readonly at: number; readonly share: number }[] = [];
  sheets.forEach(({ row, at }, i) => {
    const sums = present(totals.get(areaOf.get(row['station'] ?? '') ?? ''), 'the area of a station');
    sums[0] = (sums[0] ?? 0) + 1;
    options.forEach((id, k) => {
      sums[k + 1] = (sums[k + 1] ?? 0) + Number(row[id] || 0);
    });
    const next = sheets[i + 1];
    if (
      next !== undefined &&
      (Math.floor(((i + 1) * steps) / sheets.length) === Math.floor((i * steps) / sheets.length) || next.at === at)
    )
      return;
    for (const [area, s] of totals) lines.push([new Date(at).toISOString(), area, expected.get(area), ...s].join(','));
    marks.push({ at, share: (i + 1) / areaOf.size });
  });
  const official = rowsOf(election, 'official.csv').filter(counted);
  const truth = options.map((id) => official.reduce((sum, row) => sum + Number(row[id] || 0), 0));
  return { lines, marks, truth };
}

type Score = {
  readonly share: number;
  readonly error: number;
  readonly covered: boolean;
  readonly in80: boolean;
  readonly sure: number;
};

function scoreNight(cut: Cut): { readonly refused: number; readonly scores: readonly Score[] } {
  const { lines, marks, truth } = cutNight(cut);
  const snapshots = snapshotsFrom(lines, cut.options, { kind: 'plurality' }, cut.levels);
  const base = truth.reduce((a, b) => a + b, 0);
  const [first = 0, second = 1] = [...truth.keys()].sort((a, b) => (truth[b] ?? 0) - (truth[a] ?? 0));
  const lead = ((truth[first] ?? 0) - (truth[second] ?? 0)) / base;
  let refused = 0;
  const scores: Score[] = [];
  for (const { at, share } of marks.filter((_, i) => i % 3 === 2)) {
    const { answer } = projectAreas(snapshots, { seed: 1, draws: 400, asOf: at });
    if (answer.kind === 'refused') {
      refused++;
      continue;
    }
    const sign = answer.lead.of === cut.options[first] ? 1 : -1;
    const covers = ([low, high]: readonly [number, number]) => low <= sign * lead && sign * lead <= high;
    const { band } = answer.lead;
    const right = answer.outcomes.find((o) => o.result.kind === 'won' && o.result.by === cut.options[first]);
    const sure = right?.probability ?? 0;
    scores.push({ share, error: sign * band.point - lead, covered: covers(band.in95), in80: covers(band.in80), sure });
  }
  return { refused, scores };
}

const BOLIVIA = ['CC', 'FPV', 'MTS', 'UCS', 'MAS', '21F', 'PDC', 'MNR', 'PAN-BOL'];

real('bolivia-2019')('Bolivia 2019 as areas over time (figures of then, truth official)', () => {
  test.each([
    [['country', 'department'], 0.045],
    [['country', 'department', 'province'], 0.045],
  ])(
    'by %s',
    (levels, most) => {
      const { refused, scores } = scoreNight({ election: 'bolivia-2019', levels, options: BOLIVIA, steps: 30 });
      expect(refused).toBeLessThanOrEqual(3);
      expect(scores.filter((s) => !s.covered).length).toBeLessThanOrEqual(1);
      const late = scores.filter((s) => s.share > 0.8);
      expect(Math.max(...scores.filter((s) => s.share > 0.4).map((s) => Math.abs(s.error)))).toBeLessThan(most);
      expect(Math.max(...late.map((s) => Math.abs(s.error)))).toBeLessThan(0.02);
      expect(Math.min(...scores.map((s) => s.sure))).toBeGreaterThan(0.5);
    },
    120_000,
  );
});

real('mexico-2018-quickcount')('Mexico 2018, the sample as areas over time', () => {
  test.each([[['state']], [['state', 'district']]])(
    'by %s',
    (levels) => {
      const options = ['RAC', 'JAMK', 'AMLO'];
      const { refused, scores } = scoreNight({ election: 'mexico-2018-quickcount', levels, options, steps: 30 });
      expect(refused).toBeLessThanOrEqual(3);
      expect(scores.filter((s) => !s.covered).length).toBeLessThanOrEqual(1);
      expect(Math.max(...scores.filter((s) => s.share > 0.5).map((s) => Math.abs(s.error)))).toBeLessThan(0.02);
    },
    120_000,
  );
});

real('peru-2021-runoff')('Peru 2021', () => {
  test('national totals alone are no geography', () => {
    const rows = rowsOf('peru-2021-runoff', 'snapshots.csv');
    const columns = ['at', 'scope', 'sheets_expected', 'sheets_counted', 'sheets_processed', 'PL', 'FP'];
    const lines = [columns.join(','), ...rows.map((row) => columns.map((c) => row[c]).join(','))];
    const { answer } = projectAreas(snapshotsFrom(lines, ['PL', 'FP']), {
      seed: 1,
      draws: 100,
      asOf: Date.UTC(2021, 5, 8),
    });
    expect(answer).toMatchObject({ kind: 'refused', code: 'no-geography' });
  });

  test.each([[['department']], [['department', 'province']]])(
    'two states by %s: too close to be sure',
    (levels) => {
      const { lines, marks, truth } = cutNight({
        election: 'peru-2021-runoff',
        levels,
        options: ['PL', 'FP'],
        steps: 2,
      });
      const lead = ((truth[0] ?? 0) - (truth[1] ?? 0)) / ((truth[0] ?? 0) + (truth[1] ?? 0));
      const snapshots = snapshotsFrom(lines, ['PL', 'FP'], { kind: 'plurality' }, levels);
      for (const { at } of marks) {
        const { answer } = projectAreas(snapshots, { seed: 1, draws: 500, asOf: at });
        if (answer.kind !== 'estimate') throw new Error(answer.code);
        const sign = answer.lead.of === 'PL' ? 1 : -1;
        expect(answer.lead.band.in95[0]).toBeLessThan(sign * lead);
        expect(answer.lead.band.in95[1]).toBeGreaterThan(sign * lead);
        expect(answer.lead.band.in95[1] - answer.lead.band.in95[0]).toBeLessThan(0.035);
        expect(answer.outcomes[0]?.probability).toBeLessThan(0.99);
      }
    },
    60_000,
  );
});

describe('invented nights', () => {
  test('80 % intervals of the lead hold the truth about as often as they say', () => {
    const chance = new Chance(99);
    let [asked, held, held95] = [0, 0, 0];
    for (let i = 0; i < 60; i++) {
      const night = {
        seed: i,
        options: ['A', 'B', 'C'],
        areas: 12,
        instants: 14,
        sheets: 150,
        drift: 0.3 * chance.normal(),
      };
      const made = inventNight(night);
      const base = made.truth.reduce((a, b) => a + b, 0);
      const snapshots = snapshotsFrom(made.lines, made.options);
      for (const at of [5, 9]) {
        const { answer } = projectAreas(snapshots, { seed: i, draws: 300, asOf: present(made.at[at], 'an instant') });
        if (answer.kind === 'refused') continue;
        const share = (id: string) => (made.truth[made.options.indexOf(id)] ?? 0) / base;
        const lead = share(answer.lead.of) - share(answer.lead.over);
        const { in80, in95 } = answer.lead.band;
        asked++;
        held += in80[0] <= lead && lead <= in80[1] ? 1 : 0;
        held95 += in95[0] <= lead && lead <= in95[1] ? 1 : 0;
      }
    }
    expect(asked).toBeGreaterThan(100);
    // Real nights are selected and these are not, so the shock that they need makes these intervals wide.
    expect(held / asked).toBeGreaterThan(0.7);
    expect(held95 / asked).toBeGreaterThan(0.93);
  }, 120_000);
});
