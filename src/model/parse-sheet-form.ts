import type { Json } from '../base/canonical.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Contest } from './election.ts';
import type { ContestId } from './ids.ts';
import { type FieldProblem, FieldReader, type Fields } from './parse-election-fields.ts';
import { MAX_PAGES } from './sheet-code.ts';
import { type FormArea, type FormBox, type FormMask, type SheetForm, TENTHS } from './sheet-form.ts';
import { boxNames } from './votes.ts';

const MIN_SIDE_MM = 50;
const MAX_SIDE_MM = 1200;
/** A code of less than a centimetre is not found in a photograph. */
const MIN_QR = 100;
const MAX_BOXES = 20_000;
const MAX_MASKS = 1000;
const FORM_KEYS = ['boxes', 'height', 'masks', 'observations', 'pages', 'qr', 'width'];
const AREA_KEYS = ['h', 'page', 'w', 'x', 'y'];

/** The JSON of a form; its canonical text (RFC 8785) is the form's one spelling. */
export function encodeSheetForm(form: SheetForm): Json {
  return {
    pages: form.pages,
    width: form.width,
    height: form.height,
    qr: encodeArea(form.qr),
    boxes: form.boxes.map(({ contest, box, area }) => ({ contest, box, area: encodeArea(area) })),
    observations: form.observations === null ? null : encodeArea(form.observations),
    masks: form.masks.map(({ area, what }) => ({ area: encodeArea(area), what })),
  };
}

function encodeArea({ page, x, y, w, h }: FormArea): Json {
  return { page, x, y, w, h };
}

/** A form from foreign JSON, or everything that is wrong with it. */
export function parseSheetForm(value: unknown): Result<SheetForm, readonly FieldProblem[]> {
  const reader = new FieldReader();
  const form = readSheetForm(value, 'form', reader);
  return reader.problems.length === 0 ? ok(form) : err(reader.problems);
}

/** Reads a form inside another document; what is refused stands in the reader's problems. */
export function readSheetForm(value: unknown, path: string, reader: FieldReader): SheetForm {
  const fields = known(reader.object(value, path), FORM_KEYS, path, reader);
  const size: Size = {
    pages: whole(fields.get('pages'), `${path}.pages`, 1, MAX_PAGES, reader),
    width: whole(fields.get('width'), `${path}.width`, MIN_SIDE_MM, MAX_SIDE_MM, reader),
    height: whole(fields.get('height'), `${path}.height`, MIN_SIDE_MM, MAX_SIDE_MM, reader),
  };
  const area = (inner: unknown, at: string) => readArea(inner, at, size, reader);
  const observations = fields.get('observations');
  const form: SheetForm = {
    ...size,
    qr: area(fields.get('qr'), `${path}.qr`),
    boxes: readBoxes(fields.get('boxes'), `${path}.boxes`, area, reader),
    observations: observations === null ? null : area(observations, `${path}.observations`),
    masks: readMasks(fields.get('masks'), `${path}.masks`, area, reader),
  };
  checkQr(form.qr, `${path}.qr`, reader);
  return form;
}

/** Whether a form has each box of these contests once, in the order of the paper within its contest, and no other. */
export function checkFormContests(
  form: SheetForm,
  contests: readonly Contest[],
  path: string,
  reader: FieldReader,
): void {
  const byContest = new Map<string, string[]>(contests.map((c) => [c.id, []]));
  for (const [i, { contest, box }] of form.boxes.entries()) {
    const boxes = byContest.get(contest);
    if (boxes === undefined) reader.report('unknown-value', `${path}.boxes[${i}].contest`, contest, 'a contest');
    boxes?.push(box);
  }
  for (const contest of contests) {
    const wanted = boxNames(contest).join(' ');
    const found = (byContest.get(contest.id) ?? []).join(' ');
    if (found !== wanted) {
      reader.report('unknown-value', `${path}.boxes`, found, `the boxes of ${contest.id} in this order: ${wanted}`);
    }
  }
}

type Size = { readonly pages: number; readonly width: number; readonly height: number };
type ReadArea = (value: unknown, path: string) => FormArea;

function readBoxes(value: unknown, path: string, area: ReadArea, reader: FieldReader): FormBox[] {
  const list = reader.list(value, path, MAX_BOXES);
  if (list.length === 0) reader.report('missing-value', path, null, 'at least one box');
  const boxes = list.map((entry, i) => {
    const at = `${path}[${i}]`;
    const fields = known(reader.object(entry, at), ['area', 'box', 'contest'], at, reader);
    return {
      contest: reader.id(fields.get('contest'), `${at}.contest`) as ContestId,
      box: reader.id(fields.get('box'), `${at}.box`),
      area: area(fields.get('area'), `${at}.area`),
    };
  });
  reader.distinct(
    boxes.map(({ contest, box }) => `${contest} ${box}`),
    path,
  );
  return boxes;
}

function readMasks(value: unknown, path: string, area: ReadArea, reader: FieldReader): FormMask[] {
  return reader.list(value, path, MAX_MASKS).map((entry, i) => {
    const at = `${path}[${i}]`;
    const fields = known(reader.object(entry, at), ['area', 'what'], at, reader);
    return {
      area: area(fields.get('area'), `${at}.area`),
      what: reader.oneOf(fields.get('what'), `${at}.what`, ['identity', 'signature']),
    };
  });
}

function readArea(value: unknown, path: string, size: Size, reader: FieldReader): FormArea {
  const fields = known(reader.object(value, path), AREA_KEYS, path, reader);
  const [right, bottom] = [size.width * TENTHS, size.height * TENTHS];
  const number = (key: string, least: number, most: number) =>
    whole(fields.get(key), `${path}.${key}`, least, most, reader);
  const area = {
    page: number('page', 1, size.pages),
    x: number('x', 0, right),
    y: number('y', 0, bottom),
    w: number('w', 1, right),
    h: number('h', 1, bottom),
  };
  if (area.x + area.w > right || area.y + area.h > bottom) {
    reader.report('unknown-value', path, value, `an area inside the page of ${size.width} x ${size.height} mm`);
  }
  return area;
}

function checkQr(qr: FormArea, path: string, reader: FieldReader): void {
  if (qr.page === 1 && qr.w === qr.h && qr.w >= MIN_QR) return;
  reader.report('unknown-value', path, `${qr.w} x ${qr.h}, page ${qr.page}`, 'a square of at least 10 mm on page 1');
}

/** A key that nobody reads would be lost when the form is written again. */
function known(fields: Fields, keys: readonly string[], path: string, reader: FieldReader): Fields {
  for (const key of fields.keys()) {
    if (!keys.includes(key)) reader.report('unknown-value', path, key, `no other keys than ${keys.join(', ')}`);
  }
  return fields;
}

function whole(value: unknown, path: string, least: number, most: number, reader: FieldReader): number {
  const expected = `a whole number from ${least} to ${most}`;
  if (typeof value === 'number' && Number.isInteger(value) && !Object.is(value, -0)) {
    if (value >= least && value <= most) return value;
    reader.report('unknown-value', path, value, expected);
  } else {
    reader.report(value === undefined ? 'missing-value' : 'wrong-type', path, value, expected);
  }
  return least;
}
