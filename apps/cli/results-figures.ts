import { present } from '../../src/base/assert.ts';
import { decimalOf, formatFraction, fraction } from '../../src/base/fraction.ts';
import { formatInstant } from '../../src/base/instant.ts';
import type { CountKind } from '../../src/model/ids.ts';
import { distancesOf, outcomeOf } from '../../src/model/outcome.ts';
import { standingFor } from '../../src/publication/build-unit-data.ts';
import type { PublicView } from '../../src/publication/public-view.ts';
import type { AreaSums } from '../../src/tabulation/tabulation.ts';
import type { AsOfRule } from '../run/read-run.ts';

/** A share of votes as a decimal of percent with three places; null when there is no vote to take a share of. */
export function percent(part: number, whole: number, digits: number): string | null {
  return whole === 0 ? null : decimalOf(fraction(part * 100, whole), digits);
}

/** The figures of one contest and count in one unit, as `cotejo results --json` gives them (docs/spec/results.schema.json). */
export function resultsOf(view: PublicView, count: CountKind, contest: number, unit: number) {
  const definition = present(view.geography.definition.election.contests[contest], 'contest');
  const sums = view.tabulation.sums(count, contest, unit);
  const ranked = [...sums.votes].sort((a, b) => b - a);
  const lead = (ranked[0] ?? 0) - (ranked[1] ?? 0);
  const whole = unit === 0 || unit === view.geography.electorateUnit[contest];
  return {
    expected: sums.expected,
    counted: sums.counted,
    countedPercent: percent(sums.counted, sums.expected, 2),
    received: view.received(count, contest, unit),
    notCounted: sums.notCounted,
    void: sums.void,
    sheetsOut: sums.expected - sums.counted - sums.void,
    registered: sums.registered,
    registeredCounted: sums.registeredCounted,
    registeredOut: sums.registered - sums.registeredCounted - sums.registeredVoid,
    registeredUnknown: sums.registeredUnknown,
    selections: definition.selections.map((s, i) => ({
      id: s.id,
      name: s.name,
      party: s.party,
      votes: sums.votes[i] ?? 0,
      percent: percent(sums.votes[i] ?? 0, sums.valid, 3),
    })),
    others: definition.others.map((id, i) => ({ id, votes: sums.others[i] ?? 0 })),
    valid: sums.valid,
    cast: sums.cast,
    turnoutPercent: percent(sums.castRegistered, sums.registeredCounted, 2),
    lead,
    leadPercent: percent(lead, sums.valid, 3),
    ...(whole ? outcomeFigures(view, count, contest, sums) : {}),
  };
}

function outcomeFigures(view: PublicView, count: CountKind, contest: number, sums: AreaSums) {
  const { rule } = present(view.geography.definition.election.contests[contest], 'contest');
  const { ids, input } = standingFor(view, count, contest, sums);
  const distances = distancesOf(rule, ids, input);
  return {
    outcome: outcomeOf(rule, ids, input),
    distances: distances.map((d) => ({ ...d, threshold: formatFraction(d.threshold) })),
  };
}

export type ResultFigures = ReturnType<typeof resultsOf>;

/** How an as-of was answered, in one sentence. */
export function describeAsOf(rule: AsOfRule): string {
  switch (rule.kind) {
    case 'newest-state':
      return 'the newest published state';
    case 'imported-by-visible-instant':
      return `as of ${formatInstant(rule.at)}: the sheets whose recorded publication (else reception) is not later`;
    case 'no-instants-recorded':
      return `${rule.untimed} of the ${rule.rows} rows of this count have no instant, so nothing can be said of ${formatInstant(rule.at)}`;
    case 'newest-state-by-then':
      return rule.state === null
        ? `no state was published by ${formatInstant(rule.at)}`
        : `as of ${formatInstant(rule.at)}: the state published by then (record number ${rule.state})`;
  }
}
