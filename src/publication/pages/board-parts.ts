import type { Election } from '../../model/election.ts';
import type { Language } from '../../model/ids.ts';
import type { BoardData, CanvassStateData } from '../canvass-data.ts';
import type { StateData } from '../unit-data.ts';
import { html, type Markup } from './html.ts';
import { fullTime } from './local-time.ts';
import type { Page } from './page.ts';
import type { BoardTexts } from './texts-board.ts';
import type { UnitPlaces } from './unit-page.ts';

export type BoardPageInput = {
  readonly language: Language;
  readonly election: Election;
  readonly state: StateData;
  readonly canvass: CanvassStateData;
  readonly board: BoardData;
  readonly places: UnitPlaces;
};

/** What each part of the page is made from. */
export type Board = BoardPageInput & { readonly page: Page; readonly t: BoardTexts };

/** An instant in the election's own time. */
export function timeOf({ election, language }: Board, at: number): Markup {
  return html`<time datetime="${new Date(at).toISOString()}">${fullTime(at, election.timeZone, language)}</time>`;
}

/** An office by its name, or by its id where the definition does not know it. */
export function officeName(election: Election, language: Language, office: string): string {
  return election.canvass?.offices.find(({ id }) => id === office)?.name[language] ?? office;
}
