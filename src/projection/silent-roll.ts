import type { ProjectionInput } from './projection-input.ts';
import { unitsAtLevel } from './unit-at-level.ts';

/*
 * The clock of an incomplete count: registered voters in places with no sheet yet. The same 30 % of sheets can leave a fifth or more than half of
 * the roll silent. Without polling places (or with one table a place, as in a sample) a "place" is the narrowest unit that holds some tables.
 */

/** Stations a unit must hold on average to be heard by one of its sheets. */
const TABLES_OF_A_PLACE = 2;

export type Silence = {
  /** Share of the roll (stations, where no roll is known) in places with no sheet. */ readonly silentRoll: number;
  readonly rollOut: number;
};

export function silenceOf(input: ProjectionInput, roll: Float64Array): Silence {
  const { stations, sheets } = input;
  const place = placesOf(input);
  const heard = new Uint8Array(stations.tree.parent.length);
  for (let i = 0; i < stations.size; i++) if (sheets.isIn[i] === 1) heard[place[i] as number] = 1;
  const rolled = rollSum(input, roll);
  // A roll that hardly any station has is no clock.
  const useRoll = rolled.stations * 2 > rolled.expected;
  const mean = useRoll ? rolled.sum / rolled.stations : 1;
  let [whole, silent, out] = [0, 0, 0];
  for (let i = 0; i < stations.size; i++) {
    if (stations.expected[i] === 0) continue;
    const r = useRoll && (roll[i] as number) > 0 ? (roll[i] as number) : mean;
    whole += r;
    if (sheets.isIn[i] === 1) continue;
    out += r;
    if (heard[place[i] as number] === 0) silent += r;
  }
  return { silentRoll: whole === 0 ? 0 : silent / whole, rollOut: whole === 0 ? 0 : out / whole };
}

function rollSum(
  { stations }: ProjectionInput,
  roll: Float64Array,
): { readonly sum: number; readonly stations: number; readonly expected: number } {
  let [sum, known, expected] = [0, 0, 0];
  for (let i = 0; i < stations.size; i++) {
    if (stations.expected[i] === 0) continue;
    expected++;
    if ((roll[i] as number) === 0) continue;
    known++;
    sum += roll[i] as number;
  }
  return { sum, stations: known, expected };
}

/** The unit that stands for the place of each station: its deepest one, or the narrowest level whose units hold some tables. */
function placesOf({ stations }: ProjectionInput): Int32Array {
  const { tree, unitOf, expected } = stations;
  for (let level = tree.levels.length; level > 0; level--) {
    const above = unitsAtLevel(tree, level);
    const isMember = new Uint8Array(above.length);
    let [count, members] = [0, 0];
    for (let i = 0; i < stations.size; i++) {
      if (expected[i] === 0) continue;
      const unit = above[unitOf[i] as number] as number;
      if (isMember[unit] === 0) members++;
      isMember[unit] = 1;
      count++;
    }
    if (count >= TABLES_OF_A_PLACE * members) return unitOf.map((u) => above[u] as number);
  }
  return new Int32Array(stations.size);
}
