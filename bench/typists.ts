import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../simulation/random.ts';
import { rehearsalPseudonyms, STAFF } from '../simulation/staff.ts';
import { slip } from '../simulation/typing.ts';
import { present } from '../src/base/assert.ts';
import { expectOk } from '../src/base/result.ts';
import type { Lease } from '../src/entry/assignments.ts';
import type { ContestId } from '../src/model/ids.ts';
import type { BenchCentre } from './centre.ts';

/** An entry, or a third person's decision, that settled a contest of a sheet. */
export type Agreed = {
  readonly station: string;
  readonly contest: ContestId;
  /** Record number of the last event of the act. */
  readonly record: number;
  /** When it was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** Milliseconds until it was acknowledged. */
  readonly acknowledged: number;
};

const SLIPS = 0.02;
/** Typing takes longer in life; there are more people then. What counts is how many entries a second come. */
const TYPING_MS = [1000, 3000] as const;
const PAUSE_MS = 300;

/** Everybody of the preliminary count at a desk: asks for work, types it, sends it, until the signal. */
export async function typeSheets(
  bench: BenchCentre,
  onAgreed: (agreed: Agreed) => void,
  signal: AbortSignal,
): Promise<void> {
  const names = rehearsalPseudonyms();
  const people = (['typist', 'verifier'] as const).flatMap((role) => {
    const [from, n] = role === 'typist' ? STAFF.preliminary.typists : STAFF.preliminary.resolvers;
    return names.slice(from, from + n).map((person) => ({ person, role }));
  });
  await Promise.all(
    people.map(async ({ person, role }) => {
      const random = new Random(`bench/${person}`);
      await sleep(random.below(TYPING_MS[1]));
      while (!signal.aborted) {
        const { assignments, chance } = bench.centre;
        const lease = assignments.next(person, role, bench.centre.now(), chance);
        await sleep(lease === null ? PAUSE_MS : random.near(...TYPING_MS));
        if (lease !== null && !signal.aborted) await type(bench, lease, random, onAgreed);
      }
    }),
  );
}

async function type(
  { centre, rehearsal }: BenchCentre,
  { sheet, contest, person, role }: Lease,
  random: Random,
  onAgreed: (agreed: Agreed) => void,
): Promise<void> {
  const { station } = present(centre.state.papers.sheet(sheet), 'sheet');
  const tally = present(rehearsal.truth.get(contest)?.get(station), 'what stands on the sheet');
  const { boxes } = role === 'typist' && random.chance(SLIPS) ? slip(random, tally) : tally;
  const sentAt = Date.now();
  const before = performance.now();
  const content = { boxes, corrections: [], observations: [] };
  const kind = role === 'typist' ? 'commit-entry' : 'resolve-difference';
  const done = expectOk(await centre.act({ kind, sheet, contest, by: person, content }), kind);
  if (centre.state.typingOf(sheet, contest)?.kind !== 'agreed') return;
  onAgreed({ station, contest, record: done.last, sentAt, acknowledged: performance.now() - before });
}
