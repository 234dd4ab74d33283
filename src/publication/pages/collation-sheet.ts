import type { Contest } from '../../model/election.ts';
import { COUNT_KINDS, type CountKind } from '../../model/ids.ts';
import { type FormArea, TENTHS } from '../../model/sheet-form.ts';
import { boxNames } from '../../model/votes.ts';
import { picturePath } from '../pictures.ts';
import type { PaperData, SheetData } from '../unit-data.ts';
import { boxLabel, reasonText } from './collation-parts.ts';
import { escapeText, fill, type Markup } from './html.ts';
import { countWords, type Page } from './page.ts';
import { collationTextsOf } from './texts-collation.ts';

/** How far beyond the box its frame stands, in tenths of a millimetre: the figures stay readable. */
const FRAME_GAP = 12;

/**
 * Of a sheet that is not the same in both counts, or was annulled: the reason that the record has, and the two pictures side by
 * side where both are public, with the boxes that differ framed.
 */
export function collationOfSheet(page: Page, contest: Contest, sheet: SheetData, name: Markup): string {
  const versions = Object.hasOwn(sheet.contests, contest.id) ? sheet.contests[contest.id] : undefined;
  const collation = versions?.collation;
  if (versions === undefined || collation === undefined) return '';
  const t = collationTextsOf(page.language);
  const annulled = collation.class === 'annulled' ? `${escapeText(t.annulled)} ` : '';
  const reason = `<p class=why>${annulled}${escapeText(t.reason)}: <b>${escapeText(reasonText(page.language, collation.reason))}</b></p>`;
  if (collation.class !== 'differs') return reason;
  const { preliminary, official } = versions;
  const compared = contest.selections.length + contest.others.length;
  const boxes = Array.from({ length: compared }, (_, i) => i).filter(
    (i) => (preliminary?.boxes[i] ?? null) !== (official?.boxes[i] ?? null),
  );
  return reason + picturesOf(page, contest, sheet, name, boxes);
}

function picturesOf(page: Page, contest: Contest, sheet: SheetData, name: Markup, boxes: readonly number[]): string {
  const form = page.election.desk?.form ?? null;
  const papers = COUNT_KINDS.map((count) => [count, shownPaper(sheet, count)] as const);
  if (form === null || papers.some(([, paper]) => paper === undefined)) return '';
  const names = boxNames(contest);
  const t = collationTextsOf(page.language);
  let out = '';
  for (let number = 1; number <= form.pages; number++) {
    const here = boxes.flatMap((box) => {
      const found = form.boxes.find((b) => b.contest === contest.id && b.box === names[box] && b.area.page === number);
      return found === undefined ? [] : [{ box, area: found.area }];
    });
    const pictures = papers.map(([count, paper]) => [count, paper?.pictures[number - 1]] as const);
    if (here.length === 0 || pictures.some(([, hex]) => hex === undefined)) continue;
    const size = { width: form.width * TENTHS, height: form.height * TENTHS };
    const labels = here.map(({ box }) => boxLabel(page, contest, box)).join(', ');
    const figures = pictures.map(([count, hex = '']) => {
      const words = { count: countWords(page, count).short, page: number, sheet: name, boxes: labels };
      return framed(page, count, hex, fill(t.pictures.alt, words), here, size);
    });
    out += `<div class=beside>${figures.join('')}</div>`;
  }
  if (out === '') return '';
  return `<h5>${escapeText(t.pictures.title)}</h5>${out}<p class=note>${escapeText(t.pictures.note)}</p>`;
}

/** The picture of the sheet that counts, where it is public. */
function shownPaper(sheet: SheetData, count: CountKind): PaperData | undefined {
  return sheet.papers.findLast((p) => p.count === count && p.state === 'standing' && p.pictures.length > 0);
}

/** A picture with frames over it. The frames lie in the same box as the picture, so no script has to place them. */
function framed(
  page: Page,
  count: CountKind,
  hex: string,
  alt: Markup,
  areas: readonly { readonly area: FormArea }[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const address = escapeText(`${page.toSite}${picturePath(hex)}`);
  const frames = areas.map(({ area: { x, y, w, h } }) => {
    const [left, top] = [x - FRAME_GAP, y - FRAME_GAP];
    return `<rect x=${left} y=${top} width=${w + 2 * FRAME_GAP} height=${h + 2 * FRAME_GAP} rx=10 />`;
  });
  const svg = `<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio=none aria-hidden=true>${frames.join('')}</svg>`;
  const caption = `<span class="count ${count}">${escapeText(countWords(page, count).short)}</span>`;
  return `<a class="picture framed" href="${address}">${caption}<span><img loading=lazy src="${address}" alt="${alt.markup}">${svg}</span></a>`;
}
