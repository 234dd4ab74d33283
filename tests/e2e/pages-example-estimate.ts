import { instant } from '../../src/base/instant.ts';
import type { Election } from '../../src/model/election.ts';
import type { CountKind } from '../../src/model/ids.ts';
import type { EstimateData } from '../../src/publication/estimate-files.ts';
import { EstimateBook } from '../../src/publication/estimates.ts';
import type { EstimateMadeBody, EventHeader, Said, SaidEstimate, SaidRefusal, Seven } from '../../src/record/index.ts';
import { PRESIDENT, REHEARSAL } from './pages-example.ts';

export const [FIRST = '', SECOND = ''] = PRESIDENT.selections.map(({ id }): string => id);
export const ELECTION: Election = {
  ...REHEARSAL,
  contests: [PRESIDENT],
  estimates: { show: 'on', notBefore: null, probabilities: true },
};
export const AT = 1_792_360_000_000;

export const band = (low: number, middle: number, high: number): Seven => [low, low, low, middle, high, high, high];
export const BASIS = {
  ...{ expected: 1000, sheetsIn: 600, setAside: 3, silentRoll: 123_456, rollOut: 400_000 },
  ...{ order: 'batches', figures: 'as-then' },
  variants: [{ variant: 'trend', weight: 620_000, earlierError: 4_100 }],
  shock: [],
};
export const SAID: SaidEstimate = {
  kind: 'estimate',
  base: 'options',
  options: [
    { id: FIRST, share: band(441_000, 452_000, 463_000), votes: band(44_100, 45_200, 46_300) },
    { id: SECOND, share: band(361_000, 372_000, 383_000), votes: band(36_100, 37_200, 38_300) },
  ],
  lead: { of: FIRST, over: SECOND, points: band(58_000, 80_000, 102_000) },
  turnout: band(810_000, 820_000, 830_000),
  votesOut: band(38_000, 40_000, 42_000),
  likely: null,
  outcomes: [
    { result: { kind: 'second-round', between: [FIRST, SECOND] as never }, draws: 940 },
    { result: { kind: 'won', by: FIRST as never }, draws: 55 },
    { result: { kind: 'won', by: SECOND as never }, draws: 5 },
  ],
  areas: [
    {
      name: 'Valle <b>',
      level: 'district',
      sheetsOut: 12,
      votesOut: band(1, 2, 3),
      leadOut: band(-1, 0, 1),
      variance: 640_000,
    },
  ],
  settings: [
    { name: 'rural', level: '', sheetsOut: 9, votesOut: band(1, 2, 3), leadOut: band(-1, 0, 1), variance: 360_000 },
  ],
  basis: BASIS,
  notes: [{ code: 'registered-unknown', facts: { stations: 7 } }],
};
export const REFUSED: SaidRefusal = {
  kind: 'refused',
  code: 'roll-silent',
  facts: { silentRoll: '0.453000' },
  basis: BASIS,
  notes: [],
};

/** Everything that was said, a quarter of an hour apart, and how far the official count is. */
export function dataOf(
  saids: readonly Said[],
  official = { counted: 0, out: 1000 },
  count: CountKind = 'preliminary',
): EstimateData {
  const book = new EstimateBook();
  saids.forEach((said, i) => {
    const at = instant(AT + i * 900_000);
    const about = { at, count, contest: PRESIDENT.id } as unknown as EventHeader;
    const body = {
      state: 2 * i,
      seed: 1,
      draws: 1000,
      program: 'cotejo test',
      parameters: {},
      said,
    } as EstimateMadeBody;
    book.take(2 * i, { ...about, kind: 'StatePublished' }, { kind: 'StatePublished' } as never);
    book.take(2 * i + 1, { ...about, kind: 'EstimateMade' }, { kind: 'EstimateMade', ...body });
  });
  const votes = PRESIDENT.selections.map(({ id }) => (id === FIRST ? 4500 : id === SECOND ? 3700 : 0));
  const came = { valid: 8200, votes };
  const preliminary = { counted: 600, out: 400, ...came };
  return {
    ...book.of(PRESIDENT.id),
    came: { preliminary, official: { ...official, ...came } },
  } as EstimateData;
}
