import type { EntryRequest, Work } from '../centre/api-schemas.ts';

/*
 * What one person types of one contest of a sheet, as a machine: form and action give the next form. Nothing here knows of
 * the screen, and nothing outlives the form: the next sheet begins with another one.
 */

export type BoxValue = EntryRequest['boxes'][number];
export type ObservationCode = EntryRequest['observations'][number];
export const OBSERVATION_CODES: readonly ObservationCode[] = [
  'illegible',
  'not-a-sheet',
  'torn',
  'unclear-correction',
  'unsigned',
  'wrong-station',
];
/** As `leavesNoFigures` of src/model/desk-rules.ts has it. */
const WITHOUT_FIGURES: ReadonlySet<string> = new Set<ObservationCode>(['illegible', 'not-a-sheet', 'wrong-station']);
/** The longest number of votes that the interface takes (api-schemas.ts). */
export const DIGITS_MAX = 9;

/** A place to type in: a box of the paper, or the jury's correction of it. */
export type Field = { readonly part: 'box' | 'correction'; readonly at: number };
/** What is typed in a box: digits, nothing yet (""), or one of two marks. Zero is the digit 0. */
export type Cell = string | 'empty' | 'illegible';

/** What may be typed: everything in an entry, only what differs in a resolution. */
export type Plan = {
  readonly boxes: readonly boolean[];
  readonly corrections: boolean;
  readonly observations: boolean;
};

export type Fault = { readonly field: Field; readonly kind: 'blank' | 'correction-blank' };
export type TypingForm = {
  readonly plan: Plan;
  readonly cells: readonly Cell[];
  /** By place of the box: digits, or "" while nothing is typed yet. */
  readonly corrections: Readonly<Record<number, string>>;
  readonly observations: readonly ObservationCode[];
  readonly focus: Field;
  readonly stage: 'typing' | 'observations' | 'review';
  readonly fault: Fault | null;
};

export type Action =
  | { readonly kind: 'digits'; readonly field: Field; readonly text: string }
  | { readonly kind: 'mark'; readonly at: number; readonly mark: 'empty' | 'illegible' }
  | { readonly kind: 'erase'; readonly at: number }
  | { readonly kind: 'correct'; readonly at: number }
  | { readonly kind: 'drop-correction'; readonly at: number }
  | { readonly kind: 'focus'; readonly field: Field }
  | { readonly kind: 'next' | 'back' | 'review' | 'observations' | 'typing' }
  | { readonly kind: 'observe'; readonly code: ObservationCode };

/** A blank form for a contest of so many boxes. */
export function formForEntry(boxes: number): TypingForm {
  const plan = { boxes: Array.from({ length: boxes }, () => true), corrections: true, observations: true };
  return started(
    plan,
    plan.boxes.map(() => ''),
    {},
    [],
  );
}

/** A form in which what both entries say alike stands, and only the rest is typed. */
export function formForResolution(work: Extract<Work, { kind: 'resolve' }>, boxes: number): TypingForm {
  const differing = new Set(work.differing.boxes);
  const plan = {
    boxes: Array.from({ length: boxes }, (_, at) => differing.has(at)),
    corrections: work.differing.corrections,
    observations: work.differing.observations,
  };
  const cells = plan.boxes.map((open, at) => (open ? '' : String(work.same.boxes[at] ?? '')));
  const corrections = Object.fromEntries((work.same.corrections ?? []).map(([at, value]) => [at, String(value)]));
  return started(plan, cells, corrections, work.same.observations ?? []);
}

function started(
  plan: Plan,
  cells: readonly Cell[],
  corrections: TypingForm['corrections'],
  observations: readonly ObservationCode[],
): TypingForm {
  const blank: TypingForm = {
    plan,
    cells,
    corrections,
    observations,
    focus: { part: 'box', at: 0 },
    stage: 'typing',
    fault: null,
  };
  const [first] = fieldsOf(blank);
  if (first !== undefined) return { ...blank, focus: first };
  return plan.observations ? { ...blank, stage: 'observations' } : blank;
}

/** The next form. An action that does not apply leaves the form as it is. */
export function typed(form: TypingForm, action: Action): TypingForm {
  switch (action.kind) {
    case 'digits':
      return withDigits(form, action.field, action.text);
    case 'mark':
      if (form.plan.boxes[action.at] !== true) return form;
      return moved({ ...withCell(form, action.at, action.mark), focus: { part: 'box', at: action.at } }, 1);
    case 'erase':
      return form.plan.boxes[action.at] === true ? withCell(form, action.at, '') : form;
    case 'correct':
      return corrected(form, action.at);
    case 'drop-correction':
      return withoutCorrection(form, action.at);
    case 'focus':
      return sameField(form.focus, action.field) ? form : { ...form, focus: action.field, fault: null };
    case 'next': {
      const fault = faultAt(form, form.focus);
      return fault === null ? moved(form, 1) : { ...form, fault };
    }
    case 'back':
      return moved(form, -1);
    case 'review':
      return reviewed(form);
    case 'observations':
      return form.plan.observations ? { ...form, stage: 'observations', fault: null } : form;
    case 'typing':
      return { ...form, stage: 'typing', fault: null };
    case 'observe':
      return form.plan.observations ? { ...form, observations: toggled(form.observations, action.code) } : form;
  }
}

function withDigits(form: TypingForm, field: Field, text: string): TypingForm {
  const digits = text.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  if (digits.length > DIGITS_MAX) return form;
  if (field.part === 'box') return form.plan.boxes[field.at] === true ? withCell(form, field.at, digits) : form;
  if (!form.plan.corrections || !(field.at in form.corrections)) return form;
  return { ...form, corrections: { ...form.corrections, [field.at]: digits }, fault: null };
}

function withCell(form: TypingForm, at: number, cell: Cell): TypingForm {
  return { ...form, cells: form.cells.with(at, cell), fault: null };
}

function corrected(form: TypingForm, at: number): TypingForm {
  if (!form.plan.corrections || form.cells[at] === undefined) return form;
  const corrections = at in form.corrections ? form.corrections : { ...form.corrections, [at]: '' };
  return { ...form, corrections, focus: { part: 'correction', at }, fault: null };
}

function withoutCorrection(form: TypingForm, at: number): TypingForm {
  if (!form.plan.corrections) return form;
  const { [at]: _, ...corrections } = form.corrections;
  return { ...form, corrections, focus: { part: 'box', at }, fault: null };
}

/** Where one can type or correct, in the order of the paper. */
export function fieldsOf(form: TypingForm): readonly Field[] {
  if (hasNoFigures(form)) return [];
  return form.cells.flatMap((_, at): Field[] => {
    const correction: Field[] = form.plan.corrections && at in form.corrections ? [{ part: 'correction', at }] : [];
    // Where corrections differ any box may bear one, so that all can be reached.
    const box: Field[] = form.plan.boxes[at] === true || form.plan.corrections ? [{ part: 'box', at }] : [];
    return [...box, ...correction];
  });
}

function moved(form: TypingForm, by: 1 | -1): TypingForm {
  const fields = fieldsOf(form);
  const at = fields.findIndex((field) => sameField(field, form.focus));
  const to = fields[Math.max(0, at + by)];
  return to === undefined ? reviewed(form) : { ...form, focus: to, stage: 'typing', fault: null };
}

function reviewed(form: TypingForm): TypingForm {
  for (const field of fieldsOf(form)) {
    const fault = faultAt(form, field);
    if (fault !== null) return { ...form, stage: 'typing', focus: field, fault };
  }
  return { ...form, stage: 'review', fault: null };
}

function faultAt(form: TypingForm, field: Field): Fault | null {
  if (field.part === 'correction') {
    return form.corrections[field.at] === '' ? { field, kind: 'correction-blank' } : null;
  }
  return form.plan.boxes[field.at] === true && form.cells[field.at] === '' ? { field, kind: 'blank' } : null;
}

/** Whether an observation says that there are no figures to type. */
export function hasNoFigures(form: Pick<TypingForm, 'observations'>): boolean {
  return form.observations.some((code) => WITHOUT_FIGURES.has(code));
}

export function sameField(a: Field, b: Field): boolean {
  return a.part === b.part && a.at === b.at;
}

function toggled(codes: readonly ObservationCode[], code: ObservationCode): readonly ObservationCode[] {
  return codes.includes(code) ? codes.filter((c) => c !== code) : [...codes, code].toSorted();
}

/** What is sent: the whole content, whoever typed which part of it. */
export function contentOf(form: TypingForm): Pick<EntryRequest, 'boxes' | 'corrections' | 'observations'> {
  const observations = [...form.observations];
  if (hasNoFigures(form)) return { boxes: [], corrections: [], observations };
  const corrections = Object.entries(form.corrections)
    .map(([at, digits]): [number, number] => [Number(at), Number(digits)])
    .toSorted(([a], [b]) => a - b);
  return { boxes: form.cells.map(boxValueOf), corrections, observations };
}

function boxValueOf(cell: Cell): BoxValue {
  return cell === 'empty' || cell === 'illegible' ? cell : Number(cell);
}

export type BoxKind = 'selection' | 'other' | 'control';
/** Plain sums of what stands in the form, as she typed it; null as long as there is nothing to add. */
export type Sums = { readonly selections: number | null; readonly withOthers: number | null };

/** Adds up what was typed. Control boxes are no part: they are somebody else's sum. */
export function sumsOf(form: TypingForm, kinds: readonly BoxKind[]): Sums {
  let [selections, others, seen] = [0, 0, 0];
  form.cells.forEach((cell, at) => {
    if (cell === '' || cell === 'empty' || cell === 'illegible') return;
    const kind = kinds[at];
    if (kind === 'control' || kind === undefined) return;
    seen += 1;
    if (kind === 'selection') selections += Number(cell);
    else others += Number(cell);
  });
  return seen === 0 ? { selections: null, withOthers: null } : { selections, withOthers: selections + others };
}

export type Summary = {
  readonly numbers: number;
  readonly zeros: number;
  readonly empty: number;
  readonly illegible: number;
  readonly corrections: number;
};

/** How many boxes of each sort there are, for the line that is read before sending. */
export function summaryOf(form: TypingForm): Summary {
  const count = (test: (cell: Cell) => boolean) => (hasNoFigures(form) ? 0 : form.cells.filter(test).length);
  const empty = count((cell) => cell === 'empty');
  const illegible = count((cell) => cell === 'illegible');
  return {
    numbers: count((cell) => cell !== '') - empty - illegible,
    zeros: count((cell) => cell === '0'),
    empty,
    illegible,
    corrections: hasNoFigures(form) ? 0 : Object.keys(form.corrections).length,
  };
}
