import type { CentreInfo, Me } from '../centre/api-schemas.ts';
import { instantText, numberText } from './ages.ts';
import { type Api, type ApiError, apiOver } from './api.ts';
import type { App } from './app.ts';
import { Fault } from './parts.ts';
import { type Route, routeOf, type Screen, screensOf } from './roles.ts';
import { screenOf } from './screens.ts';
import { CodeForm, SignIn, SignInAgain } from './sign-in.ts';
import { type Language, languageOf, TEXTS, type Texts } from './texts.ts';
import { h, render, useCallback, useEffect, useLayoutEffect, useState, type VNode } from './view.ts';

/** The only thing that a desk keeps in the browser. */
const LANGUAGE_KEY = 'cotejo-desk-language';

let waiting: ((back: boolean) => void)[] = [];
let showSignIn: (show: boolean) => void = () => undefined;

const api: Api = apiOver({
  fetch: (path, init) => window.fetch(path, init),
  timeout: (ms) => AbortSignal.timeout(ms),
  signInAgain: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      showSignIn(true);
    }),
});

function endWaiting(back: boolean): void {
  const all = waiting;
  waiting = [];
  showSignIn(false);
  for (const resolve of all) resolve(back);
}

type Session =
  | { readonly kind: 'asking' | 'signed-out' }
  | { readonly kind: 'failed'; readonly error: ApiError }
  | { readonly kind: 'signed-in'; readonly me: Me; readonly centre: CentreInfo };

function Desk(): VNode {
  const [language, setLanguage] = useState<Language>(() => languageOf(stored(), navigator.languages));
  const [session, setSession] = useState<Session>({ kind: 'asking' });
  const [again, setAgain] = useState(false);
  const route = useRoute();
  const t = TEXTS[language];
  showSignIn = setAgain;

  const load = useCallback(async () => {
    const me = await api.ask<Me>('/api/me', { signIn: false });
    if (!me.ok)
      return setSession(me.error.kind === 'signed-out' ? { kind: 'signed-out' } : { kind: 'failed', error: me.error });
    const centre = await api.ask<CentreInfo>('/api/centre', { signIn: false });
    setSession(
      centre.ok ? { kind: 'signed-in', me: me.value, centre: centre.value } : { kind: 'failed', error: centre.error },
    );
  }, []);
  useEffect(() => void load(), [load]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `${route.screen in t.screens ? `${t.screens[route.screen as Screen]} · ` : ''}Cotejo`;
  }, [language, route, t]);
  const choose = (next: Language) => {
    keep(next);
    setLanguage(next);
  };
  const signOut = async () => {
    await api.ask('/api/auth/sign-out', { method: 'POST', body: {}, signIn: false });
    window.location.replace(window.location.pathname);
    window.location.reload();
  };
  const back = async (name: string) => {
    const me = await api.ask<Me>('/api/me', { signIn: false });
    // What is on the screen is one person's: nobody else may go on with it.
    if (me.ok && me.value.name === name) return endWaiting(true);
    window.location.reload();
  };
  const signedIn = session.kind === 'signed-in' ? session : null;
  const app: App | null =
    signedIn === null
      ? null
      : {
          t,
          language,
          api,
          me: signedIn.me,
          centre: signedIn.centre,
          number: numberText(language),
          instant: instantText(language, signedIn.centre.election.timeZone),
        };
  return h('div', { class: 'desk' }, [
    h(
      'a',
      {
        class: 'skip',
        href: '#main',
        onClick: (event: Event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        },
      },
      t.shell.skip,
    ),
    h('header', null, [
      h(TestBanner, { t, signedIn }),
      h(Top, { t, language, route, app, onLanguage: choose, onSignOut: () => void signOut() }),
    ]),
    h('main', { id: 'main', tabIndex: -1, class: `at-${route.screen}` }, [
      h(Content, { t, session, app, route, load }),
    ]),
    again && app !== null
      ? h(SignInAgain, {
          t,
          api,
          name: app.me.name,
          onSignedIn: () => void back(app.me.name),
          onLeave: () => void signOut(),
        })
      : null,
  ]);
}

function TestBanner({ t, signedIn }: { t: Texts; signedIn: { me: Me; centre: CentreInfo } | null }): VNode | null {
  if (signedIn === null) return null;
  const { demo } = signedIn.me;
  const { test } = signedIn.centre.election;
  if (!demo && !test) return null;
  return h('p', { class: 'banner' }, [test ? t.shell.test : '', test && demo ? ' · ' : '', demo ? t.shell.demo : '']);
}

type TopProps = {
  t: Texts;
  language: Language;
  route: Route;
  app: App | null;
  onLanguage: (l: Language) => void;
  onSignOut: () => void;
};

function Top({ t, language, route, app, onLanguage, onSignOut }: TopProps): VNode {
  const other: Language = language === 'es' ? 'en' : 'es';
  return h('div', { class: 'top' }, [
    h('a', { class: 'brand', href: '#/' }, 'Cotejo'),
    app === null
      ? null
      : h('nav', { 'aria-label': t.shell.desks }, [
          h(
            'ul',
            null,
            screensOf(app.me.roles, app.centre.canvass).map((screen) =>
              h(
                'li',
                { key: screen },
                h(
                  'a',
                  { href: `#/${screen}`, 'aria-current': route.screen === screen ? 'page' : undefined },
                  t.screens[screen],
                ),
              ),
            ),
          ),
        ]),
    h('div', { class: 'right' }, [
      app === null ? null : h('span', { class: 'who' }, app.me.name),
      h(
        'button',
        { type: 'button', class: 'quiet', lang: other, onClick: () => onLanguage(other) },
        TEXTS[other].shell.thisLanguage,
      ),
      app === null ? null : h('button', { type: 'button', class: 'quiet', onClick: onSignOut }, t.shell.signOut),
    ]),
  ]);
}

type ContentProps = { t: Texts; session: Session; app: App | null; route: Route; load: () => Promise<void> };

function Content({ t, session, app, route, load }: ContentProps): VNode {
  const again = () => void load();
  if (route.screen === 'first' || route.screen === 'reset') {
    const title = route.screen === 'first' ? t.signIn.first : t.signIn.reset;
    return h('section', { class: 'narrow' }, [
      h('h1', null, title),
      h(CodeForm, { t, api, kind: route.screen, key: route.screen }),
    ]);
  }
  if (session.kind === 'asking') return h('p', { role: 'status' }, t.common.loading);
  if (session.kind === 'failed')
    return h('section', { class: 'narrow' }, [
      h('h1', null, 'Cotejo'),
      h(Fault, { t, error: session.error, retry: again }),
    ]);
  if (app === null) {
    return h('section', { class: 'narrow' }, [
      h('h1', null, t.signIn.title),
      h(SignIn, { t, api, onSignedIn: again }),
      h('ul', { class: 'plain' }, [
        h('li', null, h('a', { href: '#/reset' }, t.signIn.reset)),
        h('li', null, h('a', { href: '#/first' }, t.signIn.first)),
      ]),
    ]);
  }
  const open = screensOf(app.me.roles, app.centre.canvass);
  if (route.screen === 'home' || !open.includes(route.screen)) return h(Home, { app });
  return screenOf(app, route.screen, route.rest);
}

function Home({ app }: { app: App }): VNode {
  const { t, me, centre, language } = app;
  const screens = screensOf(me.roles, centre.canvass).filter((screen) => screen !== 'account');
  return h('section', { class: 'narrow' }, [
    h('h1', null, centre.election.name[language]),
    h(
      'p',
      null,
      me.roles.length === 0 ? t.shell.noRole : t.shell.roles(me.roles.map((role) => t.roles[role]).join(', ')),
    ),
    me.secondFactor
      ? null
      : h('p', { class: 'note' }, [`${t.account.notProven} `, h('a', { href: '#/account' }, t.account.secondFactor)]),
    h(
      'ul',
      { class: 'desks' },
      screens.map((screen) =>
        h('li', { key: screen }, [
          h('a', { href: `#/${screen}` }, t.screens[screen]),
          h('span', null, t.shell.what[screen]),
        ]),
      ),
    ),
  ]);
}

function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(window.location.hash));
  // Before the browser paints, so that no touch of what is only just drawn is lost.
  useLayoutEffect(() => {
    const changed = () => {
      setRoute(routeOf(window.location.hash));
      window.scrollTo(0, 0);
      document.getElementById('main')?.focus({ preventScroll: true });
    };
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return route;
}

function stored(): string | null {
  try {
    return localStorage.getItem(LANGUAGE_KEY);
  } catch {
    return null;
  }
}

function keep(language: Language): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // A browser that keeps nothing asks its reader again.
  }
}

// A page that comes back out of the browser's memory would show what was typed: it is loaded anew.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload();
});
const root = document.getElementById('desk');
if (root !== null) {
  root.replaceChildren();
  render(h(Desk, {}), root);
}
