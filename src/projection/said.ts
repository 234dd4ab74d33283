import {
  MOST_PARTS,
  type Said,
  type SaidBasis,
  type SaidFacts,
  type SaidNote,
  type SaidPart,
  type Seven,
} from '../record/index.ts';
import type { Parameters } from './parameters.ts';
import type { Band, Diagnostics, Estimate, Part, ProjectionAnswer } from './projection-answer.ts';
import type { InputNote, InputRefusal } from './projection-source.ts';

/** An outcome is likely enough to be named from here on; below, it is too close to call. */
export const LIKELY_FROM = 0.95;
const MILLION = 1e6;
const NOTES_MOST = 40;

export type SayOptions = {
  readonly draws: number;
  readonly base: 'options' | 'total';
  /** Whether the definition lets the probabilities be told. */
  readonly probabilities: boolean;
  readonly notes: readonly InputNote[];
};

/**
 * An answer as the record keeps it: in whole numbers, so that it has one spelling, and so that the last bits of two machines make
 * no difference. `notes`: all that is to be told of how it was made.
 */
export function saidOf(answer: ProjectionAnswer | InputRefusal, options: SayOptions): Said {
  const notes = options.notes.slice(0, NOTES_MOST).map(noteOf);
  if (answer.kind === 'estimate') return estimateOf(answer, options, notes);
  const basis = 'diagnostics' in answer && answer.diagnostics !== null ? basisOf(answer.diagnostics) : null;
  return { kind: 'refused', code: answer.code, facts: factsOf(answer.facts), basis, notes };
}

function estimateOf(estimate: Estimate, options: SayOptions, notes: readonly SaidNote[]): Said {
  const { lead, turnout } = estimate;
  const likely = estimate.outcomes.find(({ probability }) => probability >= LIKELY_FROM);
  const outcomes = estimate.outcomes.map(({ result, probability }) => ({
    result,
    draws: Math.round(probability * options.draws),
  }));
  return {
    kind: 'estimate',
    base: options.base,
    options: estimate.options.map(({ id, share, votes }) => ({ id, share: millionths(share), votes: wholes(votes) })),
    lead: { of: lead.of, over: lead.over, points: millionths(lead.band) },
    turnout: turnout === null ? null : millionths(turnout),
    votesOut: wholes(estimate.votesOut),
    likely: likely?.result ?? null,
    outcomes: options.probabilities ? outcomes.sort((a, b) => b.draws - a.draws) : null,
    areas: estimate.areas.slice(0, MOST_PARTS).map(partOf),
    settings: estimate.settings.slice(0, MOST_PARTS).map(partOf),
    basis: basisOf(estimate.diagnostics),
    notes,
  };
}

function partOf({ name, level, sheetsOut, votesOut, leadOut, shareOfVariance }: Part): SaidPart {
  return {
    name,
    level,
    sheetsOut: whole(sheetsOut),
    votesOut: wholes(votesOut),
    leadOut: wholes(leadOut),
    variance: whole(shareOfVariance * MILLION),
  };
}

function basisOf(d: Diagnostics): SaidBasis {
  return {
    expected: d.expected,
    sheetsIn: d.sheetsIn,
    setAside: d.setAside,
    silentRoll: whole(d.silentRoll * MILLION),
    rollOut: whole(d.rollOut * MILLION),
    order: d.order,
    figures: d.figures,
    variants: d.variants.map(({ variant, weight, earlierError }) => ({
      variant,
      weight: whole(weight * MILLION),
      earlierError: earlierError === null ? null : whole(earlierError * MILLION),
    })),
    shock: d.shock.map(({ coordinate, scale }) => ({ coordinate, scale: whole(scale * MILLION) })),
  };
}

function noteOf({ code, facts }: InputNote): SaidNote {
  return { code, facts: factsOf(facts) };
}

function factsOf(facts: InputNote['facts']): SaidFacts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, factOf(value)]));
}

function factOf(value: number | string): number | string {
  if (typeof value === 'string') return value.slice(0, 200).toWellFormed();
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return Number.isFinite(value) ? value.toFixed(6) : String(value);
}

/** The figures behind a reason or a remark, as numbers again. */
export function factsRead(facts: SaidFacts): Readonly<Record<string, number | string>> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' && /^-?\d+\.\d{6}$/.test(value) ? Number(value) : value,
    ]),
  );
}

function millionths(band: Band): Seven {
  return sevenOf(band, MILLION);
}

function wholes(band: Band): Seven {
  return sevenOf(band, 1);
}

function sevenOf({ point, in50, in80, in95 }: Band, scale: number): Seven {
  const of = (value: number) => whole(value * scale);
  return [of(in95[0]), of(in80[0]), of(in50[0]), of(point), of(in50[1]), of(in80[1]), of(in95[1])];
}

/** Never minus nought, which has no spelling of its own. What is no number is a bug of the model, and said as nought. */
function whole(value: number): number {
  const rounded = Math.round(value);
  return Number.isSafeInteger(rounded) && rounded !== 0 ? rounded : 0;
}

/** Every constant as text, for the record: `slopeSd.fixed` of a constant with parts, `origins.0` of a list. */
export function parametersText(parameters: Parameters): Readonly<Record<string, string>> {
  const out: Record<string, string> = {};
  const put = (name: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [part, one] of Object.entries(value)) put(`${name}.${part}`, one);
    } else out[name] = String(value);
  };
  for (const [name, value] of Object.entries(parameters)) put(name, value);
  return out;
}
