import { type EstimateRules, estimatesShown } from '../model/estimate-rules.ts';
import type { Seven } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import { type Made, madeEstimates } from './derived-estimate.ts';
import type { Derivation } from './derived-json.ts';
import { type FindingList, shown } from './finding.ts';

/*
 * Estimates are arithmetic with decimals and chance: nothing of them is calculated here again. What is checked is that the definition
 * allows them, that each names a state that was public before, and that what was said stands in the files as the record has it.
 */

/** Whether every estimate of the record may be there: publication.md section 9. */
export function checkEstimates(derivation: Derivation, findings: FindingList): void {
  const { election } = derivation.geography.definition;
  const rules = estimatesShown(election);
  for (const made of madeEstimates(derivation)) {
    const { record, header, body } = made;
    const add = (kind: string, says: string) => addOfEvent(findings, kind, record, says);
    if (rules === null) add('estimate-not-allowed', `Event ${record} is an estimate; the definition shows none.`);
    else checkRules(made, rules, add);
    if (made.stateAt === null || body.state >= record) {
      add(
        'estimate-of-no-state',
        `Event ${record} is an estimate from event ${body.state}, which is no state before it.`,
      );
    }
    const contest = election.contests.find(({ id }) => id === header.contest);
    if (contest === undefined)
      add('unknown-contest', `Event ${record} estimates contest ${shown(header.contest ?? '')}.`);
    else checkOptions(made, new Set(contest.selections.map(({ id }) => id)), add);
  }
}

function checkRules(
  { record, body, stateAt }: Made,
  rules: EstimateRules,
  add: (kind: string, says: string) => void,
): void {
  if (rules.notBefore !== null && stateAt !== null && stateAt < rules.notBefore) {
    add(
      'estimate-too-early',
      `Event ${record} is an estimate from a state before the time that the definition allows.`,
    );
  }
  if (!rules.probabilities && body.said.kind === 'estimate' && body.said.outcomes !== null) {
    add('estimate-not-allowed', `Event ${record} tells probabilities; the definition has none.`);
  }
}

/** Bands in order, and of options that stand in the contest. */
function checkOptions(
  { record, body }: Made,
  ids: ReadonlySet<string>,
  add: (kind: string, says: string) => void,
): void {
  const { said } = body;
  if (said.kind === 'refused') return;
  const named = [...said.options.map(({ id }) => id), said.lead.of, said.lead.over];
  const stranger = named.find((id) => !ids.has(id));
  if (stranger !== undefined)
    add('unknown-option', `Event ${record} estimates ${shown(stranger)}, which is no option.`);
  const bands = [...said.options.flatMap(({ share, votes }) => [share, votes]), said.lead.points, said.votesOut];
  if (bands.every(isAscending)) return;
  add('estimate-disorder', `Event ${record} has an interval whose ends are not in order.`);
}

function isAscending(band: Seven): boolean {
  return band.every((end, i) => i === 0 || end >= (band[i - 1] as number));
}
