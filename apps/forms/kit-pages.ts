import type { PollingStation } from '../../src/model/election.ts';
import { printedForm } from '../../src/model/printed-form.ts';
import type { PageElement, PrintedPage } from '../../src/model/printed-page.ts';
import { type SheetForm, TENTHS } from '../../src/model/sheet-form.ts';
import { codesPage } from './codes-page.ts';
import { coverPage } from './cover-page.ts';
import { contestsOf, type Handout, type Printing, placeName, type StationCodes } from './printing.ts';
import { scaledPage } from './scaled-page.ts';

/** The pages of a station's form. */
export function formPages({ geography, form, mark }: Printing, station: PollingStation): PrintedPage[] {
  const contests = contestsOf(geography, station);
  const { election } = geography.definition;
  const place = placeName(geography, station);
  return Array.from({ length: form.pages }, (_, i) =>
    onPaper(form, mark, printedForm({ form, page: i + 1, election, station, place }, contests)),
  );
}

/** All that a station gets: instructions, its form, its codes. */
export function kitPages(
  printing: Printing,
  handout: Handout,
  station: PollingStation,
  codes: StationCodes,
): PrintedPage[] {
  const { form, mark } = printing;
  const own = (elements: readonly PageElement[]) => onPaper(form, mark, scaledPage(elements, form));
  return [
    own(coverPage(printing, station)),
    ...formPages(printing, station),
    own(codesPage(printing, handout, station, codes)),
  ];
}

function onPaper(form: SheetForm, mark: string | null, elements: readonly PageElement[]): PrintedPage {
  return { width: form.width * TENTHS, height: form.height * TENTHS, mark, elements };
}
