import type { WithSheet } from './app.ts';
import { hashOf } from './route.ts';
import { h, type VNode } from './view.ts';

/** The pictures of a sheet, each to look at in full. */
export function PageLinks({ app, sheet }: WithSheet): VNode | null {
  const { t, number } = app;
  if (sheet.pages.length === 0) return null;
  return h(
    'ul',
    { class: 'thumbs', 'aria-label': t.photo.pages },
    sheet.pages.map(({ id, url }, page) =>
      h(
        'li',
        { key: id },
        h(
          'a',
          { href: hashOf({ at: 'page', sheet: sheet.id, page }) },
          h('img', { src: url, alt: '' }),
          h('span', null, t.photo.look(number(page + 1))),
        ),
      ),
    ),
  );
}
