import type { ProjectionInput, StationTable } from '../projection-input.ts';
import {
  type BaselineAnswer,
  columnsOf,
  countedTotals,
  figureOf,
  inAndOut,
  noForecast,
  pointForecast,
} from './baseline.ts';

/**
 * Each sheet that is out is filled with what the sheets in of the smallest unit around it with any gave by registered voter: the
 * rule by which the shift of 2019 was argued about. Where a station has no known roll, or nothing with a roll is in yet, by sheet.
 */
export function fill(input: ProjectionInput): BaselineAnswer {
  const { isIn, out } = inAndOut(input);
  const totals = countedTotals(input, isIn);
  if ((totals[input.options.length] ?? 0) === 0) return noForecast('no-sheets');
  const rates = new FillRates(input, isIn);
  const row = new Float64Array(totals.length);
  for (const i of out) {
    rates.fill(i, row);
    for (let c = 0; c < row.length; c++) totals[c] = (totals[c] as number) + (row[c] as number);
  }
  return pointForecast(totals);
}

/** Votes by registered voter and by sheet of every unit, from the sheets that are in. */
export class FillRates {
  readonly #stations: StationTable;
  readonly #roll: Float64Array;
  readonly #width: number;
  /** By unit: figures of the sheets with a roll, that roll; figures of all sheets, their number. */
  readonly #withRoll: Float64Array;
  readonly #rollIn: Float64Array;
  readonly #all: Float64Array;
  readonly #sheets: Float64Array;

  constructor(input: ProjectionInput, isIn: readonly number[]) {
    const { tree, unitOf } = input.stations;
    const units = tree.parent.length;
    this.#stations = input.stations;
    this.#roll = rollOfTables(input.stations);
    this.#width = columnsOf(input);
    this.#withRoll = new Float64Array(units * this.#width);
    this.#all = new Float64Array(units * this.#width);
    this.#rollIn = new Float64Array(units);
    this.#sheets = new Float64Array(units);
    for (const i of isIn) this.#add(input, i, unitOf[i] as number);
    // Parents stand before children, so one walk from the end adds every unit to all above it.
    for (let u = units - 1; u > 0; u--) this.#addUp(u, tree.parent[u] as number);
  }

  /** Writes the expected figures of a station into `row`. */
  fill(station: number, row: Float64Array): void {
    const roll = this.#roll[station] as number;
    const byRoll = roll > 0 ? this.#nearest(station, this.#rollIn) : -1;
    if (byRoll >= 0) {
      this.#write(row, this.#withRoll, byRoll, roll / (this.#rollIn[byRoll] as number));
      return;
    }
    const unit = this.#nearest(station, this.#sheets);
    this.#write(row, this.#all, unit, 1 / (this.#sheets[unit] as number));
  }

  #write(row: Float64Array, sums: Float64Array, unit: number, factor: number): void {
    for (let c = 0; c < this.#width; c++) row[c] = (sums[unit * this.#width + c] as number) * factor;
  }

  /** The smallest unit around the station with anything in `amount`; -1 if there is none. */
  #nearest(station: number, amount: Float64Array): number {
    let unit = this.#stations.unitOf[station] as number;
    while (unit >= 0 && (amount[unit] as number) === 0) unit = this.#stations.tree.parent[unit] as number;
    return unit;
  }

  #add(input: ProjectionInput, station: number, unit: number): void {
    const roll = this.#roll[station] as number;
    const at = unit * this.#width;
    this.#sheets[unit] = (this.#sheets[unit] as number) + 1;
    for (let c = 0; c < this.#width; c++)
      this.#all[at + c] = (this.#all[at + c] as number) + figureOf(input, station, c);
    if (!(roll > 0)) return;
    this.#rollIn[unit] = (this.#rollIn[unit] as number) + roll;
    for (let c = 0; c < this.#width; c++) {
      this.#withRoll[at + c] = (this.#withRoll[at + c] as number) + figureOf(input, station, c);
    }
  }

  #addUp(unit: number, parent: number): void {
    this.#sheets[parent] = (this.#sheets[parent] as number) + (this.#sheets[unit] as number);
    this.#rollIn[parent] = (this.#rollIn[parent] as number) + (this.#rollIn[unit] as number);
    for (let c = 0; c < this.#width; c++) {
      const [to, from] = [parent * this.#width + c, unit * this.#width + c];
      this.#all[to] = (this.#all[to] as number) + (this.#all[from] as number);
      this.#withRoll[to] = (this.#withRoll[to] as number) + (this.#withRoll[from] as number);
    }
  }
}

/** Registered voters by table: a roll that is known by place only is split evenly among its expected tables. NaN where unknown. */
export function rollOfTables(stations: StationTable): Float64Array {
  if (stations.registeredOf === 'table') return stations.registered;
  const tables = new Float64Array(stations.tree.parent.length);
  for (let i = 0; i < stations.size; i++) {
    const unit = stations.unitOf[i] as number;
    if (stations.expected[i] === 1) tables[unit] = (tables[unit] as number) + 1;
  }
  return stations.registered.map((roll, i) => roll / Math.max(1, tables[stations.unitOf[i] as number] as number));
}
