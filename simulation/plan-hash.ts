import { createHash } from 'node:crypto';
import type { Rehearsal } from './generate-election.ts';
import type { NightPlan } from './night.ts';

/** SHA-256 over everything that a seed decides: two runs are alike exactly when these are. */
export function rehearsalHash(rehearsal: Rehearsal): string {
  const truth = [...rehearsal.truth].map(([contest, tallies]) => [contest, [...tallies]]);
  return createHash('sha256')
    .update(JSON.stringify([rehearsal.definition, truth], (_, v) => (typeof v === 'bigint' ? `${v}n` : v)))
    .digest('hex');
}

export function planHash(plan: NightPlan): string {
  const hash = createHash('sha256');
  for (const act of plan.acts()) hash.update(`${JSON.stringify(act)}\n`);
  return hash.digest('hex');
}
