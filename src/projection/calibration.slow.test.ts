import { describe, expect, it } from 'vitest';
import { firstIn, madeElection, sumsOf, unordered } from './made-election.test-support.ts';
import { PARAMETERS } from './parameters.ts';
import { project } from './project.ts';
import type { Band } from './projection-answer.ts';
import { Chance } from './random.ts';
import { shockScales } from './shock.ts';

/*
 * Calibration by simulation: elections drawn with the structure that the model believes in, so that its intervals have to cover as often
 * as they say. What no simulation shows is whether real nights are of that structure: that is for the back-tests.
 */

const POPULATIONS = 240;
const DEPARTMENTS = 8;
/** Whether it would rather be silent is not what is tried here. */
const TALKATIVE = { ...PARAMETERS, silentMost: 1, silentMostBare: 1, widestLead: 2 };

type Tally = { covered: [number, number, number]; of: number };

function count(tally: Tally, band: Band, truth: number): void {
  tally.of++;
  [band.in50, band.in80, band.in95].forEach(([low, high], level) => {
    if (truth >= low && truth <= high) tally.covered[level] = (tally.covered[level] as number) + 1;
  });
}

/** A population, late sheets shifted as the shock says if `shock`; what is in of it; how often the truth was within. */
function coverage(shock: boolean): Record<'lead' | 'share' | 'turnout', Tally> {
  const tallies = { lead: blank(), share: blank(), turnout: blank() };
  for (let seed = 1; seed <= POPULATIONS; seed++) {
    const chance = new Chance(seed * 31);
    const part = 0.35 + 0.5 * chance.uniform();
    const late = lateShift(shock, part, chance);
    const spread = [0.2 + 0.4 * chance.uniform(), 0.1 + 0.3 * chance.uniform(), 0.1 + 0.2 * chance.uniform()] as const;
    const whole = madeElection({
      seed,
      departments: DEPARTMENTS,
      places: 20,
      tables: 4,
      spread,
      lateShift: { from: part, ...late },
    });
    const { answer } = project(unordered(firstIn(whole, part)), {
      seed,
      draws: 300,
      use: { trend: false, previous: false, shock },
      parameters: TALKATIVE,
    });
    if (answer.kind === 'refused') throw new Error(`refused: ${answer.code}`);
    const truth = sumsOf(whole);
    const share = (k: number) => (truth[k] as number) / (truth[3] as number);
    const at = (id: string) => share(whole.options.indexOf(id));
    count(tallies.lead, answer.lead.band, at(answer.lead.of) - at(answer.lead.over));
    answer.options.forEach(({ share: band }, k) => {
      count(tallies.share, band, share(k));
    });
    if (answer.turnout !== null)
      count(
        tallies.turnout,
        answer.turnout,
        (truth[3] as number) / whole.stations.registered.reduce((a, b) => a + b, 0),
      );
  }
  return tallies;
}

const blank = (): Tally => ({ covered: [0, 0, 0], of: 0 });

/** What the prior of the shock says with so much out: one shift for all, and one for each department. */
function lateShift(shock: boolean, part: number, chance: Chance) {
  const scales = shockScales(['turnout', 'pair', 'two'], [], 1 - part, PARAMETERS);
  const draw = (times: number) =>
    scales.map(({ scale, freedom }) => (shock ? times * scale * chance.student(freedom) : 0));
  const shift = draw(1);
  return { shift, areas: Array.from({ length: DEPARTMENTS }, () => draw(PARAMETERS.areaShock)) };
}

describe('in elections of the model’s own structure', () => {
  it.each([
    ['nothing shared by the late ones', false],
    ['the late ones shifted as the shock says', true],
  ])('intervals cover as often as they say: %s', (_, shock) => {
    const found = coverage(shock);
    for (const [name, { covered, of }] of Object.entries(found)) {
      expect(of, name).toBeGreaterThanOrEqual(POPULATIONS);
      const [in50, in80, in95] = covered.map((n) => n / of) as [number, number, number];
      const says = `${name}: ${[in50, in80, in95].map((x) => x.toFixed(3)).join(', ')} of ${of}`;
      expect(in80, says).toBeGreaterThanOrEqual(0.7);
      expect(in80, says).toBeLessThanOrEqual(0.92);
      expect(in95, says).toBeGreaterThanOrEqual(0.88);
      expect(in50, says).toBeGreaterThanOrEqual(0.38);
      expect(in50, says).toBeLessThanOrEqual(0.65);
    }
  });
});
