import type { UnitTree } from './projection-input.ts';

/**
 * Builds the tree of units from the level cells of stations. All cells from the widest level on are the identity of a unit;
 * a blank cell is no unit of its own: what lies below it hangs on the next wider unit that has a name.
 */
export class UnitColumns {
  readonly #levels: readonly string[];
  readonly #parent: number[] = [-1];
  readonly #level: number[] = [0];
  readonly #names: string[] = [''];
  readonly #children: Map<string, number>[] = [new Map()];
  /** Stations with at least one blank cell. */
  blanks = 0;

  constructor(levels: readonly string[]) {
    this.#levels = levels;
  }

  /** The deepest unit that the cells name. */
  visit(path: readonly string[]): number {
    let unit = 0;
    let blank = false;
    for (let l = 0; l < this.#levels.length; l++) {
      const name = path[l] ?? '';
      if (name === '') blank = true;
      else unit = this.#child(unit, l + 1, name);
    }
    if (blank) this.blanks++;
    return unit;
  }

  tree(): UnitTree {
    return {
      levels: this.#levels,
      parent: Int32Array.from(this.#parent),
      level: Uint8Array.from(this.#level),
      names: this.#names,
    };
  }

  #child(parent: number, level: number, name: string): number {
    const siblings = this.#children[parent] as Map<string, number>;
    // Where a level was blank, units of two levels are siblings.
    const key = level === (this.#level[parent] as number) + 1 ? name : `${level}\n${name}`;
    const known = siblings.get(key);
    if (known !== undefined) return known;
    const unit = this.#parent.length;
    siblings.set(key, unit);
    this.#parent.push(parent);
    this.#level.push(level);
    this.#names.push(name);
    this.#children.push(new Map());
    return unit;
  }
}

/** Stations by deepest unit: those of unit u are `stations` from `first[u]` up to but not with `first[u + 1]`. */
export type StationsByUnit = { readonly first: Int32Array; readonly stations: Int32Array };

/** Groups stations by a unit each; the order inside a unit is that of the stations. */
export function byUnit(unitOf: Int32Array, units: number): StationsByUnit {
  const first = new Int32Array(units + 1);
  for (const unit of unitOf) first[unit + 1] = (first[unit + 1] as number) + 1;
  for (let u = 0; u < units; u++) first[u + 1] = (first[u + 1] as number) + (first[u] as number);
  const next = first.slice();
  const stations = new Int32Array(unitOf.length);
  unitOf.forEach((unit, s) => {
    const to = next[unit] as number;
    stations[to] = s;
    next[unit] = to + 1;
  });
  return { first, stations };
}
