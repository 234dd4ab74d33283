import { type Instant, instant } from '../src/base/instant.ts';
import type { StationId } from '../src/model/ids.ts';
import type { Rehearsal } from './generate-election.ts';
import { NIGHT_RATES, type NightPlan, planNight } from './night.ts';
import type { NightAct } from './night-act.ts';
import { Random } from './random.ts';

/** A night in which much goes wrong, for tests: what is typed in agreement is what stands on the paper. */
export type FaultyNight = {
  readonly plan: NightPlan;
  /** The acts as they come in: neighbours of different stations change places, those of one station never. */
  readonly acts: readonly NightAct[];
  /** What the clock of this station's scanner says: one in three is wrong, by minutes, hours or a day, in either direction. */
  readonly clockOf: (station: StationId, at: Instant) => Instant;
};

const MINUTE = 60_000;
const SKEWS = [2 * MINUTE, 60 * MINUTE, 7 * 60 * MINUTE, 24 * 60 * MINUTE];
/** Acts that may change places with each other. */
const WINDOW = 40;

export function planFaultyNight(rehearsal: Rehearsal, seed: string): FaultyNight {
  const plan = planNight(rehearsal, {
    scenario: 'stop',
    seed,
    rates: {
      ...NIGHT_RATES,
      lost: 0.08,
      misread: 0,
      slip: 0.1,
      flaws: { corrected: 0.04, unclear: 0.03, unsigned: 0.02, torn: 0.02 },
      // By SMS nobody signs: here, where no door asks for the station's secret, one that is sent again would be another.
      phones: { announced: 0.3, lost: 0.3, wrong: 0.1, sms: 0, corrected: 0.1, refused: 0.1 },
      mishaps: {
        illegible: 0.04,
        'wrong-station': 0.04,
        'second-photograph': 0.06,
        'false-sheet': 0.06,
        double: 0.12,
        voided: 0.05,
      },
    },
  });
  const clockOf = (station: StationId, at: Instant): Instant => {
    const random = new Random(`${seed}/clock/${station}`);
    if (!random.chance(1 / 3)) return at;
    return instant(at + random.pick(SKEWS) * (random.chance(0.5) ? 1 : -1));
  };
  return { plan, acts: reordered([...plan.acts()], new Random(`${seed}/order`)), clockOf };
}

/** Acts of the whole (stations have none) stay where they are. */
function reordered(acts: readonly NightAct[], random: Random): NightAct[] {
  const out: NightAct[] = [];
  let window: NightAct[] = [];
  const close = () => {
    out.push(...shuffledByStation(window, random));
    window = [];
  };
  for (const act of acts) {
    if ('station' in act) window.push(act);
    if (!('station' in act) || window.length === WINDOW) close();
    if (!('station' in act)) out.push(act);
  }
  close();
  return out;
}

function shuffledByStation(acts: readonly NightAct[], random: Random): NightAct[] {
  const queues = [...Map.groupBy(acts, (act) => ('station' in act ? act.station : '')).values()];
  const out: NightAct[] = [];
  while (queues.length > 0) {
    const at = random.below(queues.length);
    const [next, ...rest] = queues[at] ?? [];
    if (next !== undefined) out.push(next);
    if (rest.length > 0) queues[at] = rest;
    else queues.splice(at, 1);
  }
  return out;
}
