import { canonicalText, type Json } from '../base/canonical.ts';
import type { Contest } from '../model/election.ts';
import { apportion } from '../model/seats.ts';
import type { Certificate, CertifiedFigures } from '../record/index.ts';
import type { Sums } from './addition.ts';
import { outcomeOfSums } from './derived-outcome.ts';

/** What the record gives for a certificate, and what of it the certificate says otherwise. */
export type Compared = {
  readonly figures: CertifiedFigures;
  readonly differing: readonly string[];
  /** Equal votes decide, and no lot ranks them all. */
  readonly isTied: boolean;
};

/** Holds what a certificate says against the sums of its stations; `lot` is the order that was drawn, if any was. */
export function compareCertificate(
  certificate: Certificate,
  contest: Contest,
  sums: Sums,
  withdrawn: ReadonlyMap<number, unknown>,
  lot: readonly string[] | null,
): Compared {
  const figures = certifiedFigures(sums);
  const names = Object.keys(figures) as (keyof CertifiedFigures)[];
  const differing = names
    .filter((name) => textOf(figures[name]) !== textOf(certificate.figures[name]))
    .map((name) => `figures.${name}`);
  const { outcome } = outcomeOfSums(contest, sums, withdrawn);
  if (textOf(outcome) !== certificate.outcome) differing.push('outcome');
  if (textOf(seatsOf(contest, sums, lot)) !== textOf(certificate.seats)) differing.push('seats');
  const result = outcome.kind === 'settled' ? outcome.result : outcome.ofTheSheetsIn;
  // Of an assembly the rule decides nothing: its seats do, and theirs were compared.
  const isTied =
    contest.seats === null && result.kind === 'tie' && !result.among.every((id) => lot?.includes(id) === true);
  return { figures, differing, isTied };
}

function certifiedFigures(sums: Sums): CertifiedFigures {
  const { annulled, notInstalled, merged, lost } = sums.canvass;
  return {
    ...{ expected: sums.expected, counted: sums.counted, annulled, notInstalled: notInstalled + merged, lost },
    open: sums.expected - sums.counted - sums.void,
    registered: sums.unknownTotal > 0 ? null : sums.registered,
    ...{ votes: sums.votes, others: sums.others, valid: sums.valid, cast: sums.cast },
  };
}

function seatsOf(
  { seats: rule, selections }: Contest,
  sums: Sums,
  lot: readonly string[] | null,
): Certificate['seats'] | 'undecided' {
  if (rule === null) return null;
  const order = lot?.map((id) => selections.findIndex((one) => one.id === id)).filter((i) => i >= 0) ?? null;
  const given = apportion(rule, sums.votes, sums.valid, order);
  // Equals without a lot, or nobody to give them to: then no list of seats is right.
  if (!given.ok) return 'undecided';
  return selections.flatMap(({ id }, i) => {
    const seats = given.value.seats[i] ?? 0;
    return seats === 0 ? [] : [[id, seats] as const];
  });
}

function textOf(value: unknown): string {
  return canonicalText((value ?? null) as Json);
}
