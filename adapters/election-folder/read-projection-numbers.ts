const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/**
 * A column of a table that is a covariate only if every cell of it that is not empty is a number: digits with a leading zero
 * are a code. It is collected row by row, and given up at the first cell that is none.
 */
export class NumberColumn {
  readonly name: string;
  readonly #at: number;
  #values: number[] | null = [];
  #known = 0;

  constructor(name: string, at: number) {
    this.name = name;
    this.#at = at;
  }

  take(cells: readonly string[]): void {
    if (this.#values === null) return;
    const cell = cells[this.#at] ?? '';
    if (cell !== '' && !NUMBER.test(cell)) {
      this.#values = null;
      return;
    }
    if (cell !== '') this.#known++;
    this.#values.push(cell === '' ? Number.NaN : Number(cell));
  }

  /** By row; null where it holds something else than numbers, or nothing. */
  values(): readonly number[] | null {
    return this.#known === 0 ? null : this.#values;
  }
}
