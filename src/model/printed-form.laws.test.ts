import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contest, ContestSelection } from './election.ts';
import type { FormPage } from './printed-form.ts';
import { printedForm } from './printed-form.ts';
import type { PageFigures, PageText } from './printed-page.ts';
import { layOutForm, type SheetForm, TENTHS } from './sheet-form.ts';

const selection = fc.record({ name: fc.string({ maxLength: 80 }), party: fc.string({ maxLength: 80 }) });
const contest = fc.record({
  selections: fc.array(selection, { minLength: 1, maxLength: 50 }),
  others: fc.subarray(['blank', 'null', 'other']),
  controls: fc.subarray(['voters', 'valid', 'total']),
});

function contestsOf(
  drawn: readonly { selections: readonly object[]; others: string[]; controls: string[] }[],
): Contest[] {
  return drawn.map(({ selections, others, controls }, c) => ({
    id: `c${c}` as Contest['id'],
    name: { es: `Concurso ${c}`, en: `Contest ${c}` },
    rule: { kind: 'plurality' } as never,
    selections: selections.map((s, i) => ({ id: `s${i}`, ...s }) as ContestSelection),
    others,
    controls,
    electorate: null,
    seats: null,
  }));
}

function pagesOf(form: SheetForm, contests: Contest[]): FormPage[] {
  return Array.from({ length: form.pages }, (_, i) => ({
    form,
    page: i + 1,
    election: { id: 'e', name: { es: 'Elección', en: 'Election' }, date: '2027-01-01', contests } as never,
    station: { id: '7', place: 'u1', table: 3, registered: 200, setting: null } as never,
    place: 'Escuela',
  }));
}

const figuresIn = (page: FormPage, contests: Contest[]) =>
  printedForm(page, contests).filter((e): e is PageFigures => e.kind === 'figures');

describe('a printed form', () => {
  it('has every box of the form exactly where the form says, and no other', () => {
    fc.assert(
      fc.property(
        fc.array(contest, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 6 }),
        (drawn, digits) => {
          const contests = contestsOf(drawn);
          const form = layOutForm(contests, digits);
          const printed = pagesOf(form, contests).flatMap((page) => figuresIn(page, contests));
          const places = printed.map(({ contest: id, box, area }) => ({ contest: id, box, area }));
          expect(places.toSorted(byName)).toEqual([...form.boxes].toSorted(byName));
          for (const { cells } of printed) expect(cells).toBe(digits);
        },
      ),
    );
  });

  it('leaves boxes, words and code free of print, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(contest, { minLength: 1, maxLength: 3 }), (drawn) => {
        const contests = contestsOf(drawn);
        const form = layOutForm(contests);
        for (const page of pagesOf(form, contests)) {
          const taken = [
            ...figuresIn(page, contests).map(({ area }) => area),
            form.qr,
            ...form.masks.map((m) => m.area),
          ].filter((area) => area === form.qr || area.page === page.page);
          const texts = printedForm(page, contests).filter((e): e is PageText => e.kind === 'text');
          // Told together: of so many pairs each `expect` would take longer than what it asks.
          const touching = texts.flatMap((text, i) => [
            ...texts
              .slice(i + 1)
              .filter((other) => !isApart(text, { ...other, w: other.most, h: other.room }))
              .map((other) => `${text.es} / ${other.es}`),
            ...taken.filter((area) => !isApart(text, area)).map((area) => JSON.stringify({ text, area })),
          ]);
          expect(touching).toEqual([]);
          expect(Math.max(0, ...texts.map((text) => text.x + text.most))).toBeLessThanOrEqual(form.width * TENTHS);
          expect(Math.max(0, ...texts.map((text) => text.y + text.room))).toBeLessThanOrEqual(form.height * TENTHS);
        }
      }),
    );
  });

  it('of columns keeps each label beside its own box', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 700 }), fc.integer({ min: 1000, max: 1500 }), (left, right) => {
        const [one] = contestsOf([
          {
            selections: [
              { name: 'A', party: '' },
              { name: 'B', party: 'P' },
            ],
            others: [],
            controls: [],
          },
        ]);
        const contests = one === undefined ? [] : [one];
        const base = layOutForm(contests);
        const boxes = base.boxes.map((b, i) => ({ ...b, area: { ...b.area, x: i === 0 ? left : right, y: 700 } }));
        const [page] = pagesOf({ ...base, boxes }, contests);
        const elements = page === undefined ? [] : printedForm(page, contests);
        const labels = elements.filter((e): e is PageText => e.kind === 'text' && (e.es === 'B' || e.es === 'P'));
        expect(labels.length).toBe(2);
        for (const label of labels) {
          expect(label.x).toBeGreaterThanOrEqual(left + (boxes[0]?.area.w ?? 0));
          expect(label.x + label.most).toBeLessThanOrEqual(right);
        }
      }),
    );
  });
});

function byName(a: { contest: string; box: string }, b: { contest: string; box: string }): number {
  return `${a.contest}\n${a.box}` < `${b.contest}\n${b.box}` ? -1 : 1;
}

type Area = { x: number; y: number; w: number; h: number };

function isApart({ x, y, most, room }: PageText, area: Area): boolean {
  return x + most <= area.x || area.x + area.w <= x || y + room <= area.y || area.y + area.h <= y;
}
