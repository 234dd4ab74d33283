import type { ProjectionAnswer } from '../../src/projection/projection-answer.ts';
import { refusalText } from '../../src/projection/refusal-text.ts';
import { type SampleEstimate, withSampling } from '../../src/projection/sample/estimate-sample.ts';
import type { SampleList } from './sample-received.ts';

/** What is said of a sample. */
export type SampleSaid = {
  readonly election: string;
  readonly name: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly list: SampleList;
  readonly received: number;
  readonly estimate: SampleEstimate;
  /** Half of a 95 % interval is so many standard errors. */
  readonly times: number;
  readonly bootstrap: { readonly shares: readonly number[]; readonly lead: number };
  /** Base votes of the registered voters of the sheets in, by weight; null where these are not known of every one. */
  readonly turnout: number | null;
  /** What the model says of the drawn sheets that are not in; null where all are in, or strata weigh unlike. */
  readonly model: ProjectionAnswer | null;
  readonly unequal: boolean;
};

const percent = (fraction: number): string => (100 * fraction).toFixed(2);
const NAMED = 10;

/** The estimate as text, intervals first. */
export function estimateText(said: SampleSaid): string[] {
  const { name, list, received, estimate, times, bootstrap, turnout, options } = said;
  const drawn = list.stations.length;
  const row = (label: string, point: number, error: number, again: number): string =>
    `  ${label}: ${percent(point - times * error)} to ${percent(point + times * error)} (${percent(point)}); by resampling ±${percent(times * again)}`;
  const { lead, shares, errors, collapsed } = estimate;
  const label = (k: number): string => options[k]?.name ?? '';
  return [
    name,
    `ESTIMATE from a ${list.design} sample: ${received} of the ${drawn} sheets drawn are in`,
    'Percent, 95 % intervals by linear variance (of a systematic sample by successive differences); the finite list is allowed for',
    ...options.map((o, k) => row(o.name, shares[k] ?? 0, errors[k] ?? 0, bootstrap.shares[k] ?? 0)),
    row(`${label(lead.of)} over ${label(lead.over)}`, lead.point, lead.error, bootstrap.lead),
    ...(turnout === null ? [] : [`  Turnout of the sheets in: ${percent(turnout)} of the registered voters`]),
    ...(list.design === 'systematic'
      ? ['Resampling does not know the order of the list, so of a systematic sample it is too wide.']
      : []),
    ...joinedLines(said, collapsed.joined),
    ...partialLines(said),
  ];
}

function joinedLines({ list }: SampleSaid, joined: readonly number[]): string[] {
  if (joined.length === 0) return [];
  const names = joined.slice(0, NAMED).map((h) => list.strata[h] ?? '');
  const more = joined.length > NAMED ? ` and ${joined.length - NAMED} more` : '';
  return [`Strata with fewer than two sheets in, joined to a neighbour: ${names.join('; ')}${more}`];
}

function partialLines({ list, received, model, unequal, estimate, options }: SampleSaid): string[] {
  const missing = list.stations.length - received;
  if (missing === 0) return [];
  const head = [
    '',
    `${missing} sheets of the sample are missing, and missing sheets are not a random part: the intervals above hold only if they were.`,
  ];
  if (unequal) return [...head, 'Strata weigh too unlike each other for the model of the sheets that are missing.'];
  if (model === null) return head;
  if (model.kind === 'refused') {
    return [
      ...head,
      `The model of the missing sheets says nothing (${model.code}). ${refusalText(model.code, model.facts, 'en')}`,
    ];
  }
  const row = (label: string, band: readonly [number, number], point: number): string =>
    `  ${label}: ${percent(band[0])} to ${percent(band[1])} (${percent(point)})`;
  const nameOf = (id: string): string => options.find((o) => o.id === id)?.name ?? id;
  return [
    ...head,
    'With the missing sheets estimated from their places and what came in, and with the error of drawing:',
    ...model.options.map((o, k) =>
      row(nameOf(o.id), withSampling(o.share.in95, estimate.errors[k] ?? 0), o.share.point),
    ),
    row(
      `${nameOf(model.lead.of)} over ${nameOf(model.lead.over)}`,
      withSampling(model.lead.band.in95, estimate.lead.error),
      model.lead.band.point,
    ),
  ];
}
