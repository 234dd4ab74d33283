import type { GpUnitId } from '../model/ids.ts';
import type { Derivation } from './derived-json.ts';
import type { PageScan } from './file-scan.ts';
import { type FindingList, shown } from './finding.ts';
import { FigureBook } from './page-figures.ts';
import { digitsOf, type PageProblem } from './page-scan.ts';

const UNIT_PAGE = /^[^/]+\/u\/([^/]+)\.html$/;
const ROOT_PAGE = /^(?:es|en)\/index\.html$/;

const PROBLEM_SAYS: Readonly<Record<PageProblem['kind'], string>> = {
  'figure-attribute': 'A data-f is not written as it has to be',
  'figure-not-plain-text': 'The element of a figure does not hold plain text only',
  'unit-attribute': 'A data-unit is not written as it has to be',
  'two-units': 'The page names a second unit',
};

/** Holds the figures of HTML pages against the record. What a page says outside its figures is not looked at. */
export class PageChecker {
  private readonly derivation: Derivation;
  private readonly book: FigureBook;
  private readonly findings: FindingList;
  private stations: readonly number[] = [];
  figures = 0;

  constructor(derivation: Derivation, findings: FindingList) {
    this.derivation = derivation;
    this.book = new FigureBook(derivation);
    this.findings = findings;
  }

  /** Checks one page; `path` is the name under which it is served, and says of which unit it has to be. null: it is no UTF-8. */
  check(path: string, page: PageScan | null): void {
    if (page === null) {
      this.findings.add('page', 'not-utf8', { path }, 'This page is no UTF-8.');
      return;
    }
    const { keys, texts, problems } = page;
    let told = 0;
    const tellUpTo = (figure: number) => {
      for (let next = problems[told]; next !== undefined && next.at <= figure; next = problems[++told]) {
        const { kind, at } = next.problem;
        this.findings.add('page', kind, { path }, `${PROBLEM_SAYS[kind]}: ${shown(at)}.`);
      }
    };
    tellUpTo(-1);
    const unit = this.unitOf(path, page.unit);
    this.book.startPage();
    this.figures += keys.length;
    for (let i = 0; i < keys.length; i++) {
      tellUpTo(i);
      this.checkFigure(path, unit, keys[i] ?? '', texts[i] ?? '');
    }
    tellUpTo(keys.length);
    if (unit !== null && mustBeUnit(path) !== null) this.checkVotesShown(path, unit, keys);
  }

  private unitOf(path: string, named: string | null): number | null {
    const demanded = mustBeUnit(path);
    if (demanded !== null && named !== demanded) {
      const says = `This has to be the page of unit ${shown(demanded)}; it says that it is of ${shown(named)}.`;
      this.findings.add('page', 'wrong-unit', { path }, says);
    } else if (named !== null && !this.derivation.geography.unitIndex.has(named as GpUnitId)) {
      this.findings.add('page', 'unknown-unit', { path }, `The page is of unit ${shown(named)}, which does not exist.`);
    }
    const id = demanded ?? named;
    return id === null ? null : (this.derivation.geography.unitIndex.get(id as GpUnitId) ?? null);
  }

  private checkFigure(path: string, unit: number | null, key: string, text: string): void {
    const derived = this.book.digits(key, unit);
    if (derived === null) {
      const says = `The page shows ${shown(text)} as ${shown(key)}, which is no figure of this state.`;
      this.findings.add('page', 'unknown-figure', { path }, says);
    } else if (text !== derived && digitsOf(text) !== derived) {
      const says = `The page shows ${shown(text)} as ${shown(key)}; the record gives the digits ${shown(derived)}.`;
      this.findings.add('page', 'false-figure', { path }, says);
    }
  }

  /** A page that leaves out what it is about would pass for want of figures. */
  private checkVotesShown(path: string, unit: number, figures: readonly string[]): void {
    const { geography, added } = this.derivation;
    const stations = this.stationsIn(unit);
    // Sheets have the most figures by far, and nobody asks for them here.
    const keys = new Set(figures.filter((key) => !key.startsWith('=') && !key.startsWith('sheet ')));
    geography.definition.election.contests.forEach(({ id, selections }, contest) => {
      const sumsIn = (count: 'preliminary' | 'official') => added.sums[count][contest]?.[unit];
      // Of a contest in which only a part of the unit votes, the part's own page shows the votes.
      if (sumsIn('official')?.expected !== stations) return;
      const shows = (c: string) => selections.every((s) => keys.has(`${c} ${id} votes ${s.id}`));
      const [p, o] = [(sumsIn('preliminary')?.counted ?? 0) > 0, (sumsIn('official')?.counted ?? 0) > 0];
      if ((!p && !o) || (p && shows('p')) || (o && shows('o'))) return;
      this.findings.add(
        'page',
        'votes-not-shown',
        { path },
        `The page does not show the votes of contest ${shown(id)}.`,
      );
    });
  }

  private stationsIn(unit: number): number {
    if (this.stations.length === 0) this.stations = stationsByUnit(this.derivation);
    return this.stations[unit] ?? 0;
  }
}

/** How many stations each unit has, at whatever depth below it. */
function stationsByUnit({ geography }: Derivation): number[] {
  const stations = geography.units.map(() => 0);
  for (const place of geography.placeOf) {
    for (let u = place; u >= 0; u = geography.parent[u] ?? -1) stations[u] = (stations[u] ?? 0) + 1;
  }
  return stations;
}

/** The unit that a page of this name has to be of; null for pages that are of no unit by their name. */
function mustBeUnit(path: string): string | null {
  return ROOT_PAGE.test(path) ? 'u0' : (UNIT_PAGE.exec(path)?.[1] ?? null);
}
