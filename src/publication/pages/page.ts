import type { Contest, ContestSelection, Election } from '../../model/election.ts';
import type { CountKind, Language } from '../../model/ids.ts';
import { fill, type Markup } from './html.ts';
import { zoneText } from './local-time.ts';
import { type Standing, type Texts, textsOf } from './texts.ts';

/** What every part of a page needs to know of the page it stands on. */
export type Page = {
  readonly language: Language;
  readonly texts: Texts;
  readonly election: Election;
  /** Relative path to `public/` and to the folder of the language. */
  readonly toSite: string;
  readonly toLanguage: string;
};

export function pageOf(language: Language, election: Election, depth: 'site' | 'language' | 'unit'): Page {
  const toSite = depth === 'site' ? '' : depth === 'language' ? '../' : '../../';
  const toLanguage = depth === 'unit' ? '../' : depth === 'language' ? '' : `${language}/`;
  return { language, texts: textsOf(language), election, toSite, toLanguage };
}

/** Address of a unit's page. The root's is the front page. */
export function unitAddress(page: Page, unit: string): string {
  // A number alone behind the u: anything else would be no unit of ours, and must not become an address.
  if (!/^u\d+$/.test(unit)) return `${page.toLanguage}index.html`;
  if (unit === 'u0') return `${page.toLanguage}index.html`;
  return page.toLanguage === '../' ? `${unit}.html` : `${page.toLanguage}u/${unit}.html`;
}

/** How the count stands to the electoral body: only its own may be headed official. */
export function standingOf(election: Election): Standing {
  if (election.nature === 'replay') return 'replay';
  return election.runner.kind === 'electoral-body' ? 'own' : 'other';
}

/** The heading of a count, with its runner where that is not the electoral body. */
export function countTitle(page: Page, count: CountKind): Markup {
  const { texts, election, language } = page;
  return fill(texts.countTitles[standingOf(election)][count], { runner: election.runner.name[language] });
}

/** A count in running text and in narrow table heads. */
export function countWords(page: Page, count: CountKind): { readonly name: string; readonly short: string } {
  const other = count === 'official' && standingOf(page.election) === 'other';
  return page.texts.counts[other ? 'second' : count];
}

export function countLetter(count: CountKind): 'p' | 'o' {
  return count === 'preliminary' ? 'p' : 'o';
}

/** Who or what a selection is in plain words: the person, else the party, else the code. */
export function selectionName(selection: ContestSelection): string {
  return selection.name || selection.party || selection.id;
}

export function nameOfSelection(contest: Contest, id: string): string {
  const found = contest.selections.find((s) => s.id === id);
  return found === undefined ? id : selectionName(found);
}

/** The zone as it is named on pages that tell of no single instant. */
export function electionZone(page: Page): string {
  const { election, texts } = page;
  const at = election.pollsClose ?? Date.parse(`${election.date}T12:00:00Z`);
  return zoneText(Number.isFinite(at) ? at : 0, election.timeZone, texts.zone);
}

/** A fragment or path segment from an id, which may hold any letter but no quote and no space. */
export function anchor(id: string): string {
  return encodeURIComponent(id);
}
