import type { Language } from '../../model/ids.ts';
import { fill, html, type Markup, NOTHING } from './html.ts';
import { countWords, type Page } from './page.ts';

// Also sent as a header by our server; here for static hosts that send none.
const POLICY =
  "default-src 'none';style-src 'self';script-src 'self';connect-src 'self';img-src data:;base-uri 'none';form-action 'none'";

export type Frame = {
  readonly title: string;
  /** What stands in the header beside the language: the way back up. */
  readonly breadcrumb: Markup;
  readonly banner: Markup;
  /** The main element with all that is in it. */
  readonly main: Markup;
  readonly footer: Markup;
  /** Relative address of this page in the other language. */
  readonly otherAddress: string;
  /** Whether a server stands behind that announces changes. */
  readonly live: boolean;
  /** A script of this page alone, beside the one that all have: its path from the site. */
  readonly script?: string;
};

export function otherLanguage(language: Language): Language {
  return language === 'es' ? 'en' : 'es';
}

/** The document around a page: nothing in it is inline script or style, nothing comes from elsewhere. */
export function documentText(page: Page, frame: Frame): string {
  const { texts, language, toSite } = page;
  const other = otherLanguage(language);
  const language_ = html`<a class=lang href="${frame.otherAddress}" lang=${other} hreflang=${other}>${texts.otherLanguage}</a>`;
  const own = frame.script === undefined ? NOTHING : html`<script type=module src="${toSite}${frame.script}"></script>`;
  return html`<!doctype html><html lang=${language}${frame.live ? html` data-live` : NOTHING}><head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1"><meta http-equiv=Content-Security-Policy content="${{ markup: POLICY }}"><title>${frame.title}</title><link rel=icon href="data:,"><link rel=stylesheet href="${toSite}assets/site.css"><link rel=alternate hreflang=${other} href="${frame.otherAddress}"><script type=module src="${toSite}assets/live.js"></script>${own}</head><body><a class=skip href="#main">${texts.skip}</a><header>${frame.banner}<div class=top>${frame.breadcrumb}${language_}</div></header>${liveNotice(page)}${frame.main}<footer>${frame.footer}<p>${language_}<p>${texts.footer.noSide}</footer></body></html>\n`
    .markup;
}

/** Where live.js speaks, with every text it needs in the language of the page. */
function liveNotice(page: Page): Markup {
  const { texts, election, toSite } = page;
  const t = texts.live;
  const stopped = (count: 'preliminary' | 'official'): Markup =>
    fill(t.stopped, { count: countWords(page, count).name, at: '{at}' });
  return html`<div id=live role=status data-site="${toSite}" data-zone="${election.timeZone}" data-age="${t.age}" data-stale="${t.stale}" data-unreachable="${t.unreachable}" data-clock="${t.clock}" data-preliminary="${stopped('preliminary')}" data-official="${stopped('official')}" data-closed="${t.closed}" data-state="${t.state}" data-updated="${t.updated}"></div>`;
}

/** The way up from a page that stands beside the front page. */
export function upToFront(page: Page): Markup {
  const name = page.election.name[page.language];
  return html`<nav aria-label="${page.texts.breadcrumb}"><ol><li><a href="index.html">${name}</a></ol></nav>`;
}

/** The links every page ends with; `data` are the files behind this page. */
export function footerLinks(page: Page, data: readonly (readonly [string, string])[]): Markup {
  const { texts, toSite, toLanguage } = page;
  const files = data.map(([address, label]) => html`<li><a href="${toSite}${address}">${label}</a>`);
  return html`<nav aria-label="${texts.footer.label}"><ul><li><a href="${toLanguage}find.html">${texts.find.link}</a><li><a href="${toLanguage}verify.html">${texts.footer.verify}</a>${files}<li><a href="${toSite}definition/election.json">${texts.footer.definition}</a></ul></nav>`;
}

/** Sources and notes of the definition, as they were written there. */
export function sourceNotes(page: Page): Markup {
  const { texts, election } = page;
  const list = (title: string, lines: readonly string[]): Markup =>
    lines.length === 0
      ? NOTHING
      : html`<details><summary>${title}</summary><ul>${lines.map((line) => html`<li>${line}`)}</ul></details>`;
  return html`${list(texts.footer.sources, election.sources)}${list(texts.footer.notes, election.notes)}`;
}
