import { describe, expect, it } from 'vitest';
import { canonicalText } from '../base/canonical.ts';
import type { Contest } from './election.ts';
import type { ContestId, SelectionId } from './ids.ts';
import { FieldReader } from './parse-election-fields.ts';
import { checkFormContests, encodeSheetForm, parseSheetForm } from './parse-sheet-form.ts';
import { digitsIn, type FormArea, layOutForm, type SheetForm, TENTHS } from './sheet-form.ts';
import { boxNames } from './votes.ts';

const contest = (id: string, selections: number): Contest => ({
  id: id as ContestId,
  name: { es: id, en: id },
  rule: { kind: 'plurality' } as unknown as Contest['rule'],
  selections: Array.from({ length: selections }, (_, i) => ({ id: `s${i}` as SelectionId, name: 'N', party: 'P' })),
  others: ['blank', 'null'],
  controls: ['total'],
  electorate: null,
  seats: null,
});

function areasOf(form: SheetForm): FormArea[] {
  const own = [...form.boxes.map((b) => b.area), ...form.masks.map((m) => m.area)];
  const codes = Array.from({ length: form.pages }, (_, i) => ({ ...form.qr, page: i + 1 }));
  return form.observations === null ? [...own, ...codes] : [...own, ...codes, form.observations];
}

const meet = (a: FormArea, b: FormArea) =>
  a.page === b.page && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe('the default form', () => {
  it.each([1, 9, 14, 15, 16, 17, 18, 19, 20, 25, 60, 200])('for %i selections and a second contest', (selections) => {
    const contests = [contest('president', selections), contest('governor', 4)];
    const form = layOutForm(contests);
    expect(form.boxes.map((b) => `${b.contest} ${b.box}`)).toEqual(
      contests.flatMap((c) => boxNames(c).map((name) => `${c.id} ${name}`)),
    );
    const areas = areasOf(form);
    for (const [i, a] of areas.entries()) {
      expect(a.x >= 0 && a.y >= 0 && a.x + a.w <= form.width * TENTHS && a.y + a.h <= form.height * TENTHS).toBe(true);
      expect(areas.slice(i + 1).filter((b) => meet(a, b))).toEqual([]);
    }
    expect(parseSheetForm(JSON.parse(canonicalText(encodeSheetForm(form))))).toEqual({ ok: true, value: form });
    const reader = new FieldReader();
    checkFormContests(form, contests, 'form', reader);
    expect(reader.problems).toEqual([]);
  });

  it('takes one page for a usual ballot and adds pages for a long one', () => {
    expect(layOutForm([contest('president', 9)]).pages).toBe(1);
    expect(layOutForm([contest('council', 200)]).pages).toBeGreaterThan(5);
  });

  it('goes down the page and masks the foot of the last', () => {
    const form = layOutForm([contest('council', 60)]);
    const order = form.boxes.map(({ area }) => area.page * 10_000 + area.y);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(form.masks.map((m) => [m.what, m.area.page])).toEqual([
      ['identity', form.pages],
      ['signature', form.pages],
    ]);
  });

  it('has as many digits as asked', () => {
    for (const digits of [1, 2, 3, 4, 5, 6]) {
      for (const { area } of layOutForm([contest('a', 1)], digits).boxes) expect(digitsIn(area)).toBe(digits);
    }
    expect(() => layOutForm([contest('a', 1)], 7)).toThrow('assertion failed');
    expect(() => layOutForm([])).toThrow('assertion failed');
  });
});

describe('a form from foreign JSON', () => {
  const good = () => JSON.parse(canonicalText(encodeSheetForm(layOutForm([contest('a', 2)])))) as Record<string, never>;
  const problemsWith = (change: (form: Record<string, Record<string, unknown>>) => void): string[] => {
    const form = good();
    change(form);
    const read = parseSheetForm(form);
    return read.ok ? [] : read.error.map((p) => `${p.kind} ${p.path}`);
  };

  it('is read whole', () => {
    expect(problemsWith(() => {})).toEqual([]);
    expect(problemsWith((f) => Object.assign(f, { observations: null, masks: [] }))).toEqual([]);
  });

  it.each<[string, (form: Record<string, Record<string, unknown>>) => void, string]>([
    ['a key too many', (f) => Object.assign(f, { more: 1 }), 'unknown-value form'],
    ['a key of an area too many', (f) => Object.assign(f['qr'] ?? {}, { z: 1 }), 'unknown-value form.qr'],
    ['no boxes', (f) => Object.assign(f, { boxes: [] }), 'missing-value form.boxes'],
    ['no masks', (f) => delete f['masks'], 'missing-value form.masks'],
    ['pages as text', (f) => Object.assign(f, { pages: '1' }), 'wrong-type form.pages'],
    ['a hundred pages', (f) => Object.assign(f, { pages: 100 }), 'unknown-value form.pages'],
    ['half a millimetre', (f) => Object.assign(f, { width: 210.5 }), 'wrong-type form.width'],
    ['minus zero', (f) => Object.assign(f['qr'] ?? {}, { x: -0 }), 'wrong-type form.qr.x'],
    ['a code over the edge', (f) => Object.assign(f['qr'] ?? {}, { x: 2000 }), 'unknown-value form.qr'],
    ['a code that is no square', (f) => Object.assign(f['qr'] ?? {}, { h: 200 }), 'unknown-value form.qr'],
    [
      'a mask of another kind',
      (f) => Object.assign(f['masks']?.[0] ?? {}, { what: 'x' }),
      'unknown-value form.masks[0].what',
    ],
    ['a box twice', (f) => Object.assign(f['boxes']?.[1] ?? {}, { box: 's0' }), 'repeated-id form.boxes[1]'],
    [
      'a box on a page that is none',
      (f) => Object.assign(f['observations'] ?? {}, { page: 2 }),
      'unknown-value form.observations.page',
    ],
  ])('refuses %s', (_, change, problem) => {
    expect(problemsWith(change)[0]).toBe(problem);
  });

  it.each([null, undefined, 1, 'form', [], {}, { boxes: 'x' }])('refuses %j', (value) => {
    expect(parseSheetForm(value).ok).toBe(false);
  });

  it('that is for other contests is refused', () => {
    const form = layOutForm([contest('a', 2)]);
    for (const other of [[contest('a', 3)], [contest('b', 2)], [contest('a', 2), contest('b', 2)], []]) {
      const reader = new FieldReader();
      checkFormContests(form, other, 'form', reader);
      expect(reader.problems.length).toBeGreaterThan(0);
    }
  });
});
