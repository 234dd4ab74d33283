import { utf8 } from '../base/bytes.ts';
import { canonicalBytes, type Json } from '../base/canonical.ts';
import { estimatesShown } from '../model/estimate-rules.ts';
import { COUNT_KINDS, type CountKind, LANGUAGES } from '../model/ids.ts';
import { eachCount } from '../tabulation/tabulation.ts';
import { type ContestEstimates, newestJson, pointsJson } from './estimates.ts';
import type { PublicFile } from './manifest.ts';
import { renderEstimatePage } from './pages/estimate-page.ts';
import type { PublicView } from './public-view.ts';
import type { StateData } from './unit-data.ts';

/** How far a count is, and what it says at this moment: what every earlier estimate is held against. */
export type CameData = {
  readonly counted: number;
  readonly out: number;
  readonly valid: number;
  readonly votes: readonly number[];
};

/** What pages know of the estimates of a contest. */
export type EstimateData = ContestEstimates & { readonly came: Readonly<Record<CountKind, CameData>> };

/** By contest, in the order of the definition; empty where none was made yet, null where the definition shows none. */
export function estimatesOf(view: PublicView): ReadonlyMap<string, EstimateData> | null {
  const { election } = view.geography.definition;
  if (estimatesShown(election) === null) return null;
  const known = new Map<string, EstimateData>();
  election.contests.forEach((contest, c) => {
    const of = view.estimates.of(contest.id);
    if (of !== null) known.set(contest.id, { ...of, came: eachCount((count) => cameOf(view, count, c)) });
  });
  return known;
}

function cameOf(view: PublicView, count: CountKind, contest: number): CameData {
  const { counted, expected, void: never, valid, votes } = view.tabulation.sums(count, contest, 0);
  return { counted, out: expected - counted - never, valid, votes };
}

/** `data/estimate.json`, `data/estimates.json`, and the page of the estimates in each language. */
export function estimateFiles(view: PublicView, state: StateData): PublicFile[] {
  const estimates = estimatesOf(view);
  if (estimates === null) return [];
  const { election, test, nature } = state;
  const about = { v: 1, kind: 'estimated', election, test, nature };
  const newest: Record<string, Json> = {};
  const all: Record<string, Json> = {};
  for (const [contest, data] of estimates) {
    newest[contest] = newestJson(data);
    all[contest] = { ...pointsJson(data), counts: countsJson(data) };
  }
  const { election: definition } = view.geography.definition;
  return [
    { path: 'data/estimate.json', bytes: canonicalBytes({ ...about, contests: newest }) },
    { path: 'data/estimates.json', bytes: canonicalBytes({ ...about, contests: all }) },
    ...LANGUAGES.map((language) => ({
      path: `${language}/estimate.html`,
      bytes: utf8(renderEstimatePage({ language, election: definition, state, estimates })),
    })),
  ];
}

function countsJson({ came }: EstimateData): Json {
  return Object.fromEntries(
    COUNT_KINDS.map((count) => {
      const { counted, out, valid, votes } = came[count];
      return [count, { counted, out, valid, votes: [...votes] }];
    }),
  );
}
