import { ok } from '../../../src/base/result.ts';
import { Eye, type Seen } from '../camera/look-at.ts';
import { pagesOfPaper, type WithSheet } from './app.ts';
import { Fault, Go, Key, Notice, Sure, useAct } from './parts.ts';
import { codeOnPaper, objection } from './picture-check.ts';
import type { Route } from './route.ts';
import { h, useState, type VNode } from './view.ts';

/** One picture at full width, larger on demand: read it before it is sent. */
export function PageScreen({ app, sheet, at }: WithSheet & { at: number }): VNode {
  const { t, view } = app;
  const [seen, setSeen] = useState<Seen | null>(null);
  const page = sheet.pages[at];
  if (page === undefined) {
    return h(
      'div',
      null,
      h('p', null, t.photo.none),
      h(Go, { app, class: 'main big', to: { at: 'photo', sheet: sheet.id }, children: t.photo.shutter }),
    );
  }
  const sent = sheet.sent !== null;
  const look = async (image: HTMLImageElement) => {
    if (sent) return;
    const picture = { source: image, width: image.naturalWidth, height: image.naturalHeight };
    setSeen(await new Eye().look(picture, codeOnPaper(view), true));
  };
  const against = seen === null ? null : objection(t, seen.code, { view, sheet, page: at + 1 });
  return h(
    'div',
    null,
    sent ? null : h('p', null, t.photo.reviewWhat),
    h('div', { role: 'status' }, [
      against === null ? null : h(Notice, { kind: 'warn', children: h('p', null, against), key: 'against' }),
      seen === null || seen.hint === null
        ? null
        : h(Notice, { kind: 'calm', children: h('p', null, t.photo.looks[seen.hint]), key: 'hint' }),
    ]),
    h(ZoomedPicture, { app, url: page.url, at, onSeen: look }),
    sent ? null : h(Verdict, { app, sheet, at, page: page.id, doubtful: against !== null }),
  );
}

const ZOOMS = [1, 2, 4] as const;

function ZoomedPicture(
  props: Pick<WithSheet, 'app'> & { url: string; at: number; onSeen: (image: HTMLImageElement) => Promise<void> },
): VNode {
  const { app, url, at, onSeen } = props;
  const { t, number } = app;
  const [zoom, setZoom] = useState(0);
  const alt = t.photo.alt(number(at + 1));
  const width = `${100 * (ZOOMS[zoom] ?? 1)}%`;
  const loaded = (event: Event) => void onSeen(event.currentTarget as HTMLImageElement);
  return h(
    'div',
    null,
    // It has the focus of the keyboard, whose arrows move it.
    h(
      'div',
      { class: 'sheet-picture', tabIndex: 0, role: 'group', 'aria-label': alt },
      h('img', { src: url, alt, style: { width }, onLoad: loaded }),
    ),
    h('div', { class: 'keys two' }, [
      h(Key, {
        disabled: zoom === ZOOMS.length - 1,
        onPress: () => setZoom(zoom + 1),
        children: `+ ${t.photo.zoomIn}`,
        key: 'in',
      }),
      h(Key, { disabled: zoom === 0, onPress: () => setZoom(zoom - 1), children: `− ${t.photo.zoomOut}`, key: 'out' }),
    ]),
  );
}

/** Good, again, or away. What seems to be of another paper is not pressed on in the hurry. */
function Verdict(props: WithSheet & { at: number; page: string; doubtful: boolean }): VNode {
  const { app, sheet, at, page, doubtful } = props;
  const { t, number, phone, go, view } = app;
  const { fault, run } = useAct(app);
  const [good, again] = doubtful ? ['', 'main big'] : ['main big', ''];
  const next: Route = { at: 'photo', sheet: sheet.id };
  const pages = pagesOfPaper(view);
  const more = at + 1 < pages && sheet.pages.length < pages;
  // A phone that does not know the boxes goes on to what can be done.
  const done: Route =
    view.election === null ? { at: 'sheet', sheet: sheet.id } : { at: 'figures', sheet: sheet.id, box: null };
  const remove = async () => {
    const removed = await run(async () => ok(await phone.removePage(sheet.id, page)));
    if (removed !== null) go({ at: 'sheet', sheet: sheet.id }, 'replace');
  };
  const goodText = more ? t.photo.goodNext(number(sheet.pages.length + 1)) : t.photo.good;
  const goodKey = h(Go, { app, id: 'good', class: good, to: more ? next : done, children: goodText, key: 'good' });
  const retake: Route = { at: 'photo', sheet: sheet.id, instead: page };
  const againKey = h(Go, { app, id: 'retake', class: again, to: retake, children: t.photo.retake, key: 'again' });
  return h('div', null, [
    ...(doubtful ? [againKey, goodKey] : [goodKey, againKey]),
    more ? null : h(Go, { app, class: 'quiet', to: next, children: t.photo.another, key: 'more' }),
    h(Sure, {
      app,
      label: t.photo.remove,
      says: t.photo.removeSure,
      yes: t.shell.yes,
      no: t.shell.no,
      onYes: () => void remove(),
      key: 'remove',
    }),
    h(Fault, { text: fault, key: 'fault' }),
  ]);
}
