import type { TypedBox } from '../phone-types.ts';
import type { App, WithApp, WithSheet } from './app.ts';
import { boxesOf, boxLabel, type ContestReview, reviewOf } from './figures-form.ts';
import { Go, Notice } from './parts.ts';
import { hashOf } from './route.ts';
import { h, type VNode } from './view.ts';

/** Every figure once more beside its name, with the sums and what looks odd. */
export function ReviewScreen({ app, sheet }: WithSheet): VNode {
  const { t, view, number, language } = app;
  const boxes = boxesOf(view.election, sheet);
  if (view.election === null || boxes.length === 0) return h('p', null, t.figures.noBoxes);
  const missing = boxes.filter(({ value }) => value === null).length;
  const reviews = reviewOf(view.election, sheet, boxes, language);
  const send = { at: 'send', sheet: sheet.id } as const;
  return h(
    'div',
    null,
    h('p', null, t.figures.reviewWhat),
    missing === 0
      ? null
      : h(Notice, {
          kind: 'warn',
          children: [
            h('p', null, t.figures.missing(number(missing))),
            h(Go, { app, to: { at: 'figures', sheet: sheet.id, box: null }, children: t.figures.toMissing }),
          ],
        }),
    reviews.map((review) => h(ContestList, { app, sheet: sheet.id, review, key: review.contest.id })),
    sheet.station.registered === null
      ? null
      : h('p', { class: 'hint' }, t.figures.registered(number(sheet.station.registered))),
    h(Go, {
      app,
      id: 'good',
      class: missing === 0 ? 'main big' : '',
      to: send,
      children: missing === 0 ? t.figures.good : t.figures.without,
    }),
  );
}

function ContestList({ app, sheet, review }: WithApp & { sheet: string; review: ContestReview }): VNode {
  const { t, number, language } = app;
  const { contest, boxes, selections, votes, warnings } = review;
  return h(
    'section',
    null,
    h('h2', null, contest.name[language]),
    warnings === null || warnings.length === 0 ? null : h(Warnings, { app, warnings }),
    h(
      'ul',
      { class: 'figures' },
      boxes.map(({ box, index }) => {
        const { name, under } = boxLabel(t, box);
        return h(
          'li',
          { key: index, class: box.kind },
          h(
            'a',
            { href: hashOf({ at: 'figures', sheet, box: index }) },
            h(
              'span',
              null,
              h('span', { class: 'vh' }, t.figures.change('')),
              name,
              under === '' ? null : h('small', null, under),
            ),
            h(
              'b',
              { class: box.value === null ? 'blank' : box.value === 'empty' ? 'empty' : '' },
              valueText(app, box.value),
            ),
          ),
        );
      }),
    ),
    h('p', { class: 'sum' }, t.figures.selections(number(selections))),
    h('p', { class: 'sum' }, t.figures.votes(number(votes))),
    warnings?.length === 0 ? h('p', { class: 'agree' }, `✓ ${t.figures.noWarnings}`) : null,
  );
}

function Warnings({ app, warnings }: WithApp & { warnings: readonly string[] }): VNode {
  const { t } = app;
  return h(Notice, {
    kind: 'warn',
    title: t.figures.warnings,
    children: [
      h(
        'ul',
        null,
        warnings.map((text) => h('li', { key: text }, text)),
      ),
      h('p', { class: 'hint' }, t.figures.warningsWhat),
    ],
  });
}

function valueText({ t, number }: App, value: TypedBox): string {
  if (value === null) return t.figures.blank;
  return value === 'empty' ? t.figures.empty : number(value);
}
