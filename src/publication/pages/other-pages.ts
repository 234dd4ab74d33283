import type { Election } from '../../model/election.ts';
import { LANGUAGES, type Language } from '../../model/ids.ts';
import { html, type Markup } from './html.ts';
import { banner } from './notices.ts';
import { pageOf } from './page.ts';
import { documentText, footerLinks, otherLanguage, sourceNotes, upToFront } from './page-frame.ts';
import { textsOf } from './texts.ts';

/** `<language>/verify.html`: how anyone checks the count, what that proves and what it does not. */
export function renderHowToCheckPage(language: Language, election: Election): string {
  const page = pageOf(language, election, 'language');
  const { texts } = page;
  const t = texts.verify;
  const list = (lines: readonly string[]): Markup => html`<ul>${lines.map((line) => html`<li>${line}`)}</ul>`;
  const { nature } = election;
  const [install, verify] = t.commands;
  const main = html`<main id=main tabindex=-1><h1>${t.title}</h1><p class=intro>${t.intro}</p>
<section><h2>${t.stepsTitle}</h2><ol><li>${t.program}<li>${t.trust[nature]}<li>${t.run}<pre role=region tabindex=0 aria-label="${t.stepsTitle}"><code>${install}\n${verify}</code></pre><li>${t.read}</ol></section>
<section><div class=pair><div class="card plain"><h2>${t.provesTitle}</h2>${list(t.proves[nature])}</div><div class="card plain"><h2>${t.notTitle}</h2>${list(t.not[nature])}</div></div></section>
<section><h2>${t.handTitle}</h2><p>${t.hand[nature]}</p></section>
<section><h2>${t.filesTitle}</h2><ul><li><a href="../checkpoint">${t.files.checkpoint}</a><li><a href="../manifest.json">${t.files.manifest}</a><li><a href="../data/state.json">${t.files.state}</a></ul></section>${sourceNotes(page)}</main>`;
  return documentText(page, {
    title: `${t.title} · ${election.name[language]}`,
    breadcrumb: upToFront(page),
    banner: banner(page, election.nature, isTest(election)),
    main,
    footer: footerLinks(page, []),
    otherAddress: `../${otherLanguage(language)}/verify.html`,
    live: false,
  });
}

/** `index.html`: the same election in each language, and nothing else. */
export function renderLanguageChoice(election: Election): string {
  const choices = LANGUAGES.map((language) => {
    const page = pageOf(language, election, 'site');
    return html`<section lang=${language}>${banner(page, election.nature, isTest(election))}<h2><a href="${language}/index.html" hreflang=${language}>${election.name[language]}</a></h2><p>${page.texts.languageName}</p></section>`;
  });
  const alternates = LANGUAGES.map((l) => html`<link rel=alternate hreflang=${l} href="${l}/index.html">`);
  return html`<!doctype html><html lang=es><head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1"><title>${election.name.es} · ${election.name.en}</title><link rel=icon href="data:,"><link rel=stylesheet href="assets/site.css">${alternates}</head><body><main class=choice><h1>Cotejo</h1>${choices}</main></body></html>\n`
    .markup;
}

/**
 * `404.html`, in one language. A host shows it at addresses of any depth, so it links nothing relative: `site` is the
 * path under which the public folder is served.
 */
export function renderNotFound(language: Language, site = '/'): string {
  const texts = textsOf(language);
  return html`<!doctype html><html lang=${language}><head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1"><title>${texts.notFound.title}</title><link rel=stylesheet href="${site}assets/site.css"></head><body><main><h1>${texts.notFound.title}</h1><p>${texts.notFound.text}</p><p><a href="${site}${language}/index.html">${texts.frontPage}</a></main></body></html>\n`
    .markup;
}

function isTest(election: Election): boolean {
  return election.nature === 'rehearsal';
}
