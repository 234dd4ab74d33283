import type { Contest } from '../../model/election.ts';
import type { CountKind, Language } from '../../model/ids.ts';
import type { Brief } from '../unit-data.ts';
import { escapeText, type Markup, numbered, trusted } from './html.ts';
import { percentText, wholeText } from './number-text.ts';
import { countLetter } from './page.ts';

/** Whose figures in which contest and count: the first words of `data-f` (docs/spec/publication.md section 6). */
export type FigureScope = { readonly language: Language; readonly words: string };

/** `who` is empty for the page's own unit, or a unit's id, or `setting:NAME`. */
export function scopeOf(language: Language, who: string, count: CountKind, contest: string): FigureScope {
  const words = `${who === '' ? '' : `${escapeText(who)} `}${countLetter(count)} ${escapeText(contest)} `;
  return { language, words };
}

/** A figure in running text. `text` is digits and separators made by number-text.ts, never foreign. */
export function figure(scope: FigureScope, name: string, text: string): Markup {
  return trusted(`<b data-f="${scope.words}${escapeText(name)}">${text}</b>`);
}

/** A figure as a table cell. End tags of cells and rows are left out: HTML allows it, and ten thousand pages show it. */
export function cell(scope: FigureScope, name: string, text: string): string {
  return `<td data-f="${scope.words}${escapeText(name)}">${text}`;
}

export function whole(scope: FigureScope, name: string, n: number): Markup {
  return numbered(n, figure(scope, name, wholeText(n, scope.language)));
}

export function wholeCell(scope: FigureScope, name: string, n: number): string {
  return cell(scope, name, wholeText(n, scope.language));
}

/** A share as a cell: a dash where there is nothing to take a share of. */
export function shareCell(scope: FigureScope, name: string, num: number, den: number, digits: 2 | 3): string {
  if (den <= 0) return '<td>—';
  return cell(scope, name, percentText(num, den, digits, scope.language));
}

/** Sheets that may still come in. */
export function sheetsOut(b: Brief): number {
  return b.expected - b.counted - b.void;
}

/** Registered voters of the sheets that may still come in, as far as they are known. */
export function registeredOut(b: Brief): number {
  return b.registered - b.registeredCounted - b.registeredVoid;
}

/** Whether nothing of this count has been seen here yet: its zeros are then no figures. */
export function isSilent(b: Brief): boolean {
  return b.counted === 0 && b.notCounted === 0 && b.received === 0;
}

/** Indexes of the two selections with most votes, the first in the contest's order among equals. */
export function leadingTwo(votes: readonly number[]): readonly [number, number] {
  let first = -1;
  let second = -1;
  for (let i = 0; i < votes.length; i++) {
    const here = votes[i] ?? 0;
    if (first === -1 || here > (votes[first] ?? 0)) {
      second = first;
      first = i;
    } else if (second === -1 || here > (votes[second] ?? 0)) second = i;
  }
  return [first, second];
}

/** The count that is further on, for what both are read against; the official one where they are level. */
export function furtherCount(counts: Readonly<Record<CountKind, Brief>>): CountKind {
  return counts.preliminary.counted > counts.official.counted ? 'preliminary' : 'official';
}

export function sum(values: readonly number[]): number {
  let total = 0;
  for (const v of values) total += v;
  return total;
}

/** A bar of a share, 0 to 100: shape only, the figure stands beside it. */
export function bar(num: number, den: number): string {
  const width = den > 0 ? Math.min(100, Math.round((num * 1000) / den) / 10) : 0;
  return `<svg class=bar aria-hidden=true><rect width="${width}%"/></svg>`;
}

/** The contests of the election that this unit votes in, in the election's order. */
export function contestsHere<T>(
  contests: readonly Contest[],
  figures: Readonly<Record<string, T>>,
): readonly (readonly [Contest, T])[] {
  return contests.flatMap((contest) => {
    const here = Object.hasOwn(figures, contest.id) ? figures[contest.id] : undefined;
    return here === undefined ? [] : [[contest, here] as const];
  });
}
