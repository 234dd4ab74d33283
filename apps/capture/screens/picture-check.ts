import { parseSheetCode } from '../../../src/model/sheet-code.ts';
import { TENTHS } from '../../../src/model/sheet-form.ts';
import type { QrOnPage } from '../camera/hints.ts';
import type { PhoneView, SheetView } from '../phone-types.ts';
import type { Texts } from '../texts.ts';

/** Where this election's paper has its code; null as long as the phone does not know the election. */
export function codeOnPaper(view: PhoneView): QrOnPage | null {
  const form = view.election?.desk?.form;
  if (form === undefined) return null;
  return { x: form.qr.x, y: form.qr.y, w: form.qr.w, width: form.width * TENTHS, height: form.height * TENTHS };
}

/** What the code in a picture says against this being the picture of that page; null if it says nothing against it. */
export function objection(
  t: Texts,
  code: string | null,
  asked: { view: PhoneView; sheet: SheetView; page: number },
): string | null {
  if (code === null) return null;
  const read = parseSheetCode(code);
  if (!read.ok) return null;
  const { election, station, page } = read.value;
  if (asked.view.election !== null && election !== asked.view.election.id) return t.photo.otherElection;
  if (station !== asked.sheet.station.id) return t.photo.otherStation(station);
  return page === asked.page ? null : t.photo.otherPage(String(page));
}
