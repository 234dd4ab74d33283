import { assert, present } from '../base/assert.ts';
import type { Contest } from './election.ts';
import type { ContestId } from './ids.ts';
import { boxNames } from './votes.ts';

/** A rectangle on the paper, in whole tenths of a millimetre from the upper left corner of its page. */
export type FormArea = {
  /** From 1. */
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
};

/** Where one box of one contest is written in figures. */
export type FormBox = { readonly contest: ContestId; readonly box: string; readonly area: FormArea };

/** What the public may not see of a sheet. */
export type FormMask = { readonly area: FormArea; readonly what: 'identity' | 'signature' };

/** The paper of a tally sheet: every page of one size, the QR code at the same place of each. */
export type SheetForm = {
  readonly pages: number;
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
  /** On page 1, a square; the other pages bear their own code at the same place. */
  readonly qr: FormArea;
  /** In the order of the paper. */
  readonly boxes: readonly FormBox[];
  /** Where the jury writes corrections and remarks. */
  readonly observations: FormArea | null;
  readonly masks: readonly FormMask[];
};

/** Tenths of a millimetre to the millimetre. */
export const TENTHS = 10;

const WIDTH = 2100;
const HEIGHT = 2970;
const MARGIN = 120;
const QR_SIDE = 300;
const TOP = 470;
const BOTTOM = HEIGHT - MARGIN;

/** Height of a box and its space, of the title over a contest's boxes, of one digit. */
const ROW = 84;
const BOX_HEIGHT = 68;
/** Space over the first box of a contest on a page, for its title. */
export const TITLE_HEIGHT = 84;
const DIGIT_WIDTH = 76;
const BOXES_LEFT = 960;

const OBSERVATIONS_HEIGHT = 230;
/** A mask may stray by some millimetres on a photograph: nothing that is to be read stands close to one. */
const GAP = 100;
const FOOT_HEIGHT = 370;
const FOOT_LINES_TOP = BOTTOM - FOOT_HEIGHT + 50;

/**
 * The default paper for the contests of an election: a title for each, one line for each of its boxes (name, figure boxes,
 * words), as many pages as they take; on the last, observations and at the foot identity numbers and signatures, masked.
 */
export function layOutForm(contests: readonly Contest[], digits = 3): SheetForm {
  assert(contests.length > 0, 'a form has at least one contest');
  assert(Number.isSafeInteger(digits) && digits >= 1 && digits <= 6, `1 to 6 digits a box, not ${digits}`);
  const boxes = placeBoxes(contests, digits * DIGIT_WIDTH);
  const last = present(boxes.at(-1), 'last box').area;
  const observationsTop = BOTTOM - FOOT_HEIGHT - GAP - OBSERVATIONS_HEIGHT;
  const fits = last.y + ROW <= observationsTop - GAP / 2;
  const pages = fits ? last.page : last.page + 1;
  const width = WIDTH - 2 * MARGIN;
  return {
    pages,
    width: WIDTH / TENTHS,
    height: HEIGHT / TENTHS,
    qr: { page: 1, x: WIDTH - MARGIN - QR_SIDE, y: MARGIN, w: QR_SIDE, h: QR_SIDE },
    boxes,
    observations: { page: pages, x: MARGIN, y: observationsTop, w: width, h: OBSERVATIONS_HEIGHT },
    masks: footMasks(pages),
  };
}

function placeBoxes(contests: readonly Contest[], w: number): FormBox[] {
  const boxes: FormBox[] = [];
  let page = 1;
  let y = TOP;
  for (const contest of contests) {
    let titled = false;
    for (const box of boxNames(contest)) {
      if (y + (titled ? 0 : TITLE_HEIGHT) + ROW > BOTTOM) {
        page++;
        y = TOP;
        titled = false;
      }
      if (!titled) y += TITLE_HEIGHT;
      titled = true;
      boxes.push({ contest: contest.id, box, area: { page, x: BOXES_LEFT, y, w, h: BOX_HEIGHT } });
      y += ROW;
    }
  }
  return boxes;
}

function footMasks(page: number): FormMask[] {
  const h = BOTTOM - FOOT_LINES_TOP;
  return [
    { what: 'identity', area: { page, x: 620, y: FOOT_LINES_TOP, w: 560, h } },
    { what: 'signature', area: { page, x: 1230, y: FOOT_LINES_TOP, w: WIDTH - MARGIN - 1230, h } },
  ];
}

/** How many digits the box of a form has room for. */
export function digitsIn(area: FormArea): number {
  return Math.max(1, Math.trunc((area.w + DIGIT_WIDTH / 2) / DIGIT_WIDTH));
}
