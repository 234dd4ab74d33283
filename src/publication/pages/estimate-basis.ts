import type { Contest } from '../../model/election.ts';
import { noteText } from '../../projection/note-text.ts';
import { factsRead } from '../../projection/said.ts';
import type { SaidBasis, SaidNote, SaidPart } from '../../record/index.ts';
import type { MadeEstimate } from '../estimates.ts';
import { endsOf, millionthsText } from './estimate-numbers.ts';
import { escapeText, fill, html, type Markup, NOTHING, numbered, trusted } from './html.ts';
import { wholeText } from './number-text.ts';
import type { Page } from './page.ts';
import { type EstimateTexts, estimateTextsOf } from './texts-estimate.ts';

/** What is missing, where the uncertainty sits, and what all of it rests on. */
export function estimateBasis(page: Page, contest: Contest, made: MadeEstimate): Markup {
  const t = estimateTextsOf(page.language);
  const { said } = made;
  const missing = said.kind === 'estimate' ? missingOf(page, t, contest, said) : NOTHING;
  const parts =
    said.kind === 'estimate'
      ? html`${partsTable(page, t, contest, areas(t, said))}${partsTable(page, t, contest, settings(t, said))}`
      : NOTHING;
  return html`${missing}${parts}${restsOn(page, t, made)}`;
}

type Told = Extract<MadeEstimate['said'], { kind: 'estimate' }>;

function missingOf(page: Page, t: EstimateTexts, contest: Contest, said: Told): Markup {
  const { language } = page;
  const out = endsOf(said.votesOut);
  const votes = { low: wholeText(out.low, language), high: wholeText(out.high, language) };
  const turnout = said.turnout === null ? null : endsOf(said.turnout);
  const cast =
    turnout === null
      ? NOTHING
      : html`<p>${fill(t.more.turnout, {
          low: millionthsText(turnout.low, 1, language),
          high: millionthsText(turnout.high, 1, language),
        })}`;
  // An assembly's lists and a referendum have their shares of the same base.
  const base = contest.selections.length < 2 ? NOTHING : html`<p class=note>${t.more.base[said.base]}`;
  return html`<h3>${t.more.title}</h3><p>${fill(t.more.votesOut, votes)}</p>${cast}${base}`;
}

function areas(t: EstimateTexts, { areas: parts }: Told): Listed {
  return { title: t.parts.title, what: t.parts.area, parts };
}

function settings(t: EstimateTexts, said: Told): Listed {
  const parts = said.settings.map((part) => ({ ...part, name: t.settings[part.name] ?? part.name }));
  return { title: t.parts.setting, what: t.parts.setting, parts };
}

type Listed = { readonly title: string; readonly what: string; readonly parts: readonly SaidPart[] };

function partsTable(page: Page, t: EstimateTexts, contest: Contest, { title, what, parts }: Listed): Markup {
  if (parts.length === 0) return NOTHING;
  const { language } = page;
  const whole = (n: number) => wholeText(n, language);
  const rows = parts.map(({ name, sheetsOut, votesOut, variance }) => {
    const { low, high } = endsOf(votesOut);
    const range = fill(t.shares.to, { low: whole(low), high: whole(high) }).markup;
    return `<tr><th scope=row>${escapeText(name || page.texts.areas.unnamed)}<td>${whole(sheetsOut)}<td>${range}<td>${Math.round(Math.max(0, variance) / 10_000)} %`;
  });
  const intro = what === t.parts.area ? html`<p>${t.parts.text}</p>` : NOTHING;
  return html`<h3>${title}</h3>${intro}<div class=wide role=region tabindex=0 aria-label="${contest.name[language]}: ${title}. ${page.texts.areas.scroll}"><table class=areas><caption class=vh>${title}</caption><thead><tr><th scope=col>${what}<th scope=col>${t.parts.sheets}<th scope=col>${t.parts.votes}<th scope=col>${t.parts.share}<tbody>${trusted(rows.join(''))}</table></div>`;
}

function restsOn(page: Page, t: EstimateTexts, made: MadeEstimate): Markup {
  const { said, seed, draws, program } = made;
  const { basis } = said;
  const notes = notesOf(page, said.notes);
  const made_ = fill(t.basis.made, { seed: String(seed), draws: wholeText(draws, page.language), program });
  const list = basis === null ? NOTHING : html`<ul>${basisItems(page, t, basis)}</ul>${weights(page, t, basis)}`;
  const remarks =
    notes.length === 0 ? NOTHING : html`<p>${t.basis.notes}:</p><ul>${notes.map((text) => html`<li>${text}`)}</ul>`;
  return html`<h3>${t.basis.title}</h3>${list}${remarks}<p class=note>${made_}</p>`;
}

function basisItems(page: Page, t: EstimateTexts, basis: SaidBasis): Markup {
  const { language } = page;
  const whole = (n: number) => numbered(n, { markup: wholeText(n, language) });
  const percent = (n: number) => millionthsText(n, 1, language);
  const sheets = fill(t.basis.sheets, { in: whole(basis.sheetsIn), expected: whole(basis.expected) });
  const aside = basis.setAside === 0 ? NOTHING : html`<li>${fill(t.basis.setAside, { n: whole(basis.setAside) })}`;
  const order = fill(t.basis.order, { order: t.basis.orders[basis.order] ?? basis.order });
  const final = basis.figures === 'final' ? html`<li>${t.basis.final}` : NOTHING;
  return html`<li>${sheets}${aside}<li>${fill(t.basis.silent, { p: percent(basis.silentRoll) })}<li>${fill(t.basis.out, { p: percent(basis.rollOut) })}<li>${order}${final}`;
}

/** Which variants of the model speak, and how well each did earlier in the night. */
function weights(page: Page, t: EstimateTexts, { variants }: SaidBasis): Markup {
  if (variants.length === 0) return NOTHING;
  const items = variants.map(({ variant, weight, earlierError }) => {
    const error =
      earlierError === null
        ? t.basis.noError
        : fill(t.basis.error, { n: millionthsText(earlierError, 2, page.language) }).markup;
    return html`<li>${t.basis.variants[variant] ?? variant}: ${String(Math.round(weight / 10_000))} %, ${error}`;
  });
  return html`<p>${t.basis.weights}</p><ul>${items}</ul>`;
}

function notesOf(page: Page, notes: readonly SaidNote[]): readonly string[] {
  return notes.flatMap(({ code, facts }) => noteText({ code, facts: factsRead(facts) }, page.language) ?? []);
}
