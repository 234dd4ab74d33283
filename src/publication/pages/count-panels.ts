import type { Contest } from '../../model/election.ts';
import { COUNT_KINDS, type CountKind } from '../../model/ids.ts';
import type { BothCounts, Figures } from '../unit-data.ts';
import { cardClass, cardTitle, certificateIn, certifiedNote, seatsTable } from './certified.ts';
import {
  bar,
  type FigureScope,
  figure,
  isSilent,
  leadingTwo,
  scopeOf,
  shareCell,
  sheetsOut,
  sum,
  whole,
  wholeCell,
} from './figures.ts';
import { escapeText, fill, html, type Markup, NOTHING, trusted } from './html.ts';
import { percentText } from './number-text.ts';
import { countTitle, countWords, type Page, selectionName, standingOf } from './page.ts';
import type { Silence } from './still-out.ts';
import { wordFor } from './texts.ts';

/** The two counts side by side: each in its own look and words, and never added to the other. */
export function countPanels(
  page: Page,
  contest: Contest,
  figures: BothCounts<Figures>,
  silence: Silence,
  remarks: Readonly<Record<CountKind, readonly string[]>>,
): Markup {
  const { texts } = page;
  const panels = COUNT_KINDS.map((count) => {
    const b = figures[count];
    // Of a count without data, nothing is said about how its figures came.
    const notes = silence[count].noData && isSilent(b) ? NOTHING : noteOf(page, count, remarks[count]);
    const title = html`<h4>${cardTitle(page, count, b)}</h4>${certifiedNote(page, count, b)}${seatsTable(page, contest, count, b)}${notes}`;
    if (b.counted === 0) {
      const words = isSilent(b) ? silence[count].words : texts.noneCounted;
      return html`<div class="${cardClass(count, b)}">${title}<p>${words}</p></div>`;
    }
    const body = html`${leadLine(page, contest, count, b)}${votesTable(page, contest, count, b)}`;
    return html`<div class="${cardClass(count, b)}">${title}${body}</div>`;
  });
  return html`<h3>${texts.figures.title}</h3><div class=pair>${panels}</div>`;
}

function noteOf(page: Page, count: CountKind, remarks: readonly string[]): Markup {
  const note = page.texts.countNotes[standingOf(page.election)][count];
  return html`<p class=note>${note}${remarks.map((r) => html` ${r}`)}</p>`;
}

/** Who is ahead by how much: votes and points. Nothing where nobody can be ahead of anybody. */
export function leadLine(page: Page, contest: Contest, count: CountKind, b: Figures): Markup {
  const { texts, language } = page;
  const [first, second] = leadingTwo(b.votes);
  const [a, z] = [contest.selections[first], contest.selections[second]];
  if (a === undefined || z === undefined || b.valid === 0) return NOTHING;
  const lead = (b.votes[first] ?? 0) - (b.votes[second] ?? 0);
  const scope = scopeOf(language, '', count, contest.id);
  const parts = {
    a: html`<b>${selectionName(a)}</b>`,
    b: html`<b>${selectionName(z)}</b>`,
    votes: whole(scope, 'lead', lead),
    points: figure(scope, 'leadShare', percentText(lead, b.valid, 3, language)),
  };
  const { level, leadComplete, lead: ahead } = texts.figures;
  return html`<p class=lead>${fill(lead === 0 ? level : sheetsOut(b) === 0 ? leadComplete : ahead, parts)}</p>`;
}

function votesTable(page: Page, contest: Contest, count: CountKind, b: Figures): Markup {
  const { figures: words } = page.texts;
  const scope = scopeOf(page.language, '', count, contest.id);
  let rows = '';
  for (let i = 0; i < contest.selections.length; i++) {
    const s = contest.selections[i];
    if (s === undefined) continue;
    const votes = b.votes[i] ?? 0;
    const party = s.name !== '' && s.party !== '' ? ` <small>${escapeText(s.party)}</small>` : '';
    rows +=
      `<tr><th scope=row>${escapeText(selectionName(s))}${party}${bar(votes, b.valid)}` +
      wholeCell(scope, `votes ${s.id}`, votes) +
      shareCell(scope, `share ${s.id}`, votes, b.valid, 3);
  }
  const head = html`<thead><tr><th scope=col>${words.option}<th scope=col>${words.votes}<th scope=col>${words.share}<tbody>`;
  const unlisted = b.valid > sum(b.votes) ? html`<p class=note>${words.unlisted}</p>` : NOTHING;
  return html`<table class=votes><caption class=vh>${fill(words.caption, { count: countTitle(page, count) })}</caption>${head}${trusted(rows)}${trusted(`<tbody class=sums>${sumRows(page, contest, scope, b)}`)}</table>${unlisted}`;
}

function sumRows(page: Page, contest: Contest, scope: FigureScope, b: Figures): string {
  const { texts } = page;
  const row = (label: string, cells: string): string => `<tr><th scope=row>${escapeText(label)}${cells}`;
  let out = row(texts.figures.valid, `${wholeCell(scope, 'valid', b.valid)}<td>`);
  for (let i = 0; i < contest.others.length; i++) {
    const id = contest.others[i] ?? '';
    out += row(wordFor(texts.boxes, id), `${wholeCell(scope, `other ${id}`, b.others[i] ?? 0)}<td>`);
  }
  out += row(texts.figures.cast, `${wholeCell(scope, 'cast', b.cast)}<td>`);
  const turnout = shareCell(scope, 'turnout', b.castRegistered, b.registeredCounted, 2);
  return out + row(texts.figures.turnout, `<td>${turnout}${b.registeredCounted > 0 ? ' %' : ''}`);
}

/** What a certificate of this very place says beside the votes. Nothing where the contest is decided in a larger area. */
function certifiedCard(page: Page, contest: Contest, official: Figures): Markup {
  if (certificateIn('official', official) === null) return NOTHING;
  const title = cardTitle(page, 'official', official);
  const seats = seatsTable(page, contest, 'official', official);
  return html`<div class="${cardClass('official', official)}"><h4>${title}</h4>${certifiedNote(page, 'official', official)}${seats}</div>`;
}

/** Both counts of a place in one table: a column group each, so that a small page stays small. */
export function placeTable(page: Page, contest: Contest, figures: BothCounts<Figures>): Markup {
  const { texts, language } = page;
  const shown = COUNT_KINDS.filter((count) => figures[count].counted > 0);
  const certified = certifiedCard(page, contest, figures.official);
  if (shown.length === 0) return certified;
  const scopes = shown.map((count) => ({ b: figures[count], scope: scopeOf(language, '', count, contest.id) }));
  let rows = '';
  for (let i = 0; i < contest.selections.length; i++) {
    const s = contest.selections[i];
    if (s === undefined) continue;
    rows += `<tr><th scope=row>${escapeText(selectionName(s))}`;
    for (const { b, scope } of scopes) {
      const votes = b.votes[i] ?? 0;
      rows += wholeCell(scope, `votes ${s.id}`, votes) + shareCell(scope, `share ${s.id}`, votes, b.valid, 3);
    }
  }
  for (let i = 0; i < contest.others.length; i++) {
    const id = contest.others[i] ?? '';
    rows += `<tr><th scope=row>${escapeText(wordFor(texts.boxes, id))}`;
    for (const { b, scope } of scopes) rows += `${wholeCell(scope, `other ${id}`, b.others[i] ?? 0)}<td>`;
  }
  const groups = shown.map((c) => html`<th scope=colgroup colspan=2 class=${c}>${countWords(page, c).short}`);
  const columns = shown.map(
    (c) => html`<th scope=col class=${c}>${texts.figures.votes}<th scope=col class=${c}>${texts.figures.share}`,
  );
  const caption = fill(texts.figures.caption, { count: contest.name[language] });
  return html`${certified}<div class=wide role=region tabindex=0 aria-label="${caption}. ${texts.areas.scroll}"><table class=both><caption class=vh>${caption}</caption><thead><tr><td>${groups}<tr><th scope=col>${texts.figures.option}${columns}<tbody>${trusted(rows)}</table></div>`;
}
