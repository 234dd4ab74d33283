import type { Election } from '../../model/election.ts';
import type { Language } from '../../model/ids.ts';
import { PARAMETERS } from '../../projection/parameters.ts';
import { parametersText } from '../../projection/said.ts';
import { escapeText, html, type Markup, NOTHING, trusted } from './html.ts';
import { backtestsTable } from './method-backtests.ts';
import { banner } from './notices.ts';
import { pageOf } from './page.ts';
import { documentText, footerLinks, otherLanguage, upToFront } from './page-frame.ts';
import { estimateTextsOf } from './texts-estimate.ts';
import { type MethodSection, type MethodTexts, methodTextsOf } from './texts-method.ts';

/** `<language>/method.html`: how estimates are calculated, with every constant, and what they cannot say. */
export function renderMethodPage(language: Language, election: Election): string {
  const page = pageOf(language, election, 'language');
  const t = methodTextsOf(language);
  const back = html`<p><a href="estimate.html">${estimateTextsOf(language).pageTitle}</a></p>`;
  const main = html`<main id=main tabindex=-1><h1>${t.title}</h1><p class=intro>${t.intro}</p>${back}${t.sections.map((s) => section(s, s.id === 'errors' ? backtestsTable(language) : NOTHING))}${constants(t, language)}</main>`;
  return documentText(page, {
    title: `${t.title} · ${election.name[language]}`,
    breadcrumb: upToFront(page),
    banner: banner(page, election.nature, election.nature === 'rehearsal'),
    main,
    footer: footerLinks(page, []),
    otherAddress: `../${otherLanguage(language)}/method.html`,
    live: false,
  });
}

/** A formula stands behind the paragraph that reads it in words; those that are left stand at the end. */
function section({ id, title, paragraphs, formulae = [], list = [] }: MethodSection, behind: Markup): Markup {
  const lead = paragraphs.length - formulae.length;
  const texts = paragraphs.map((text) => html`<p>${text}</p>`);
  const shown =
    formulae.length === 0
      ? NOTHING
      : html`<pre role=region tabindex=0 aria-label="${title}"><code>${formulae.join('\n')}</code></pre>`;
  const items = list.length === 0 ? NOTHING : html`<ul>${list.map((line) => html`<li>${line}`)}</ul>`;
  // Where there are as many words as symbols or more, the symbols stand before the last words.
  const at = lead >= 0 ? Math.max(1, texts.length - 1) : texts.length;
  return html`<section><h2 id="${id}">${title}</h2>${texts.slice(0, at)}${shown}${texts.slice(at)}${items}${behind}</section>`;
}

function constants(t: MethodTexts, language: Language): Markup {
  const spelt = (value: string) => (language === 'es' ? value.replace('.', ',') : value);
  const values = Object.entries(parametersText(PARAMETERS));
  const rows = Object.keys(PARAMETERS).map((name) => {
    const own = values.filter(([key]) => key === name || key.startsWith(`${name}.`)).map(([, value]) => spelt(value));
    return `<dt><code>${escapeText(name)}</code> = ${escapeText(own.join(' · '))}<dd>${escapeText(t.parameters[name] ?? '')}`;
  });
  return html`<section><h2 id=constants>${t.parametersTitle}</h2><p>${t.parametersText}</p><dl class=constants>${trusted(rows.join(''))}</dl></section>`;
}
