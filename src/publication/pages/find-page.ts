import type { Election } from '../../model/election.ts';
import type { Language } from '../../model/ids.ts';
import { html, type Markup } from './html.ts';
import { banner } from './notices.ts';
import { type Page, pageOf } from './page.ts';
import { documentText, footerLinks, otherLanguage, upToFront } from './page-frame.ts';

/**
 * `<language>/find.html`: a voter finds her own polling place and sheet. The field is of no use without assets/find.js,
 * which shows it; until then, or for ever, the page says how to get there by links. A `noscript` would be read in two
 * ways, by the browser and by live.js, which would then think that the page has changed.
 */
export function renderFindPage(language: Language, election: Election): string {
  const page = pageOf(language, election, 'language');
  const t = page.texts.find;
  const without = html`<div id=without><p>${t.without}</p><p><a href="index.html">${t.withoutLink}</a></p></div>`;
  const main = html`<main id=main tabindex=-1><h1>${t.title}</h1>${without}${search(page)}</main>`;
  return documentText(page, {
    title: `${t.title} · ${election.name[language]}`,
    breadcrumb: upToFront(page),
    banner: banner(page, election.nature, election.nature === 'rehearsal'),
    main,
    footer: footerLinks(page, [['data/find.json', page.texts.footer.data]]),
    otherAddress: `../${otherLanguage(language)}/find.html`,
    live: false,
    script: 'assets/find.js',
  });
}

/** The field and where find.js writes, with every text it needs in the language of the page. */
function search(page: Page): Markup {
  const t = page.texts.find;
  const s = t.script;
  return html`<div id=find role=search hidden data-index="${page.toSite}data/find.json" data-loading="${s.loading}" data-failed="${s.failed}" data-none="${s.none}" data-one="${s.one}" data-many="${s.many}" data-more="${s.more}" data-sheet="${s.sheet}" data-unnamed="${s.unnamed}"><label for=query>${t.label}</label><input id=query type=search enterkeyhint=search autocomplete=off autocapitalize=off spellcheck=false maxlength=100 aria-describedby=hint><p id=hint class=note>${t.hint}</p><p id=said role=status aria-live=polite></p><ul id=found></ul><p id=more class=hint></p></div>`;
}
