import { estimatesShown } from '../../model/estimate-rules.ts';
import type { Language } from '../../model/ids.ts';
import { html, type Markup, NOTHING } from './html.ts';
import { type Page, standingOf } from './page.ts';
import { canvassTextsOf } from './texts-canvass.ts';
import { estimateTextsOf } from './texts-estimate.ts';

// Also sent as a header by our server; here for static hosts that send none.
const POLICY =
  "default-src 'none';style-src 'self';script-src 'self';connect-src 'self';img-src 'self' data:;base-uri 'none';form-action 'none'";

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

/** Where live.js speaks. Its words come with it: site-assets.ts. */
function liveNotice({ election, toSite }: Page): Markup {
  const official = standingOf(election) === 'other' ? 'second' : 'official';
  return html`<div id=live role=status data-site="${toSite}" data-zone="${election.timeZone}" data-official=${official}></div>`;
}

/** The way up from a page that stands beside the front page. */
export function upToFront(page: Page): Markup {
  const name = page.election.name[page.language];
  return html`<nav aria-label="${page.texts.breadcrumb}"><ol><li><a href="index.html">${name}</a></ol></nav>`;
}

/** The links every page ends with; `data` are the files behind this page. */
export function footerLinks(page: Page, data: readonly (readonly [string, string])[]): Markup {
  const { texts, toSite, toLanguage, election, language } = page;
  const board =
    election.canvass === null
      ? NOTHING
      : html`<li><a href="${toLanguage}board.html">${canvassTextsOf(language).board}</a>`;
  const estimate =
    estimatesShown(election) === null
      ? NOTHING
      : html`<li><a href="${toLanguage}estimate.html">${estimateTextsOf(language).pageTitle}</a>`;
  const files = data.map(([address, label]) => html`<li><a href="${toSite}${address}">${label}</a>`);
  return html`<nav aria-label="${texts.footer.label}"><ul><li><a href="${toLanguage}find.html">${texts.find.link}</a><li><a href="${toLanguage}verify.html">${texts.footer.verify}</a>${board}${estimate}${files}<li><a href="${toSite}definition/election.json">${texts.footer.definition}</a></ul></nav>`;
}

/** Sources and notes of the definition, as they were written there: they never change, and so stand on no page that does. */
export function sourceNotes(page: Page): Markup {
  const { texts, election } = page;
  const list = (title: string, id: string, lines: readonly string[]): Markup =>
    lines.length === 0
      ? NOTHING
      : html`<section><h2 id="${id}">${title}</h2><ul>${lines.map((line) => html`<li${langOf(page, line)}>${line}`)}</ul></section>`;
  return html`${list(texts.footer.sources, 'sources', election.sources)}${list(texts.footer.notes, 'notes', election.notes)}`;
}

/** The links to them, for a page that does not have them itself. */
export function sourceLinks({ texts, election, language }: Page): readonly (readonly [string, string])[] {
  const link = (label: string, id: string, lines: readonly string[]): readonly (readonly [string, string])[] =>
    lines.length === 0 ? [] : [[`${language}/verify.html#${id}`, label]];
  return [
    ...link(texts.footer.sources, 'sources', election.sources),
    ...link(texts.footer.notes, 'notes', election.notes),
  ];
}

const COMMON: Readonly<Record<Language, ReadonlySet<string>>> = {
  es: new Set('el la los las de del y en con por para que un una es son su sus se no al como'.split(' ')),
  en: new Set('the of and in with by for that a an is are its to not as on at from was were'.split(' ')),
};

/** Sources and notes have no language of their own in the definition. A line plainly in the other one is marked as such. */
function langOf({ language }: Page, line: string): Markup {
  const words = line.toLowerCase().split(/[^\p{L}]+/u);
  const other = otherLanguage(language);
  const score = (l: Language): number => words.filter((word) => COMMON[l].has(word)).length;
  return score(other) > score(language) ? html` lang=${other}` : NOTHING;
}
