/*
 * The figures of a country's pages are a million strings, of which few differ. Between threads each goes once, and then by its number.
 */

/** A book of strings beyond this many letters is begun anew: pages are hostile, and memory is not. */
const LETTERS_MAX = 16 * 1024 * 1024;

/** The side that has the strings. */
export class StringNumbers {
  private numbers = new Map<string, number>();
  private letters = 0;
  private added: string[] = [];
  private isFresh = true;

  of(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    // A part of a page keeps the whole page in memory; this copy does not.
    const copy = ` ${text}`.slice(1);
    const number = this.numbers.size;
    this.numbers.set(copy, number);
    this.added.push(copy);
    this.letters += copy.length;
    return number;
  }

  /** What the other side needs to know of the numbers since the last call. A full book is begun anew behind it. */
  news(): StringNews {
    const news = { added: this.added, isFresh: this.isFresh };
    this.added = [];
    this.isFresh = this.letters > LETTERS_MAX;
    if (this.isFresh) {
      this.numbers = new Map();
      this.letters = 0;
    }
    return news;
  }
}

/** `isFresh`: numbers begin at 0 again. */
export type StringNews = { readonly added: readonly string[]; readonly isFresh: boolean };

/** The side that gets numbers. */
export class NumberedStrings {
  private strings: string[] = [];

  hear({ added, isFresh }: StringNews): void {
    if (isFresh) this.strings = [];
    for (const text of added) this.strings.push(text);
  }

  at(number: number): string {
    return this.strings[number] ?? '';
  }
}
