import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readProjectionFolder } from '../../../adapters/election-folder/read-projection-folder.ts';
import { present } from '../../base/assert.ts';
import { expectOk } from '../../base/result.ts';
import { inputUntil } from '../input-until.ts';
import { estimateSample } from './estimate-sample.ts';
import { frameOf } from './sample-frame.ts';
import { measureSpread, receivedOf } from './sample-size.ts';

const shared = fileURLToPath(new URL('../../../../shared/elections', import.meta.url));
const real = (name: string) => describe.skipIf(!existsSync(`${shared}/${name}`));

function load(name: string, count: 'preliminary' | 'official') {
  const { source } = expectOk(readProjectionFolder(`${shared}/${name}`), name);
  const { stations } = present(source, 'stations');
  const input = expectOk(
    inputUntil(present(source, 'a source'), { count, by: { kind: 'all' }, figures: 'final' }),
    name,
  );
  const figures = { votes: input.sheets.votes, base: input.sheets.base, options: input.options.length };
  return { input, stations, figures };
}

real('bolivia-2019')('the spread of quick-count samples of Bolivia 2019', () => {
  // The table of the design notes, sd of the lead in points from 200 to 400 draws.
  test.each([
    ['systematic', null, 1000, 0.58],
    ['systematic', null, 2000, 0.34],
    ['simple', null, 1000, 1.39],
    ['stratified', 'department', 1000, 1.15],
    ['stratified', 'province', 1000, 1.08],
  ] as const)('%s by %s, %i sheets: %d points', (design, level, size, points) => {
    const { stations, figures } = load('bolivia-2019', 'official');
    const frame = frameOf(stations, level);
    if ('kind' in frame) throw new Error(frame.kind);
    const measured = present(measureSpread(frame, figures, design, size, 400, 1), 'a spread');
    expect((100 * measured.sd) / points).toBeGreaterThan(0.85);
    expect((100 * measured.sd) / points).toBeLessThan(1.15);
    expect(100 * measured.ifVotersWereDrawn).toBeCloseTo(size === 1000 ? 0.22 : 0.15, 1);
  });
});

real('mexico-2018-quickcount')('the official quick-count sample of Mexico 2018', () => {
  test('what came in, unweighted: 53.075, 22.712 and 15.825 %', () => {
    const { input, figures } = load('mexico-2018-quickcount', 'preliminary');
    const came = [...input.sheets.isIn.keys()].filter((s) => input.sheets.isIn[s] === 1);
    expect(came.length).toBe(6307);
    const received = receivedOf(
      figures,
      came,
      came.map(() => 0),
      [156_840],
    );
    const estimate = present(estimateSample(received), 'an estimate');
    const share = (id: string) => 100 * (estimate.shares[input.options.indexOf(id)] ?? 0);
    expect(share('AMLO')).toBeCloseTo(53.075, 2);
    expect(share('RAC')).toBeCloseTo(22.712, 2);
    expect(share('JAMK')).toBeCloseTo(15.825, 2);
    // Sheets differ far more than voters drawn one by one would.
    expect(estimate.lead.error).toBeGreaterThan(0.003);
  });
});
