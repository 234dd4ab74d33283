import { fromBase64, toHex } from '../../base/bytes.ts';
import { LANGUAGES, type Language } from '../../model/ids.ts';
import type { Papers } from '../../record/index.ts';
import type { CertifiedData, SessionData } from '../canvass-data.ts';
import { amendmentsSection, destroyedSection, repeatsSection } from './board-changes.ts';
import { type Board, type BoardPageInput, officeName, timeOf } from './board-parts.ts';
import { fill, html, type Markup, NOTHING, numbered } from './html.ts';
import { durationText } from './local-time.ts';
import { banner, freshness } from './notices.ts';
import { wholeText } from './number-text.ts';
import { pageOf } from './page.ts';
import { documentText, footerLinks, otherLanguage, upToFront } from './page-frame.ts';
import { recordLink } from './record-link.ts';
import { boardTextsOf } from './texts-board.ts';
import { canvassTextsOf } from './texts-canvass.ts';

/** Sessions before the rest is folded away. */
const SESSIONS_SHOWN = 12;

/** `<language>/board.html`: who rules in the official count, when they sat, what changed, and what was certified. */
export function renderBoardPage(input: BoardPageInput): string {
  const { language, election, state } = input;
  const page = pageOf(language, election, 'language');
  const t = boardTextsOf(language);
  const board: Board = { ...input, page, t };
  const main = html`<main id=main tabindex=-1><h1>${t.title}</h1>${freshness(page, state)}<p class=intro>${t.intro}</p>${rules(board)}${certificates(board)}${offices(board)}${sessions(board)}${repeatsSection(board)}${amendmentsSection(board)}${members(board)}${grounds(board)}${destroyedSection(board)}</main>`;
  return documentText(page, {
    title: `${t.title} · ${election.name[language]}`,
    breadcrumb: upToFront(page),
    banner: banner(page, state.nature, state.test),
    main,
    footer: footerLinks(page, [['data/state.json', page.texts.footer.data]]),
    otherAddress: `../${otherLanguage(language)}/board.html`,
    live: false,
  });
}

function rules({ election, t }: Board): Markup {
  const { canvass } = election;
  if (canvass === null) return NOTHING;
  const { quorum, required, certifiers } = canvass;
  return html`<p>${fill(t.rules, { quorum, required, certifiers: certifiers.length })}</p>`;
}

function certificates(board: Board): Markup {
  const { t, board: data } = board;
  const items = data.certificates.map((one) => certificate(board, one));
  const body = items.length === 0 ? html`<p>${t.certificates.none}</p>` : html`<div class=pair>${items}</div>`;
  return html`<section id=certificates><h2>${t.certificates.title}</h2>${body}</section>`;
}

function certificate(board: Board, one: CertifiedData): Markup {
  const { page, t, election, language } = board;
  const { certificates: words } = t;
  const contest = election.contests.find(({ id }) => id === one.contest)?.name[language] ?? one.contest;
  const said = fill(words.item, {
    contest,
    area: areaName(board, one),
    at: timeOf(board, one.at),
    record: recordLink(page, one.record),
  });
  const names = one.certifiers.map((id) => {
    const known = election.canvass?.certifiers.find((certifier) => certifier.id === id);
    return known === undefined ? id : `${known.name} (${known.title[language]})`;
  });
  const partial =
    one.partial === null ? NOTHING : html`<p class=hint>${fill(words.partial, { reason: one.partial[language] })}</p>`;
  const over =
    one.reopened === null
      ? NOTHING
      : html`<p class=hint>${fill(words.reopened, { record: recordLink(page, one.reopened) })}</p>`;
  const look = one.reopened === null ? 'card official certified' : 'card';
  return html`<div class="${look}" id="c${one.record}"><p>${said}</p>${over}${partial}<p>${fill(words.signed, { names: names.join(', ') })}</p>${papersOf(board, one.papers, words.papers)}</div>`;
}

function areaName({ t, places, election, language }: Board, { area, office }: CertifiedData): string {
  if (office !== null) return officeName(election, language, office);
  return area === 'u0' ? t.certificates.whole : places.nameOf(area);
}

/** Where the papers lie, by the hash that the record has of each. */
function papersOf(
  { page, language }: Board,
  papers: Papers,
  words: Readonly<Record<Language | 'data', string>>,
): Markup {
  const link = (hash: string, ending: 'json' | 'pdf', text: string): Markup[] => {
    const bytes = fromBase64(hash);
    if (!bytes.ok) return [];
    const hex = toHex(bytes.value);
    return [html`<li><a href="${page.toSite}papers/${hex.slice(0, 2)}/${hex}.${ending}">${text}</a>`];
  };
  const languages = [language, ...LANGUAGES.filter((other) => other !== language)];
  return html`<ul class=where>${languages.flatMap((l) => link(papers[l], 'pdf', words[l]))}${link(papers.data, 'json', words.data)}</ul>`;
}

function offices(board: Board): Markup {
  const { page, t, canvass, state, election, language } = board;
  if (canvass.offices.length === 0) return NOTHING;
  const words = t.offices;
  const rows = canvass.offices.map(([id, taken, newest, forked]) => {
    const name = html`<th scope=row>${officeName(election, language, id)}${forked ? html` <strong class=hint>${words.forked}</strong>` : NOTHING}`;
    // An office's own clock may be ahead of ours.
    const age = newest === null ? '—' : durationText(Math.max(0, state.at - newest));
    return html`<tr>${name}<td>${wholeText(taken, page.language)}<td>${newest === null ? words.never : timeOf(board, newest)}<td>${age}`;
  });
  return html`<section id=offices><h2>${words.title}</h2><p class=note>${words.note}</p><div class=wide role=region tabindex=0 aria-label="${words.caption}. ${page.texts.areas.scroll}"><table class=areas><caption class=vh>${words.caption}</caption><thead><tr><th scope=col>${words.office}<th scope=col>${words.taken}<th scope=col>${words.newest}<th scope=col>${words.age}<tbody>${rows}</table></div></section>`;
}

function members(board: Board): Markup {
  const { page, t, canvass, language } = board;
  const words = t.members;
  if (canvass.members.length === 0)
    return html`<section id=members><h2>${words.title}</h2><p>${t.nothing}</p></section>`;
  const rows = canvass.members.map(
    ([person, name, title, seated]) =>
      html`<tr><th scope=row>${name}<td>${title[language]}<td>${person}<td>${seated ? words.seated : words.left}`,
  );
  return html`<section id=members><h2>${words.title}</h2><div class=wide role=region tabindex=0 aria-label="${words.caption}. ${page.texts.areas.scroll}"><table class="areas worded"><caption class=vh>${words.caption}</caption><thead><tr><th scope=col>${words.name}<th scope=col>${words.charge}<th scope=col>${words.person}<th scope=col>${words.state}<tbody>${rows}</table></div></section>`;
}

function sessions(board: Board): Markup {
  const { t, board: data } = board;
  // The newest first: it is what a reader comes for.
  const items = [...data.sessions].reverse().map((one) => session(board, one));
  const rest = items.slice(SESSIONS_SHOWN);
  const body =
    items.length === 0 ? html`<p>${t.nothing}</p>` : html`<div class=pair>${items.slice(0, SESSIONS_SHOWN)}</div>`;
  const earlier =
    rest.length === 0
      ? NOTHING
      : html`<details><summary>${fill(t.sessions.earlier, { n: rest.length })}</summary><div class=pair>${rest}</div></details>`;
  return html`<section id=sessions><h2>${t.sessions.title}</h2>${body}${earlier}</section>`;
}

function session(board: Board, one: SessionData): Markup {
  const { page, t, canvass, election, language } = board;
  const words = t.sessions;
  const named = new Map(canvass.members.map(([person, name]) => [person, name]));
  const office = one.office === null ? '' : officeName(election, language, one.office);
  const title = fill(one.office === null ? words.name : words.ofOffice, { n: one.session, office });
  const opened = fill(words.opened, {
    at: timeOf(board, one.at),
    place: one.place,
    record: recordLink(page, one.record),
  });
  const zero = fill(words.zero, { n: numbered(one.counted, html`${wholeText(one.counted, language)}`) });
  const present = fill(words.members, { names: one.members.map((person) => named.get(person) ?? person).join(', ') });
  const delegates =
    one.delegates.length === 0
      ? html`${words.noDelegates}`
      : fill(words.delegates, { names: one.delegates.map(([party, name]) => `${name} (${party})`).join(', ') });
  const { closed } = one;
  const end =
    closed === null
      ? html`<p class=hint>${words.open}</p>`
      : html`<p>${fill(words.closed, { at: timeOf(board, closed.at), record: recordLink(page, closed.record) })}</p>${papersOf(board, closed.papers, words.papers)}`;
  return html`<div class="card plain" id="n${one.record}"><h3>${title}</h3><p>${opened}</p><p>${zero}</p><p>${present}</p><p>${delegates}</p>${end}</div>`;
}

function grounds({ page, t, election, language }: Board): Markup {
  const list = election.canvass?.grounds ?? [];
  if (list.length === 0) return NOTHING;
  const words = t.grounds;
  const { effects } = canvassTextsOf(language);
  const rows = list.map(
    ({ name, law, effects: may, holds }) =>
      html`<tr><th scope=row>${name[language]}<td>${law[language]}<td>${may.map((effect) => effects[effect] ?? effect).join(', ')}<td>${holds ? words.yes : words.no}`,
  );
  return html`<section id=grounds><h2>${words.title}</h2><details><summary>${words.caption}</summary><div class=wide role=region tabindex=0 aria-label="${words.caption}. ${page.texts.areas.scroll}"><table class="areas worded"><caption class=vh>${words.caption}</caption><thead><tr><th scope=col>${words.ground}<th scope=col>${words.law}<th scope=col>${words.effects}<th scope=col>${words.holds}<tbody>${rows}</table></div></details></section>`;
}
