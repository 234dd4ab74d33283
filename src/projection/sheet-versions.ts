import { unreachable } from '../base/assert.ts';
import type { Rule } from '../model/rule.ts';
import { COUNTED, type SheetVersions } from './projection-source.ts';

/** Where the base of a sheet stands: in none of its boxes, in a written total, or in the sum of all votes in the box. */
export type BaseRule =
  | { readonly kind: 'options' }
  | { readonly kind: 'control'; readonly name: 'valid' | 'total' }
  /** The written total less the votes for no option: what is valid where only `total` is written. */
  | { readonly kind: 'total-less-others' }
  | { readonly kind: 'cast' };

/** The boxes that a count has columns for. */
export type CountColumns = {
  readonly options: readonly boolean[];
  readonly others: readonly boolean[];
  readonly valid: boolean;
  readonly total: boolean;
};

/**
 * Of which votes shares are taken, from the rule and the columns alone: valid votes are the sum of the options unless a
 * column `valid` or `total` is given; where the rule speaks of all ballots, all votes in the box.
 */
export function decideBase(rule: Rule, counts: readonly CountColumns[]): BaseRule {
  const ofRule = 'base' in rule ? rule.base : null;
  const hasTotal = counts.some((count) => count.total);
  if (ofRule === 'all') return hasTotal ? { kind: 'control', name: 'total' } : { kind: 'cast' };
  if (counts.some((count) => count.valid)) return { kind: 'control', name: 'valid' };
  if (!hasTotal) return { kind: 'options' };
  const othersKnown = counts.every((count) => !count.total || count.others.every((has) => has));
  return ofRule === 'valid' && othersKnown ? { kind: 'total-less-others' } : { kind: 'control', name: 'total' };
}

/** One version as it was read; NaN is an empty or illegible box. */
export type SheetRow = {
  readonly station: number;
  readonly version: number;
  readonly arrivedAt: number;
  readonly publishedAt: number;
  readonly orderAt: number;
  readonly status: string;
  readonly options: Float64Array;
  readonly others: Float64Array;
  readonly valid: number;
  readonly total: number;
};

/** What a count is, beside its rows. */
export type VersionsFrame = {
  readonly stations: number;
  readonly columns: CountColumns;
  readonly base: BaseRule;
  /** Of a count that is the result, an empty box adds nothing; elsewhere its figure is not known. */
  readonly isResult: boolean;
  readonly figures: 'as-then' | 'final';
};

/** Collects the versions of a count in any order and lays them out by station. */
export class VersionsBuilder {
  readonly #frame: VersionsFrame;
  readonly #statuses = new Map<string, number>([[COUNTED, 0]]);
  readonly #station: number[] = [];
  readonly #version: number[] = [];
  readonly #instants: number[] = [];
  readonly #status: number[] = [];
  readonly #figures: number[] = [];

  constructor(frame: VersionsFrame) {
    this.#frame = frame;
  }

  add(row: SheetRow): void {
    const { columns, base, isResult } = this.#frame;
    const status = this.#statuses.get(row.status) ?? this.#statuses.size;
    this.#statuses.set(row.status, status);
    this.#station.push(row.station);
    this.#version.push(row.version);
    this.#instants.push(row.arrivedAt, row.publishedAt, row.orderAt);
    this.#status.push(status);
    const options = fillEmpty(row, columns, isResult);
    for (const votes of options) this.#figures.push(votes);
    this.#figures.push(baseOf(base, row, options, columns));
  }

  finish(): SheetVersions {
    const rows = this.#station.length;
    const { stations, columns, figures } = this.#frame;
    const width = columns.options.length;
    const order = Int32Array.from({ length: rows }, (_, i) => i).sort(
      (a, b) => at(this.#station, a) - at(this.#station, b) || at(this.#version, a) - at(this.#version, b) || a - b,
    );
    const first = new Int32Array(stations + 1);
    for (const station of this.#station) first[station + 1] = at(first, station + 1) + 1;
    for (let s = 0; s < stations; s++) first[s + 1] = at(first, s + 1) + at(first, s);
    const made = {
      arrivedAt: new Float64Array(rows),
      publishedAt: new Float64Array(rows),
      orderAt: new Float64Array(rows),
      status: new Int32Array(rows),
      votes: new Float64Array(rows * width),
      base: new Float64Array(rows),
    };
    order.forEach((from, to) => {
      made.arrivedAt[to] = at(this.#instants, 3 * from);
      made.publishedAt[to] = at(this.#instants, 3 * from + 1);
      made.orderAt[to] = at(this.#instants, 3 * from + 2);
      made.status[to] = at(this.#status, from);
      for (let k = 0; k < width; k++) made.votes[to * width + k] = at(this.#figures, from * (width + 1) + k);
      made.base[to] = at(this.#figures, from * (width + 1) + width);
    });
    return { first, ...made, statuses: [...this.#statuses.keys()], hasOption: columns.options, figures };
  }
}

function at(list: { readonly [i: number]: number }, i: number): number {
  return list[i] as number;
}

/**
 * The options with their empty boxes filled by 0 where that is known: where the rest of the sheet agrees with a total that is
 * written on it, or where the count is the result, to which an empty box adds nothing. A sheet without any figure has none.
 */
function fillEmpty(row: SheetRow, columns: CountColumns, isResult: boolean): Float64Array {
  let [sum, empty, known] = [0, false, false];
  row.options.forEach((votes, k) => {
    if (Number.isNaN(votes)) empty ||= columns.options[k] === true;
    else [sum, known] = [sum + votes, true];
  });
  if (!empty || !known) return row.options;
  const others = sumKnown(row.others);
  const allColumns = columns.options.every((has) => has);
  const agrees = allColumns && (sum === row.valid || sum + others === row.total);
  if (!agrees && !isResult) return row.options;
  return row.options.map((votes, k) => (Number.isNaN(votes) && columns.options[k] === true ? 0 : votes));
}

function baseOf(rule: BaseRule, row: SheetRow, options: Float64Array, columns: CountColumns): number {
  let [sum, isWhole] = [0, true];
  for (const votes of options) {
    if (Number.isNaN(votes)) isWhole = false;
    else sum += votes;
  }
  const valid = isWhole ? sum : Number.NaN;
  // Kinds of vote of which the count has no column are in no sum of its boxes.
  const others = columns.others.every((has) => has) ? sumKnown(row.others) : Number.NaN;
  const found = writtenOr(rule, row, valid, others);
  // A written total below what it sums up is an error of the sheet; a share above one would be ours.
  return Number.isNaN(found) ? found : Math.max(found, sum);
}

function sumKnown(boxes: Float64Array): number {
  let sum = 0;
  for (const votes of boxes) if (!Number.isNaN(votes)) sum += votes;
  return sum;
}

function writtenOr(rule: BaseRule, row: SheetRow, valid: number, others: number): number {
  switch (rule.kind) {
    case 'options':
      return valid;
    case 'cast':
      return valid + others;
    case 'control': {
      const written = rule.name === 'valid' ? row.valid : row.total;
      return Number.isNaN(written) ? (rule.name === 'valid' ? valid : valid + others) : written;
    }
    case 'total-less-others':
      return Number.isNaN(row.total) ? valid : row.total - others;
    default:
      return unreachable(rule);
  }
}
