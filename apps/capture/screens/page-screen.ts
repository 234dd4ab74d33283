import type { Hint } from '../camera/hints.ts';
import { Eye } from '../camera/look-at.ts';
import { pagesOfPaper, type WithSheet } from './app.ts';
import { Go, Key, Notice } from './parts.ts';
import { codeOnPaper, objection } from './picture-check.ts';
import { h, useState, type VNode } from './view.ts';

const ZOOMS = [1, 2, 4] as const;

/** One picture at full width, larger on demand: read it before it is sent. */
export function PageScreen({ app, sheet, at }: WithSheet & { at: number }): VNode {
  const { t, number, phone, go, view } = app;
  const page = sheet.pages[at];
  const [zoom, setZoom] = useState(0);
  if (page === undefined) {
    return h(
      'div',
      null,
      h('p', null, t.photo.none),
      h(Go, { app, class: 'main big', to: { at: 'photo', sheet: sheet.id }, children: t.photo.shutter }),
    );
  }
  const sent = sheet.sent !== null;
  const last = ZOOMS.length - 1;
  const remove = async () => {
    await phone.removePage(sheet.id, page.id);
    go({ at: 'sheet', sheet: sheet.id }, 'replace');
  };
  const more = at + 1 < pagesOfPaper(view) && sheet.pages.length < pagesOfPaper(view);
  return h(
    'div',
    { class: 'page' },
    h('p', null, t.photo.reviewWhat),
    h(PictureNotices, { app, sheet, at, url: page.url, key: page.url }),
    h(
      'div',
      { class: 'sheet-picture', tabIndex: 0, role: 'group', 'aria-label': t.photo.alt(number(at + 1)) },
      h('img', { src: page.url, alt: t.photo.alt(number(at + 1)), style: { width: `${100 * (ZOOMS[zoom] ?? 1)}%` } }),
    ),
    h('div', { class: 'keys two' }, [
      h(Key, { disabled: zoom === last, onPress: () => setZoom(zoom + 1), children: `+ ${t.photo.zoomIn}`, key: 'in' }),
      h(Key, { disabled: zoom === 0, onPress: () => setZoom(zoom - 1), children: `− ${t.photo.zoomOut}`, key: 'out' }),
    ]),
    sent
      ? null
      : [
          more
            ? h(Go, {
                app,
                id: 'good',
                class: 'main big',
                to: { at: 'photo', sheet: sheet.id },
                children: t.photo.goodNext(number(sheet.pages.length + 1)),
                key: 'good',
              })
            : h(Go, {
                app,
                id: 'good',
                class: 'main big',
                to: afterPictures(sheet.id, view.election !== null),
                children: t.photo.good,
                key: 'good',
              }),
          h(Go, {
            app,
            to: { at: 'photo', sheet: sheet.id, instead: page.id },
            children: t.photo.retake,
            key: 'again',
          }),
          more
            ? null
            : h(Go, {
                app,
                class: 'quiet',
                to: { at: 'photo', sheet: sheet.id },
                children: t.photo.another,
                key: 'more',
              }),
          h(Key, { class: 'quiet', onPress: () => void remove(), children: t.photo.remove, key: 'remove' }),
        ],
  );
}

/** A phone that does not know the boxes goes on to what can be done. */
function afterPictures(sheet: string, known: boolean) {
  return known ? ({ at: 'figures', sheet, box: null } as const) : ({ at: 'sheet', sheet } as const);
}

/** What the picture itself seems to lack, and whether its code says that it is of another paper. */
function PictureNotices({ app, sheet, at, url }: WithSheet & { at: number; url: string }): VNode {
  const { t, view } = app;
  const [seen, setSeen] = useState<{ hint: Hint | null; code: string | null } | null>(null);
  const loaded = async (event: Event) => {
    const image = event.currentTarget as HTMLImageElement;
    const picture = { source: image, width: image.naturalWidth, height: image.naturalHeight };
    setSeen(await new Eye().look(picture, codeOnPaper(view), true));
  };
  const against = seen === null ? null : objection(t, seen.code, { view, sheet, page: at + 1 });
  return h(
    'div',
    { role: 'status' },
    // Measured on a copy that nobody sees, so that the zoom of the other changes nothing.
    seen === null ? h('img', { src: url, alt: '', class: 'vh', onLoad: (event: Event) => void loaded(event) }) : null,
    against === null ? null : h(Notice, { kind: 'warn', children: h('p', null, against) }),
    seen === null || seen.hint === null
      ? null
      : h(Notice, { kind: 'calm', children: h('p', null, t.photo.looks[seen.hint]) }),
  );
}
