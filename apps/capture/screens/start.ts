import type { Phone, SheetView } from '../phone-types.ts';
import { type Language, languageOf, TEXTS, type Texts } from '../texts.ts';
import { type App, numberText, pagesOfPaper, stationName, timeText, type WithApp } from './app.ts';
import { EnrolScreen } from './enrol-screen.ts';
import { FiguresScreen } from './figures-screen.ts';
import { HelpScreen } from './help-screen.ts';
import { HomeScreen } from './home-screen.ts';
import { PageScreen } from './page-screen.ts';
import { Go } from './parts.ts';
import { PhotoScreen } from './photo-screen.ts';
import { ReviewScreen } from './review-screen.ts';
import { hashOf, parentOf, type Route, routeOf } from './route.ts';
import { SendScreen } from './send-screen.ts';
import { SheetScreen } from './sheet-screen.ts';
import { StationScreen } from './station-screen.ts';
import { h, render, useEffect, useLayoutEffect, useMemo, useRef, useState, type VNode } from './view.ts';

/** The only thing that the screens keep by themselves. */
const LANGUAGE_KEY = 'cotejo-capture-language';

/** Draws the phone into `root` and keeps it drawn; gives the function that ends it. */
export function startScreens(phone: Phone, root: HTMLElement): () => void {
  root.replaceChildren();
  render(h(Screens, { phone }), root);
  return () => render(null, root);
}

function Screens({ phone }: { phone: Phone }): VNode {
  const [, drawn] = useState(0);
  const [language, setLanguage] = useState<Language>(() => languageOf(storedLanguage(), navigator.languages));
  const [route, setRoute] = useState<Route>(() => routeOf(location.hash));
  // Before the browser paints: whoever touches what he sees at once would find nobody listening yet.
  useLayoutEffect(() => phone.subscribe(() => drawn((n) => n + 1)), [phone]);
  useLayoutEffect(() => {
    const moved = () => setRoute(routeOf(location.hash));
    window.addEventListener('hashchange', moved);
    return () => window.removeEventListener('hashchange', moved);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const timeZone = phone.view.election?.timeZone ?? null;
  const words = useMemo(
    () => ({ t: TEXTS[language], number: numberText(language), time: timeText(language, timeZone, Date.now) }),
    [language, timeZone],
  );
  const go: App['go'] = (to, how) => {
    if (how === 'replace') location.replace(hashOf(to));
    else location.hash = hashOf(to);
  };
  const other = () => {
    const chosen = language === 'es' ? 'en' : 'es';
    storeLanguage(chosen);
    setLanguage(chosen);
  };
  const app: App = { ...words, language, phone, view: phone.view, go, now: Date.now };
  return h(Frame, { app, route, onLanguage: other });
}

/** Windows that keep nothing refuse to say so by an exception. */
function storedLanguage(): string | null {
  try {
    return localStorage.getItem(LANGUAGE_KEY);
  } catch {
    return null;
  }
}

function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // It is asked for again the next time.
  }
}

function Frame({ app, route, onLanguage }: WithApp & { route: Route; onLanguage: () => void }): VNode {
  const { t, view, language } = app;
  const sheet = 'sheet' in route ? view.sheets.find(({ id }) => id === route.sheet) : undefined;
  const title = titleOf(t, app, route, sheet);
  const heading = useRef<HTMLHeadingElement>(null);
  const place = hashOf(route);
  const before = useRef(place);
  useEffect(() => {
    document.title = `${title} · ${t.shell.name}`;
  }, [title]);
  useEffect(() => {
    // At the first load the browser's own place is right.
    if (before.current === place) return;
    before.current = place;
    window.scrollTo(0, 0);
    // The figure's field takes the focus for itself.
    if (route.at !== 'figures') heading.current?.focus();
  }, [place]);
  const skip = (event: Event) => {
    event.preventDefault();
    heading.current?.focus();
  };
  const parent = parentOf(route);
  const other: Language = language === 'es' ? 'en' : 'es';
  return h('div', { class: `frame at-${route.at}` }, [
    h(
      'header',
      { key: 'top' },
      h('a', { class: 'skip', href: '#main', onClick: skip }, t.shell.skip),
      h(Nature, { app }),
      h('div', { class: 'top' }, [
        parent === null
          ? h('span', { class: 'brand', key: 'brand' }, t.shell.name)
          : h(
              'a',
              { class: 'back', href: hashOf(parent), key: 'back' },
              h('span', { 'aria-hidden': 'true' }, '‹ '),
              t.shell.back,
            ),
        h(
          'div',
          { class: 'right', key: 'right' },
          h('button', { type: 'button', lang: other, id: 'language', onClick: onLanguage }, t.shell.otherLanguage),
          route.at === 'help' ? null : h('a', { href: hashOf({ at: 'help' }) }, t.shell.help),
        ),
      ]),
    ),
    h(
      'main',
      { key: 'main', id: 'main' },
      h('h1', { ref: heading, tabIndex: -1 }, title),
      h(ScreenAt, { app, route, sheet: sheet ?? null, key: place }),
    ),
  ]);
}

/** What kind of election this is, where it is not a real one. */
function Nature({ app }: WithApp): VNode | null {
  const { t, view } = app;
  const nature = view.election?.nature;
  if (nature === undefined || nature === 'live') return null;
  return h('p', { class: 'banner' }, nature === 'rehearsal' ? t.shell.test : t.shell.replay);
}

function titleOf(t: Texts, app: App, route: Route, sheet: SheetView | undefined): string {
  switch (route.at) {
    case 'home':
      return app.view.election?.name[app.language] ?? t.shell.name;
    case 'enrol':
      return t.enrol.title;
    case 'station':
      return t.station.title;
    case 'help':
      return t.help.title;
    case 'photo':
      return photoTitle(app, route.instead, sheet);
    case 'page':
      return sheet?.sent == null ? t.photo.review(app.number(route.page + 1)) : t.photo.alt(app.number(route.page + 1));
    case 'figures':
      return t.figures.title;
    case 'review':
      return t.figures.reviewTitle;
    case 'send':
      return t.send.title;
    case 'sheet':
      return sheet === undefined ? t.shell.gone : stationName(t, sheet.station);
  }
}

function photoTitle({ t, number, view }: App, instead: string | undefined, sheet: SheetView | undefined): string {
  const [at, all] = [sheet?.pages.findIndex(({ id }) => id === instead) ?? -1, pagesOfPaper(view)];
  const page = (at < 0 ? (sheet?.pages.length ?? 0) : at) + 1;
  return page > all ? t.photo.extraTitle : t.photo.title(number(page), number(all));
}

function ScreenAt({ app, route, sheet }: WithApp & { route: Route; sheet: SheetView | null }): VNode {
  if (route.at === 'home') return h(HomeScreen, { app });
  if (route.at === 'enrol') return h(EnrolScreen, { app, code: route.code });
  if (route.at === 'station') return h(StationScreen, { app });
  if (route.at === 'help') return h(HelpScreen, { app });
  const home: Route = { at: 'home' };
  if (sheet === null) return h(Go, { app, class: 'main big', to: home, children: app.t.shell.toStart });
  // What was signed is only looked at: an old address must not lead back into it.
  if (sheet.sent !== null && route.at !== 'page') return h(SheetScreen, { app, sheet });
  switch (route.at) {
    case 'sheet':
      return h(SheetScreen, { app, sheet });
    case 'photo':
      return h(PhotoScreen, { app, sheet, instead: route.instead ?? null });
    case 'page':
      return h(PageScreen, { app, sheet, at: route.page });
    case 'figures':
      return h(FiguresScreen, { app, sheet, box: route.box });
    case 'review':
      return h(ReviewScreen, { app, sheet });
    case 'send':
      return h(SendScreen, { app, sheet });
  }
}
