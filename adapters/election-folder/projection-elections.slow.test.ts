import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { arrivalOrder } from '../../src/projection/arrival-order.ts';
import { type Cut, inputUntil } from '../../src/projection/input-until.ts';
import type { ProjectionSource } from '../../src/projection/projection-source.ts';
import { truthOf } from '../../src/projection/truth.ts';
import { readProjectionFolder } from './read-projection-folder.ts';

const shared = fileURLToPath(new URL('../../../shared/elections', import.meta.url));

function real(name: string, tests: (source: () => ProjectionSource) => void): void {
  const path = `${shared}/${name}`;
  describe.skipIf(!existsSync(path))(`${name} (needs the shared folder of elections)`, () => {
    let source: ProjectionSource | null = null;
    tests(() => {
      source ??= expectOk(readProjectionFolder(path), name).source;
      return source as ProjectionSource;
    });
  });
}

/** Sheets in, set aside and expected, and the votes of each option. */
function summary(source: ProjectionSource, by: Cut['by'], count: Cut['count'] = 'preliminary') {
  const { options, sheets, stations } = expectOk(inputUntil(source, { count, by, figures: 'as-then' }), 'cut');
  const sum = (list: Uint8Array) => list.reduce((a, b) => a + b, 0);
  const votes = options.map((id, k) => {
    let total = 0;
    for (let s = 0; s < stations.size; s++) total += sheets.votes[s * options.length + k] as number;
    return [id, total] as const;
  });
  const { order } = sheets;
  return {
    sheetsIn: sum(sheets.isIn),
    setAside: sum(sheets.setAside),
    expected: sum(stations.expected),
    order,
    votes: Object.fromEntries(votes),
  };
}

const asOf = (text: string) => ({ kind: 'as-of' as const, instant: expectOk(parseInstant(text), text) });

real('bolivia-2019', (source) => {
  it('gives the state of the stop, the first sheets by arrival, and the result', () => {
    expect(summary(source(), asOf('2019-10-20T19:40:57-04:00'))).toMatchObject({
      sheetsIn: 28_975,
      order: 'instants',
      votes: { MAS: 2_355_644, CC: 1_950_000 },
    });
    const order = arrivalOrder(source(), 'preliminary');
    expect(order.length).toBe(32_806);
    expect(summary(source(), { kind: 'first', sheets: 10_367, order }).sheetsIn).toBe(10_367);
    expect(summary(source(), { kind: 'all' })).toMatchObject({ sheetsIn: 32_806, votes: { MAS: 2_738_136 } });
    expect(truthOf(source())).toMatchObject({ base: 6_137_671, sheets: 34_555 });
    expect(source().stations).toMatchObject({ placesKnown: true, registeredOf: 'table' });
    expect(source().previous?.options).toEqual(['no', 'si']);
  });
});

real('mexico-2018-quickcount', (source) => {
  it('takes shares of the total, also of an option that the official file lacks', () => {
    const truth = truthOf(source());
    expect(truth?.options).toEqual([621_217, 452_654, 1_486_617, null]);
    expect(((100 * 1_486_617) / (truth?.base ?? 0)).toFixed(3)).toBe('53.332');
    expect(summary(source(), { kind: 'all' })).toMatchObject({
      sheetsIn: 6_307,
      votes: { AMLO: 1_207_530, JHRC: 127_800 },
    });
    expect(Object.keys(summary(source(), { kind: 'all' }, 'official').votes)).toEqual(['RAC', 'JAMK', 'AMLO']);
    expect(source().stations.covariates.map((c) => c.name)).toHaveLength(6);
  });
});

real('peru-2021-runoff', (source) => {
  it('gives the two states of 8 June, and takes 300 voters a table for what they are', () => {
    const first = summary(source(), asOf('2021-06-08T16:15:44Z'));
    expect(first).toMatchObject({ sheetsIn: 82_788, setAside: 1367, expected: 86_481, order: 'none' });
    expect(summary(source(), asOf('2021-06-09T01:12:42Z'))).toMatchObject({ sheetsIn: 83_467, order: 'batches' });
    expect(summary(source(), asOf('2021-06-08T16:15:43Z')).sheetsIn).toBe(0);
    expect(source().stations.registeredOf).toBe('table');
    expect(source().stations.covariates).toEqual([]);
  });
});
