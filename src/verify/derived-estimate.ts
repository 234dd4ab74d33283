import type { Json } from '../base/canonical.ts';
import { LANGUAGES } from '../model/ids.ts';
import type { EventBody, Seven } from '../record/index.ts';
import type { Derivation } from './derived-json.ts';
import type { ReadHeader } from './read-header.ts';

type EstimateBody = Extract<EventBody, { kind: 'EstimateMade' }>;
export type Made = {
  readonly record: number;
  readonly header: ReadHeader;
  readonly body: EstimateBody;
  /** When the state was published that it was made from; null where it names none. */
  readonly stateAt: number | null;
};

const POINTS_MAX = 300;

/** The estimates of the state, in record order. */
export function madeEstimates({ headers, bodies, state, chain }: Derivation): readonly Made[] {
  const stateAt = new Map(chain.states.map(({ record, at }) => [record, at]));
  return bodies.slice(0, state.size).flatMap((body, record) => {
    const header = headers[record];
    if (body?.kind !== 'EstimateMade' || !header) return [];
    return [{ record, header, body, stateAt: stateAt.get(body.state) ?? null }];
  });
}

/** Paths of the files that are there where, and only where, the definition shows estimates. */
export const ESTIMATE_PATHS: readonly string[] = [
  'data/estimate.json',
  'data/estimates.json',
  ...LANGUAGES.flatMap((language) => [`${language}/estimate.html`, `${language}/method.html`]),
];

/** What `data/estimate.json` has to say. */
export function deriveEstimate(derivation: Derivation): Json {
  const contests: { [id: string]: Json } = {};
  for (const made of madeEstimates(derivation)) {
    const { contest } = made.header;
    if (contest === null || !derivation.geography.contestIndex.has(contest)) continue;
    const { kind: _kind, ...said } = made.body;
    contests[contest] = { ...placeOf(made), ...said } as unknown as Json;
  }
  return { ...aboutOf(derivation), contests };
}

/** What `data/estimates.json` has to say. */
export function deriveEstimates(derivation: Derivation): Json {
  const points = new Map<string, { readonly stateAt: number; readonly json: Json }[]>();
  for (const made of madeEstimates(derivation)) {
    const id = made.header.contest ?? '';
    const place = placeOf(made);
    const own = points.get(id) ?? [];
    points.set(id, own);
    own.push({ stateAt: place.stateAt, json: { ...place, state: made.body.state, ...shortOf(made.body) } as Json });
  }
  const { contests } = derivation.geography.definition.election;
  const out: { [id: string]: Json } = {};
  contests.forEach(({ id }, c) => {
    const own = points.get(id);
    if (own === undefined) return;
    out[id] = { made: own.length, points: thinnedByState(own), counts: countsOf(derivation, c) };
  });
  return { ...aboutOf(derivation), contests: out };
}

function aboutOf({ geography }: Derivation): { readonly [key: string]: Json } {
  const { id, nature } = geography.definition.election;
  return { v: 1, kind: 'estimated', election: id, nature, test: nature === 'rehearsal' };
}

function placeOf({ record, header, stateAt }: Made) {
  return { record, at: header.at, stateAt: stateAt ?? header.at, count: header.count };
}

function shortOf({ said }: EstimateBody): { readonly [key: string]: Json } {
  const { sheetsIn, expected } = said.basis ?? { sheetsIn: 0, expected: 0 };
  if (said.kind === 'refused') {
    return { sheetsIn, expected, refused: said.code, lead: null, shares: null, likely: null, outcomes: null };
  }
  const ends = (band: Seven): Json => [band[0], band[3], band[6]];
  const { of, over, points } = said.lead;
  const shares = Object.fromEntries(said.options.map(({ id, share }) => [id, ends(share)]));
  const told = { likely: said.likely, outcomes: said.outcomes } as unknown as { readonly [key: string]: Json };
  return { sheetsIn, expected, refused: null, lead: { of, over, points: ends(points) }, shares, ...told };
}

/** Of more than 300, the last of each of 300 equal parts of the time between the first state and the last. */
export function thinnedByState(points: readonly { readonly stateAt: number; readonly json: Json }[]): readonly Json[] {
  const [first, last] = [points[0]?.stateAt ?? 0, points.at(-1)?.stateAt ?? 0];
  if (points.length <= POINTS_MAX) return points.map(({ json }) => json);
  const kept = new Map<string, Json>();
  for (const { stateAt, json } of points) {
    const part = (BigInt(stateAt - first) * BigInt(POINTS_MAX)) / BigInt(last - first + 1);
    kept.set(String(part), json);
  }
  return [...kept.values()];
}

function countsOf({ added }: Derivation, contest: number): Json {
  const of = (count: 'preliminary' | 'official'): Json => {
    const sums = added.sums[count][contest]?.[0];
    if (sums === undefined) return null;
    const { counted, expected, valid, votes } = sums;
    return { counted, out: expected - counted - sums.void, valid, votes };
  };
  return { preliminary: of('preliminary'), official: of('official') };
}
